#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run each command of agolactl on real Agola servers of each release, in a pipe and on a terminal, and compare what comes out with the
files in real/. Prints TAP.

    real_commands.py [--update] [--only RELEASE] AGOLACTL        --update writes what comes out into the files: read the difference
    real_commands.py --self-test AGOLACTL                        can it fail? Without a server

It fails for a command that no line of the files plays, on each release and in both ways; it asks agolactl which there are. Releases
to v0.7.1 need the program etcd. Of a release that the files do not know, differences from the nearest one are only listed.
"""
import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent / "conformance"))

import case as cases  # noqa: E402
import real_steps  # noqa: E402
import servers  # noqa: E402
import term  # noqa: E402

UNTIL_SECONDS = 30
# they change nothing that has to become visible
READS = {"list", "show", "get", "status", "logs", "watch", "resolve", "diff", "whoami", "version", "find", "export", "bash", "zsh", "fish"}


class World:
    """One way, pipe or terminal, on a server: its own names, its own HOME."""

    def __init__(self, agolactl, way, server, git, release, files, folder):
        self.agolactl, self.way, self.server, self.release, self.folder = agolactl, way, server, release, folder
        self.values = {"on": way, "git": git.url, "url": server.env["AGOLA_GATEWAY_URL"], "dir": str(folder), "admin": servers.ADMIN,
                       "alice_number": str(list(git.users).index("alice-" + way) + 1)}
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "TERM": "xterm-256color", "PAGER": "cat",
                    "GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "A", "GIT_CONFIG_KEY_1": "user.email",
                    "GIT_CONFIG_VALUE_1": "a@example.org"}
        self.env.update({k: os.environ[k] for k in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH") if k in os.environ})
        (folder / "tree").mkdir(parents=True)
        for name, text in files.items():
            path = folder / "tree" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(cases.fill(text, self.values))
            path.chmod(0o600)
        for words in (["init", "-q", "-b", "master"], ["add", "."], ["commit", "-qm", "first"]):
            subprocess.run(["git", *words], cwd=folder / "tree", env=self.env, check=True)

    def once(self, step):
        """(exit code, standard output, standard error), or on a terminal (exit code, all, None)."""
        env = dict(self.env)
        if step.who != "alone":
            env["AGOLA_GATEWAY_URL"] = self.values["url"]
        if step.who not in ("alone", "nobody"):
            env["AGOLA_TOKEN"] = self.values.get(step.who if step.who == "admin" else step.who + "_token", "nothing-kept")
        argv = [self.agolactl] + [cases.fill(w, self.values) for w in step.words]
        stdin = cases.fill(step.stdin, self.values).encode() if step.stdin is not None else None
        if self.way == "pipe" or stdin is not None:
            if "asks" in step.how:
                argv.append("--yes")
            try:
                done = subprocess.run(argv, env=env, cwd=self.folder / "tree", input=stdin or b"", capture_output=True, timeout=term.SECONDS)
            except subprocess.TimeoutExpired as e:
                return None, e.stdout or b"", e.stderr or b""
            return done.returncode, done.stdout, done.stderr
        code, data = term.on_terminal(argv, env, self.folder / "tree", 240, 60, b"y\n" if "asks" in step.how else None)
        return code, data.replace(b"\r\n", b"\n"), None

    def play(self, step):
        """What comes out, at the end of all tries."""
        limit, tries = time.monotonic() + UNTIL_SECONDS, self.server.tries
        while True:
            got = self.once(step)
            text = "\n".join(real_steps.lines_of(got[1] + (got[2] or b"")))
            until = cases.fill(step.how.get("until", ""), self.values)
            if until and until not in text and real_steps.LACKS not in text and time.monotonic() < limit:
                time.sleep(0.1)
            elif got[0] == 6 and step.want(self.release).exit != 6 and tries > 1:
                # releases that keep their data in etcd answer 500 when a write meets another one
                tries -= 1
                time.sleep(0.05)
            else:
                break
        if "keep" in step.how:
            name = step.how["keep"]
            self.values[name] = (got[1].decode().split() or ["nothing-kept"])[-1] if got[0] == 0 else "nothing-kept"
        if got[0] == 0 and not READS & set(step.leading()) and "maintenance" not in step.words and step.who != "alone":
            self.server.settle()
        return got


def play_all(agolactl, steps, files, server, git, release, folder):
    """{way: {step: what came out}}"""
    seen = {}
    for way in real_steps.WAYS:
        world = World(agolactl, way, server, git, release, files, folder / way)
        seen[way] = {}
        for step in steps:
            seen[way][step] = real_steps.Got(*world.play(step), dict(world.values))
    return seen


class Report:
    def __init__(self):
        self.n = self.bad = 0

    def test(self, name, faults):
        self.n += 1
        self.bad += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {self.n} - {name}", flush=True)
        for fault in faults:
            print("\n".join("# " + line for line in fault.split("\n")), flush=True)

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}", flush=True)

    def end(self):
        print(f"1..{self.n}")
        return 1 if self.bad or not self.n else 0


def dump_of(agolactl):
    return json.loads(subprocess.run([agolactl, "--dump-cli"], stdout=subprocess.PIPE, check=True).stdout)["commands"]


def helps(report, agolactl, commands):
    """Each command's --help, which needs no server."""
    with tempfile.TemporaryDirectory(prefix="agolactl-help-") as folder:
        env = {"PATH": "/usr/bin:/bin", "HOME": folder, "TERM": "xterm", "PAGER": "cat", "NO_COLOR": "1"}
        for way in real_steps.WAYS:
            faults = []
            for command in commands:
                words = real_steps.spelling(command)
                argv = [agolactl, *words, "--help"]
                if way == "pipe":
                    done = subprocess.run(argv, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
                    code, text = done.returncode, done.stdout.decode()
                else:
                    code, text = term.on_terminal(argv, env, folder)
                    text = text.decode()
                if code or command["help"] not in " ".join(text.split()) or "agolactl " + " ".join(words) not in text:
                    faults.append(f"{' '.join(words)} --help: exit {code}: {text}")
            report.test(f"--help of {len(commands)} commands in a {way}", faults)


def played(program, agolactl, steps, files, release):
    """What came out of all lines on a new server of its own, and whether that one may lose a write."""
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agolactl-real-")))
        server, git = real_steps.start(stack, program, folder)
        return play_all(agolactl, steps, files, server, git, release, folder), server.may_lose


def faults_of(steps, release, seen):
    return {(way, step): real_steps.faults(step, release, seen[way][step]) for way in real_steps.WAYS for step in steps}


def both(first, again):
    """What is wrong on the second server with what was wrong on the first."""
    return {at: why if first[at] else [] for at, why in again.items()}


def run_release(report, release, program, agolactl, steps, files, commands):
    known = release in real_steps.RELEASES
    near = release if known else real_steps.nearest(release)
    try:
        seen, may_lose = played(program, agolactl, steps, files, near)
        faults = faults_of(steps, near, seen)
        if known and may_lose and any(faults.values()):
            # a write that never shows is not agolactl's: what is, comes out on a second server too
            for (way, step), why in faults.items():
                for line in "\n".join(why).splitlines():
                    print(f"# {release}, {way}: played again, because of {step.line}: {line}", flush=True)
            seen, _ = played(program, agolactl, steps, files, near)
            faults = both(faults, faults_of(steps, near, seen))
    except servers.Missing as e:
        report.skip(release, f"SKIPPED: {e}")
        return None
    except servers.StartError as e:
        report.test(f"{release}: start", [str(e)])
        return None
    for (way, step), why in faults.items():
        got = seen[way][step]
        if why and not known:
            print("\n".join(f"# other than {near}: {step.line}\n{fault}" for fault in why).replace("\n", "\n# "))
            why = [f"exit {got.exit}"] if got.exit is None or got.exit < 0 else []
        report.test(f"{release}, {way}: {step.line}", why)
    for way in real_steps.WAYS:
        report.test(f"{release}, {way}: each command is played", real_steps.uncovered(commands, seen[way]))
    return seen


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--update", action="store_true")
    p.add_argument("--self-test", action="store_true")
    p.add_argument("--only", action="append", metavar="RELEASE")
    p.add_argument("agolactl", type=os.path.abspath)
    options = p.parse_args()
    commands, report = dump_of(options.agolactl), Report()
    steps, files = real_steps.read_all()
    if options.self_test:
        real_steps.self_test(report, steps, commands)
        report.test("found: a fault on both servers", [] if both({1: ["a"]}, {1: ["b"]}) == {1: ["b"]} else ["it is not"])
        report.test("passed over: a fault on one server", [
            "it is not" for first, again in ((["a"], []), ([], ["b"])) if both({1: first}, {1: again}) != {1: []}])
        return report.end()
    helps(report, options.agolactl, commands)
    programs = [(name, program) for name, program in servers.real_programs() if not options.only or name in options.only]
    if not programs:
        report.skip("each command on real servers", "no real Agola: neither AGOLA_BIN, agola in PATH nor ../shared/peer")
    seen = {}
    for release, program in programs:
        before = time.monotonic()
        seen[release] = run_release(report, release, program, options.agolactl, steps, files, commands)
        print(f"# {release}: {time.monotonic() - before:.0f} s", flush=True)
    if options.update:
        real_steps.update(steps, {release: ways for release, ways in seen.items() if ways})
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
