#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the programs of this folder: many calls at once against an agolad, then against a server that does not answer one of them, which
Ctrl-C ends. TAP."""
import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "checks"))
from tap import Failed, Server, Tap, same  # noqa: E402

N = 12
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 24\r\n\r\n{"auth_type":"password"}'


class Silent:
    """A gateway with a remote source of any name, of which "silent" is never answered."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.connections = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        try:
            while True:
                c = self.socket.accept()[0]
                self.connections.append(c)
                threading.Thread(target=self.serve, args=(c,), daemon=True).start()
        except OSError:
            pass

    def serve(self, c):
        try:
            data = b""
            while True:
                piece = c.recv(65536)
                if not piece:
                    return
                data += piece
                while b"\r\n\r\n" in data:
                    head, data = data.split(b"\r\n\r\n", 1)
                    if b"/silent " not in head:
                        c.sendall(ANSWER)
        except OSError:
            pass

    def stop(self):
        for s in [self.socket, *self.connections]:
            s.close()


def create(server, name):
    body = {"name": name, "apiurl": "https://git.example.org", "type": "gitea", "auth_type": "password"}
    urllib.request.urlopen(urllib.request.Request(server.url + "/api/v1alpha/remotesources", json.dumps(body).encode(), {
        "Authorization": "token " + server.token, "Content-Type": "application/json"}), timeout=20).close()


def many(program, server, names, missing):
    """Names in any order, some of them several times; one that is missing does not disturb the others."""
    done = subprocess.run([program, *names, missing], env=dict(os.environ, AGOLA_GATEWAY_URL=server.url, AGOLA_TOKEN=server.token), capture_output=True, text=True, timeout=60)
    said = f"{missing}: GET /remotesources/{missing}: 404 Not Found: "
    lines = [said if line.startswith(said) else line for line in done.stdout.split("\n") if line]
    same("\n".join(sorted(lines)), "\n".join(sorted([n + ": password" for n in names] + [said])))
    same((done.returncode, done.stderr), (1, ""))


def interrupted(program, url):
    """All but one are answered; that one ends by Ctrl-C, and only that."""
    names = ["a", "silent", "b", "c"]
    p = subprocess.Popen([program, *names], env=dict(os.environ, AGOLA_GATEWAY_URL=url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        answered = [p.stdout.readline() for _ in range(3)]
        same(sorted(answered), ["a: password\n", "b: password\n", "c: password\n"])
        try:
            p.wait(0.2)
            raise Failed("it did not wait for the call that is not answered")
        except subprocess.TimeoutExpired:
            pass
        p.send_signal(signal.SIGINT)
        out, err = p.communicate(timeout=20)
        same((out, err, p.returncode), ("silent: cancelled\n", "", 1))
    finally:
        p.kill()
        p.communicate()


def found(fn, *args):
    try:
        fn(*args)
    except Failed:
        return
    raise Failed("it was not found")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--agolad", required=True)
    p.add_argument("--program", action="append", default=[])
    p.add_argument("--missing", action="append", default=[])
    args = p.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="agola-loops-") as tmp:
        server, silent = Server(os.path.abspath(args.agolad), tmp, os.environ), Silent()
        try:
            names = [f"rs{i}" for i in range(N)]
            for name in names:
                create(server, name)
            for program in args.program:
                title = os.path.basename(program)
                tap(f"{title}: many at once", many, program, server, names * 10, "nowhere")
                tap(f"{title}: Ctrl-C", interrupted, program, silent.url)
            tap("found: a name that is not answered", found, many, args.program[0], server, names + ["seed"], "nowhere")
            tap("found: all is answered", found, interrupted, args.program[0], server.url)
        finally:
            silent.stop()
            server.stop()
    for name in args.missing:
        tap.n += 1
        print(f"ok {tap.n} - with_{name} # SKIP {name} is not installed")
    tap.end()


if __name__ == "__main__":
    main()
