#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run the SDK against agolad and against real Agola servers, in every combination, and compare the answers with NOUN.tsv.

Prints TAP. The real servers come from AGOLA_BIN (a program), else `agola` in PATH, else ../shared/peer beside the checkout, which
has several releases. Releases to v0.7.1 need the program etcd. A release that servers.tsv does not name is compared with the nearest
one that it does: differences are listed and do not fail, unless a step crashes or answers AGOLA_ERR_PROTOCOL.
"""
import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import answers  # noqa: E402
import gitea  # noqa: E402
import servers  # noqa: E402
import steps  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
OURS = ("--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
JUDGE = "v0.10.0"


class Report:
    """TAP, or with quiet only the comments, on stderr."""

    def __init__(self, quiet):
        self.out = sys.stderr if quiet else sys.stdout
        self.quiet, self.n, self.failed, self.ran = quiet, 0, 0, []

    def test(self, ok, name, why=""):
        self.n += 1
        self.failed += not ok
        if not ok or not self.quiet:
            print(f"{'ok' if ok else 'not ok'} {self.n} - {name}", file=self.out, flush=True)
        if not ok:
            self.note(why)

    def skip(self, name, why):
        self.n += 1
        if not self.quiet:
            print(f"ok {self.n} - {name} # SKIP {why}", flush=True)

    def note(self, text):
        for line in text.splitlines():
            print("# " + line, file=self.out, flush=True)

    def end(self):
        self.note("ran: " + (", ".join(self.ran) or "nothing"))
        if not self.quiet:
            print(f"1..{self.n}")
        return 1 if self.failed else 0


class Run:
    def __init__(self, options, expected, report, tmp):
        self.options, self.expected, self.report, self.tmp = options, expected, report, tmp
        self.nouns = [n for n in steps.read_all(HERE) if not options.noun or n.name in options.noun]
        self.seen = {}

    def server(self, name, make, extra=None, known=True, again=False):
        """Start a server, run all steps on it, stop it. make(folder, stack) starts it, stack stops it. known=False: what it is
        made of is not known, so that differences are only listed. A server that may lose what was written gets a second chance."""
        if self.options.only and name not in self.options.only:
            return
        folder = self.tmp / (name + "-again" if again else name)
        folder.mkdir()
        lost = False
        with contextlib.ExitStack() as stack:
            try:
                server = make(folder, stack)
            except servers.Missing as e:
                if os.environ.get("CI", "").lower() in ("", "0", "false"):
                    self.report.skip(name, f"SKIPPED: {e}")
                    self.report.note(f"conformance: SKIPPED {name}: {e}")
                else:
                    self.report.test(False, f"{name}: start", str(e))
                return
            except servers.StartError as e:
                self.report.test(False, f"{name}: start", str(e))
                return
            if name == "agola":
                name = version_of(server) or name
            if not again:
                self.report.ran.append(name)
            lost = self.steps(name, server, known, folder / "calls.log", not again and server.may_lose)
            if extra and not lost:
                extra(server)
        if lost:
            self.server(name, make, extra, known, again=True)

    def steps(self, name, server, known, log, may_lose=False):
        """Play all steps on a server and compare what it answers. True: something differs on a server that may lose writes, so
        that it has to be asked again."""
        nouns = [n for n in self.nouns if server.whole or not n.whole]
        seen, last, why = {}, "no step", ""
        with open(log, "ab") as errors:
            try:
                calls = steps.Calls(self.options.calls, server, servers.ENV, errors)
                player = steps.Player(calls, server)
                for noun in nouns:
                    for step in noun.steps:
                        last = f"{noun.name}.{step.name}"
                        operation, result, detail = player.play(step)
                        seen[last] = answers.answer(operation, result, detail)
                code = calls.end()
                why = f"the calls ended with {code}" if code else ""
            except (steps.Lost, servers.StartError, OSError, ValueError) as e:
                why = str(e)
        self.seen[name] = seen
        whole = not why and seen != {}
        self.report.test(whole, f"{name}: all steps end", f"after {last}: {why}\n{servers.tail(log)}")
        if self.options.write or not whole:
            return False
        if name not in self.expected.known:
            self.compare_unknown(name, seen, self.expected.nearest(name, seen), nouns)
            return False
        if not known:
            self.compare_unknown(name, seen, name, nouns)
            return False
        want = self.expected.of(name, [n.name for n in nouns])
        wrong = answers.differences(want, seen)
        if wrong and may_lose:
            for step, (expected, value) in wrong.items():
                self.report.note(f"{name}: asked again, because of {step}: {value}; expected: {expected}")
            return True
        self.compare(name, seen, want, wrong)
        return False

    def compare(self, name, seen, want, wrong):
        for step in {**want, **seen}:
            expected, value = wrong.get(step, ("", ""))
            self.report.test(step not in wrong, f"{name}: {step}", f"expected: {expected or 'no such step'}\nseen:     {value}")

    def compare_unknown(self, name, seen, near, nouns):
        wrong = answers.differences(self.expected.of(near, [n.name for n in nouns]), seen)
        self.report.note(f"{name} is not known; compared with {near}: {len(wrong)} differences")
        for step, (expected, value) in wrong.items():
            self.report.note(f"{name}: {step}: {value}; expected: {expected}")
        bad = [s for s, (_, value) in wrong.items() if value and value.split(" ")[0] == "PROTOCOL"]
        self.report.test(not bad, f"{name}: no step answers AGOLA_ERR_PROTOCOL", "\n".join(bad))


def version_of(server):
    """What GET /version tells: a release, or None."""
    status, body = servers.request("GET", server.env["AGOLA_GATEWAY_URL"] + "/api/v1alpha/version")
    with contextlib.suppress(ValueError, AttributeError):
        return servers.release_of(str(json.loads(body).get("version"))) if status == 200 else None
    return None


def go_client(report, program, server):
    """Agola's own command line and client on our server."""
    url, token = server.env["AGOLA_GATEWAY_URL"], server.env["AGOLA_ADMIN_TOKEN"]

    def run(name, good, *command):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**servers.ENV, "NO_COLOR": "1"})
            report.test(good(done), name, f"exit code {done.returncode}\n{done.stdout}{done.stderr}")
        except subprocess.TimeoutExpired as e:
            report.test(False, name, str(e))

    def cli(name, good, *args):
        run("Go CLI: " + name, good, program, "--gateway-url", url, "--token", token, "remotesource", *args)

    create = ("create", "--name", "goone", "--type", "gitea", "--auth-type", "password", "--api-url", "http://x")
    cli("create", lambda d: d.returncode == 0 and "goone created" in d.stderr, *create)
    cli("create of a name that is taken", lambda d: d.returncode == 1 and "remoteSourceAlreadyExists" in d.stderr, *create)
    cli("update", lambda d: d.returncode == 0, "update", "--ref", "goone", "--new-name", "gotwo", "--login-enabled=false")
    cli("list", lambda d: d.returncode == 0 and "Name: gotwo" in d.stdout and "goone" not in d.stdout, "list")
    bench = servers.peer_program("peerbench")
    if bench:
        for args in (("get", url, token, "gotwo", "200"), ("par", url, token, "gotwo", "2000", "64"), ("list-all", url, token, "5")):
            run("Go client: " + args[0], lambda d: d.returncode == 0, bench, *args)
    else:
        report.skip("Go client", "SKIPPED: no ../shared/peer/peerbench.xz")


