#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Can test_wire.py fail? Put one fault after the other into a copy of the executor; the test that it belongs to must fail. TAP.

    selftest.py INCLUDE-DIR LIBAGOLA CC [ARGUMENT …]
"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "checks"))
from tap import Failed, Tap  # noqa: E402

# test, file, what stands there, what is put there
SEEDS = (
    ("reports", "executor.c", "\t\tfailed(task->id, err);\n\telse\n", "\t\tfailed(task->id, err);\n"),
    ("reports", "executor.c", "req.n_steps = n;", "req.n_steps = n - 1;"),
    ("tasks that are given back", "executor.c", "else if (spec->stop)", "else if (0)"),
    ("tasks that are given back", "executor.c", "spec->status->phase == AGOLA_EXECUTOR_TASK_PHASE_RUNNING", "0"),
    ("a task that vanishes", "executor.c", "if (!is_over(e, task))\n\t\t\ttask_stop(task, STOP_ASKED);\n\t\telse\n\t\t\tdrop", "if (is_over(e, task))\n\t\t\tdrop"),
    ("one folder, one executor", "store.c", "flock(e->lock_fd, LOCK_EX | LOCK_NB) < 0", "0"),
    ("a relative folder", "store.c", "realpath(e->set.data_dir, NULL)", "strdup(e->set.data_dir)"),
    ("a stubborn program", "process.c", "kill(-p->pid, SIGKILL);\n\t\t\tdeadline_ms", "deadline_ms"),
    ("archives", "pack.c", " | ARCHIVE_EXTRACT_SECURE_NODOTDOT", ""),
    ("archives", "pack.c", " | ARCHIVE_EXTRACT_SECURE_SYMLINKS", ""),
    ("the listener's token", "listener.c", "!is_allowed(data, c)", "0"),
    ("the listener", "listener.c", "get_step(c, &step) == setup", "!setup && !get_step(c, &step)"),
    ("a big log", "listener.c", "\t\tif (n > 0)\n\t\t\treturn n;\n\t\tif (n < 0", "\t\tif (n > 0 && pos < 60000000)\n\t\t\treturn n;\n\t\tif (n < 0"),
    ("a silent runservice", "main.c", "\tagola_ctx_cancel(calls);\n", ""),
)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"it does not compile:\n{done.stderr}")


def seeded(tmp, test, name, old, new):
    text = (HERE / name).read_text()
    if text.count(old) != 1:
        raise Failed(f"{name}: no single {old!r}")
    (tmp / name).write_text(text.replace(old, new))
    run(*BUILD, "-c", tmp / name, "-o", tmp / "faulty.o")
    objects = [tmp / "faulty.o", *(o for o in tmp.glob("*.o") if o.name not in ("faulty.o", name[:-1] + "o"))]
    run(*BUILD, *objects, "-o", tmp / "executor", *LINK)
    done = subprocess.run([sys.executable, HERE / "test_wire.py", tmp / "executor", test], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "AGOLA_TEST_SECONDS": "5"})
    if done.returncode != 1 or f"not ok 1 - {test}" not in done.stdout:
        raise Failed(f"it was not found:\n{done.stdout}{done.stderr}")


include, library, *compiler = sys.argv[1:]
library = os.path.abspath(library)
BUILD = [*compiler, "-std=c11", "-D_GNU_SOURCE", "-w", "-I" + include, f"-I{HERE}"]
LINK = [library, f"-Wl,-rpath,{os.path.dirname(library)}", "-lmicrohttpd", "-larchive", "-lpthread"]
tap = Tap()
with tempfile.TemporaryDirectory(prefix="agola-executor-") as folder:
    tmp = pathlib.Path(folder)
    for source in HERE.glob("*.c"):
        run(*BUILD, "-c", source, "-o", tmp / (source.stem + ".o"))
    for seed in SEEDS:
        tap(f"found: {seed[0]}: {seed[1]}: {seed[2].split()[0]} …", seeded, tmp, *seed)
tap.end()
