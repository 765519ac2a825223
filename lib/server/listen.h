/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets and certificates for httpd.c. */
#ifndef AG_SERVER_LISTEN_H
#define AG_SERVER_LISTEN_H

#include "core/core.h"

/* A socket that listens on "host:port", ":port" or "[::1]:port". */
int ag_listen(const char *listen_address, int *ret, agola_error **err);
/* The URL of such a socket, for clients on this machine if it listens everywhere. */
void ag_listen_url(int fd, bool tls, char *url, size_t size);
/* The text of a PEM file; @what is the setting's name. The caller wipes and frees it. */
int ag_read_pem(const char *what, const char *path, char **ret, agola_error **err);

#endif
