# SPDX-License-Identifier: Apache-2.0
"""Servers in folders of their own, and requests to them byte by byte."""
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time

API = "/api/v1alpha"
running = []


class Skip(Exception):
    pass


class Folder:
    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="agolad-test-")
        return self.path

    def __exit__(self, *_):
        end_all()
        shutil.rmtree(self.path, ignore_errors=True)


def end_all():
    for p in running:
        if p.poll() is None:
            p.kill()
        p.wait()
        for f in (p.stdout, p.stderr):
            if f:
                f.close()
    running.clear()


def check(ok, what="not as expected"):
    if not ok:
        raise AssertionError(what)


def same(got, want, what=""):
    check(got == want, f"{what}: got {got!r}, want {want!r}")


def has(text, part):
    check(part in text, f"{part!r} is not in {text!r}")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def code(self):
        """The code of the first entry of an error, None if there is none."""
        try:
            return self.json()[0]["code"] or None
        except (ValueError, LookupError, TypeError):
            return None

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:300]!r}"


class Connection:
    def __init__(self, url, timeout=20, context=None):
        host, port = re.match(r"https?://(.*):(\d+)$", url).groups()
        self.s = socket.create_connection((host.strip("[]"), int(port)), timeout)
        if context:
            self.s = context.wrap_socket(self.s, server_hostname="localhost")
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.s.close()

    def send(self, data):
        self.s.sendall(data)

    def is_closed(self, seconds):
        """Whether the peer closes within that time; what it sends before goes to rest."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not select.select([self.s], [], [], max(0, end - time.monotonic()))[0]:
                return False
            try:
                data = self.s.recv(65536)
            except ConnectionResetError:
                return True
            if not data:
                return True
            self.rest += data
        return False

    def more(self):
        data = self.s.recv(65536)
        check(data, f"the connection ended after {self.rest[:200]!r}")
        self.rest += data

    def answer(self, head=False):
        while True:
            while b"\r\n\r\n" not in self.rest:
                self.more()
            top, self.rest = self.rest.split(b"\r\n\r\n", 1)
            lines = top.decode("latin-1").split("\r\n")
            status = int(lines[0].split()[1])
            if status != 100:
                break
        headers = {k.strip().lower(): v.strip() for k, v in (x.split(":", 1) for x in lines[1:])}
        n = 0 if head or status == 204 else int(headers.get("content-length", 0))
        while len(self.rest) < n:
            self.more()
        body, self.rest = self.rest[:n], self.rest[n:]
        return Answer(status, headers, body)


def request(method, target, body=None, token=None, headers=()):
    if isinstance(target, str):
        target = target.encode()
    lines = [method.encode() + b" " + target + b" HTTP/1.1", b"Host: x"]
    if token is not None:
        lines.append(b"Authorization: token " + token.encode())
    lines += [h.encode("latin-1") for h in headers]
    if body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body or b"")


class Server:
    def __init__(self, process, out, log):
        self.process, self.log_path = process, log
        names = dict(x.split("=", 1) for x in out if "=" in x)
        self.gateway = names.get("AGOLA_GATEWAY_URL")
        self.configstore = names.get("AGOLA_CONFIGSTORE_URL")
        self.token_file = names.get("AGOLA_ADMIN_TOKEN_FILE")

    def token(self):
        with open(self.token_file) as f:
            return f.read().strip()

    def ask(self, url, method, path, body=None, token=None, headers=(), context=None):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        with Connection(url, context=context) as c:
            c.send(request(method, path if isinstance(path, bytes) else API + path, body, token, headers))
            return c.answer(method == "HEAD")

    def cs(self, method, path, body=None, token=None, **k):
        return self.ask(self.configstore, method, path, body, token, **k)

    def gw(self, method, path, body=None, token=None, **k):
        return self.ask(self.gateway, method, path, body, token, **k)

    def log(self):
        with open(self.log_path, errors="surrogateescape") as f:
            return f.read()

    def wait_log(self, part, seconds=5):
        end = time.monotonic() + seconds
        while part not in self.log():
            check(time.monotonic() < end, f"{part!r} is not in the log:\n{self.log()}")
            time.sleep(0.02)

    def stop(self, sig=signal.SIGTERM, seconds=20):
        self.process.send_signal(sig)
        return self.process.wait(seconds)


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder, self.n = program, folder, 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, mode=0o600):
        p = self.path(name)
        with open(p, "w") as f:
            f.write(text)
        os.chmod(p, mode)
        return p

    def environ(self, env):
        e = {k: v for k, v in os.environ.items() if not k.startswith(("AGOLA_", "NOTIFY_", "XDG_", "STATE_"))}
        e["HOME"] = self.folder
        e.update(env or {})
        return e

    def spawn(self, *args, env=None, **k):
        self.n += 1
        log = self.path(f"log{self.n}")
        with open(log, "w") as err:
            p = subprocess.Popen([self.program, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err, text=True,
                                 env=self.environ(env), cwd=self.folder, **k)
        running.append(p)
        return p, log

    def start(self, *args, listen=True, env=None, **k):
        if listen:
            args += ("--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
        p, log = self.spawn(*args, env=env, **k)
        out = []
        while True:
            line = p.stdout.readline()
            if not line:
                with open(log) as f:
                    raise AssertionError(f"it did not start: {f.read()}")
            out.append(line.rstrip("\n"))
            if out[-1] == "READY":
                return Server(p, out, log)

    def server(self, *args, **k):
        return self.start("--data-dir", self.path("data"), *args, **k)

    def fail(self, *args, code=1, env=None, **k):
        """It must end by itself with this exit code; returns what it says."""
        p, log = self.spawn(*args, env=env, **k)
        out, _ = p.communicate(timeout=30)
        with open(log) as f:
            text = f.read()
        same(p.returncode, code, f"exit code of {args}, which says {text!r}")
        same(out, "", "standard output")
        return text


def source(name, **more):
    """A body for the configstore."""
    return {"Name": name, "APIURL": "http://x", "Type": "gitea", "AuthType": "password", **more}


def gw_source(name, **more):
    return {"name": name, "apiurl": "http://x", "type": "gitea", "auth_type": "password", **more}
