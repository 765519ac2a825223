#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run the SDK against agolad and against real Agola servers, in every combination, and compare with expect.tsv. Prints TAP.

    run.py STEPS AGOLAD [--write]

The real servers come from AGOLA_BIN (a program), else `agola` in PATH, else ../shared/peer beside the checkout, which also
has the older releases. --write writes expect.tsv anew from what was seen: read the difference before you commit it.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
EXPECT = HERE / "expect.tsv"
n_tests = n_failed = 0


def tap(ok, name, why=""):
    global n_tests, n_failed
    n_tests += 1
    n_failed += not ok
    print(f"{'ok' if ok else 'not ok'} {n_tests} - {name}", flush=True)
    for line in why.splitlines() if not ok else []:
        print("# " + line, flush=True)


def skip(name, why):
    global n_tests
    n_tests += 1
    print(f"ok {n_tests} - {name} # SKIP {why}", flush=True)


def names(text):
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line)


class Agolad:
    """An agolad of ours on a folder of its own; ended whatever happens."""

    def __init__(self, program, folder, *args, token="admintoken"):
        env = {**os.environ, "AGOLA_ADMIN_TOKEN": token}
        self.log = open(folder / "agolad.log", "ab")
        self.process = subprocess.Popen([program, *args], stdout=subprocess.PIPE, stderr=self.log, env=env, text=True)
        out = ""
        for line in self.process.stdout:
            out += line
            if line == "READY\n":
                break
        self.env = {"AGOLA_ADMIN_TOKEN": token, **names(out)}
        if not out.endswith("READY\n"):
            raise RuntimeError("agolad did not start: " + (folder / "agolad.log").read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self.log.close()


def request(method, url, body=None):
    """The status and the body of an answer; 0 for none."""
    data = json.dumps(body).encode() if body is not None else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, method=method), timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()
    except OSError:
        return 0, b""


def wait_until_it_follows(url):
    """Releases to v0.7.1 read from a copy of what they write. One that has just started may miss a write for good, so
    write until one shows."""
    base = url + "/api/v1alpha/remotesources"
    for i in range(20):
        name = f"ready{i}"
        body = {"name": name, "apiurl": "http://x", "type": "gitea", "auth_type": "password", "authtype": "password"}
        if request("POST", base, body)[0] != 201:
            time.sleep(0.5)
            continue
        for status, method in ((200, "DELETE"), (404, None)):
            end = time.monotonic() + 3
            while (seen := request("GET", base + "/" + name)[0]) != status and time.monotonic() < end:
                time.sleep(0.02)
            if seen != status:
                break
            if not method:
                return
            request(method, base + "/" + name)
    raise RuntimeError("the configstore does not show what was written to it")


class Peer:
    """A real Agola, by the script that starts it."""

    def __init__(self, script, release, folder, components=None, env=None):
        self.script, self.folder = script, folder
        done = subprocess.run([sys.executable, script, "start", release, folder] + ([components] if components else []), capture_output=True,
                              text=True, env={**os.environ, **(env or {})}, timeout=120)
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.env = names(done.stdout)
        try:
            wait_until_it_follows(self.env["AGOLA_CONFIGSTORE_URL"])
        except RuntimeError:
            self.stop()
            raise

    def stop(self):
        subprocess.run([sys.executable, self.script, "stop", self.folder], check=False)


def run_steps(steps, env):
    done = subprocess.run([steps, env["AGOLA_GATEWAY_URL"], env["AGOLA_CONFIGSTORE_URL"], env["AGOLA_ADMIN_TOKEN"]], capture_output=True, text=True,
                          timeout=300, env=os.environ)
    seen = {}
    for line in done.stdout.splitlines():
        step, result, detail = line.split("\t")
        value = result.removeprefix("AGOLA_").removeprefix("ERR_") + (" " + detail if detail else "")
        if step.endswith(".many"):
            value = value.split(" ")[0]
            if seen.get(step, value) != value:
                value = f"{seen[step]}, then {value}"
        seen[step] = value
    return seen


def read_expect():
    rows = [line.rstrip("\n").split("\t") for line in EXPECT.read_text().splitlines() if line and not line.startswith("#")]
    servers = rows[0][1:]
    table = {s: {} for s in servers}
    for row in rows[1:]:
        for server, value in zip(servers, row[1:]):
            table[server][row[0]] = row[1] if value == "=" else value
    return table


def write_expect(seen):
    servers = list(seen)
    with open(EXPECT, "w") as f:
        f.write("# What each server answers to each step of steps.c: the result, then codes or what came back. \"=\" is the same as agolad.\n")
        f.write("step\t" + "\t".join(servers) + "\n")
        for step, first in seen[servers[0]].items():
            f.write(step + "\t" + "\t".join(first if i == 0 else "=" if seen[s].get(step) == first else seen[s].get(step, "-") for i, s in enumerate(servers)) + "\n")


def compare(expect, server, seen):
    want = expect.get(server)
    if want is None:
        # a release that the table does not know: the newest one is nearest, differences are news, not failures
        for step, value in expect["v0.10.0"].items():
            if seen.get(step) != value:
                print(f"# {server}: {step}: {seen.get(step)}; v0.10.0: {value}")
        tap(len(seen) == len(expect["v0.10.0"]), f"{server}: every step ran")
        return
    for step, value in want.items():
        tap(seen.get(step) == value, f"{server}: {step}", f"expected: {value}\nseen:     {seen.get(step)}")
    for step in seen.keys() - want.keys():
        tap(False, f"{server}: {step}", "the step is not in expect.tsv")


