/* SPDX-License-Identifier: Apache-2.0 */
#include "gw/maintenance.h"
#include "core/core.h"

#define V0_8 AG_RELEASE(0, 8, 0)

#define T agola_gw_maintenance_status
static const struct agola_field status_fields[] = {
	AG_BOOL(T, requested_status, "RequestedStatus"),
	AG_BOOL(T, current_status, "CurrentStatus"),
};
#undef T
AG_TYPE(agola_gw_maintenance_status, status_fields);

AG_OP(agola_gw_maintenance_get_status, gw, "GetMaintenanceStatus", "GET", "/maintenance/{service}", (REF, service),
      (RET, agola_gw_maintenance_status), (ROW, .since = V0_8));

AG_OP(agola_gw_maintenance_enable, gw, "EnableMaintenance", "PUT", "/maintenance/{service}", (REF, service),
      (ROW, .since = V0_8));

AG_OP(agola_gw_maintenance_disable, gw, "DisableMaintenance", "DELETE", "/maintenance/{service}", (REF, service),
      (ROW, .since = V0_8));

AG_OP(agola_gw_export, gw, "Export", "GET", "/export/{service}", (REF, service), (SINK, sink),
      (ROW, .since = V0_8, .flags = AG_EP_LINES));

AG_OP(agola_gw_import, gw, "Import", "POST", "/import/{service}", (REF, service), (SOURCE, source),
      (ROW, .since = V0_8, .max_source = AGOLA_GW_IMPORT_MAX));
