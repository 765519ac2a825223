#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each public header compiles alone, twice in a row, as C11 and as C++17, with gcc and clang, without a warning. In one program
in each language everything that the headers declare is used once, and each …_INIT macro makes a struct of the right size.
Without --library that program is compiled, not run."""
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "checks"))
import agola_headers as headers  # noqa: E402
import checklib  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Werror"]
COMPILERS = (("gcc", ["-std=c11", "-Wstrict-prototypes"], "c"), ("clang", ["-std=c11", "-Wstrict-prototypes"], "c"),
             ("g++", ["-std=c++17"], "cc"), ("clang++", ["-std=c++17"], "cc"))


def first_error(text):
    m = re.search(r"(undefined reference to) (.*)$", text, re.M)
    if m:
        return "include/agola", m[0]
    m = re.search(r"^(?:.*?/)?(include/agola/[\w.]+:\d+):\d+: (.*)$", text, re.M) or re.search(r"^(.*?): ((?:error|warning).*)$", text, re.M)
    return (m[1], m[2]) if m else ("?", text[-300:])


def init_macros(top):
    """name -> (file, line) of each …_INIT macro."""
    ret = {}
    for h in headers.header_files(top):
        with open(os.path.join(top, "include/agola", h)) as f:
            for n, line in enumerate(f, 1):
                m = re.match(r"#define (AGOLA_\w+_INIT)\b", line)
                if m and m[1] not in ret:
                    ret[m[1]] = (f"include/agola/{h}", n)
    return ret


def use_all(api, macros, server):
    """A program, C11 and C++17 at once, that uses all there is and returns 1 when a struct is not initialised as it should be."""
    out = ["#include <agola/client.h>"] + (["#include <agola/server.h>"] if server else []) + ["#include <stdio.h>", "#include <string.h>"]
    out += ["typedef void (*any_fn)(void);", "static int bad;", "int main(void) {"]
    of = {name: f for name, f in api.functions.items() if server or not f.file.endswith("/server.h")}
    out += [f"{{ any_fn f = (any_fn)&{name}; if (!f) return 1; }}" for name in of]
    for e in api.enums.values():
        if server or not e.file.endswith("/server.h"):
            out += [f"{{ enum {e.name} e = {name}; if (e != {value}) return 1; }}" for name, value, _, _ in e.values]
    for name in api.macros:
        out.append(f"if (sizeof({name}) == 0) return 1;")
    for name, (file, _) in macros.items():
        r = api.records.get(name[:-5].lower())
        if not r or not r.members or (file.endswith("/server.h") and not server):
            continue
        out.append(f"{{ {r.ctype} v = {name}; char set[sizeof(v)], zero[sizeof(v)]; memset(zero, 0, sizeof(zero));")
        out.append(f'if (v.size != sizeof(v)) {{ printf("{name}: size is %zu, not %zu\\n", v.size, sizeof(v)); bad = 1; }}')
        out.append("v.size = 0;" + (" v.header_version = 0;" if r.member("header_version") else ""))
        out.append("memcpy(set, &v, sizeof(v));")
        out.append(f'if (memcmp(set, zero, sizeof(v)) != 0) {{ printf("{name}: more than size is set\\n"); bad = 1; }} }}')
    return "\n".join(out + ["return bad; }\n"])


def check(args, report):
    headers.need("clang")
    top = args.top
    include = "-I" + os.path.join(top, "include")
    compilers = [c for c in COMPILERS if shutil.which(c[0])]
    for name, _, _ in COMPILERS:
        if not shutil.which(name):
            print(f"without {name}: it is not installed")
    only = args.only.split() if args.only else headers.header_files(top)
    with tempfile.TemporaryDirectory() as tmp:
        def alone(job):
            (cc, flags, ext), h = job
            src = os.path.join(tmp, f"{h}.{cc}.{ext}")
            with open(src, "w") as f:
                f.write(f"#include <agola/{h}>\n#include <agola/{h}>\n")
            # by relative names, so that a message names the header as it stands in the tree
            return cc, h, subprocess.run([cc, *flags, *WARNINGS, include, "-fsyntax-only", src], capture_output=True, text=True)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for cc, h, done in pool.map(alone, [(c, h) for c in compilers for h in only]):
                if done.returncode != 0:
                    where, what = first_error(done.stderr)
                    report(where, f"agola/{h} alone does not compile with {cc}: {what}", "C11 that is also C++17, without warnings")
        if report.faults:
            return ""
        api, macros = headers.load(top), init_macros(top)
        for name, (file, line) in macros.items():
            if name[:-5].lower() not in api.records:
                report(f"{file}:{line}", f"{name} belongs to no struct {name[:-5].lower()}", "the struct's name in capitals, and _INIT")
        for r in api.records.values():
            if r.members and r.members[0].name == "size" and r.name.upper() + "_INIT" not in macros:
                report(f"{r.file}:{r.line}", f"{r.name} begins with size and has no {r.name.upper()}_INIT", "that macro")
        libraries = [os.path.abspath(lib) for lib in (args.library, args.server_library) if lib]
        for cc, flags, ext in compilers:
            src, prog = os.path.join(tmp, f"all.{cc}.{ext}"), os.path.join(tmp, "all." + cc + ".out")
            with open(src, "w") as f:
                f.write(use_all(api, macros, bool(args.server_library)))
            link = [f"-Wl,-rpath,{os.path.dirname(lib)}" for lib in libraries] + libraries if libraries else ["-fsyntax-only"]
            done = subprocess.run([cc, *flags, *WARNINGS, "-Wno-cast-function-type", include, "-o", prog, src, *link],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                report(*first_error(done.stderr), f"a program that uses everything once, with {cc}")
            elif libraries:
                ran = subprocess.run([prog], capture_output=True, text=True)
                for line in ran.stdout.splitlines():
                    report("include/agola", f"{line} ({cc})", "only size is set, to sizeof")
                if ran.returncode not in (0, 1) or (ran.returncode and not ran.stdout):
                    report("include/agola", f"the program that uses everything ended with {ran.returncode} ({cc})", "0")
    return f"{len(only)} headers, {len(macros)} _INIT macros, {len(compilers)} compilers"


def seed(text, only="ctx.h"):
    def do(copy):
        copy.sub("include/agola/ctx.h", r"AGOLA_END_DECLS\n\n#endif", text + "\nAGOLA_END_DECLS\n\n#endif")
        return {"only": only}
    return do


def no_guard(copy):
    copy.write("include/agola/ctx.h", re.sub(r"#ifndef AGOLA_CTX_H\n#define AGOLA_CTX_H\n|#endif\n\Z", "", copy.read("include/agola/ctx.h")))
    return {"only": "ctx.h"}


def size_of_another(copy):
    copy.sub("include/agola/transport.h", r"(AGOLA_TRANSPORT_INIT AGOLA_INIT_\()struct agola_transport\)", r"\1struct agola_transport_request)")
    return {"only": "transport.h"}


def wrong_size(copy):
    copy.sub("include/agola/common.h", r"\{ \.size = sizeof\(T\) \}", "{ .size = sizeof(T) + 1 }")
    return {"only": "common.h"}


SEEDS = (
    ("a type of another header", seed("AGOLA_API void agola_seed(agola_gw_client *client);"), "agola/ctx.h alone does not compile with gcc"),
    ("a word of C++", seed("AGOLA_API void agola_seed(int class);"), "agola/ctx.h alone does not compile with g++"),
    ("a warning", seed("static inline int agola_seed(unsigned long x) { return x; }"), "alone does not compile with clang"),
    ("no include guard", no_guard, "agola/ctx.h alone does not compile"),
    ("a function that no library has", seed("AGOLA_API void agola_seed(void);"), "undefined reference to `agola_seed"),
    ("an _INIT with a wrong size", wrong_size, "AGOLA_VALUE_INIT: size is"),
    ("an _INIT of another type", size_of_another, "a program that uses everything once, with g++"),
    ("a struct without _INIT", seed("struct agola_seed { size_t size; };"), "has no AGOLA_SEED_INIT"),
    ("an _INIT without struct", seed("#define AGOLA_SEED_INIT { 0 }"), "AGOLA_SEED_INIT belongs to no struct"),
)

if __name__ == "__main__":
    checklib.main(check, ("include",), SEEDS, ("library", "server-library", "only"))
