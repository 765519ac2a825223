/* SPDX-License-Identifier: Apache-2.0 */
/* Remote sources of the gateway. The configstore checks; its refusals pass with status, codes and words. */
#include "cs/remote_source.h"
#include "gw/remote_source.h"
#include "server/gateway/handlers.h"

static int respond(struct ag_response *rs, int status, const agola_cs_remote_source *cs, agola_error **err)
{
	return ag_gateway_respond(rs, status, &agola_gw_remote_source_type, &agola_cs_remote_source_type, cs, err);
}

int ag_gateway_remote_source_list(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct agola_cs_remote_source_list_opts o = AGOLA_CS_REMOTE_SOURCE_LIST_OPTS_INIT;
	agola_cs_remote_source_page *cs = NULL;
	struct ag_cursor cursor = { 0 };
	int r = ag_gateway_list_query(rq, &cursor, &o.limit, err);

	o.start = cursor.start;
	o.sort = cursor.sort;
	if (r == 0)
		r = agola_cs_remote_source_list(c->cs, NULL, &o, &cs, err);
	if (r == 0)
		r = ag_gateway_respond_page(rq, rs, &agola_gw_remote_source_page_type, &agola_cs_remote_source_page_type, cs,
		                            o.limit ? cs->next_start : NULL, cursor.sort, err);
	agola_free(cs);
	return r;
}

int ag_gateway_remote_source_get(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	agola_cs_remote_source *cs = NULL;
	int r = agola_cs_remote_source_get(c->cs, NULL, rq->args[0], &cs, err);

	if (r == 0)
		r = respond(rs, 200, cs, err);
	agola_free(cs);
	return r;
}

int ag_gateway_remote_source_create(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct agola_cs_remote_source_req q = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
	agola_cs_remote_source *cs = NULL;
	void *body = NULL;
	int r = ag_request_body(rq, &agola_gw_remote_source_create_req_type, &body, err);

	if (r)
		return r;
	/* the defaults that are the gateway's own */
	q.registration_enabled = q.login_enabled = AGOLA_TRUE;
	ag_merge(&agola_cs_remote_source_req_type, &q, &agola_gw_remote_source_create_req_type, body);
	r = agola_cs_remote_source_create(c->cs, NULL, &q, &cs, err);
	if (r == 0)
		r = respond(rs, 201, cs, err);
	agola_free(cs);
	agola_free(body);
	return r;
}

/* What is not given stays as it is: the configstore knows only whole replacements, so read, change and write. */
int ag_gateway_remote_source_update(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	struct agola_cs_remote_source_req q = AGOLA_CS_REMOTE_SOURCE_REQ_INIT;
	agola_cs_remote_source *old = NULL, *cs = NULL;
	void *body = NULL;
	int r = ag_request_body(rq, &agola_gw_remote_source_update_req_type, &body, err);

	pthread_mutex_lock(&c->change_lock);
	if (r == 0)
		r = agola_cs_remote_source_get(c->cs, NULL, rq->args[0], &old, err);
	if (r == 0) {
		ag_merge(&agola_cs_remote_source_req_type, &q, &agola_cs_remote_source_type, old);
		ag_merge(&agola_cs_remote_source_req_type, &q, &agola_gw_remote_source_update_req_type, body);
		/* the Go configstore finds it by its name only */
		r = agola_cs_remote_source_update(c->cs, NULL, old->name, &q, &cs, err);
	}
	pthread_mutex_unlock(&c->change_lock);
	if (r == 0)
		r = respond(rs, 201, cs, err);
	agola_free(cs);
	agola_free(old);
	agola_free(body);
	return r;
}

int ag_gateway_remote_source_delete(struct ag_component *c, struct ag_request *rq, struct ag_response *rs, agola_error **err)
{
	agola_cs_remote_source *old = NULL;
	int r = 0;

	if (ag_is_uuid(rq->args[0]))
		r = agola_cs_remote_source_get(c->cs, NULL, rq->args[0], &old, err);
	if (r == 0)
		r = agola_cs_remote_source_delete(c->cs, NULL, old ? old->name : rq->args[0], err);
	agola_free(old);
	return r ? r : ag_respond_empty(rs, 204);
}