def started(stack, server):
    stack.callback(server.stop)
    return server


def git_server(stack):
    """Users and repositories for the steps of whole servers."""
    app = gitea.Repo({".agola/config.yml": (HERE / "app.yml").read_text()})
    users = {"alice": "wonderland", "bob": "builder", "dora": "explorer"}
    return stack.enter_context(gitea.Gitea(users, {"alice/app": app, "alice/lib": gitea.Repo()}))


def mixed(run, agolad, program, known):
    """Our half and a real half, each way round; and our server with the file of the real one."""

    def go_gateway(folder, stack):
        ours = started(stack, servers.Agolad(agolad, folder, "--data-dir", folder / "data", "--components", "configstore", *OURS[2:]))
        return started(stack, servers.Agola(program, folder / "real", ours.env["AGOLA_CONFIGSTORE_URL"]))

    def agolad_gateway(folder, stack):
        real = started(stack, servers.Agola(program, folder / "real"))
        url = real.env["AGOLA_CONFIGSTORE_URL"]
        ours = started(stack, servers.Agolad(agolad, folder, "--components", "gateway", *OURS[:2], "--configstore-url", url))
        ours.env["AGOLA_CONFIGSTORE_URL"] = url
        return ours

    def same_file(folder, stack):
        real = servers.Agola(program, folder / "real")
        real.stop()
        text = (folder / "real/config.yml").read_text()
        # only the folder is another: each keeps its data in its own way
        (folder / "config.yml").write_text(text.replace(str(folder / "real"), str(folder / "ours")))
        ours = started(stack, servers.Agolad(agolad, folder, "serve", "--config", folder / "config.yml", "--components",
                                             "configstore,gateway"))
        for name in ("AGOLA_GATEWAY_URL", "AGOLA_CONFIGSTORE_URL"):
            run.report.test(ours.env.get(name) == real.env[name], f"agolad-peer-file: {name} is that of the file", str(ours.env))
        return ours

    run.server("go-gateway+agolad", go_gateway, known=known)
    run.server("agolad-gateway+go", agolad_gateway, known=known)
    run.server("agolad-peer-file", same_file, known=known)


