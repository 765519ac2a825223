# SPDX-License-Identifier: Apache-2.0
"""Every command of agolactl beside `curl -s` and Agola's own program, by the lines of `commands`."""
import contextlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
for room in ("cli", "conformance"):
    sys.path.insert(0, str(HERE.parent / room))
import coverage  # noqa: E402
import gitea  # noqa: E402
import parity  # noqa: E402
import servers  # noqa: E402

PIECE = 64 * 1024
CURL, GO, MEMORY, OFFLINE_MS = 1.2, 2.5, 4, 5
CONFIG = {"runs": [{"name": "r", "tasks": [{"name": "t", "runtime": {"containers": [{"image": "none"}]}, "steps": [{"run": "true"}]}]}]}


class Table:
    """The file: what is measured on which server, and why the rest is not."""

    def __init__(self, text):
        self.lines, self.files, self.skipped = {}, {}, []
        server = name = None
        for line in text.splitlines():
            word, _, rest = line.partition(" ")
            if word == "server":
                server = rest
                self.lines[server] = []
            elif word == "file":
                name = rest
                self.files[name] = ""
            elif word == ":":
                self.files[name] += rest + "\n"
            elif word == "skip":
                self.skipped.append(rest.partition(":")[0])
            elif word == "setup":
                who, _, words = rest.partition(" ")
                self.lines[server].append((word, who, words))
            elif word and word != "#" and not word.startswith("#"):
                how, _, words = rest.partition(" ")
                self.lines[server].append((how, word, words))

    def missing(self, dump):
        """Commands of agolactl that no line names."""
        used = coverage.Used(dump)
        there = set()
        for words in [w for lines in self.lines.values() for _, _, w in lines] + self.skipped:
            there.add(used.find(shlex.split(words))[0])
        return [" ".join(filter(None, (c["group"].split("|")[0], c["verb"].split("|")[0])))
                for i, c in enumerate(used.commands) if i not in there]


class World:
    """A server for the lines, and what is there before the first of them."""

    def __init__(self, server, files, git, folder):
        self.gateway, self.folder, self.tokens = server.gateway, folder, {"admin": server.token}
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        if git:
            self.make(git)

    def call(self, who, path, **body):
        status, answer = servers.request("POST", f"{self.gateway}/api/v1alpha/{path}", body, self.tokens[who])
        if status != 201:
            raise SystemExit(f"bench: POST {path}: {status} {answer!r}")
        return json.loads(answer)

    def make(self, git):
        self.call("admin", "remotesources", name="forge", type="gitea", auth_type="password", apiurl=git.url, registration_enabled=True,
                  login_enabled=True)
        self.call("admin", "users", username="alice")
        self.tokens["alice"] = self.call("admin", "users/alice/tokens", token_name="t")["token"]
        self.call("alice", "users/alice/linkedaccounts", remote_source_name="forge", remote_source_login_name="alice",
                  remote_source_login_password="wonderland")
        self.call("alice", "orgs", name="acme", visibility="public")

    def env(self, who):
        return {"AGOLA_GATEWAY_URL": self.gateway, "AGOLA_TOKEN": self.tokens[who], "HOME": str(self.folder)}


