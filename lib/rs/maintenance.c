/* SPDX-License-Identifier: Apache-2.0 */
#include "rs/maintenance.h"
#include "core/core.h"

#define V0_2 AG_RELEASE(0, 2, 0)

#define T agola_rs_maintenance_status
static const struct agola_field status_fields[] = {
	AG_BOOL(T, requested_status, "RequestedStatus"),
	AG_BOOL(T, current_status, "CurrentStatus"),
};
#undef T
AG_TYPE(agola_rs_maintenance_status, status_fields);

AG_OP(agola_rs_maintenance_get_status, rs, "GetMaintenanceStatus", "GET", "/maintenance", (RET, agola_rs_maintenance_status),
      (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_rs_maintenance_enable, rs, "EnableMaintenance", "PUT", "/maintenance", (ROW, .since = V0_2));

AG_OP(agola_rs_maintenance_disable, rs, "DisableMaintenance", "DELETE", "/maintenance", (ROW, .since = V0_2));

AG_OP(agola_rs_export, rs, "Export", "GET", "/export", (SINK, sink), (ROW, .since = V0_2, .flags = AG_EP_LINES));

AG_OP(agola_rs_import, rs, "Import", "POST", "/import", (SOURCE, source), (ROW, .since = V0_2));
