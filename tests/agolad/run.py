#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run one group of tests on an agolad: run.py GROUP PROGRAM. Prints TAP."""
import importlib
import os
import sys
import traceback

sys.dont_write_bytecode = True

import harness  # noqa: E402


def main():
    module = importlib.import_module("test_" + sys.argv[1])
    tests = [f for n, f in vars(module).items() if n.startswith("test_")]
    failed = 0
    for n, test in enumerate(tests, 1):
        name = (test.__doc__ or test.__name__).strip().splitlines()[0]
        try:
            with harness.Folder() as folder:
                test(harness.Bench(os.path.abspath(sys.argv[2]), folder))
            print(f"ok {n} - {name}", flush=True)
        except harness.Skip as e:
            print(f"ok {n} - {name} # SKIP {e}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok {n} - {name}", flush=True)
            for line in traceback.format_exc().splitlines():
                print("# " + line, flush=True)
        finally:
            harness.end_all()
    print(f"1..{len(tests)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
