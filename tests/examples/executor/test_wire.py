#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example executor with a runservice that is played here: what real ones seldom do. TAP.

    test_wire.py agola-local-executor [TEST …]
"""
import http.client
import http.server
import io
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "checks"), str(HERE.parents[1] / "conformance")]
import servers  # noqa: E402
from realrun import Executor  # noqa: E402
from tap import Failed, Tap, same  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
OVER = ("cancelled", "stopped", "success", "failed")


def until(what):
    """Wait until what() is true, and give that."""
    seconds = int(os.environ.get("AGOLA_TEST_SECONDS", 20))
    limit = time.monotonic() + seconds
    while not (ret := what()):
        if time.monotonic() > limit:
            raise Failed(f"it did not happen within {seconds} s")
        time.sleep(0.02)
    return ret


class Runservice(http.server.ThreadingHTTPServer):
    """Tasks are in `tasks`; what it was told is in `executors` and `reports`."""
    daemon_threads = True
    handle_error = lambda *_: None  # the executor went away

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.tasks, self.executors, self.reports, self.tokens, self.files = {}, [], [], set(), {}
        self.fail = lambda method, path: None  # a status to answer with
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def add(self, task_id, *steps, phase="notstarted", stop=False, **spec):
        n = [{"phase": "notstarted", "start_time": None, "end_time": None, "exit_status": None} for _ in steps]
        self.tasks[task_id] = {
            "id": task_id, "executor_id": "e", "stop": stop,
            "status": {"phase": phase, "timedout": False, "fail_error": "", "setup_step": dict(n[0], phase=""), "steps": n,
                       "start_time": None, "end_time": None},
            "spec": {"task_name": task_id, "arch": "", "containers": [{"image": "i", "privileged": False, "entrypoint": "", "volumes": None}],
                     "environment": {"X": "y"}, "working_dir": "", "shell": "", "user": "", "privileged": False, "workspace_operations": [],
                     "docker_registries_auth": None, "cache_prefix": "p", "task_timeout_interval": 0,
                     "steps": [{"type": "run", "command": s, "tty": True} if isinstance(s, str) else s for s in steps], **spec}}

    def reports_of(self, task_id):
        return [body for t, body in list(self.reports) if t == task_id]

    def until_over(self, task_id):
        until(lambda: any(r["phase"] in OVER for r in self.reports_of(task_id)))
        return self.reports_of(task_id)[-1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True

    def handle_any(self):
        rs, url = self.server, urllib.parse.urlsplit(self.path)
        path = url.path.removeprefix("/api/v1alpha")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        rs.tokens.add(self.headers.get("Authorization"))
        status = rs.fail(self.command, path)
        if status:
            self.reply(status, b"[]")
        elif path == "/maintenance":
            self.reply(200, b'{"RequestedStatus":false,"CurrentStatus":false}')
        elif path == "/runs":
            self.reply(400, b"[]")
        elif path == "/executor/archives":
            self.reply(200, *rs.files["archive"])
        elif path.endswith("/tasks"):
            self.reply(200, json.dumps(list(rs.tasks.values())).encode())
        elif "/tasks/" in path and self.command == "GET":
            task = rs.tasks.get(urllib.parse.unquote(path.rsplit("/", 1)[1]))
            self.reply(200 if task else 404, json.dumps(task).encode() if task else b"[]")
        elif "/tasks/" in path:
            task_id, report = path.rsplit("/", 1)[1], json.loads(body)
            rs.reports.append((task_id, report))
            if task_id in rs.tasks:
                rs.tasks[task_id]["status"] = report
            self.reply(200)
        else:
            rs.executors.append((path.rsplit("/", 1)[1], json.loads(body)))
            self.reply(200)

    do_GET = do_POST = handle_any


class World:
    """A runservice, and an executor that is there."""

    def __init__(self, *args):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="agola-executor-"))
        self.rs = Runservice()
        self.args = args
        self.executor = Executor(PROGRAM, self.folder, self.rs.url, *args)

    def ask(self, path, method="GET", token=None):
        """The status and the body of an answer of the listener."""
        return servers.request(method, self.executor.env["AGOLA_EXECUTOR_URL"] + path, {} if method == "POST" else None, token)

    def push(self):
        same(self.ask("/api/v1alpha/executor", "POST"), (200, b""))

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        code = self.executor.stop()
        self.rs.shutdown()
        self.rs.server_close()
        left = servers.end_all_in(self.folder)
        shutil.rmtree(self.folder)
        if kind is None:
            same((code, left), (0, []))


def command_line():
    with tempfile.TemporaryDirectory() as tmp:
        for code, words, *args in (
                (2, "--runservice-url and --data-dir"), (2, "unrecognized option", "--nonsense"), (2, '"more": no such', "more"),
                (2, "No such file", "--token-file", tmp + "/none"), (2, "there is no token", "--token-file", "/dev/null"),
                (1, "--max-tasks 0: right is", "--runservice-url", "http://127.0.0.1:1", "--data-dir", tmp, "--max-tasks", "0"),
                (1, "--listen nowhere: right is", "--runservice-url", "http://127.0.0.1:1", "--data-dir", tmp, "--listen", "nowhere"),
                (1, "--runservice-url", "--runservice-url", "ftp://x", "--data-dir", tmp),
                (1, "/none/none: No such file", "--runservice-url", "http://127.0.0.1:1", "--data-dir", tmp + "/none/none")):
            done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, timeout=20, env={"PATH": os.environ["PATH"]})
            if done.returncode != code or words not in done.stderr:
                raise Failed(f"{args}: {done.returncode}: {done.stderr}")


def one_folder_one_executor():
    with World() as w:
        try:
            Executor(PROGRAM, w.folder, w.rs.url)
        except servers.StartError as e:
            if "another executor uses this folder" in str(e):
                return
            raise Failed(str(e)) from None
        raise Failed("a second one was started")


def is_known():
    with tempfile.NamedTemporaryFile("w") as token:
        token.write("hidden-word\n")
        token.flush()
        with World("--token-file", token.name, "--max-tasks", "7", "--listen-url", "http://elsewhere:1/x") as w:
            name, body = until(lambda: w.rs.executors)[0]
            same(name, w.executor.env["AGOLA_EXECUTOR_ID"])
            same((body["listenURL"], body["active_tasks_limit"], body.get("active_tasks", 0), body["siblings_executors"]),
                 ("http://elsewhere:1/x", 7, 0, [name]))
            until(lambda: len(w.rs.executors) > 1)
            same(w.rs.tokens, {"token hidden-word"})
            w.executor.stop()
            w.executor.start()
            same(w.executor.env["AGOLA_EXECUTOR_ID"], name)


def listener():
    with World() as w:
        w.rs.add("t", "printf abc", {"type": "save_to_workspace", "contents": []}, "true")
        w.push()
        same(w.rs.until_over("t")["phase"], "success")
        logs, archives = "/api/v1alpha/executor/logs", "/api/v1alpha/executor/archives"
        for path, want in (
                (logs + "?taskid=t&step=0", (200, b"abc")), (logs + "?taskid=t&step=0&follow", (200, b"abc")), (logs + "?taskid=t&step=2", (200, b"")),
                (logs + "?taskid=t&step=2&follow=", (200, b"")), (logs + "?taskid=t&step=3", 404), (logs + "?taskid=t&step=99999999999999999999", 404),
                (logs + "?taskid=t&step=-1", 400), (logs + "?taskid=t&step=x", 400), (logs + "?taskid=t&step=", 400), (logs + "?taskid=t", 400),
                (logs + "?taskid=t&step=0&setup", 400), (logs + "?step=0", 400), (logs + "?taskid=&step=0", 400), (logs + "?taskid=none&step=0", 404),
                (logs + "?taskid=..%2F..%2Fid&setup", 404), (logs + "?taskid=..&setup", 404), (archives + "?taskid=t&step=0", 404),
                (archives + "?taskid=t&step=1", 200), (archives + "?taskid=t&step=9", 404), (archives + "?taskid=t", 400), ("/none", 404),
                ("/api/v1alpha/executor", 404)):
            got = w.ask(path)
            same((path, got if isinstance(want, tuple) else got[0]), (path, want))
        same(w.ask(logs, "POST")[0], 404)
        same(w.ask(logs + "?taskid=t&setup=")[0], 200)


def listener_token():
    with tempfile.NamedTemporaryFile("w") as token:
        token.write("hidden-word")
        token.flush()
        with World("--listen-token-file", token.name) as w:
            for given, want in ((None, 401), ("hidden-wore", 401), ("hidden-word-", 401), ("", 401), ("hidden-word", 200)):
                same((given, w.ask("/api/v1alpha/executor", "POST", given)[0]), (given, want))


def reports():
    """They come in order, with all steps and not more, and again until they are heard."""
    with World() as w:
        bad = iter((500, None, 503, None))
        w.rs.fail = lambda method, path: 500 if method == "POST" and "/tasks/" in path else next(bad, None)
        w.rs.add("t", "true", "exit 7", "true")
        w.push()
        # it is over, and nobody was told
        until(lambda: "phase 6" in "".join(p.read_text() for p in w.folder.glob("executor-data/tasks/t/status")))
        told = w.executor.log_path.read_text().count("/tasks/t: 500")
        until(lambda: w.executor.log_path.read_text().count("/tasks/t: 500") > told + 1)
        w.rs.fail = lambda method, path: None
        last = w.rs.until_over("t")
        same([(s["phase"], s.get("exit_status")) for s in last["steps"]], [("success", 0), ("failed", 7), ("notstarted", None)])
        same((last["phase"], last["timedout"], last["setup_step"]["phase"]), ("failed", False, "success"))
        if not all(last[key] and last["steps"][1][key] and not last["steps"][2].get(key) for key in ("start_time", "end_time")):
            raise Failed(json.dumps(last))
        w.rs.add("u", *["sleep 0.1"] * 5)
        w.push()
        w.rs.until_over("u")
        phases = ["notstarted", "running", "success", "failed"]
        for task_id, n in (("t", 3), ("u", 5)):
            seen = [[phases.index(s["phase"]) for s in r["steps"]] for r in w.rs.reports_of(task_id)]
            if any(len(s) != n for s in seen) or seen != sorted(seen):
                raise Failed(f"not all steps, or an older report after a newer one: {seen}")
        w.rs.tasks.clear()
        until(lambda: not os.listdir(w.folder / "executor-data/tasks"))


def given_back():
    """Tasks that are not begun: to be stopped already, and one that nothing is known of."""
    with World() as w:
        mark = w.folder / "mark"
        w.rs.add("stopped", f"touch {mark}", stop=True)
        w.rs.add("lost", f"touch {mark}", phase="running")
        w.push()
        same(w.rs.until_over("stopped")["phase"], "cancelled")
        same((w.rs.until_over("lost")["phase"], w.rs.until_over("lost")["fail_error"]), ("failed", "the executor has lost the task"))
        same(mark.exists(), False)


def ids():
    """What the runservice calls a task becomes the name of a folder."""
    with World() as w:
        mark = w.folder / "mark"
        for task_id in ("first", "first/../../evil", "..", ".", "a/b", "a" * 300, "last"):
            w.rs.add(task_id, f"touch {mark}" if task_id not in ("first", "last") else "true")
            if task_id in ("first", "last"):
                w.push()
                same(w.rs.until_over(task_id)["phase"], "success")
        same((mark.exists(), sorted(os.listdir(w.folder / "executor-data"))), (False, ["id", "tasks"]))


def vanished():
    """A task that is in no list any more is stopped."""
    with World() as w:
        w.rs.add("t", f"echo $$ >{w.folder}/pid; exec sleep 300")
        w.push()
        pid = int(until(lambda: (w.folder / "pid").exists() and (w.folder / "pid").read_text()))
        del w.rs.tasks["t"]
        until(lambda: not os.path.exists(f"/proc/{pid}"))
        until(lambda: not os.listdir(w.folder / "executor-data/tasks"))


def strange_steps():
    with World() as w:
        w.rs.add("null", None)
        w.rs.add("none", *["true"] * 50)
        w.push()
        same(w.rs.until_over("null")["steps"][0]["phase"], "failed")
        same(w.rs.until_over("none")["phase"], "success")
        same(len(w.rs.until_over("none")["steps"]), 50)


def relative_folder():
    """A data folder that is named from where it was started."""
    with World() as w:
        w.executor.stop()
        w.executor.command = [os.path.relpath(c) if c == w.folder / "executor-data" else c for c in w.executor.command]
        w.executor.start()
        w.rs.add("t", {"type": "run", "command": "pwd", "working_dir": "a"}, working_dir="b")
        w.rs.add("u", "pwd", working_dir="b")
        w.push()
        same((w.rs.until_over("t")["phase"], w.rs.until_over("u")["phase"]), ("failed", "success"))
        same(w.ask("/api/v1alpha/executor/logs?taskid=u&step=0")[1].decode(), f"{w.folder}/executor-data/tasks/u/home/b\n")


def stubborn():
    """A program that does not end when it is asked to."""
    with World() as w:
        w.rs.add("t", f"trap '' TERM; echo $$ >{w.folder}/pid; while :; do sleep 1; done")
        w.push()
        pid = int(until(lambda: (w.folder / "pid").exists() and (w.folder / "pid").read_text()))
        w.rs.tasks["t"]["stop"] = True
        w.push()
        same(w.rs.until_over("t")["phase"], "stopped")
        until(lambda: not os.path.exists(f"/proc/{pid}"))


def tar_of(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, kind, value in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            if kind == tarfile.REGTYPE:
                info.size = len(value)
                tar.addfile(info, io.BytesIO(value))
            else:
                info.linkname = value
                tar.addfile(info)
    return out.getvalue()


def archives():
    """What would lead out of the folder is refused, and so is what was cut."""
    whole = tar_of(("a", tarfile.REGTYPE, b"x" * 100000), ("b", tarfile.REGTYPE, b"y"))
    for title, body, length, ok in (
            ("good", whole, None, True), ("nothing", b"", None, True), ("empty", tar_of(), None, True),
            ("cut on the way", whole[:50000], len(whole), False), ("cut before", whole[:50000], None, False), ("no tar", b"<html>" * 1000, None, False),
            ("dots", tar_of(("../../../evil", tarfile.REGTYPE, b"x")), None, False),
            ("through a link", tar_of(("l", tarfile.SYMTYPE, "../.."), ("l/evil", tarfile.REGTYPE, b"x")), None, False),
            ("a hard link out", tar_of(("h", tarfile.LNKTYPE, "../../../id")), None, False),
            ("absolute", tar_of(("/evil", tarfile.REGTYPE, b"x")), None, True)):
        with World() as w:
            w.rs.files["archive"] = (body, length)
            w.rs.add("t", {"type": "restore_workspace", "dest_dir": "w"}, "ls w", workspace_operations=[{"task_id": "x", "step": 1}])
            w.push()
            same((title, w.rs.until_over("t")["phase"]), (title, "success" if ok else "failed"))
            same((title, [str(p) for p in [*w.folder.rglob("evil"), pathlib.Path("/evil")] if p.exists()]), (title, []))


def peak(world):
    """The most memory that the executor has had, in kB."""
    with open(f"/proc/{world.executor.process.pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmHWM"))


def big_log():
    """Log and memory do not grow together, and a follower gets every byte."""
    with World() as w:
        before = peak(w)
        w.rs.add("t", "head -c 50000000 /dev/zero; sleep 1; head -c 50000000 /dev/zero")
        w.push()
        until(lambda: w.ask("/api/v1alpha/executor/logs?taskid=t&step=0")[0] == 200)
        host = urllib.parse.urlsplit(w.executor.env["AGOLA_EXECUTOR_URL"]).netloc
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", "/api/v1alpha/executor/logs?taskid=t&step=0&follow")
        answer, n = connection.getresponse(), 0
        while piece := answer.read1(65536):
            n += len(piece)
        connection.close()
        same(n, 100000000)
        if peak(w) - before > 8000:
            raise Failed(f"{before} kB of memory, then {peak(w)} kB")


def nobody_there():
    """A runservice that never answers: it is ready all the same, and ends at once when it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as silent, tempfile.TemporaryDirectory() as tmp:
        executor = Executor(PROGRAM, pathlib.Path(tmp), f"http://127.0.0.1:{silent.getsockname()[1]}")
        with silent.accept()[0]:
            start = time.monotonic()
            same(executor.stop(), 0)
            if time.monotonic() - start > 5:
                raise Failed("it took too long to end")


