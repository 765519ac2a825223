/* SPDX-License-Identifier: Apache-2.0 */
/* All groups of commands, in the order of the help: NOUN(x) is cli_x of x.c, or of secret.c and variable.c. It is included with several meanings of NOUN. */
/* clang-format off */
NOUN(context)
NOUN(direct_run)
NOUN(log)
NOUN(project)
NOUN(project_secret)
NOUN(project_variable)
NOUN(project_group)
NOUN(project_group_secret)
NOUN(project_group_variable)
NOUN(remote_source)
NOUN(run)
NOUN(run_task)
NOUN(login)
NOUN(version)
