/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the programs of this folder do: look up remote sources by name, all at once, on one thread. Each program waits with another loop; what
 * it needs for that is an agola_loop's descriptor, lookup_go_on() when that is readable, and lookup_cancel_one() for Ctrl-C.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <agola/client.h>

/* A call for each argument, to the gateway of AGOLA_GATEWAY_URL with the token of AGOLA_TOKEN. The loop's descriptor, or -1 after saying what is wrong. */
int lookup_start(int argc, char **argv);
/* Take what has come. Whether calls are still running. */
bool lookup_go_on(void);
/* Cancel the one of them that was started first. Safe in a signal handler. */
void lookup_cancel_one(void);
/* What main() returns: failure if a name was not found. */
int lookup_end(void);

#endif