def peers():
    """The script, the releases, and why there is none."""
    script = HERE.parents[2] / "shared/peer/agola-peer"
    program = os.environ.get("AGOLA_BIN") or shutil.which("agola")
    if not script.exists():
        return None, [], "no real Agola: the folder ../shared/peer, whose program starts them, is not there"
    if program:
        return script, [program], ""
    return script, ["v0.10.0", "HEAD", "v0.7.1", "v0.2.0"], ""


def go_client(script, agolad):
    """Agola's own command line and client on our server."""
    def program(name):
        return subprocess.run([sys.executable, script, "bin", name], capture_output=True, text=True, check=True).stdout.strip()

    url, token = agolad.env["AGOLA_GATEWAY_URL"], agolad.env["AGOLA_ADMIN_TOKEN"]
    go = [program("agola-v0.10.0"), "--gateway-url", url, "--token", token, "remotesource"]

    def run(*args):
        return subprocess.run([*go, *args], capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})

    create = ("create", "--name", "goone", "--type", "gitea", "--auth-type", "password", "--api-url", "http://x")
    done = run(*create)
    tap(done.returncode == 0 and "goone created" in done.stderr, "Go CLI: create", done.stderr)
    done = run(*create)
    tap(done.returncode == 1 and "remoteSourceAlreadyExists" in done.stderr, "Go CLI: create of a name that is taken", done.stderr)
    done = run("update", "--ref", "goone", "--new-name", "gotwo", "--login-enabled=false")
    tap(done.returncode == 0, "Go CLI: update", done.stderr)
    done = run("list")
    tap(done.returncode == 0 and "Name: gotwo" in done.stdout and "goone" not in done.stdout, "Go CLI: list", done.stdout + done.stderr)
    bench = program("peerbench")
    for args in (["get", url, token, "gotwo", "200"], ["par", url, token, "gotwo", "2000", "64"], ["list-all", url, token, "5"]):
        done = subprocess.run([bench, *args], capture_output=True, text=True)
        tap(done.returncode == 0, f"Go client: {args[0]}", done.stderr)


def main():
    steps, agolad = sys.argv[1:3]
    write = "--write" in sys.argv
    ours = ["--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0"]
    script, releases, why_none = peers()
    expect = {} if write else read_expect()
    seen = {}
    with tempfile.TemporaryDirectory(prefix="agola-conformance-") as tmp:
        tmp = pathlib.Path(tmp)

        def server(name, make):
            folder = tmp / name.replace("/", "_")
            folder.mkdir()
            try:
                s = make(folder)
            except RuntimeError as e:
                tap(False, f"{name}: start", str(e))
                return
            try:
                seen[name] = run_steps(steps, s.env)
                if not write:
                    compare(expect, name, seen[name])
                if name == "agolad" and script:
                    go_client(script, s)
            finally:
                s.stop()

        server("agolad", lambda d: Agolad(agolad, d, "--data-dir", d / "data", *ours))
        if not script:
            skip("real Agola", why_none)
            print("# conformance: SKIPPED (" + why_none + ")")
        for release in releases:
            server(release if "/" not in release else "AGOLA_BIN", lambda d, r=release: Peer(script, r, d))

        if script:
            def real_gateway(d):
                """The real gateway on our configstore."""
                cs = Agolad(agolad, d, "--data-dir", d / "data", "--components", "configstore", "--configstore-listen", "127.0.0.1:0")
                url = cs.env["AGOLA_CONFIGSTORE_URL"]
                try:
                    gw = Peer(script, "v0.10.0", d / "peer", "gateway,scheduler,notification,runservice,gitserver",
                              {"AGOLA_PEER_CONFIGSTORE_URL": url})
                except RuntimeError:
                    cs.stop()
                    raise
                stop = gw.stop
                gw.stop = lambda: (stop(), cs.stop())
                return gw

            def our_gateway(d):
                """Our gateway on the real configstore."""
                cs = Peer(script, "v0.10.0", d / "peer")
                try:
                    gw = Agolad(agolad, d, "--components", "gateway", "--gateway-listen", "127.0.0.1:0", "--configstore-url",
                                cs.env["AGOLA_CONFIGSTORE_URL"])
                except RuntimeError:
                    cs.stop()
                    raise
                gw.env["AGOLA_CONFIGSTORE_URL"] = cs.env["AGOLA_CONFIGSTORE_URL"]
                stop = gw.stop
                gw.stop = lambda: (stop(), cs.stop())
                return gw

            def same_file(d):
                """agolad with the file that the real server runs with; its own data folder and ports."""
                peer = Peer(script, "v0.10.0", d / "peer")
                peer.stop()
                text = (d / "peer/config.yml").read_text()
                (d / "config.yml").write_text(text.replace(str(d / "peer"), str(d / "ours")))
                s = Agolad(agolad, d, "serve", "--config", d / "config.yml", "--components", "configstore,gateway")
                tap(s.env["AGOLA_GATEWAY_URL"] == peer.env["AGOLA_GATEWAY_URL"], "the peer's file: the same address", str(s.env))
                return s

            server("go-gateway+agolad", real_gateway)
            server("agolad-gateway+go", our_gateway)
            server("agolad-peer-file", same_file)
    if write:
        write_expect(seen)
    print(f"1..{n_tests}")
    return 1 if n_failed else 0


sys.exit(main())
