#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Tab key in real shells: what is typed on a terminal, and what stands there afterwards. Prints TAP.

    completion.py agolactl agolad
"""
import fcntl
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "checks"))
from tap import Failed, Server, Tap, same  # noqa: E402

SCRIPTS = HERE.parent.parent / "cli" / "completion"
SECONDS = 20
# typed, and the words that it becomes
LINES = [
    ("remoteso\t", ["remotesource"]),
    ("project secret upd\t", ["project", "secret", "update"]),
    ("version --outp\t", ["version", "--output"]),
    ("version --output ya\t", ["version", "--output", "yaml"]),
    ("version --output=js\t", ["version", "--output=json"]),
    ("run list --phase queued,run\t", ["run", "list", "--phase", "queued,running"]),
    ("version --gateway-url http://h:1/ --outp\t", ["version", "--gateway-url", "http://h:1/", "--output"]),
    ("version --ca-file some\t", ["version", "--ca-file", "some file.pem"]),
    ("remotesource show git\t", ["remotesource", "show", "gitea-of-acme"]),
    ("project list or\t", ["project", "list", "org/"]),
    ("remotesource show nothing-like-it\t", ["remotesource", "show", "nothing-like-it"]),
]


class Shell:
    """A shell on a terminal, without the user's own files."""

    def __init__(self, argv, setup, env):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 200, 0, 0))

        def own():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        self.process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=env, cwd=env["HOME"], preexec_fn=own)
        os.close(slave)
        self.master, self.data = master, b""
        for line in setup:
            self.type(line + "\n")
        self.type("printf 'rea%s\\n' dy\n")
        self.wait(b"ready")

    def type(self, text):
        os.write(self.master, text.encode())

    def wait(self, text):
        """Reads up to the text; what came before it."""
        end = time.monotonic() + SECONDS
        while text not in self.data:
            if time.monotonic() > end:
                raise Failed(f"the shell never wrote {text!r}; it wrote {self.data[-2000:]!r}")
            if select.select([self.master], [], [], 0.2)[0]:
                more = os.read(self.master, 65536)
                self.data += more
                if b"\x1b[c" in more or b"\x1b[0c" in more:
                    self.type("\x1b[?6c")  # fish asks the terminal what it is
        before, _, self.data = self.data.partition(text)
        return before

    def words(self, typed, n):
        """What the line has become: it is executed, with another program at its beginning."""
        self.type(f"agolactl {typed}")
        self.type(f"\x01show {n} \x05\n")
        self.wait(f"BEGIN{n}\r\n".encode())
        return self.wait(f"END{n}\r\n".encode()).decode().split("\r\n")[1:-1]

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def copy_scripts(folder, faulty):
    """The scripts as a shell finds them; faulty ones ask the program in a way that it does not know."""
    folder.mkdir()
    for kind, name in (("bash", "agolactl.bash"), ("zsh", "_agolactl"), ("fish", "agolactl.fish")):
        text = (SCRIPTS / f"agolactl.{kind}").read_text()
        changed = re.sub(r"\bcomplete (?=[\"$])", "seed ", text)
        if changed == text:
            raise Failed(f"the {kind} script does not call agolactl complete: where is a fault to be put?")
        (folder / name).write_text(changed if faulty else text)
    return folder


def shells(functions):
    bash = functions / "agolactl.bash"
    return [
        ("bash", ["bash", "--norc", "--noprofile", "-i"], [f"source '{bash}'", "bind 'set enable-bracketed-paste off'"]),
        ("zsh", ["zsh", "-f", "-i"], ["unset zle_bracketed_paste", "bindkey -e", f"fpath=({functions} $fpath)",
                                     "autoload -U compinit", "compinit -D -u"]),
        ("fish", ["fish", "--no-config", "-i"], ["function fish_prompt; end", f"source '{functions / 'agolactl.fish'}'"]),
    ]


def prepare(agolactl, env):
    for name in ("gitea-of-acme", "other"):
        subprocess.run([agolactl, "remotesource", "create", "--name", name, "--type", "gitea", "--auth-type", "password",
                        "--api-url", "https://git.example.org", "-q"], env=env, check=True, stdout=subprocess.DEVNULL)
    (pathlib.Path(env["HOME"]) / "some file.pem").write_text("")


def finds_fault(name, argv, setup, env):
    """The check of the check: with a script that does not work the same line must not be as it should."""
    shell = Shell(argv, setup, env)
    try:
        typed, want = LINES[0]
        try:
            same(shell.words(typed, 1), want)
        except Failed:
            return
        raise Failed(f"the {name} script asks nobody, and still {typed!r} became {want}")
    finally:
        shell.close()


def look_at_cache(env):
    files = list(pathlib.Path(env["HOME"], ".cache", "agola").iterdir())
    same({oct(f.stat().st_mode & 0o777) for f in files}, {"0o600"})


def main():
    agolactl, agolad = map(os.path.abspath, sys.argv[1:3])
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="agolactl-") as folder:
        env = {"PATH": f"{folder}/bin:/usr/bin:/bin", "HOME": folder, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PS1": "$ "}
        env.update({k: os.environ[k] for k in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH") if k in os.environ})
        os.mkdir(f"{folder}/bin")
        os.symlink(agolactl, f"{folder}/bin/agolactl")
        show = pathlib.Path(folder, "bin", "show")
        show.write_text("#!/bin/sh\nn=$1\nshift\necho BEGIN$n\nfor w; do printf '%s\\n' \"$w\"; done\necho END$n\n")
        show.chmod(0o755)
        server = Server(agolad, folder, env)
        try:
            env.update({"AGOLA_GATEWAY_URL": server.url, "AGOLA_TOKEN": server.token})
            tap("things to complete", prepare, agolactl, env)
            good, bad = (copy_scripts(pathlib.Path(folder, f), f == "faulty") for f in ("functions", "faulty"))
            for (name, argv, setup), (_, _, faulty) in zip(shells(good), shells(bad)):
                if not shutil.which(name):
                    tap.n += 1
                    print(f"ok {tap.n} - {name} # SKIP it is not installed", flush=True)
                    continue
                shell = tap(f"{name} starts", Shell, argv, setup, env)
                for n, (typed, want) in enumerate(LINES if shell else []):
                    tap(f"{name}: {typed.strip()}", lambda: same(shell.words(typed, n), want))
                if shell:
                    tap(f"{name}: without the Tab key nothing is completed",
                        lambda: same(shell.words("remoteso", 99), ["remoteso"]))
                    shell.close()
                tap(f"the checker finds: a {name} script that does not work", finds_fault, name, argv, faulty, env)
            tap("names are kept where others cannot read them", look_at_cache, env)
        finally:
            server.stop()
    tap.end()


if __name__ == "__main__":
    main()
