#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is loaded when it is first used is linked with nothing, and stands in the ELF note that tools for packages read."""
import json
import os
import re
import subprocess
import tempfile

import agola_headers as headers
import checklib


def linked(program):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", headers.run(["readelf", "-d", program], "the libraries that are linked"))


def noted(program):
    """The sonames of its notes."""
    text = headers.run(["readelf", "-p", ".note.dlopen", program], "the libraries that are loaded")
    ret = []
    for note in re.findall(r"^\s*\[\s*\w+\]\s+(\[\{.*\}\])$", text, flags=re.M):
        for entry in json.loads(note):
            if set(entry) != {"feature", "description", "priority", "soname"}:
                raise AssertionError(f"{program}: {entry}")
            ret += entry["soname"]
    return ret


def missing(agolactl, soname, words):
    """What it says when that library is not one."""
    with tempfile.TemporaryDirectory() as d:
        os.mkdir(d + "/lib")
        open(f"{d}/lib/{soname}", "w").close()
        with open(d + "/config.yml", "w") as f:
            f.write("contexts: {}\n")
        os.chmod(d + "/config.yml", 0o600)
        env = {**os.environ, "AGOLACTL_CONFIG": d + "/config.yml", "LD_LIBRARY_PATH": f"{d}/lib:" + os.environ.get("LD_LIBRARY_PATH", "")}
        return subprocess.run([agolactl, *words], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


# a library -> what needs it, the exit status
USES = {"libcurl": (["--gateway-url", "http://127.0.0.1:1", "version"], 6), "libyaml": (["context", "list"], 1)}


def check_missing(report, agolactl, lazy):
    for name, (words, status) in USES.items():
        for soname in [s for s in lazy if s.startswith(name)]:
            done = missing(agolactl, soname, words)
            if done.returncode != status or not re.search(rf"^agolactl: .*cannot be loaded: .*{soname}: file too short$", done.stderr, re.M):
                report("agolactl", f"without {soname} it ends with {done.returncode} and {done.stderr!r}", f"{status}, and that it cannot be loaded")
            done = missing(agolactl, soname, ["--version"])
            if done.returncode:
                report("agolactl", f"without {soname} it says no version: {done.stderr!r}", "that is loaded when it is used")


def check(args, report):
    headers.need("readelf")
    lazy = args.lazy.split(",")
    found = []
    for program in args.programs.split(","):
        name = os.path.basename(program)
        for soname in set(linked(program)) & set(lazy):
            report(name, f"it is linked with {soname}, which is to be loaded", "lazy['…'] among its dependencies, not the library itself")
        found += noted(program)
        if name == "agolactl":
            check_missing(report, program, lazy)
    for soname in set(lazy) - set(found):
        report("note", f"{soname} is in no .note.dlopen", "a FEATURE() with it")
    for soname in set(found) - set(lazy):
        report("note", f"{soname} is in a .note.dlopen, and is not loaded", "no FEATURE() with it")
    return f"{len(lazy)} libraries"


def library(copy, args, source=""):
    copy.write("seed.c", source)
    path = copy.path("libseed.so")
    headers.run(["clang", "-shared", "-fPIC", "-o", path, copy.path("seed.c"), "-Wl,--no-as-needed", *args], "a faulty library")
    return path


def with_other_note(copy):
    note = r'__attribute__((used, section(".note.dlopen"))) static const char n[] = "[{\"feature\":\"x\",\"description\":\"x\",\"priority\":\"required\",\"soname\":[\"libx.so.1\"]}]";'
    return {"programs": library(copy, [], note), "lazy": "libx.so.2"}


SEEDS = (
    ("a library is linked", lambda c: {"programs": library(c, ["-lcurl"]), "lazy": "libcurl.so.4"}, "it is linked with libcurl.so.4"),
    ("a library is not noted", with_other_note, "libx.so.2 is in no .note.dlopen"),
    ("another library is noted", with_other_note, "libx.so.1 is in a .note.dlopen"),
)

if __name__ == "__main__":
    checklib.main(check, (), SEEDS, ("programs", "lazy"))
