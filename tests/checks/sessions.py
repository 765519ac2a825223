#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sessions of agolactl that README.md and the manual pages show <-> what is printed: each block is played against an agolad on an empty
folder. Ids differ each time; lines that begin with other programs than agolactl and echo are not played. Every other command line of
agolactl that they show must be one that it understands."""
import glob
import os
import re
import shlex
import subprocess
import tempfile

import checklib

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLAYED = ("agolactl ", "echo ")


def blocks(path):
    """[(line, [text])] of what is shown as it is, in Markdown and in mdoc."""
    ret, block = [], None
    begin, end = (".Bd -literal", ".Ed") if not path.endswith(".md") else ("```console", "```")
    with open(path) as f:
        for n, line in enumerate(f.read().split("\n"), 1):
            if block is None and line.startswith(begin):
                block = (n + 1, [])
            elif block is not None and line.startswith(end):
                ret.append(block)
                block = None
            elif block is not None:
                block[1].append(line if path.endswith(".md") else line.replace("\\e", "\\"))
    return ret


def commands(block):
    """[(line, command, [what it prints])]"""
    ret = []
    for n, line in enumerate(block[1], block[0]):
        if line.startswith("$ "):
            ret.append((n, line[2:], []))
        elif ret:
            ret[-1][2].append(line)
    return [c for c in ret if c[1].startswith(PLAYED)]


def lines_of(path):
    """[(line, [word])] of the command lines of agolactl in a page, with what a shell would put into them."""
    ret = []
    with open(path) as f:
        text = re.sub(r"\\\n\s*", " \0", f.read().replace("\\e", "\\"))
    n = 1
    for line in text.split("\n"):
        m = re.match(r"(?:\.Dl )?(\$ |.*\| )?(agolactl [^0-9].*)", line)
        if m and (m[1] == "$ " or not path.endswith(".md")):
            words = shlex.split(re.sub(r"\$\([^)]*\)|\$\w+", "1", m[2].replace("\0", "")), comments=True)
            end = min([i for i, w in enumerate(words) if re.fullmatch(r"[|&;]+|[0-9]?[<>].*", w)] + [len(words)])
            ret.append((n, [w.rstrip(";") for w in words[:end]]))
        n += 1 + line.count("\0")
    return ret


class Agolad:
    """An agolad in a folder of its own, whose data is in "data"."""

    def __init__(self, args):
        self.folder = tempfile.TemporaryDirectory(prefix="agola-session-")
        self.process = subprocess.Popen([args.agolad, "--data-dir", "data", "--gateway-listen", "127.0.0.1:0", "--configstore-listen",
                                         "127.0.0.1:0"], cwd=self.folder.name, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = None
        for line in self.process.stdout:
            if line.startswith("AGOLA_GATEWAY_URL="):
                self.url = line.split("=", 1)[1].strip()
            if line == "READY\n":
                break

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


def play(args, session):
    """What each of the commands prints."""
    with Agolad(args) as server:
        env = {"PATH": os.path.dirname(args.agolactl) + ":/usr/bin:/bin", "HOME": server.folder.name, "AGOLA_GATEWAY_URL": server.url,
               "AGOLA_TOKEN_FILE": "data/admin-token", "LC_ALL": "C.UTF-8"}
        env["AGOLACTL_HEADERS"] = "true"  # what is shown is what a terminal shows
        env.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS") or k == "LD_LIBRARY_PATH"})
        # the status goes from one command to the next, as in a shell that people type into
        script = "\n".join(f"(exit $s); {command}; s=$?; printf '\\1'" for _, command, _ in session)
        out = subprocess.run(["bash", "-c", "s=0\n" + script], cwd=server.folder.name, env=env, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, check=False).stdout
    return out.split("\1")


def check(args, report):
    n = 0
    args.agolactl, args.agolad = os.path.abspath(args.agolactl), os.path.abspath(args.agolad)
    for path in [os.path.join(args.top, "README.md"), *sorted(glob.glob(os.path.join(args.top, "man/*.[1-8]")))]:
        for block in blocks(path):
            session = commands(block)
            if not session:
                continue
            for (line, command, shown), printed in zip(session, play(args, session)):
                n += 1
                want, have = "\n".join(shown), printed.rstrip("\n")
                if UUID.sub("ID", want) != UUID.sub("ID", have):
                    report(f"{os.path.relpath(path, args.top)}:{line}", f"{command} does not print what is shown there", repr(have))
        for line, words in lines_of(path) if not path.endswith((".3", ".5", ".7", ".8")) else []:
            n += 1
            run = subprocess.run([args.agolactl, "--parse-only", *words[1:]], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
            if run.returncode or run.stdout:
                report(f"{os.path.relpath(path, args.top)}:{line}", f"\"{' '.join(words)}\" is no command line of agolactl", run.stderr.strip() or "another one")
    if n == 0:
        report("README.md", "no session was found", "blocks with lines such as \"$ agolactl version\"")
    return f"{n} commands"


SEEDS = (
    ("an output that is not so", lambda c: c.sub("README.md", r'^  "name": "gitea",', '  "name": "seed",'), "README.md"),
    ("an exit status", lambda c: c.sub("man/agolactl-remotesource.1", r"^3$", "0"), "echo $? does not print"),
    ("an option that is not there", lambda c: c.sub("man/agolactl-run.1", r"^agolactl run stop 12 ", "agolactl run stop 12 --seed "), "is no command line of agolactl"),
    ("a line too many", lambda c: c.sub("man/agolactl.1", r"^libagola 0\.1\.0", "libagola 0.1.0\nseed"), "man/agolactl.1"),
)

if __name__ == "__main__":
    checklib.main(check, ("README.md", "man"), SEEDS, ("agolactl", "agolad"))
