#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the case files against the built agolactl and prints TAP. --update rewrites what they expect, for review."""
import argparse
import json
import os
import pathlib
import re
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time

import case as cases
import coverage
import servers
import term

HERE = pathlib.Path(__file__).resolve().parent
PASSED_ON = ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH", "MALLOC_PERTURB_")
SECONDS = 60


class Missing(Exception):
    """The case needs a program that was not built."""


class Run:
    def __init__(self, programs, case, folder):
        self.programs = programs
        self.case = case
        self.folder = folder
        self.faults = []
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TERM": "xterm",
                    # cases that look at the defaults make them empty
                    "AGOLACTL_HEADERS": "true", "NO_COLOR": "1"}
        self.env.update({k: os.environ[k] for k in PASSED_ON if k in os.environ})
        self.values = {"dir": str(folder), "tls": str(HERE / "tls")}
        self.secrets = list(case.secrets)

    def program(self, name):
        if name in ("cat", "stat", "git"):
            if not os.path.exists("/usr/bin/" + name):
                raise Missing(name)
            return "/usr/bin/" + name  # what agolactl has written
        if not self.programs.get(name):
            raise Missing(name)
        return self.programs[name]

    def start(self):
        kind, _, how = self.case.server.partition(" ")
        answers = [(cases.fill(w, self.values), b) for w, b in self.case.answers]
        if kind == "agolad":
            s = servers.Agolad(self.program("agolad"), self.folder, self.env)
            self.env["AGOLA_TOKEN_FILE"] = s.token_file
            self.values["token"] = s.token
            self.secrets.append(s.token)
        elif kind == "fake":
            s = servers.Fake(answers, str(self.folder / "sock") if how == "unix" else None,
                             {"tls": "server", "tls-client": "client"}.get(how))
        elif kind == "none":
            s = servers.Nothing()
        else:
            raise cases.Bad(f"{self.case.path}: no such server: {kind}")
        self.env["AGOLA_GATEWAY_URL"] = self.values["url"] = s.url
        self.values["port"] = s.url.rsplit(":", 1)[1]
        return s

    def prepare(self):
        for name, mode, lines in self.case.files:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(cases.unescape(cases.fill(line, self.values)) + b"\n" for line in lines))
            path.chmod(mode)
        for name, target in self.case.links:
            if target:
                (self.folder / name).symlink_to(target)
            else:
                os.mkfifo(self.folder / name, 0o600)
        for name, value in self.case.env.items():
            self.env[name] = cases.fill(value, self.values)

    # ---- one command ----

    def argv(self, step):
        words = [cases.unescape(cases.fill(w, self.values)) for w in step.argv]
        return [self.program(step.argv[0])] + words[1:]

    def signalled(self, process, step, out):
        """Once the server was asked, and `shown` lines are there: what was read of them."""
        data = b""
        if "signal" in step.how:
            if not self.server.asked.wait(20):
                self.faults.append("the server was never asked")
            end, lines = time.monotonic() + 5, int(step.how.get("shown", 0))
            while data.count(b"\n") < lines:
                if not select.select([out], [], [], max(0, end - time.monotonic()))[0]:
                    self.faults.append(f"{step.line}: only {data.count(10)} lines are there while the server does not answer")
                    break
                data += os.read(out, 65536)
            process.send_signal(getattr(signal, "SIG" + step.how["signal"].split()[0]))
        return data

    def look(self, process, step):
        if "argv" in step.how:
            self.server.asked.wait(20)
            data = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
            words = data.rstrip(b"\0").split(b"\0")
            self.got["argv"] = [" ".join(["agolactl"] + ["".join(cases.show(w)).removesuffix("\\c") for w in words[1:]])]

    def plain(self, step):
        where = step.how.get("stdout", "")
        out = subprocess.PIPE
        if where.startswith("/"):
            out = open(where, "wb")
        # what nobody has asked for stays unread: a shell loop around agolactl needs its standard input itself
        unread = None
        if step.stdin is None and not any(w == "-" or w.endswith("=-") for w in step.argv) and "import" not in step.argv:
            unread = tempfile.TemporaryFile()
            unread.write(b"not for you\n")
            unread.flush()
            unread.seek(0)
        def prepare():
            if where == "closed":
                os.close(1)
            if "fsize" in step.how:
                # like a full disk
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(step.how["fsize"]),) * 2)
        process = subprocess.Popen(self.argv(step), stdin=unread or subprocess.PIPE, stdout=out, stderr=subprocess.PIPE, env=self.env,
                                   cwd=self.folder, preexec_fn=prepare)
        try:
            if where.startswith("head"):
                lines = [process.stdout.readline() for _ in range(int(where.split()[1]))]
                process.stdout.close()
                process.stdout = None
            self.look(process, step)
            if where == "stuck":
                # the pipe is full: the program can only wait
                self.server.asked.wait(20)
                time.sleep(0.5)
            early = self.signalled(process, step, process.stdout and process.stdout.fileno())
            out_data, err_data = process.communicate(None if unread else (step.stdin or "").encode("utf-8", "surrogateescape"), SECONDS)
            out_data = early + (out_data or b"")
            if unread and os.lseek(unread.fileno(), 0, os.SEEK_CUR) != 0:
                self.faults.append(f"{step.line}: it read standard input, which nobody asked for")
            if where.startswith("head"):
                out_data = b"".join(lines)
            self.got["1"] = [] if where == "stuck" else cases.show(out_data)
            self.got["2"] = cases.show(err_data)
        finally:
            process.kill()
            process.wait()
            if out != subprocess.PIPE:
                out.close()
            if unread:
                unread.close()
        return process.returncode

    def terminal(self, step):
        columns, rows = map(int, step.how["tty"].split("x"))
        typed = cases.unescape(step.how["type"]) if "type" in step.how else None
        code, data = term.on_terminal(self.argv(step), self.env, self.folder, columns, rows, typed, lambda p, out: self.signalled(p, step, out))
        if code is None:
            self.faults.append(f"{step.line}: it does not end")
        # what is drawn again and again must not reach the end of the line: the terminal would go to the next
        for drawn in re.findall(r"\r\x1b\[K([^\r\n]*)(?=\r\x1b\[K)", data.decode("utf-8", "replace")):
            if len(drawn) >= columns:
                self.faults.append(f"{step.line}: {len(drawn)} columns are drawn on {columns}: {drawn}")
        self.got["t"] = cases.show(data.replace(b"\r\n", b"\n"))
        return -9 if code is None else code

    def step(self, step, update):
        before = len(self.server.requests)
        self.got = {name: [] for name in step.expect}
        if hasattr(self.server, "asked"):
            self.server.asked.clear()
            self.server.wanted = before + int((step.how.get("signal", "").split() + ["1", "1"])[1])
        began = time.monotonic()
        code = self.terminal(step) if "tty" in step.how else self.plain(step)
        took = time.monotonic() - began
        if took > float(step.how.get("within", SECONDS)):
            self.faults.append(f"{step.line}: it took {took:.1f} s")
        code = str(code) if code >= 0 else "signal " + signal.Signals(-code).name[3:]
        if "sent" in step.how:
            self.got["sent"] = [line for request in self.server.requests[before:] for line in request]
        for name, lines in self.got.items():
            for secret in self.secrets:
                if name != "sent" and secret in "\n".join(lines):
                    self.faults.append(f"{step.line}: a secret shows in {name}")
            if update:
                step.expect[name] = cases.updated(step.expect[name], lines, self.values)
            elif not cases.same(step.expect[name], lines, self.values):
                self.faults.append("\n".join([f"{step.line}: {name} is not as expected"] +
                                             [f"-{name}> {e}" for e in step.expect[name]] + [f"+{name}> {g}" for g in lines]))
        if update:
            step.exit = code
        elif step.exit != code:
            self.faults.append(f"{step.line}: exit {code}, expected {step.exit}")

    def run(self, update=False):
        self.server = self.start()
        try:
            self.prepare()
            for step in self.case.steps:
                self.step(step, update)
        finally:
            code = self.server.stop()
        if code:
            self.faults.append(f"the server ended with {code}")
        return self.faults


