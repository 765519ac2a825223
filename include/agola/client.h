/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file client.h
 * The whole of libagola, the C client of Agola's services. This header includes all others of the client; each can also be included
 * alone.
 *
 * - agola/common.h: the conventions, results, times, agola_free(). Read it first.
 * - agola/connect.h: clients of the four services. agola/ctx.h: deadline, cancel and trace of a call. agola/error.h: why a call failed.
 * - agola/loop.h: many calls on one thread. agola/stream.h: bytes of any length. agola/transport.h: another way to a server.
 *   agola/reflect.h: types, fields and JSON of any response. agola/request.h: requests of one's own.
 * - agola/gw_NOUN.h, agola/cs_NOUN.h, agola/rs_NOUN.h, agola/ns_NOUN.h: the operations of the gateway, the configstore, the
 *   runservice and the notification service, a header for each noun. agola/enums.h, agola/when.h and agola/rs_run_config.h have
 *   types that several of them use.
 *
 * agola/server.h is not among them: it is that of libagola-server.
 */
#ifndef AGOLA_CLIENT_H
#define AGOLA_CLIENT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/cs_linked_account.h>
#include <agola/cs_maintenance.h>
#include <agola/cs_org.h>
#include <agola/cs_org_invitation.h>
#include <agola/cs_org_member.h>
#include <agola/cs_project.h>
#include <agola/cs_project_group.h>
#include <agola/cs_remote_source.h>
#include <agola/cs_secret.h>
#include <agola/cs_user.h>
#include <agola/cs_user_org.h>
#include <agola/cs_user_token.h>
#include <agola/cs_variable.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/gw_auth.h>
#include <agola/gw_badge.h>
#include <agola/gw_delivery.h>
#include <agola/gw_linked_account.h>
#include <agola/gw_log.h>
#include <agola/gw_maintenance.h>
#include <agola/gw_org.h>
#include <agola/gw_org_invitation.h>
#include <agola/gw_org_member.h>
#include <agola/gw_project.h>
#include <agola/gw_project_group.h>
#include <agola/gw_remote_repo.h>
#include <agola/gw_remote_source.h>
#include <agola/gw_repo.h>
#include <agola/gw_run.h>
#include <agola/gw_run_task.h>
#include <agola/gw_secret.h>
#include <agola/gw_user.h>
#include <agola/gw_user_org.h>
#include <agola/gw_user_token.h>
#include <agola/gw_variable.h>
#include <agola/gw_version.h>
#include <agola/loop.h>
#include <agola/ns_delivery.h>
#include <agola/reflect.h>
#include <agola/request.h>
#include <agola/rs_archive.h>
#include <agola/rs_cache.h>
#include <agola/rs_change_group.h>
#include <agola/rs_executor.h>
#include <agola/rs_executor_task.h>
#include <agola/rs_log.h>
#include <agola/rs_maintenance.h>
#include <agola/rs_run.h>
#include <agola/rs_run_config.h>
#include <agola/rs_run_event.h>
#include <agola/rs_run_task.h>
#include <agola/stream.h>
#include <agola/transport.h>
#include <agola/when.h>

#endif
