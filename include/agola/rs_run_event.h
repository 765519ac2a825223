/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file rs_run_event.h
 * What happens to runs, as it happens: an event for each run that is created, starts, gets a result or ends. Tasks have none.
 */
#ifndef AGOLA_RS_RUN_EVENT_H
#define AGOLA_RS_RUN_EVENT_H

#include <agola/common.h>
#include <agola/connect.h>
#include <agola/ctx.h>
#include <agola/enums.h>
#include <agola/error.h>
#include <agola/rs_run_config.h>

AGOLA_BEGIN_DECLS

/** A step of a task, or the setup in front of the first one. */
typedef struct agola_rs_run_event_step {
	enum agola_executor_task_phase phase;
	bool has_exit_status;
	const char *phase_raw;
	int64_t exit_status;   /**< if `has_exit_status` */
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
} agola_rs_run_event_step;

/** A task. */
typedef struct agola_rs_run_event_task {
	const char *id;
	const char *name;
	int64_t level; /**< depth in the graph of tasks, 0 for those that wait for no other */
	const agola_rs_depend_entry *const *depends;
	size_t n_depends;
	enum agola_run_task_status status;
	bool skip;
	bool timed_out;
	bool waiting_approval;
	bool approved;
	const char *status_raw;
	const agola_rs_run_event_step *setup_step;
	const agola_rs_run_event_step *const *steps;
	size_t n_steps;
	agola_time start_time; /**< not valid until it has started */
	agola_time end_time;
} agola_rs_run_event_task;

/** An entry of the tasks of an event; the key is the task's id. This struct is frozen. */
typedef struct agola_rs_run_event_task_entry {
	const char *key;
	const agola_rs_run_event_task *value;
} agola_rs_run_event_task_entry;

/** The run as it was then. */
typedef struct agola_rs_run_event_data {
	const char *id;
	const char *name;
	uint64_t counter;
	enum agola_run_phase phase;
	enum agola_run_result result;
	const char *phase_raw;
	const char *result_raw;
	const char *const *setup_errors;
	size_t n_setup_errors;
	const agola_rs_run_event_task_entry *const *tasks;
	size_t n_tasks;
	agola_time enqueue_time; /**< each time is not valid until it has come */
	agola_time start_time;
	agola_time end_time;
	const agola_string_entry *const *annotations;
	size_t n_annotations;
} agola_rs_run_event_data;

/** Something happened to a run. */
typedef struct agola_rs_run_event {
	const char *id;           /**< UUID; since v0.8.0 */
	agola_time creation_time; /**< since v0.8.0 */
	agola_time update_time;   /**< since v0.8.0 */
	uint64_t sequence;        /**< grows, with gaps; 0 to v0.7.1, where it is a text that nothing can be done with */
	const char *event_type;   /**< "run_phase_changed"; since v0.9.0 */
	const char *run_id;
	enum agola_run_phase phase;
	enum agola_run_result result;
	const char *phase_raw;
	const char *result_raw;
	const agola_rs_run_event_data *data; /**< since v0.9.0 */
	uint64_t data_version;               /**< 1; another one: `data` means something else; since v0.9.0 */
} agola_rs_run_event;

/**
 * Takes an event.
 * @param data   as it was handed to agola_rs_run_events()
 * @param event  valid until the function returns
 * @return 0; anything else ends the call with AGOLA_ERR_CALLBACK
 */
typedef int (*agola_rs_run_event_fn)(void *data, const agola_rs_run_event *event);

/** Which events. Use AGOLA_RS_RUN_EVENTS_OPTS_INIT. */
struct agola_rs_run_events_opts {
	size_t size;
	uint64_t after_sequence; /**< those behind this one, then new ones; 0: new ones only; passed over by releases to v0.7.1 */
};

#define AGOLA_RS_RUN_EVENTS_OPTS_INIT AGOLA_INIT_(struct agola_rs_run_events_opts)

/**
 * Be told what happens to runs. The call does not end by itself: cancel the agola_ctx, give it a deadline, or return from
 * @p on_event with something else than 0. The server may be silent for as long as nothing happens, and sends nothing to show that it
 * is still there.
 *
 * The server ends the stream when it fails and when it goes into maintenance or out of it, in the same way: then the call returns 0.
 * Call again, after a while, with the `sequence` of the last event. The first event of all that were ever there can only be had by asking
 * before it is made.
 * @param opts      may be NULL
 * @param on_event  not NULL; called in the thread of the caller, or in that of the agola_loop
 * @param data      handed to it
 * @return 0 when the server ended the stream between two events; AGOLA_ERR_NETWORK when it broke, or ended within one;
 *         AGOLA_ERR_CALLBACK; AGOLA_ERR_PROTOCOL for an event that is not what Agola sends. Since Agola v0.1.0.
 */
AGOLA_API int agola_rs_run_events(agola_rs_client *client, agola_ctx *ctx, const struct agola_rs_run_events_opts *opts,
                                  agola_rs_run_event_fn on_event, void *data, agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
