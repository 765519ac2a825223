/* SPDX-License-Identifier: Apache-2.0 */
/* Requests from the network, by libmicrohttpd. */
#ifndef AG_SERVER_HTTPD_H
#define AG_SERVER_HTTPD_H

#include "server/config.h"
#include "server/log.h"
#include "server/router.h"

struct ag_httpd;

/* Listen and answer for @component. When this returns 0, it does. */
int ag_httpd_start(const struct ag_web_config *web, const struct ag_server_config *config, struct ag_component *component,
                   const struct ag_log *log, struct ag_httpd **ret, agola_error **err);
/* "http://127.0.0.1:34567" */
const char *ag_httpd_url(const struct ag_httpd *h);
/* Take no more connections. */
void ag_httpd_quiesce(struct ag_httpd *h);
/* How many requests are being answered. */
unsigned ag_httpd_busy(const struct ag_httpd *h);
void ag_httpd_stop(struct ag_httpd *h);

#endif
