/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AG_RS_RUN_EVENT_H
#define AG_RS_RUN_EVENT_H

#include "json/json.h"
#include <agola/rs_run_event.h>

extern const struct agola_type agola_rs_run_event_step_type;
extern const struct agola_type agola_rs_run_event_task_type;
extern const struct agola_type agola_rs_run_event_data_type;
extern const struct agola_type agola_rs_run_event_type;
extern const struct agola_type agola_rs_run_events_opts_type;

#endif
