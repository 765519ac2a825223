#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Can run.py fail? Run it on agolad with seeded faults; each must make it fail, and fail for that reason. Prints TAP.

    selftest.py CALLS AGOLAD
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CALLS, AGOLAD = sys.argv[1:3]
FALSE = shutil.which("false")
LINE = "create.taken\t*\tBAD_REQUEST remoteSourceAlreadyExists\n"
NAME = "agolad: gw_remote_source.create.taken"


def edited(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    if text.count(old) != 1:
        raise ValueError(f"{name}: no single {old!r}")
    path.write_text(text.replace(old, new))


def script(folder, text):
    path = folder / "program"
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)
    return path


def answer(value):
    return LINE.replace("BAD_REQUEST remoteSourceAlreadyExists", value)


def wrong(value):
    return lambda d: edited(d, "gw_remote_source.tsv", LINE, answer(value))


def unknown(d):
    """agolad as a server that is not known."""
    edited(d, "servers.tsv", "agolad\tour", "another\tour")


def unknown_wrong(d):
    unknown(d)
    wrong("OK")(d)


def fake(text):
    return lambda d: {"calls": script(d, text)}


def unknown_fake(text):
    return lambda d: unknown(d) or fake(text)(d)


def says(result):
    """A program that answers every call so."""
    return rf"while read -r call; do printf 'gateway CreateRemoteSource\tPOST\tAGOLA_{result}\t\t\t[]\n'; done" "\n"


def once(d):
    """The first server answers otherwise, as one does that lost what was written; the next one is right."""
    text = f"if [ -e {d}/again ]; then exec '{CALLS}'; fi\n: > {d}/again\n'{CALLS}' | sed -u 's/remoteSourceAlreadyExists/lost/'\n"
    return {"calls": script(d, text), "program": MAY_LOSE}


def twice(d):
    wrong("OK")(d)
    return {"program": MAY_LOSE}


MAY_LOSE = ["-c", f"import sys; sys.path.insert(0, '{HERE}'); import run, servers; servers.Agolad.may_lose = True; sys.exit(run.main())"]
CRASH = r"read -r call; printf 'gateway GetVersion\tGET\tAGOLA_OK\t\t\t{}\n'; read -r call; kill -SEGV $$" "\n"
# what is done to a copy of the expectations, the exit code, what run.py must print, how many tests must fail
CASES = (
    ("nothing wrong", lambda d: None, 0, "ok 1 - agolad: all steps end", 0),
    ("an answer that is not given", wrong("OK"), 1, NAME, 1),
    ("an answer without its code", wrong("BAD_REQUEST"), 1, NAME, 1),
    ("a step that nobody expects", lambda d: edited(d, "gw_remote_source.tsv", LINE, ""), 1, NAME, 1),
    ("a step that is not run", wrong("X\nextra\t*\tOK"), 1, "agolad: gw_remote_source.extra", 2),
    ("a server that does not start", lambda d: {"agolad": FALSE}, 1, "agolad: start", 1),
    ("a server that is never ready", lambda d: {"agolad": script(d, "exec sleep 60\n")}, 1, "agolad: start", 1),
    ("a server that is no program", lambda d: {"agolad": d / "none"}, 1, "agolad: start", 1),
    ("a program of calls that cannot run", lambda d: {"calls": FALSE}, 1, "agolad: all steps end", 1),
    ("a program of calls that crashes", fake(CRASH), 1, "the calls ended with -11", 1),
    ("a program of calls that says nothing in order", fake("while read -r call; do echo; done\n"), 1, "agolad: all steps end", 1),
    ("a program of calls that fails at its end", fake(says("OK") + "exit 3\n"), 1, "the calls ended with 3", None),
    ("a server that loses a write, once", once, 0, "agolad: asked again, because of gw_remote_source.create.taken: ", 0),
    ("a server that loses a write, each time", twice, 1, NAME, 1),
    ("an unknown server", unknown, 0, "agolad is not known; compared with", 0),
    ("an unknown server that differs", unknown_wrong, 0, "gw_remote_source.create.taken: BAD_REQUEST", 0),
    ("an unknown server, a crash", unknown_fake(CRASH), 1, "agolad: all steps end", 1),
    ("an unknown server, AGOLA_ERR_PROTOCOL", unknown_fake(says("ERR_PROTOCOL")), 1, "AGOLA_ERR_PROTOCOL", 1),
)


def case(number, name, prepare, code, text, failures):
    with tempfile.TemporaryDirectory(prefix="agola-conformance-") as tmp:
        folder = pathlib.Path(tmp)
        for path in HERE.glob("*.tsv"):
            shutil.copy(path, folder)
        use = {"calls": CALLS, "agolad": AGOLAD, "program": [HERE / "run.py"], **(prepare(folder) or {})}
        done = subprocess.run([sys.executable, *use["program"], use["calls"], use["agolad"], "--no-real", "--expect", folder,
                               "--start-seconds", "3" if use["agolad"] != AGOLAD else "60"], capture_output=True, text=True, timeout=120)
    failed = sum(line.startswith("not ok") for line in done.stdout.splitlines())
    good = done.returncode == code and text in done.stdout and failures in (None, failed)
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        print(f"# exit code {done.returncode}, wanted {code}; {failed} failed, wanted {failures}; wanted in the output: {text}")
        print("".join(f"# {line}\n" for line in (done.stdout + done.stderr).splitlines() if not line.startswith("ok "))[:2000])
    return good


results = [case(i, *c) for i, c in enumerate(CASES, 1)]
print(f"1..{len(CASES)}")
sys.exit(0 if all(results) else 1)
