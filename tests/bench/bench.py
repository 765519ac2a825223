#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures libagola, agolactl and agolad beside Agola's own programs and beside the bare libraries, and prints ratios.

Run by tools/bench, which builds the programs. Every benchmark has sides that do the same work; they run in turn, A B C A B C ..., and of each
the median counts. CPU seconds are those of the whole process (user and system), which hold on a busy machine where wall time does not.
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import urllib.parse

import commands

TOP = pathlib.Path(__file__).resolve().parents[2]
PEER_RELEASE = "v0.10.0"
NAME = "bench"


class Skip(Exception):
    """No peer for this; the message says what is missing."""


class Failed(SystemExit):
    """A program that is measured ended with an error."""


# ---- the programs ----


class Programs:
    """Ours in the build folder, and the peers: peerbench and the agola program."""

    def __init__(self, build):
        self.build = pathlib.Path(build)
        self.peer = TOP.parent / "shared" / "peer" / "agola-peer"

    def ours(self, name):
        return str(self.build / "tests" / "bench" / name)

    def agolactl(self):
        return str(self.build / "cli" / "agolactl")

    def agolad(self):
        return str(self.build / "cli" / "agolad")

    def peer_program(self, name):
        if not self.peer.exists():
            raise Skip(f"there is no {name}: it comes with the folder shared/peer beside the checkout")
        return subprocess.run([self.peer, "bin", name], check=True, capture_output=True, text=True).stdout.strip()

    def agola(self):
        if os.environ.get("AGOLA_BIN"):
            return os.environ["AGOLA_BIN"]
        if self.peer.exists():
            return self.peer_program("agola-" + PEER_RELEASE)
        found = shutil.which("agola")
        if not found:
            raise Skip("there is no agola program: set AGOLA_BIN, or have it in PATH")
        return found


