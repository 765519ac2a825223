/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	Suite *s = suite_create(unit_name());
	TCase *tc = tcase_create(unit_name());
	SRunner *sr;
	int failed;

	tcase_set_timeout(tc, 60);
	for (const TTest *const *t = unit_tests(); *t; t++)
		tcase_add_test(tc, *t);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_set_tap(sr, "-");
	srunner_run_all(sr, CK_SILENT);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
