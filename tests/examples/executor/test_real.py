#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example executor with real Agola servers: what the runservice then says of phases, results, exit codes, logs. TAP.

    test_real.py agola-local-executor [RELEASE …]
"""
import http.client
import os
import pathlib
import shutil
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "checks"), str(HERE.parents[1] / "conformance")]
import servers  # noqa: E402
from realrun import RealRuns, Unsupported, restore, restore_cache, save, save_cache, task  # noqa: E402
from tap import Failed, Tap, same  # noqa: E402

TREE = "mkdir -p out/sub 'out/with space'; echo one >out/sub/f; echo two >'out/with space/g'; ln -s sub/f out/l; echo no >out/x.tmp"
SECOND = 1_000_000_000  # in the runservice's nanoseconds


def steps(run, name):
    return [(s["phase"], s.get("exit_status")) for s in run.task(name)["steps"]]


def contains(text, *words):
    for word in words:
        if word not in (text or ""):
            raise Failed(f"expected {word!r} in:\n{text}")


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def gone(pid):
    limit = time.monotonic() + 5
    while alive(pid):
        if time.monotonic() > limit:
            raise Failed(f"process {pid} is still there")
        time.sleep(0.05)


def read_pid(path):
    limit = time.monotonic() + 30
    while not (path.exists() and path.read_text().endswith("\n")):
        if time.monotonic() > limit:
            raise Failed(f"{path.name} was not written")
        time.sleep(0.05)
    return int(path.read_text())


class Scenarios:
    """The runs all go on at once; each function looks at one of them."""

    def __init__(self, real, folder):
        self.real, self.folder = real, folder
        self.project = real.project("web")
        self.pids = folder / "pids"
        self.pids.mkdir()
        self.runs = {name: real.create(self.project, getattr(self, "tasks_of_" + name)(), name) for name in (
            "pipeline", "slow", "stop", "timeout", "refused")}

    def finished(self, name, result):
        run = self.runs[name].wait(90)
        same((run.run["phase"], run.run["result"]), ("finished", result))
        return run

    def background(self, name):
        """A command that leaves a process, whose id it writes, and waits for it."""
        path = self.pids / name
        return f"trap '' HUP; sleep 300 & echo $! >'{path}.new'; mv '{path}.new' '{path}'; wait"

    # what a task does, and where

    def tasks_of_pipeline(self):
        return {
            "build": task(TREE, save("**", source="out", dest="res"), save("sub/*", "*.tmp", source="out", dest="only"),
                          save_cache('k-{{ sha256sum "out/sub/f" }}-{{ os }}-{{ env "A" }}', "out/**"), f"sleep 600 & echo $! >'{self.pids}/left'",
                          "echo bye", environment={"A": "task"}),
            "test": task(restore("w"), "cat w/res/sub/f 'w/res/with space/g' w/res/l; readlink w/res/l; find w/only | sort",
                         restore_cache("none-", "k-", dest="~/c"), "cat ~/c/out/x.tmp", after=["build"]),
            "place": task({"type": "run", "command": "echo $0 $A $B $CI $C >&2; pwd; echo ~", "shell": "/bin/bash -eu", "environment": {"B": "step"}},
                          {"type": "run", "command": "pwd", "working_dir": "/"}, {"type": "run", "command": "pwd", "working_dir": "deep"},
                          "printf '\\377\\033[31m\\r'", "", environment={"A": "task", "B": "task"}, working_dir="~/project", ignore_failure=True,
                          runtime={"type": "pod", "containers": [{"image": "none", "environment": {"C": "container", "A": "container"}}]}),
            "fails": task("echo before; exit 3; echo not", "echo never", ignore_failure=True),
            "killed": task("kill -9 $$", ignore_failure=True),
            "after-failure": task("echo sad", after={"fails": ["on_failure"]}),
            "not": task("echo happy", after=["fails"]),
        }

    def pipeline(self):
        run = self.finished("pipeline", "success")
        same([run.task(n)["status"] for n in ("build", "test", "fails", "after-failure", "not")],
             ["success", "success", "failed", "success", "skipped"])
        same(steps(run, "build"), [("success", 0)] * 6)
        same(steps(run, "test"), [("success", 0)] * 4)
        gone(read_pid(self.pids / "left"))

    def workspace(self):
        run = self.runs["pipeline"]
        same(run.log("test", 1), "one\ntwo\none\nsub/f\nw/only\nw/only/sub\nw/only/sub/f\nw/only/x.tmp\n")

    def cache(self):
        run = self.runs["pipeline"]
        key = "k-2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806-linux-task"
        contains(run.log("build", 3), f'stored as cache "{key}"')
        contains(run.log("test", 2), 'no cache has a name that begins with "none-"', 'restoring the cache whose name begins with "k-"')
        same(run.log("test", 3), "no\n")

    def place(self):
        run = self.runs["pipeline"]
        text = run.log("place", 0).splitlines()
        same(text[0].split()[1:], ["task", "step", "true", "container"])
        home = text[2]
        same(text[1], home + "/project")
        same(run.log("place", 1), "/\n")
        # a folder that is not there
        same(steps(run, "place")[1:4], [("success", 0), ("failed", None), ("notstarted", None)])
        contains(run.log("place", 2), "deep", "No such file")

    def failure(self):
        run = self.runs["pipeline"]
        same(steps(run, "fails"), [("failed", 3), ("notstarted", None)])
        same((run.log("fails", 0), run.log("fails", 1)), ("before\n", None))
        same(steps(run, "killed"), [("failed", 137)])

    # a log that grows

    def tasks_of_slow(self):
        return {"slow": task("for i in 1 2 3 4 5; do echo line $i; sleep 0.5; done; printf end")}

    def follow(self):
        run = self.runs["slow"]
        run.until(lambda r: r.task("slow")["steps"][0]["phase"] == "running")
        url = urllib.parse.urlsplit(run.log_url("slow", 0, follow=True))
        connection = http.client.HTTPConnection(url.netloc, timeout=30)
        connection.request("GET", f"{url.path}?{url.query}")
        answer = connection.getresponse()
        same(answer.status, 200)
        pieces, times = [], []
        while piece := answer.read1():
            pieces.append(piece)
            times.append(time.monotonic())
        connection.close()
        same(b"".join(pieces), b"line 1\nline 2\nline 3\nline 4\nline 5\nend")
        if len(pieces) < 3 or times[-1] - times[0] < 0.8:
            raise Failed(f"it did not come as it was written: {pieces}")
        self.finished("slow", "success")
        same(run.log("slow", 0).encode(), b"".join(pieces))

    def setup_log(self):
        contains(self.runs["slow"].log("slow", "setup"), 'task "slow" on', 'image "none" is not used')

    # ends before its time

    def tasks_of_stop(self):
        return {"stop": task("echo begun; " + self.background("stop"), "echo never"), "next": task("echo never", after=["stop"])}

    def stop(self):
        pid = read_pid(self.pids / "stop")
        self.runs["stop"].stop()
        run = self.finished("stop", "stopped")
        same((run.task("stop")["status"], run.task("next")["status"]), ("stopped", "skipped"))
        same(steps(run, "stop"), [("stopped", None), ("notstarted", None)])
        same(run.log("stop", 0), "begun\n")
        gone(pid)

    def tasks_of_timeout(self):
        return {"long": task("echo begun; " + self.background("timeout"), "echo never", task_timeout_interval=SECOND)}

    def timeout(self):
        pid = read_pid(self.pids / "timeout")
        run = self.finished("timeout", "failed")
        same((run.task("long")["status"], run.task("long").get("timedout")), ("failed", True))
        same(steps(run, "long"), [("failed", None), ("notstarted", None)])
        gone(pid)

    # what cannot be done

    def tasks_of_refused(self):
        return {"shell": task({"type": "run", "command": "true", "shell": "/no/shell"}),
                "key": task(save_cache("{{ nonsense }}", "**")), "file": task(save_cache('{{ md5sum "none" }}', "**")),
                "source": task(save("**", source="none")), "kind": task({"type": "dance"})}

    def refused(self):
        run = self.finished("refused", "failed")
        for name, words in {"shell": ["cannot run /no/shell", "No such file"], "key": ["{{ nonsense }}", "md5sum"], "file": ["no such file"],
                            "source": ["none: "], "kind": ["does not know"]}.items():
            same((run.task(name)["status"], steps(run, name)), ("failed", [("failed", None)]))
            contains(run.log(name, 0), *words)

    def in_gateway(self):
        """As agolactl sees it."""
        runs = self.real.call("GATEWAY", "GET", f"/projects/{self.project['id']}/runs", None, self.real.env["AGOLA_TOKEN"])
        same(sorted((r["name"], r["phase"]) for r in runs), sorted((name, "finished") for name in self.runs))

    def direct_run(self):
        """What the gateway makes of a pushed repository: clone and all."""
        config = ("version: v0\nruns:\n  - name: direct\n    tasks:\n      - name: only\n        runtime: {containers: [{image: none}]}\n"
                  "        steps:\n          - clone:\n          - run: cat hello.txt\n          - run: pwd\n")
        run = self.real.direct_run({".agola/config.yml": config, "hello.txt": "hello from the repository\n"}).wait(90)
        same((run.run["result"], steps(run, "only")), ("success", [("success", 0)] * 3))
        same(run.log("only", 1), "hello from the repository\n")
        contains(run.log("only", 2), "/home/project\n")

    # its own end

    def tidy(self):
        """Nothing is left on disk of what is over."""
        limit, left = time.monotonic() + 15, ["?"]
        while left and time.monotonic() < limit:
            left = os.listdir(self.folder / "executor-data/tasks")
            time.sleep(0.1)
        same(left, [])

    def interrupted(self, how):
        """It ends while a task runs, and is started again: the task has failed, and is not run twice."""
        marks = self.folder / f"marks-{how}"
        run = self.real.create(self.project, {"mark": task(f"echo once >>'{marks}'; echo said; " + self.background(how), "echo never")}, how)
        pid = read_pid(self.pids / how)
        run.until(lambda r: r.task("mark")["status"] == "running")
        if how == "killed":
            self.real.executor.kill()
            if not alive(pid):
                raise Failed("the step ended with the executor: this test shows nothing")
        else:
            same(self.real.executor.stop(), 0)
            gone(pid)
        self.real.executor.start()
        gone(pid)
        run.wait(90)
        same((run.run["phase"], run.run["result"], run.task("mark")["status"]), ("finished", "failed", "failed"))
        same(steps(run, "mark"), [("failed", None), ("notstarted", None)])
        same((marks.read_text(), run.log("mark", 0)), ("once\n", "said\n"))

    def afterwards(self):
        run = self.real.create(None, {"again": task("echo still here")})
        run.wait(90)
        same((run.run["result"], run.log("again", 0)), ("success", "still here\n"))


def scenarios(tap, name, real, folder):
    s = Scenarios(real, folder)
    for title, fn, *args in (
            ("a log that is followed", s.follow), ("stopped", s.stop), ("took too long", s.timeout), ("tasks in order", s.pipeline),
            ("workspace", s.workspace), ("caches", s.cache), ("environment, shell, folder", s.place), ("a step that fails", s.failure),
            ("log of the setup", s.setup_log), ("what cannot be done", s.refused), ("the gateway's list", s.in_gateway),
            *((("a direct run", s.direct_run),) if shutil.which("git") else ()), ("nothing is left", s.tidy),
            ("killed and started again", s.interrupted, "killed"),
            ("ended and started again", s.interrupted, "ended"), ("a run of a user", s.afterwards), ("nothing is left at the end", s.tidy)):
        tap(f"{name}: {title}", checked, fn, *args)
    tap(f"{name}: SIGTERM", lambda: same(real.executor.stop(), 0))


def checked(fn, *args):
    try:
        fn(*args)
    except (TimeoutError, servers.StartError) as e:
        raise Failed(str(e)) from None


def main():
    executor, *wanted = sys.argv[1:]
    programs = [(name, program) for name, program in servers.real_programs() if not wanted or name in wanted]
    tap = Tap()
    for name, program in programs:
        with tempfile.TemporaryDirectory(prefix="agola-executor-") as tmp:
            folder = pathlib.Path(tmp)
            try:
                with RealRuns(program, os.path.abspath(executor), folder, "--max-tasks", "20") as real:
                    scenarios(tap, name, real, folder)
            except (Unsupported, servers.Missing) as e:
                print(f"# {name}: {e}")
    if not tap.n:
        print("1..0 # SKIP no real Agola: set AGOLA_BIN to its program (see tests/conformance/README.md)")
        return
    tap.end()


main()