class Commands:
    def __init__(self, bench):
        self.bench, self.agolactl = bench, bench.programs.agolactl()
        self.table = Table((HERE / "commands").read_text())
        self.misses, self.measured = [], 0

    def ours(self, words):
        args = shlex.split(words)
        return [self.agolactl, *args, *(["--yes"] if {"delete", "remove"} & set(args) and "--help" not in args else [])]

    def requests(self, world, who, words):
        """What agolactl sends, as the words of one curl that sends the same; the names are those of curl's own."""
        done = subprocess.run(self.ours(words.replace("{n}", "x0")) + ["--trace"], capture_output=True, text=True, check=False,
                              cwd=world.folder, env={**os.environ, **world.env(who)}, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise self.bench.Failed(f"agolactl {words}: {done.stderr[-300:]}")
        calls = []
        for line in done.stderr.splitlines():
            sent = re.match(r"> ([A-Z]+) (http\S+)$", line)
            if sent:
                calls.append([sent[1], sent[2], None])
            elif calls and line.startswith(("> {", "> [")):
                calls[-1][2] = line[2:]
        args = []
        for method, url, body in calls:
            args += ["--next"] * bool(args) + ["-s", "-H", "Authorization: token " + world.tokens[who]]
            args += ["-X", method] * (method != "GET") + (["-H", "Content-Type: application/json", "-d", body] if body else []) + [url]
        return len(calls), [re.sub(r"\bx0\b", "c{n}", a) for a in args]

    def sides(self, world, how, who, words):
        def process(name, *cmd):
            return self.bench.process(name, *cmd, runs=2, env=world.env(who), cwd=world.folder)

        n, args = self.requests(world, who, words)
        sides = {"ours": process("agolactl", *self.ours(words.replace("{n}", "a{n}")))}
        # without a request: what the libraries of both cost to load
        sides["curl"] = process("curl", "curl", *(args or ["--version"]))
        if how == "=" and self.go:
            sides["go"] = process("Go CLI", self.go, "--gateway-url", world.gateway, "--token", world.tokens[who],
                                  *shlex.split(words.replace("{n}", "g{n}")))
        self.bench.interleave(list(sides.values()), times=1 if self.bench.quick else 2)
        return n, sides

    def copy(self, name, piece):
        """Go's program, written in pieces. How large they are decides how large those are that the kernel keeps it in, and how much of it
        counts as the memory of a process that uses a little of each."""
        path = pathlib.Path(self.bench.servers.dir) / name
        data = pathlib.Path(self.go).read_bytes()
        piece = piece or len(data)
        with open(path, "wb", buffering=0) as f:
            for at in range(0, len(data), piece):
                f.write(data[at:at + piece])
        path.chmod(0o700)
        return path

    def pieces(self, world):
        """The memory of the smallest command once more, with Go's program as a package manager or a restart leaves it."""
        go, self.go = self.go, self.copy("agola-in-pieces", PIECE)
        _, sides = self.sides(world, "=", "admin", "remotesource list")
        self.go = go
        rss = {k: s.median("maxrss_kb") / 1024 for k, s in sides.items()}
        memory = rss["go"] / rss["ours"]
        print(f"  peak memory, Go's program written in pieces of {PIECE // 1024} KiB: {rss['go']:.1f} MiB, {memory:.2f} times ours   "
              f"aim: at least {MEMORY}: {'holds' if memory >= MEMORY else 'MISSED'}")

    def judge(self, holds, text, words, why):
        if not holds:
            self.misses.append(f"{words}: {why}")
        return text + (" " if holds else "!")

    def measure(self, world, how, who, words):
        n, sides = self.sides(world, how, who, words)
        cpu = {k: s.median("cpu") * 1e3 for k, s in sides.items()}
        rss = {k: s.median("maxrss_kb") / 1024 for k, s in sides.items()}
        out = f"  {words if len(words) < 58 else words[:55] + '...':<58} {n:3} "
        out += self.judge(n or cpu["ours"] <= OFFLINE_MS, f"{cpu['ours']:7.1f}", words, f"{cpu['ours']:.1f} ms without network")
        out += f"{rss['ours']:6.1f} "
        ratio = sides["ours"].to(sides["curl"], "cpu")
        out += f"{cpu['curl']:7.1f} {rss['curl']:6.1f} " + self.judge(not n or ratio <= CURL, f"{ratio:6.2f}", words, f"{ratio:.2f} of curl")
        if "go" in sides:
            ratio, memory = sides["go"].to(sides["ours"], "cpu"), rss["go"] / rss["ours"]
            out += f"{cpu['go']:7.1f} {rss['go']:6.1f} " + self.judge(ratio >= GO, f"{ratio:6.2f}", words, f"Go's takes {ratio:.2f} times its CPU")
            out += self.judge(memory >= MEMORY, f"{memory:6.2f}", words, f"Go's takes {memory:.2f} times its memory")
        print(out, flush=True)
        self.measured += 1

    def on(self, world, name):
        for how, who, words in self.table.lines[name]:
            try:
                if how == "setup":
                    self.requests(world, who, words)
                else:
                    self.measure(world, how, who, words)
            except self.bench.Failed as why:
                self.misses.append(f"{words}: failed")
                print(f"  {words}: {why}", flush=True)

    def run(self):
        try:
            self.go = self.bench.programs.agola()
            self.go = self.copy("agola-in-one", None)
        except self.bench.Skip as why:
            self.go = None
            print(f"  skipped in part: {why}")
        dump = json.loads(subprocess.run([self.agolactl, "--dump-cli"], capture_output=True, text=True, check=True).stdout)
        for command in self.table.missing(dump):
            self.misses.append(f"{command}: it is not in tests/bench/commands")
        folder = pathlib.Path(self.bench.servers.dir)
        print(f"  {'':<58} req      ms    MiB    curl    MiB  ratio      Go    MiB  ratio memory")
        agolad = self.bench.servers.agolad()
        self.on(World(agolad, self.table.files, None, folder / "commands-none"), "none")
        self.on(World(agolad, self.table.files, None, folder / "commands-agolad"), "agolad")
        with contextlib.ExitStack() as stack:
            try:
                peer = self.bench.servers.peer()
            except self.bench.Skip as why:
                print(f"  skipped in part: {why}")
                return
            git = stack.enter_context(parity.AnyRef({"alice": "wonderland"}, {"alice/api": gitea.Repo({".agola/config.json": json.dumps(CONFIG)})}))
            world = World(peer, self.table.files, git, folder / "commands-peer")
            self.on(world, "v0.10.0")
            if self.go:
                self.pieces(world)
        print(f"  {self.measured} command lines, {len(self.table.skipped)} commands not measured; aims: CPU at most {CURL} of curl -s and at most "
              f"{OFFLINE_MS} ms without network, Go's CPU at least {GO} times and its memory {MEMORY} times ours: "
              + ("all hold" if not self.misses else f"{len(self.misses)} MISSED (!)"))
        for miss in self.misses:
            print(f"    {miss}")
