#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""build and follow with a real Agola, a git server for it, and the example executor. TAP.

    test_real.py BUILD FOLLOW agola-local-executor [RELEASE]     without RELEASE: the newest that there is
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TESTS / "checks"), str(TESTS / "conformance")]
import gitea  # noqa: E402
import servers  # noqa: E402
from realrun import RealRuns, Unsupported  # noqa: E402
from tap import Failed, Tap, same  # noqa: E402

CONFIG = """version: v0
runs:
  - name: app
    tasks:
      - name: first
        runtime: {{containers: [{{image: none}}]}}
        steps: [{{run: "echo one; until [ -e {go} ]; do sleep 0.1; done; echo two"}}, {{run: "printf end; exit {status}"}}]
      - name: second
        runtime: {{containers: [{{image: none}}]}}
        steps: [{{run: "echo second"}}]
        depends: [first]
"""


class Examples:
    def __init__(self, real, git, folder, build, follow):
        self.real, self.git, self.folder, self.programs = real, git, folder, {"build": build, "follow": follow}
        self.running = []
        real.call("GATEWAY", "POST", "/remotesources", {"name": "git", "apiurl": git.url, "type": "gitea", "auth_type": "password"},
                  servers.ADMIN)
        real.call("GATEWAY", "POST", "/users/ann/linkedaccounts", {
            "remote_source_name": "git", "remote_source_login_name": "ann", "remote_source_login_password": "secret"}, real.env["AGOLA_TOKEN"])

    def start(self, name, *args):
        env = {**servers.ENV, **self.real.env}
        self.running.append(subprocess.Popen([self.programs[name], *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                             stderr=subprocess.PIPE, env=env))
        return self.running[-1]

    def build(self, repository="ann/web", **more):
        if more:
            self.git.repos["ann/web"] = gitea.Repo({".agola/config.yml": CONFIG.format(**more)}, message=str(more))
        return self.start("build", "user/ann", "web", "git", repository)

    def stop(self):
        for process in self.running:
            process.kill()
            process.communicate()

    def succeeds(self):
        """A run whose log is seen while it is written."""
        go = self.folder / "go"
        build = self.build(go=go, status=0)
        same(build.stdout.readline(), b"user/ann/web 1\n")
        follow = self.start("follow", "user/ann/web", "1")
        same(follow.stdout.readline(), b"one\n")
        same((build.poll(), follow.poll()), (None, None))
        go.touch()
        ends(follow, 0, b"two\nendsecond\n", "task first, step 0", "task first, step 1", "task second, step 0", "finished, success")
        ends(build, 0, b"", "run 1: finished, success")

    def fails(self):
        """Another run of a project that is there; what it never came to has no log."""
        build = self.build(go=self.folder, status=3)
        ends(build, 1, b"user/ann/web 2\n", "run 2: finished, failed")
        ends(self.start("follow", "user/ann/web", "2"), 1, b"one\ntwo\nend", "run 2: finished, failed")

    def setup_error(self):
        self.git.repos["ann/web"] = gitea.Repo({".agola/config.yml": "runs: 1\n"})
        ends(self.build(), 1, b"user/ann/web 3\n", "run 3: setuperror")
        ends(self.start("follow", "user/ann/web", "3"), 1, b"", "run 3: setuperror")

    def cancelled(self):
        """Ctrl-C ends both at once, and leaves the run alone."""
        go = self.folder / "later"
        build = self.build(go=go, status=0)
        same(build.stdout.readline(), b"user/ann/web 4\n")
        follow = self.start("follow", "user/ann/web", "4")
        same(follow.stdout.readline(), b"one\n")
        start = time.monotonic()
        for process in (build, follow):
            process.send_signal(signal.SIGINT)
            ends(process, 2, b"", "ancelled")
        if time.monotonic() - start > 2:
            raise Failed("they went on after Ctrl-C")
        same(self.real.call("GATEWAY", "GET", "/projects/user%2Fann%2Fweb/runs/4", None, self.real.env["AGOLA_TOKEN"])["phase"], "running")
        go.touch()

    def refused(self):
        ends(self.start("follow", "user/ann/web", "99"), 2, b"", "runDoesNotExist")
        ends(self.start("follow", "user/ann/web", "-1"), 2, b"", "usage: follow")
        ends(self.start("build", "user/nobody", "web", "git", "ann/web"), 2, b"", "404")


def ends(process, status, out, *words):
    got, err = process.communicate(timeout=60)
    if (process.returncode, got) != (status, out) or any(word not in err.decode() for word in words):
        raise Failed(f"exit status {process.returncode} instead of {status}, {got!r} instead of {out!r}, {words} wanted in:\n{err.decode()}")


def main():
    build, follow, executor, *wanted = (os.path.abspath(a) if os.sep in a else a for a in sys.argv[1:])
    programs = [(name, program) for name, program in servers.real_programs() if not wanted or name in wanted]
    if not programs:
        print("1..0 # SKIP no real Agola: set AGOLA_BIN to its program (see tests/conformance/README.md)")
        return
    tap, (name, program) = Tap(), programs[-1]
    with tempfile.TemporaryDirectory(prefix="agola-small-") as tmp, gitea.Gitea({"ann": "secret"}) as git:
        folder = pathlib.Path(tmp)
        try:
            with RealRuns(program, executor, folder) as real:
                examples = Examples(real, git, folder, build, follow)
                try:
                    for title, fn in (("a run that succeeds", examples.succeeds), ("a run that fails", examples.fails),
                                      ("a configuration that is none", examples.setup_error), ("Ctrl-C", examples.cancelled),
                                      ("what is not there", examples.refused)):
                        tap(f"{name}: {title}", fn)
                finally:
                    examples.stop()
        except (Unsupported, servers.Missing) as e:
            print(f"1..0 # SKIP {name}: {e}")
            return
    tap.end()


main()
