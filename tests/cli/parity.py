#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run parity.commands with Agola's own program and with agolactl on a real Agola v0.10.0, and compare what is then on the
server after each. Prints TAP.

    parity.py AGOLACTL
"""
import json
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "conformance"))
import run as conformance  # noqa: E402
import servers  # noqa: E402


def commands():
    for line in (HERE / "parity.commands").read_text().splitlines():
        if line and not line.startswith("#"):
            words = shlex.split(line)
            yield line, words[0] == "fails", words[words[0] == "fails":]


def state(url):
    """All remote sources as the configstore has them, without what is new each time."""
    sources = json.loads(servers.request("GET", url + "/api/v1alpha/remotesources")[1])
    for s in sources:
        for key in ("id", "creationTime", "updateTime"):
            s.pop(key, None)
    return sorted(sources, key=lambda s: s["name"])


def names_of(output):
    """The names of a list: Go prints `ID: Name: NAME`, agolactl a table with a headline."""
    lines = [line.split() for line in output.splitlines() if line]
    return sorted(words[2] if words[1] == "Name:" else words[1] for words in lines if words[:2] != ["ID", "NAME"])


def run(program, env):
    """Each command line's exit code, names that it lists, and the state after it."""
    url = env["AGOLA_CONFIGSTORE_URL"]
    for source in state(url):
        servers.request("DELETE", f"{url}/api/v1alpha/remotesources/{source['name']}")
    seen = []
    for line, _, words in commands():
        done = subprocess.run([program, "--gateway-url", env["AGOLA_GATEWAY_URL"], "--token", env["AGOLA_ADMIN_TOKEN"], *words],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
                              env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], "NO_COLOR": "1"})
        listed = names_of(done.stdout) if "list" in words and done.returncode == 0 else []
        seen.append((line, done.returncode, listed, state(url), done.stderr))
    return seen


def compare(go, ours):
    for (line, fails, _), theirs, mine in zip(commands(), go, ours):
        why = []
        for who, one in (("Go", theirs), ("agolactl", mine)):
            if (one[1] != 0) != fails:
                why.append(f"{who}: exit {one[1]}: {one[4]}")
        if theirs[2] != mine[2]:
            why.append(f"lists: Go {theirs[2]}, agolactl {mine[2]}")
        for who, one, other in (("Go", theirs[3], mine[3]), ("agolactl", mine[3], theirs[3])):
            why += [f"after {who}: {json.dumps(source)}" for source in one if source not in other]
        yield line, "\n".join(why)


def main():
    agolactl = os.path.abspath(sys.argv[1])
    report = conformance.Report(False)
    programs = dict(servers.real_programs())
    # the default judge, or the only one that there is
    program = programs.get("v0.10.0") or next(iter(programs.values()), None)
    if not program:
        report.skip("the same command lines as Agola's own program", "no real Agola: neither AGOLA_BIN, agola in PATH nor ../shared/peer")
        return report.end()
    with tempfile.TemporaryDirectory(prefix="agola-parity-") as folder:
        real = servers.Agola(program, pathlib.Path(folder))
        try:
            go, ours = run(program, real.env), run(agolactl, real.env)
        finally:
            real.stop()
    report.ran.append("Agola's own program")
    for line, fault in compare(go, ours):
        report.test(not fault, line, fault)
    # the checker's own check: a command that agolactl did not run
    broken = ours[:1] + [ours[0][:3] + ([],) + ours[0][4:]] + ours[2:]
    report.test(any(fault for _, fault in compare(go, broken)), "the checker finds: a different state")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