def end_while_followed():
    """The follower sees that it is not all."""
    with World() as w:
        w.rs.add("t", "echo a; sleep 300")
        w.push()
        until(lambda: w.ask("/api/v1alpha/executor/logs?taskid=t&step=0") == (200, b"a\n"))
        with socket.create_connection(urllib.parse.urlsplit(w.executor.env["AGOLA_EXECUTOR_URL"]).netloc.split(":"), 10) as s:
            s.sendall(b"GET /api/v1alpha/executor/logs?taskid=t&step=0&follow HTTP/1.1\r\nHost: x\r\n\r\n")
            got = b""
            while b"a\n" not in got:
                got += s.recv(4096)
            same(w.executor.stop(), 0)
            while piece := s.recv(4096):
                got += piece
        # the step has failed, and its log is complete: then it may end like one
        same((w.rs.until_over("t")["phase"], w.rs.until_over("t")["fail_error"]), ("failed", "the executor ended while the task was running"))
        w.executor.start()


def manual():
    if not shutil.which("mandoc"):
        print("# mandoc is not installed: the page is not looked at")
        return
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", HERE / "agola-local-executor.8"], capture_output=True, text=True)
    same(done.stdout + done.stderr, "")
    page = (HERE / "agola-local-executor.8").read_text()
    listed = [line.split()[0][2:] for line in subprocess.run([PROGRAM, "--help"], capture_output=True, text=True).stdout.splitlines()
              if line.startswith("  --")]
    same([line.split()[2][1:] for line in page.splitlines() if line.startswith(".It Fl -")], listed)


TESTS = (
    ("the command line", command_line),
    ("one folder, one executor", one_folder_one_executor),
    ("it makes itself known", is_known),
    ("the listener", listener),
    ("the listener's token", listener_token),
    ("reports", reports),
    ("tasks that are given back", given_back),
    ("the ids of tasks", ids),
    ("a task that vanishes", vanished),
    ("strange steps", strange_steps),
    ("a relative folder", relative_folder),
    ("a stubborn program", stubborn),
    ("archives", archives),
    ("a big log", big_log),
    ("a silent runservice", nobody_there),
    ("the end while a log is followed", end_while_followed),
    ("the manual", manual),
)


def main():
    tap, wanted = Tap(), sys.argv[2:]
    for title, fn in TESTS:
        if not wanted or title in wanted:
            tap(title, checked, fn)
    tap.end()


def checked(fn):
    try:
        fn()
    except (servers.StartError, LookupError, ValueError) as e:
        raise Failed(f"{type(e).__name__}: {e}") from e


main()