def run_all(options, report, tmp):
    expected = answers.Expected(options.expect)
    run = Run(options, expected, report, tmp)
    try:
        real = [] if options.no_real else servers.real_programs()
    except servers.StartError as e:
        report.test(False, "real Agola", str(e))
        real = []
    names = [name for name, _ in real]
    judge = dict(real).get(JUDGE) or (real[-1][1] if real else None)
    judge_name = JUDGE if JUDGE in names else names[-1] if names else None
    # to v0.8.0 the halves of Agola, and its client, speak another dialect
    modern = judge and not servers.uses_etcd(judge) and (servers.number_of(judge_name) or (1,)) >= (0, 9)

    def agolad(folder, stack):
        return started(stack, servers.Agolad(options.agolad, folder, "--data-dir", folder / "data", *OURS))

    run.server("agolad", agolad, lambda s: modern and not options.matrix and go_client(report, judge, s))
    if not real and not options.no_real and not report.failed:
        why = "no real Agola: AGOLA_BIN is not set, there is no agola in PATH and no ../shared/peer"
        report.skip("real Agola", why)
        report.note("conformance: SKIPPED " + why)
    for release, program in real:
        run.server(release, lambda f, stack, p=program: started(stack, servers.Agola(p, f, git=git_server(stack).url)))
    if modern and not options.matrix:
        mixed(run, options.agolad, judge, judge_name == JUDGE)
    if options.write:
        expected.write(run.seen)
    if options.matrix:
        print(answers.matrix(expected.usual(), run.seen))


def built(name):
    """The newest of the builds below build/."""
    found = sorted((TOP / "build").glob("*/" + name), key=lambda p: p.stat().st_mtime)
    return found[-1] if found else None


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("calls", nargs="?", default=built("tests/conformance/conformance_calls"),
                   help="the program that makes the calls (default: of the newest build)")
    p.add_argument("agolad", nargs="?", default=built("cli/agolad"), help="default: that of the newest build")
    p.add_argument("--only", action="append", metavar="SERVER", help="only this one; may be given several times")
    p.add_argument("--noun", action="append", metavar="NOUN", help="only this one; may be given several times")
    p.add_argument("--no-real", action="store_true", help="agolad only")
    p.add_argument("--keep", type=pathlib.Path, metavar="DIR", help="a new folder for data and logs, that stays")
    p.add_argument("--expect", type=pathlib.Path, default=HERE, metavar="DIR", help="where the .tsv files are")
    p.add_argument("--start-seconds", type=float, default=60, metavar="N", help="how long a server may take to start (default: %(default)s)")
    what = p.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="write the .tsv files anew from what is seen: read the difference before you commit it")
    what.add_argument("--matrix", action="store_true", help="print the table of operations and releases as Markdown, from what is seen")
    options = p.parse_args()
    if not options.calls or not options.agolad:
        p.error("nothing is built: meson setup build/dev && ninja -C build/dev")
    servers.start_seconds = options.start_seconds
    # so that what was started is also stopped then
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    report = Report(options.matrix)
    with contextlib.ExitStack() as stack:
        if options.keep:
            options.keep.mkdir(parents=True)
        run_all(options, report, options.keep or pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agola-conformance-"))))
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
