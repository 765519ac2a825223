#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The config file when things go wrong while it is read or changed: no memory, a full disk, several at once. Prints TAP.

    config_faults.py agolactl agolactl-without-memory
"""
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "checks"))
from tap import Failed, Tap, same  # noqa: E402

OLD = """# mine
timeout: 10
current_context: home
contexts:
  "home":
    gateway_url: "http://localhost:1"
    token: "t0ken-of-home"
  "work":
    gateway_url: "http://localhost:2"
    token_file: "/nothere"
"""
COMMANDS = (
    ("context", "list", "-o", "json"),
    ("context", "set", "work", "--gateway-url", "http://localhost:3", "--ca-file", "/etc/ca.pem"),
    ("context", "use", "work"),
    ("context", "rename", "work", "acme"),
    ("logout", "home"),
    # what all commands read; it ends before a server is asked
    ("remotesource", "list", "-o", "jsonpath=[*].nothere"),
)


class Folder:
    """A home with a config file."""

    def __init__(self, text=OLD):
        self.temporary = tempfile.TemporaryDirectory(prefix="agolactl-")
        self.home = pathlib.Path(self.temporary.name)
        self.folder = self.home / ".config/agola"
        self.folder.mkdir(parents=True)
        self.file = self.folder / "agolactl.yml"
        self.file.write_text(text)
        self.file.chmod(0o600)
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(self.home)}
        self.env.update({k: os.environ[k] for k in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH") if k in os.environ})

    def run(self, argv, **more):
        return subprocess.run(argv, env=self.env, cwd=self.home, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                              check=False, **more)

    def only_the_file(self):
        same(sorted(p.name for p in self.folder.iterdir()), ["agolactl.yml"])
        same(oct(self.file.stat().st_mode & 0o777), "0o600")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.temporary.cleanup()


def sweep(agolactl, failing, command):
    """Each allocation fails once: the file is the old one or the new one, whole, and the exit status says which."""
    with Folder() as f:
        run = f.run([agolactl, *command])
        wanted, out, code = f.file.read_text(), run.stdout, run.returncode
    n = 0
    while True:
        n += 1
        with Folder() as f:
            report = f.home / "report"
            f.env.update({"FAIL_AT": str(n), "FAIL_REPORT": str(report)})
            run = f.run([failing, *command])
            text, hit = f.file.read_text(), report.exists()
            if run.returncode < 0 or run.returncode in (134, 139):
                raise Failed(f"allocation {n}: it ended with {run.returncode}: {run.stderr}")
            if text not in (OLD, wanted) or (run.returncode == code and (text != wanted or run.stdout != out)):
                raise Failed(f"allocation {n}: status {run.returncode}, and the file is\n{text}\nit printed\n{run.stdout}{run.stderr}")
            if run.returncode and not run.stderr:
                raise Failed(f"allocation {n}: it failed with {run.returncode} and without a word")
            f.only_the_file()
            if not hit:
                break
    if n < 20:
        raise Failed(f"it allocates {n} times only: that cannot be all")
    print(f"# {n} allocations")


def full_disk(agolactl):
    with Folder() as f:
        def small():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
        run = f.run([agolactl, "context", "set", "new", "--gateway-url", "http://localhost:3"], preexec_fn=small)
        same((run.returncode, f.file.read_text()), (1, OLD))
        if "config file" not in run.stderr:
            raise Failed(f"it does not say what cannot be written: {run.stderr}")
        f.only_the_file()


def read_only_folder(agolactl):
    with Folder() as f:
        if os.geteuid() == 0:
            # root may write everywhere: a file that is no folder stands in the way instead
            f.env["HOME"] = str(f.file)
            run = f.run([agolactl, "context", "set", "new", "--gateway-url", "http://localhost:3"])
        else:
            f.folder.chmod(0o500)
            run = f.run([agolactl, "context", "set", "new", "--gateway-url", "http://localhost:3"])
            f.folder.chmod(0o700)
        same((run.returncode, f.file.read_text()), (1, OLD))


def at_once(program, n=24):
    """All changes that were reported as done are in the file."""
    with Folder("# mine\ncontexts: {}\n") as f:
        running = [subprocess.Popen([program, "context", "set", f"c{i}", "--gateway-url", f"http://localhost:{8000 + i}"], env=f.env,
                                    cwd=f.home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                   for i in range(n)]
        said = [(p.communicate(timeout=60)[1], p.returncode) for p in running]
        lost = [i for i in range(n) if said[i][1] == 0 and f"http://localhost:{8000 + i}\"" not in f.file.read_text()]
        if lost or any(code for _, code in said):
            raise Failed(f"lost: {lost}; {[s for s in said if s[1]]}\n{f.file.read_text()}")
        f.only_the_file()


def finds_lost_update():
    """The check of the check: who reads, thinks and writes without a lock loses what others wrote meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "careless")
        program.write_text('#!/bin/sh\nf=$HOME/.config/agola/agolactl.yml\nold=$(cat $f)\nsleep 0.3\n'
                           'printf \'%s\\n  "%s":\\n    gateway_url: "%s"\\n\' "$old" "$3" "$5" > $f\n')
        program.chmod(0o755)
        try:
            at_once(str(program))
        except Failed:
            return
        raise Failed("changes were lost, and nothing was found")


def main():
    agolactl, failing = map(os.path.abspath, sys.argv[1:3])
    tap = Tap()
    for command in COMMANDS:
        tap("no memory: " + " ".join(command), sweep, agolactl, failing, command)
    tap("a full disk leaves the old file", full_disk, agolactl)
    tap("a place where nothing can be written", read_only_folder, agolactl)
    tap("many changes at once: none is lost", at_once, agolactl)
    tap("the checker finds: a lost change", finds_lost_update)
    tap.end()


if __name__ == "__main__":
    main()
