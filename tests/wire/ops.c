/* SPDX-License-Identifier: Apache-2.0 */
/* Operations of shapes that the runner must know; runner/ has their files. */
#include "core/core.h"
#include <agola/client.h>

AGOLA_API int agola_gw_wiretest_text(agola_gw_client *client, agola_ctx *ctx, const char *ref, uint64_t number, char **ret,
                                     agola_error **err);
AGOLA_API int agola_gw_wiretest_download(agola_gw_client *client, agola_ctx *ctx, const char *ref, const struct agola_sink *sink,
                                         agola_error **err);
AGOLA_API int agola_gw_wiretest_upload(agola_gw_client *client, agola_ctx *ctx, const struct agola_source *source,
                                       agola_error **err);

AG_OP(agola_gw_wiretest_text, gw, "WireTestText", "GET", "/text/{ref}/{#}", (REF, ref), (NUM, number), (TEXT, ret));
AG_OP(agola_gw_wiretest_download, gw, "WireTestDownload", "GET", "/download/{ref}", (REF, ref), (SINK, sink));
AG_OP(agola_gw_wiretest_upload, gw, "WireTestUpload", "POST", "/upload", (SOURCE, source));
