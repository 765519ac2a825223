/* SPDX-License-Identifier: Apache-2.0 */
/* Linked into agolactl: allocation number $FAIL_AT of the program fails. The file $FAIL_REPORT is made if there were so many. */
#include "../oom/fail.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_AT");

	if (at)
		fail_arm(strtoul(at, NULL, 10), FAIL_ONCE, FAIL_HERE);
}

__attribute__((destructor)) static void end(void)
{
	const char *report = getenv("FAIL_REPORT");
	int fd = fail_disarm() && report ? open(report, O_WRONLY | O_CREAT, 0600) : -1;

	if (fd >= 0)
		close(fd);
}
