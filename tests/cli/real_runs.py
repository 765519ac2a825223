#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""agolactl's commands about runs and logs on a real Agola v0.10.0, whose tasks the example executor runs. Prints TAP.

    real_runs.py agolactl agola-local-executor
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "checks"), str(HERE.parent / "conformance")]
import servers  # noqa: E402
from realrun import RealRuns, task  # noqa: E402
from tap import Failed, Tap, same  # noqa: E402

GROWING = "for i in 1 2 3 4 5; do echo line $i; sleep 0.4; done"


class Scenarios:
    # servers keep archived logs by the task's id, which here is its name: each has another

    def __init__(self, agolactl, agola, real, folder):
        self.agolactl, self.agola, self.real, self.folder = agolactl, agola, real, folder
        self.project = real.project("web")
        self.path = self.project["path"]
        self.env = {**servers.ENV, "HOME": str(folder), "AGOLA_GATEWAY_URL": real.env["AGOLA_GATEWAY_URL"],
                    "AGOLA_TOKEN": real.env["AGOLA_TOKEN"], "AGOLA_PROJECT": self.path}
        self.env.pop("AGOLACTL_CONFIG", None)
        self.cwd = folder

    def start(self, *args):
        return subprocess.Popen([self.agolactl, *args], env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def run(self, *args, code=0):
        """Standard output and standard error."""
        done = subprocess.run([self.agolactl, *args], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                              cwd=self.cwd)
        if done.returncode != code:
            raise Failed(f"agolactl {' '.join(args)}: exit {done.returncode}, expected {code}:\n{done.stdout!r}\n{done.stderr!r}")
        return done.stdout, done.stderr.decode()

    def go(self, *args):
        """Agola's own program."""
        done = subprocess.run([self.agola, "--gateway-url", self.env["AGOLA_GATEWAY_URL"], "--token", self.env["AGOLA_TOKEN"], *args],
                              env={"HOME": str(self.folder), "PATH": os.environ["PATH"], "NO_COLOR": "1"}, capture_output=True, timeout=60,
                              cwd=self.cwd)
        if done.returncode:
            raise Failed(f"agola {' '.join(args)}: {done.stderr.decode()}")
        return done.stdout

    # ---- what is told of a run ----

    def follows(self):
        """Two tasks at once and one after them; lines come while the run goes on; the result is the exit status."""
        run = self.real.create(self.project, {"a": task(GROWING, "echo second"), "b": task(GROWING),
                                              "c": task("printf 'x\\033[31m\\377'; exit 7", after=["a", "b"])})
        self.failed = run
        process = self.start("run", "logs", str(run.number), "--follow", "--exit-status", "--interval", "0.3")
        arrived = []
        for line in process.stdout:
            arrived.append((time.monotonic(), line.rstrip(b"\n")))
        stderr = process.stderr.read().decode()
        same(process.wait(30), 10)
        same(stderr, "")
        lines = [line for _, line in arrived if b"/setup] " not in line]
        for name in (b"a", b"b"):
            same([line for line in lines if line.startswith(b"[" + name + b"/0] ")], [b"[%s/0] line %d" % (name, i) for i in range(1, 6)])
        same(lines[-1], b"[c/0] x\x1b[31m\xff")
        if lines.index(b"[a/1] second") < lines.index(b"[a/0] line 5"):
            raise Failed(f"a step before the one before it: {lines}")
        at = [when for when, line in arrived if line == b"[a/0] line 1"][0]
        if arrived[-1][0] - at < 1:
            raise Failed("the lines came all at once, at the end")
        mixed = b" ".join(lines)
        if not re.search(rb"\[a/0\].*\[b/0\].*\[a/0\]", mixed) and not re.search(rb"\[b/0\].*\[a/0\].*\[b/0\]", mixed):
            raise Failed(f"one task waited for the other: {lines}")
        run.wait()

    def follows_one_step(self):
        """From before it has begun, without a prefix, and what came is what there is."""
        run = self.real.create(self.project, {"slow": task("sleep 1", GROWING)})
        out, _ = self.run("run", "logs", str(run.number), "slow", "1", "-f", "-i", "0.2")
        same(out.decode(), "".join(f"line {i}\n" for i in range(1, 6)))
        run.wait()
        self.good = run

    def watches(self):
        run = self.real.create(self.project, {"first": task("sleep 1"), "gate": task("echo gone on", after=["first"], needs_approval=True)})
        number = str(run.number)
        process = self.start("run", "watch", number, "--exit-status", "--interval", "0.2", "-o", "name")
        # the watcher asks now and then: it must have seen the task wait before it is approved
        waits, err = f"Task gate waits for approval: agolactl run approve {number}\n", ""
        for line in process.stderr:
            err += line.decode()
            if line.decode() == waits:
                break
        self.run("run", "approve", number, "first", code=5)
        _, said = self.run("run", "approve", number)
        same(said, "Task gate approved.\n")
        out, rest = process.communicate(timeout=60)
        err += rest.decode()
        same((process.returncode, out.decode().strip()), (0, number))
        for words in ("Task first: success\n", waits, "Task gate: success\n", f"Run {number} is finished: success.\n"):
            if words not in err:
                raise Failed(f"expected {words!r} in:\n{err}")

    def stops(self):
        run = self.real.create(self.project, {"long": task("sleep 60")})
        run.until(lambda r: r.task("long")["status"] == "running")
        number = str(run.number)
        self.run("run", "cancel", number, code=5)
        self.run("run", "stop", number)
        self.run("run", "watch", number, "-e", "-i", "0.2", "-q", code=11)
        _, said = self.run("run", "stop", number, code=5)
        same(said, f"agolactl: run {number} is finished: only a running one can be stopped\n")
        out, said = self.run("run", "restart", number, "-o", "name")
        again = out.decode().strip()
        same(said, f"Run {number} restarted as run {again}.\n")
        # until then it is queued
        limit = time.monotonic() + 30
        while json.loads(self.run("run", "show", again, "-o", "json")[0])["phase"] != "running" and time.monotonic() < limit:
            time.sleep(0.2)
        self.run("run", "stop", again)
        self.run("run", "watch", again, "-e", "-i", "0.2", "-q", code=11)

    def setup_error(self):
        run = self.real.create(self.project, {}, setup_errors=["line 3: no such key"])
        _, err = self.run("run", "watch", str(run.number), "-e", code=13)
        if "setup error: line 3: no such key\n" not in err:
            raise Failed(err)

    # ---- what is listed and shown ----

    def lists(self):
        out, _ = self.run("run", "list", "--tasks", "--limit", "0", "-o", "json")
        runs = {r["number"]: r for r in json.loads(out)}
        same(sorted(runs, reverse=True), list(runs))
        same(sorted(t["name"] + ":" + t["status"] for t in runs[self.failed.number]["tasks"].values()), ["a:success", "b:success", "c:failed"])
        same(runs[self.failed.number]["result"], "failed")
        table, _ = self.run("run", "list", "--result", "failed", "--columns", "number,phase,result,ref,message,tasks", "--tasks", "--no-headers")
        same(table.decode().split(), [str(self.failed.number), "finished", "failed", "main", "a", "commit", "a=success,b=success,c=failed"])
        many, _ = self.run("run", "list", "--phase", "finished,cancelled", "-o", "name", "--start", str(self.failed.number + 1), "--asc")
        if str(self.failed.number) in many.decode().split():
            raise Failed(f"--start does not count: {many}")

    def shows(self):
        out, _ = self.run("run", "show", str(self.failed.number))
        rows = [line.split() for line in out.decode().splitlines()]
        if not any(r[:1] == ["0"] and r[-3:-1] == ["failed", "7"] for r in rows):
            raise Failed(f"the exit status 7 is not there:\n{out.decode()}")

    def direct(self):
        run = self.real.create(None, {"mine": task("echo of ann")})
        number = str(run.number)
        self.run("run", "watch", number, "--username", "ann", "-e", "-i", "0.2", "-q")
        same(self.run("run", "list", "--username", "ann", "-o", "name")[0].decode().split(), [number])
        same(self.run("run", "logs", number, "mine", "0", "--username", "ann")[0], b"of ann\n")

    def work_tree(self):
        """What the work tree has is run, wherever in it one stands; index, branches and references stay as they are."""
        tree = self.folder / "tree"
        git = lambda *args: subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b", *args], cwd=tree, env=self.env, check=True,  # noqa: E731
                                           capture_output=True, text=True).stdout
        config = ("version: v0\nruns:\n  - name: direct\n    tasks:\n      - name: only\n        runtime: {containers: [{image: none}]}\n"
                  "        environment: {A: {from_variable: A}, B: {from_variable: B}}\n"
                  "        steps:\n          - clone:\n          - run: cat tracked sub/staged untracked; ls ignored || true; echo $A $B\n")
        for name, text in ((".agola/config.yml", config), ("tracked", "old\n"), ("sub/staged", "staged\n"), ("untracked", "untracked\n"),
                           ("ignored", "ignored\n"), (".gitignore", "ignored\n")):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_text(text)
        git("init", "-q", "-b", "main")
        git("add", "tracked", ".agola", ".gitignore")
        git("commit", "-qm", "first")
        git("add", "sub/staged")
        (tree / "tracked").write_text("new\n")
        (self.folder / "vars.yml").write_text("A: file\nB: 010\n")
        before = git("status", "--porcelain"), git("for-each-ref"), git("rev-parse", "HEAD")
        git("checkout", "-q", "--detach")
        self.cwd = tree / "sub"
        out, err = self.run("directrun", "start", "--branch", "dev", "--var", "A=option", "--var-file", str(self.folder / "vars.yml"), "-o", "name")
        number = out.decode().strip()
        git("checkout", "-q", "main")
        same((git("status", "--porcelain"), git("for-each-ref"), git("rev-parse", "HEAD")), before)
        same([p.name for p in (tree / ".git").glob("agolactl*")], [])
        self.run("run", "watch", number, "--username", "ann", "-q", "-i", "0.2")
        log, _ = self.run("run", "logs", number, "only", "1", "--username", "ann")
        same(re.sub(r"ls: .*\n", "", log.decode()), "new\nstaged\nuntracked\noption 010\n")
        self.like_go(tree, git, int(number))
        # the repository is the same at Agola
        uuid = git("config", "agola.repouuid")
        out, _ = self.run("directrun", "start", "--tag", "v1", "--untracked=false", "--ignored", "-o", "json", "-m", "with all")
        run = json.loads(out)[0]
        same((git("config", "agola.repouuid"), run["annotations"]["tag"], run["annotations"]["message"]), (uuid, "v1", "with all"))
        self.run("run", "watch", str(run["number"]), "--username", "ann", "-e", "-q", "-i", "0.2")
        if "ignored\n" not in self.run("run", "logs", str(run["number"]), "only", "1", "--username", "ann")[0].decode():
            raise Failed("--ignored does not count")
        refs = git("for-each-ref")
        log, _ = self.run("directrun", "start", "--branch", "dev", "--var", "A=followed", "--follow", "--exit-status")
        if "[only/1] followed\n" not in re.sub(r"followed $", "followed", log.decode(), flags=re.M):
            raise Failed(f"the log that was followed: {log.decode()}")
        same(git("for-each-ref"), refs)

    def like_go(self, tree, git, number):
        """Agola's own program makes the same run, but for the commit; and leaves a reference."""
        git("config", "user.name", "A")
        git("config", "user.email", "a@b")
        self.cwd = tree
        self.go("directrun", "start", "--branch", "dev", "--var", "A=option", "--var-file", str(self.folder / "vars.yml"))
        ours, theirs = (json.loads(self.run("run", "show", str(n), "--username", "ann", "-o", "json")[0]) for n in (number, number + 1))
        for run in (ours, theirs):
            run["annotations"].pop("commit_sha")
        same(theirs["annotations"], ours["annotations"])
        same([t["name"] for t in theirs["tasks"].values()], [t["name"] for t in ours["tasks"].values()])
        listed = self.go("run", "list", "--username", "ann", "--limit", "1").decode()
        if not listed.startswith(f"{number + 1}:"):
            raise Failed(f"Agola's own program lists another run: {listed}")
        if "gitsave" not in git("for-each-ref"):
            raise Failed("Agola's own program leaves nothing behind any more")
        self.run("run", "watch", str(number + 1), "--username", "ann", "-q", "-i", "0.2")

    # ---- logs that are there ----

    def logs(self):
        number = str(self.failed.wait().number)
        out, _ = self.run("run", "logs", number, "--failed")
        same(out, b"[c/0] x\x1b[31m\xff\n")
        args = ["--project", self.path, "--runnumber", number, "--taskname", "c", "--step", "0"]
        same(self.run("log", "get", *args)[0], self.go("log", "get", *args))
        target = self.folder / "c.log"
        self.run("log", "get", *args, "--output", str(target))
        same(target.read_bytes(), b"x\x1b[31m\xff")

    def deletes(self):
        number = str(self.good.number)
        args = ["--project", self.path, "--runnumber", number, "--taskname", "slow"]
        self.run("log", "delete", *args, "--all", code=2)
        _, said = self.run("log", "delete", *args, "--all", "--yes")
        same(said, "Log of the setup deleted.\nLog of step 0 deleted.\nLog of step 1 deleted.\n")
        _, said = self.run("run", "logs", number, code=3)
        if "step 1: the log is not there" not in said:
            raise Failed(said)


def main():
    agolactl, executor = map(os.path.abspath, sys.argv[1:3])
    programs = dict(servers.real_programs())
    program = programs.get("v0.10.0") or next(iter(programs.values()), None)
    if not program:
        print("1..0 # SKIP no real Agola: set AGOLA_BIN to its program (see tests/conformance/README.md)")
        return
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="agola-cli-runs-") as tmp:
        folder = pathlib.Path(tmp)
        with RealRuns(program, executor, folder, "--max-tasks", "20") as real:
            s = Scenarios(agolactl, program, real, folder)
            tap("logs of a run are followed while they grow", s.follows)
            tap("the log of a step that has not begun is followed", s.follows_one_step)
            tap("a run is watched, and a task approved", s.watches)
            tap("a run is stopped and restarted", s.stops)
            tap("a run that could not be set up", s.setup_error)
            tap("runs are listed", s.lists)
            tap("a run is shown", s.shows)
            tap("direct runs", s.direct)
            if shutil.which("git"):
                tap("the work tree is run", s.work_tree)
            tap("logs that are there, as Agola's own program prints them", s.logs)
            tap("logs are deleted", s.deletes)
    tap.end()


if __name__ == "__main__":
    main()