class Server:
    """A server on free ports of 127.0.0.1, with its data in a folder that goes with it."""

    def __init__(self, name, urls, token, pid, end):
        self.name, self.gateway, self.configstore = name, urls["gateway"], urls["configstore"]
        self.token, self.pid, self.end = token, pid, end

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Servers:
    """Starts each server when the first benchmark asks for it, and stops all at the end."""

    def __init__(self, programs):
        self.programs, self.running = programs, {}
        self.dir = tempfile.mkdtemp(prefix="agola-bench-")

    def folder(self, name):
        d = pathlib.Path(self.dir) / name
        d.mkdir()
        return d

    def agolad(self, key="agolad", sources=1):
        if key not in self.running:
            d = self.folder(key)
            # one line for each request would be measured too; the Go services write none
            cmd = [self.programs.agolad(), "--data-dir", d, "--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0",
                   "--log-level", "warn"]
            p = subprocess.Popen(cmd, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
            self.running[key] = Server("agolad", {"gateway": "", "configstore": ""}, "", p.pid, lambda: stop(p))
            said = {}
            for line in p.stdout:
                if line.strip() == "READY":
                    break
                k, _, v = line.strip().partition("=")
                said[k] = v
            else:
                raise SystemExit("bench: agolad does not start")
            s = self.running[key]
            s.gateway, s.configstore = said["AGOLA_GATEWAY_URL"], said["AGOLA_CONFIGSTORE_URL"]
            s.token = pathlib.Path(said["AGOLA_ADMIN_TOKEN_FILE"]).read_text().strip()
            s.database = d / "configstore.db"
            fill(s, sources)
        return self.running[key]

    def peer(self):
        if "peer" not in self.running:
            if not self.programs.peer.exists():
                raise Skip("there is no Agola server: it comes with the folder shared/peer beside the checkout")
            d = self.folder("peer")
            release = os.environ.get("AGOLA_BIN") or PEER_RELEASE
            out = subprocess.run([self.programs.peer, "start", release, d], check=True, capture_output=True, text=True).stdout
            env = dict(line.split("=", 1) for line in out.splitlines())
            s = Server("agola " + env["AGOLA_RELEASE"], {"gateway": env["AGOLA_GATEWAY_URL"], "configstore": env["AGOLA_CONFIGSTORE_URL"]},
                       env["AGOLA_ADMIN_TOKEN"], int(env["AGOLA_PID"]),
                       lambda: subprocess.run([self.programs.peer, "stop", d], check=False))
            self.running["peer"] = s
            fill(s, 1)
        return self.running["peer"]

    def stop(self):
        for s in self.running.values():
            s.end()
        self.running = {}
        shutil.rmtree(self.dir, ignore_errors=True)


def stop(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def fill(server, n):
    """Remote sources named bench, bench-1, bench-2, ..."""
    c = http.client.HTTPConnection(urllib.parse.urlsplit(server.gateway).netloc)
    for i in range(n):
        body = json.dumps({"name": f"{NAME}-{i}" if i else NAME, "apiurl": "https://git.example.com", "type": "gitea",
                           "auth_type": "password"})
        c.request("POST", "/api/v1alpha/remotesources", body,
                  {"Authorization": "token " + server.token, "Content-Type": "application/json"})
        r = c.getresponse()
        text = r.read()
        if r.status != 201:
            raise SystemExit(f"bench: {server.name}: no remote source could be made: {r.status} {text[:200]}")
    c.close()


# ---- measuring ----


def figures(out):
    return {k: float(v) for k, v in re.findall(r"(\w+)=([0-9.]+)", out)}


class Side:
    """One way to do the work: `run` does it and returns its figures."""

    def __init__(self, name, run):
        self.name, self.run, self.seen = name, run, []

    def median(self, key):
        return statistics.median(s[key] for s in self.seen)

    def to(self, other, key):
        """The ratio to another side: what ran one after the other met the same speed of the machine."""
        return statistics.median(a[key] / b[key] for a, b in zip(self.seen, other.seen))


class Bench:
    Skip, Failed = Skip, Failed

    def __init__(self, programs, servers, quick):
        self.programs, self.servers, self.quick = programs, servers, quick
        self.repetitions = 3 if quick else 7

    def process(self, name, *cmd, runs=1, env=None, cwd=None):
        """The command as a whole process, with what it prints about itself if it runs once."""
        done = 0

        def run():
            nonlocal done
            full = [self.programs.ours("bench-run"), str(runs), str(done + 1), *map(str, cmd)]
            done += runs
            p = subprocess.run(full, capture_output=True, text=True, check=False, env={**os.environ, **(env or {})}, cwd=cwd,
                               stdin=subprocess.DEVNULL)
            if p.returncode:
                raise Failed(f"bench: {name}: {p.stderr.strip()}")
            f = figures(p.stdout)
            f["cpu"] = f["cpu_s"] / runs
            return f

        return Side(name, run)

    def interleave(self, sides, times=1):
        for _ in range(times * self.repetitions):
            for side in sides:
                side.seen.append(side.run())

    def ratio(self, what, a, b, key, aim=None, at_least=False, digits=2):
        """One line: a to b, and whether the aim holds."""
        value = a.median(key) / b.median(key)
        verdict = ""
        if aim is not None:
            ok = value >= aim if at_least else value <= aim
            verdict = f"   aim: {'at least' if at_least else 'at most'} {aim:g}: {'holds' if ok else 'MISSED'}"
        print(f"  {what:<58} {value:8.{digits}f}{verdict}")

    def table(self, sides, rows):
        """rows: label, key, factor."""
        width = max(len(s.name) for s in sides)
        for s in sides:
            print(f"  {s.name:<{width}}  " + "  ".join(f"{s.median(key) * factor:10.1f} {label}" for label, key, factor in rows))

    def go_client(self, *args):
        """The same work by Agola's Go client; none without it."""
        try:
            return [self.process("Go client", self.programs.peer_program("peerbench"), *args)]
        except Skip as why:
            print(f"  skipped in part: {why}")
            return []

    def with_peer_server(self):
        servers = [self.servers.agolad()]
        try:
            servers.append(self.servers.peer())
        except Skip as why:
            print(f"  skipped in part: {why}")
        return servers

    # ---- the benchmarks ----

    def read(self):
        """CPU of a small read on one connection: libagola, Agola's Go client, bare libcurl"""
        n = 4000 if self.quick else 10000
        for s in self.with_peer_server():
            print(f"  {n} GETs of a remote source, one after the other; gateway of {s.name}")
            args = ("get", s.gateway, s.token, NAME, n)
            sides = [self.process("libagola", self.programs.ours("bench-agola"), *args),
                     self.process("bare libcurl", self.programs.ours("bench-bare"), *args)]
            sides += self.go_client(*args)
            self.interleave(sides)
            self.table(sides, [("us CPU a read", "cpu", 1e6 / n), ("MiB peak", "maxrss_kb", 1 / 1024)])
            self.ratio("CPU, libagola : bare libcurl", sides[0], sides[1], "cpu", 1.07)
            if len(sides) > 2:
                self.ratio("CPU, Go client : libagola", sides[2], sides[0], "cpu")

    def cli(self):
        """each command of agolactl as a process, CPU and peak memory: curl -s with the same requests, Agola's Go CLI"""
        if not shutil.which("curl"):
            raise Skip("there is no curl program")
        commands.Commands(self).run()

    def load(self, server, url, connections, seconds, n):
        cmd = [self.programs.ours("bench-load"), url, str(n), str(connections), str(seconds)]

        def run():
            before = server.cpu()
            p = subprocess.run(cmd, capture_output=True, text=True, check=False)
            if p.returncode:
                raise SystemExit(f"bench: {server.name}: {p.stderr.strip()}")
            f = figures(p.stdout)
            f["server_cpu"] = (server.cpu() - before) / max(f["n"], 1)
            f["load_cpu"] = f["cpu_s"] / max(f["n"], 1)
            return f

        return Side(server.name, run)

    def bare_httpd(self, size, threads):
        p = subprocess.Popen([self.programs.ours("bench-bare"), "httpd", str(size), str(threads)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True)
        url = p.stdout.readline().strip()
        self.servers.running["httpd"] = Server("bare libmicrohttpd", {"gateway": url, "configstore": url}, "", p.pid, lambda: stop(p))
        return self.servers.running["httpd"]

    def server(self):
        """reads per second of agolad's configstore with 1, 64 and 1,000 connections; the Go configstore, bare libmicrohttpd and SQLite"""
        seconds = 1 if self.quick else 3
        servers = self.with_peer_server()
        path = f"/api/v1alpha/remotesources/{NAME}"
        c = http.client.HTTPConnection(urllib.parse.urlsplit(servers[0].configstore).netloc)
        c.request("GET", path)
        size = len(c.getresponse().read())
        c.close()
        servers.append(self.bare_httpd(size, 4))
        print(f"  a remote source by its name, {size} bytes; client and server share this machine's {os.cpu_count()} processors")
        for connections in (1, 64, 1000):
            sides = [self.load(s, s.configstore + path, connections, seconds, 10**7) for s in servers]
            self.interleave(sides)
            print(f"  {connections} connections")
            self.table(sides, [("reads/s", "per_s", 1), ("us CPU a read", "server_cpu", 1e6), ("us CPU of the load", "load_cpu", 1e6),
                               ("errors", "errors", 1)])
            if len(sides) > 2:
                self.ratio("reads/s, agolad : Go configstore", sides[0], sides[1], "per_s", 20 if connections == 64 else None, True)
                self.ratio("CPU a read, Go configstore : agolad", sides[1], sides[0], "server_cpu")
            self.ratio("reads/s, agolad : bare libmicrohttpd", sides[0], sides[-1], "per_s")
            if connections == 1000:
                errors = sum(s["errors"] for s in sides[0].seen)
                print(f"  {'errors of agolad in all runs':<58} {errors:8.0f}   aim: none: {'holds' if errors == 0 else 'MISSED'}")
        n = 20000 if self.quick else 100000
        bare = self.process("bare SQLite", self.programs.ours("bench-bare"), "select", servers[0].database, NAME, n)
        self.interleave([bare])
        self.table([bare], [("us CPU a row", "cpu", 1e6 / n)])

    def decode(self):
        """a list of 10,000 runs into structs: libagola, Agola's Go client, bare yajl"""
        n = 20 if self.quick else 40
        file = pathlib.Path(self.servers.dir) / "runs.json"
        file.write_text(runs(10000))
        print(f"  {n} times {file.stat().st_size / 1e6:.1f} MB")
        sides = [self.process("libagola", self.programs.ours("bench-decode"), "decode-runs", file, n),
                 self.process("bare yajl", self.programs.ours("bench-bare"), "parse", file, n)]
        sides += self.go_client("decode-runs", file, n)
        self.interleave(sides)
        self.table(sides, [("ms CPU a list", "cpu", 1e3 / n), ("MiB peak", "maxrss_kb", 1 / 1024)])
        if len(sides) > 2:
            self.ratio("CPU, Go client : libagola", sides[2], sides[0], "cpu", 5.5, True)
        self.ratio("speed, libagola : bare yajl", sides[1], sides[0], "cpu", 0.6, True)
        if len(sides) > 2:
            self.ratio("peak memory, libagola : Go client", sides[0], sides[2], "maxrss_kb", 0.25)

    def list(self):
        """all of 10,000 remote sources in pages of 30, by the iterator: libagola, Agola's Go client"""
        n = 3 if self.quick else 10
        s = self.servers.agolad("agolad-10000", 10000)
        args = ("list-all", s.gateway, s.token, n)
        sides = [self.process("libagola", self.programs.ours("bench-agola"), *args), *self.go_client(*args)]
        self.interleave(sides)
        self.table(sides, [("ms CPU a walk", "cpu", 1e3 / n), ("MiB peak", "maxrss_kb", 1 / 1024)])
        if len(sides) > 1:
            self.ratio("CPU, Go client : libagola", sides[1], sides[0], "cpu", 2, True)


def runs(n):
    """A project's run list as the gateway sends it: the newest first, all with the annotations of a push to a branch."""
    out = []
    for i in range(n, 0, -1):
        sha = f"{i * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**160:040x}"
        at = [f"2024-{1 + i // 1200:02d}-{1 + i // 60 % 20:02d}T{i // 3600 % 24:02d}:{i % 60:02d}:{s:02d}.{(i * 7919 + s) % 10**9:09d}Z"
              for s in (1, 2, 40)]
        out.append({
            "number": i, "name": "build",
            "annotations": {
                "branch": f"feature/{i % 97}", "commit_link": f"https://git.example.com/acme/web/commit/{sha}", "commit_sha": sha,
                "compare_link": "", "message": f"fix: the \"{i}\" case\n", "projectid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                "ref": f"refs/heads/feature/{i % 97}", "ref_type": "branch", "run_creation_trigger": "webhook", "run_type": "project",
                "webhook_event": "", "webhook_sender": ""},
            "phase": "finished", "result": "failed" if i % 10 == 0 else "success", "tasks_waiting_approval": [],
            "enqueue_time": at[0], "start_time": at[1], "end_time": at[2]})
    return json.dumps(out, separators=(",", ":"))


BENCHMARKS = ("read", "cli", "server", "decode", "list")


def main():
    a = argparse.ArgumentParser(prog="tools/bench", add_help=False)
    a.add_argument("--build", required=True)
    a.add_argument("--quick", action="store_true")
    a.add_argument("names", nargs="*")
    o = a.parse_args()
    programs = Programs(o.build)
    servers = Servers(programs)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        bench = Bench(programs, servers, o.quick)
        for name in o.names or BENCHMARKS:
            fn = getattr(bench, name)
            print(f"{name}: {fn.__doc__}", flush=True)
            try:
                fn()
            except Skip as why:
                print(f"  skipped: {why}")
            sys.stdout.flush()
    finally:
        servers.stop()


if __name__ == "__main__":
    main()