def run_case(programs, case, update=False):
    with tempfile.TemporaryDirectory(prefix="agolactl-") as folder:
        try:
            return Run(programs, case, pathlib.Path(folder)).run(update)
        except Exception as e:  # a checker that breaks is a failed check, not the end of all checks
            if isinstance(e, Missing):
                raise
            return [f"{type(e).__name__}: {e}"]


def report(number, name, faults, skip=""):
    print(f"{'not ok' if faults else 'ok'} {number} - {name}{' # SKIP ' + skip if skip else ''}")
    for fault in faults:
        print("\n".join("# " + line for line in fault.split("\n")))
    sys.stdout.flush()
    return not faults


def main():
    p = argparse.ArgumentParser(description=__doc__)
    for name in ("agolactl", "agolad", "rows", "rows-faulty"):
        p.add_argument("--" + name, default="")
    p.add_argument("--update", action="store_true", help="write what comes out into the case files")
    p.add_argument("only", nargs="*", help="names of cases")
    a = p.parse_args()
    programs = {name: os.path.abspath(path) if path else "" for name, path in
                (("agolactl", a.agolactl), ("agolad", a.agolad), ("rows", a.rows), ("rows-faulty", a.rows_faulty))}
    good = [cases.Case(f) for f in sorted((HERE / "cases").glob("*.case")) if not a.only or f.stem in a.only]
    bad = [cases.Case(f) for f in sorted((HERE / "faulty").glob("*.case")) if not a.only]
    if not good:
        sys.exit("there are no such cases")
    number, ok = 0, True
    print("TAP version 13")
    for case in good:
        number += 1
        try:
            faults, skip = run_case(programs, case, a.update), ""
        except Missing as e:
            faults, skip = [], f"{e} was not built"
        if a.update and not skip:
            case.write()
        ok &= report(number, f"{case.name}: {case.title}", faults, skip)
    for case in bad:
        # the checker's own check
        number += 1
        faults = [] if run_case(programs, case) else ["nothing was found"]
        ok &= report(number, f"the checker finds: {case.title}", faults)
    if not a.only:
        dump = json.loads(subprocess.run([programs["agolactl"], "--dump-cli"], stdout=subprocess.PIPE, check=True).stdout)
        topic = subprocess.run([programs["agolactl"], "help", "exit-codes"], stdout=subprocess.PIPE, check=True, text=True).stdout
        number += 1
        ok &= report(number, "the cases use every command with each of its options, every word and every exit code", coverage.faults(dump, good, topic))
        for what in coverage.seeds(dump, good, topic):
            number += 1
            ok &= report(number, f"the checker finds: {what[0]}", what[1])
    print(f"1..{number}")
    sys.exit(not ok)


if __name__ == "__main__":
    main()
