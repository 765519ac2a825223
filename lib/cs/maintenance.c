/* SPDX-License-Identifier: Apache-2.0 */
#include "cs/maintenance.h"
#include "core/core.h"

#define V0_2 AG_RELEASE(0, 2, 0)

#define T agola_cs_maintenance_status
static const struct agola_field status_fields[] = {
	AG_BOOL(T, requested_status, "RequestedStatus"),
	AG_BOOL(T, current_status, "CurrentStatus"),
};
#undef T
AG_TYPE(agola_cs_maintenance_status, status_fields);

AG_OP(agola_cs_maintenance_get_status, cs, "GetMaintenanceStatus", "GET", "/maintenance", (RET, agola_cs_maintenance_status),
      (ROW, .since = AG_RELEASE(0, 8, 0)));

AG_OP(agola_cs_maintenance_enable, cs, "EnableMaintenance", "PUT", "/maintenance", (ROW, .since = V0_2));

AG_OP(agola_cs_maintenance_disable, cs, "DisableMaintenance", "DELETE", "/maintenance", (ROW, .since = V0_2));

AG_OP(agola_cs_export, cs, "Export", "GET", "/export", (SINK, sink), (ROW, .since = V0_2, .flags = AG_EP_LINES));

AG_OP(agola_cs_import, cs, "Import", "POST", "/import", (SOURCE, source), (ROW, .since = V0_2));
