#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A program that was compiled when work on the whole SDK began still runs. libagola.abi is the list of that time: each line of it holds
today. program.c is such a program, with the declarations of that time in it: they are those of the list, its object has the symbols in
program.symbols, and linked with today's library it prints program.out against an agolad."""
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "..", "checks")]
import abi  # noqa: E402
import agola_headers as headers  # noqa: E402
import checklib  # noqa: E402
from tap import Server  # noqa: E402

ROOM = "tests/abi/first/"
MEMBER = re.compile(r"member (\w+)\.(\w+) at (\d+), (\d+) bytes: ")
ENUMERATOR = re.compile(r"enumerator (\w+) = (\S+) in ")


def read(top, name):
    with open(os.path.join(top, ROOM, name)) as f:
        return f.read()


def asserts(program, lines):
    """C that does not compile unless the declarations in PROGRAM are those of the list; and how many it looks at."""
    ret = []
    for line in lines:
        m = MEMBER.match(line)
        if m and re.search(rf"\bstruct {m[1]} {{", program):
            at = f"struct {m[1]}, {m[2]}"
            ret.append(f'_Static_assert(offsetof({at}) == {m[3]} && sizeof(((struct {m[1]} *)0)->{m[2]}) == {m[4]}, "{m[1]}.{m[2]}");')
        m = ENUMERATOR.match(line)
        if m and re.search(rf"\b{m[1]} =", program):
            ret.append(f'_Static_assert({m[1]} == {m[2]}, "{m[1]}");')
    return "\n".join(ret) + "\n", len(ret)


def run(args, tmp, program):
    library = os.path.abspath(args.library)
    done = subprocess.run([*args.cc, *shlex.split(args.cflags), program, "-o", f"{tmp}/program", library, f"-Wl,-rpath,{os.path.dirname(library)}"],
                          capture_output=True, text=True)
    if done.returncode:
        return done.stderr
    env = {k: v for k, v in os.environ.items() if not k.startswith("AGOLA_")}
    server = Server(os.path.abspath(args.agolad), tmp, env)
    try:
        env.update(AGOLA_GATEWAY_URL=server.url, AGOLA_TOKEN=server.token)
        done = subprocess.run([f"{tmp}/program"], env=env, capture_output=True, text=True, timeout=120)
    finally:
        server.stop()
    return done.stdout + done.stderr + (f"it ended with {done.returncode}\n" if done.returncode else "")


def check(args, report):
    lines = [line for line in read(args.top, "libagola.abi").split("\n") if line and not line.startswith("#")]
    now = set(abi.lines_of(headers.load(args.top), args.top))
    for line in lines:
        if line not in now:
            report(ROOM + "libagola.abi", f"\"{line}\" does not hold any more", "that programs which were compiled then still run")
    path = os.path.join(args.top, ROOM, "program.c")
    text, n = asserts(read(args.top, "program.c"), lines)
    args.cc = shlex.split(args.cc) if isinstance(args.cc, str) else args.cc
    with tempfile.TemporaryDirectory(prefix="agola-first-") as tmp:
        with open(f"{tmp}/asserts.c", "w") as f:
            f.write(f'#include "{os.path.abspath(path)}"\n{text}')
        done = subprocess.run([*args.cc, "-std=c11", "-c", f"{tmp}/asserts.c", "-o", f"{tmp}/program.o"], capture_output=True, text=True)
        if done.returncode:
            report(ROOM + "program.c", done.stderr, "the declarations of then")
            return ""
        said = subprocess.run(["nm", "-u", f"{tmp}/program.o"], capture_output=True, text=True, check=True).stdout
        symbols = re.findall(r"\b(agola_\w+)", said)
        wanted = read(args.top, "program.symbols").split()
        for name in sorted(set(symbols) ^ set(wanted)):
            report(ROOM + "program.symbols", f"{name} is " + ("not in it" if name in symbols else "no symbol of the object"), "the object of then")
        functions = {line.split()[1] for line in lines if line.startswith("function ")}
        for name in sorted(set(symbols) - functions):
            report(ROOM + "program.c", f"it uses {name}", "what there was then")
        if args.agolad:
            printed = run(args, tmp, path)
            if printed != read(args.top, "program.out"):
                report(ROOM + "program.out", f"the program prints\n{printed}", read(args.top, "program.out"))
    return f"{len(lines)} lines, {n} declarations, {len(symbols)} symbols"


def still(seed):
    """Without running it."""
    def do(copy):
        seed(copy)
        return {"agolad": ""}
    return do


SEEDS = (
    ("a function is gone", still(lambda c: c.sub("include/agola/common.h", r"AGOLA_API void agola_free\([^\n]*\n", "")), "function agola_free "),
    ("a member moved", still(lambda c: c.sub("include/agola/connect.h", r"(\tconst char \*url;[^\n]*\n)(\tconst char \*token;[^\n]*\n)", r"\2\1")),
     "member agola_client_opts.token at 16"),
    ("an enumerator changed", still(lambda c: c.sub("include/agola/enums.h", r"AGOLA_SORT_DESC = 2", "AGOLA_SORT_DESC = 3")), "AGOLA_SORT_DESC = 2"),
    ("the program's declaration of a struct", still(lambda c: c.sub(ROOM + "program.c", r"\tint32_t nsec;\n\tint32_t offset;", "\tint32_t offset;\n\tint32_t nsec;")),
     "agola_time.nsec"),
    ("the program's enumerator", still(lambda c: c.sub(ROOM + "program.c", r"AGOLA_PENDING = 2", "AGOLA_PENDING = 1")), "AGOLA_PENDING"),
    ("a symbol that the object has not", still(lambda c: c.append(ROOM + "program.symbols", "agola_seed\n")), "agola_seed is no symbol"),
    ("a symbol that is not listed", still(lambda c: c.sub(ROOM + "program.symbols", r"^agola_free\n", "")), "agola_free is not in it"),
    ("a function that there was not", still(lambda c: c.sub(ROOM + "libagola.abi", r"^function agola_free [^\n]*\n", "")), "it uses agola_free"),
    ("another output", lambda c: c.sub(ROOM + "program.out", r"created first-one", "created seed-one"), "created first-one"),
)

if __name__ == "__main__":
    checklib.main(check, ("include", "lib/libagola.map", "lib/server/libagola-server.map", ROOM.rstrip("/")), SEEDS, ("cc", "cflags", "library", "agolad"))
