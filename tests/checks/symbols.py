#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Public headers <-> symbol map <-> what the shared libraries export; headers <-> include/agola/meson.build <-> client.h."""
import os
import re

import agola_headers as headers
import checklib

LIBRARIES = (("library", "lib/libagola.map"), ("server-library", "lib/server/libagola-server.map"))


def read_map(path):
    """name -> (line, node), and whether all the rest is local."""
    names, node, local, scope = {}, None, False, None
    with open(path) as f:
        text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), f.read(), flags=re.S)
    for n, line in enumerate(text.split("\n"), 1):
        for token in re.findall(r"[\w.*]+\s*[:;{]|\}", line):
            word, mark = token[:-1].strip(), token[-1]
            if mark == "{":
                node, scope = word, "global"
            elif mark == ":":
                scope = word
            elif mark == ";" and scope == "local":
                local = local or word == "*"
            elif mark == ";" and word:
                names[word] = (n, node)
    return names, local


def exported(library):
    """name -> node of each symbol that the library defines for others."""
    out = headers.run(["nm", "-D", "--defined-only", "--with-symbol-versions", library], "exported symbols")
    ret = {}
    for line in out.splitlines():
        _, kind, name = line.split()[-3:]
        name, _, node = name.partition("@")
        if kind != "A":  # the nodes themselves
            ret[name] = node.lstrip("@")
    return ret


def check_library(report, top, api, map_name, library, is_server):
    functions = {f.name: f for f in api.functions.values() if f.file.endswith("/server.h") == is_server}
    names, local = read_map(os.path.join(top, map_name))
    if not local:
        report(map_name, "what is not named is exported", "local: *;")
    for name, (line, _) in names.items():
        if "*" in name:
            report(f"{map_name}:{line}", f"{name} exports names that nobody looked at", "each function by its name")
        elif name not in functions:
            report(f"{map_name}:{line}", f"{name} is in no public header", "declare it with AGOLA_API, or drop it here")
        if not name.startswith("agola_"):
            report(f"{map_name}:{line}", f"{name} is exported", "only agola_… names")
    for name, f in functions.items():
        if name not in names:
            report(f"{f.file}:{f.line}", f"{name} is not in {map_name}", f"a line \"{name};\" in its newest node")
    if library:
        symbols = exported(library)
        base = os.path.basename(library)
        for name, node in symbols.items():
            if name not in names:
                report(base, f"it exports {name}, which is not in {map_name}",
                       "a hidden ag_… symbol" if name.startswith("ag_") else "only what the map names")
            elif node != names[name][1]:
                report(base, f"{name} has the version {node}", names[name][1])
        for name, (line, _) in names.items():
            if name not in symbols:
                report(f"{map_name}:{line}", f"{base} does not export {name}", "define it, or drop it here")
    return len(functions)


def check_lists(report, top):
    with open(os.path.join(top, "include/agola/meson.build")) as f:
        listed = re.findall(r"'([\w.]+\.h)'", f.read())
    with open(os.path.join(top, "include/agola/client.h")) as f:
        umbrella = re.findall(r"#include <agola/([\w.]+)>", f.read())
    there = headers.header_files(top)
    for name in there:
        if name not in listed:
            report("include/agola/meson.build", f"{name} is not in it, so it is not installed", "add it to headers")
        if name not in umbrella and name not in ("client.h", "server.h"):
            report("include/agola/client.h", f"{name} is not included", f"#include <agola/{name}>")
    for name in listed:
        if name not in there:
            report("include/agola/meson.build", f"there is no {name}", "drop it")
        if listed.count(name) > 1:
            report("include/agola/meson.build", f"{name} stands in it twice", "once")
    if "server.h" in umbrella:
        report("include/agola/client.h", "server.h is included", "nothing of the server in the client's umbrella")


def check(args, report):
    headers.need("nm")
    api = headers.load(args.top)
    for f in api.private:
        report(f"{f.file}:{f.line}", f"{f.name} is declared without AGOLA_API", "AGOLA_API in front of it")
    n = 0
    for option, map_name in LIBRARIES:
        n += check_library(report, args.top, api, map_name, getattr(args, option.replace("-", "_")), option != "library")
    check_lists(report, args.top)
    return f"{n} functions"


def leak(copy):
    """A library that exports one name too many."""
    copy.write("leak.c", "int ag_leak(void);\nint ag_leak(void) { return 0; }\n")
    library = copy.path("libagola.so")
    headers.run(["clang", "-shared", "-fPIC", "-o", library, copy.path("leak.c")], "a library that leaks")
    return {"library": library}


NEW = "/** Seed. */\nAGOLA_API int agola_seed(void);\nAGOLA_END_DECLS\n"
SEEDS = (
    ("a header's function is not in the map", lambda c: c.sub("include/agola/common.h", r"AGOLA_END_DECLS\n\n#endif", NEW + "\n#endif"),
     "agola_seed is not in lib/libagola.map"),
    ("the map names a function that no header has", lambda c: c.sub("lib/libagola.map", r"\tagola_free;", "\tagola_free;\n\tagola_seed;"),
     "agola_seed is in no public header"),
    ("a function that the library exports is not in the map", lambda c: c.sub("lib/libagola.map", r"\tagola_free;", ""),
     "it exports agola_free"),
    ("a private function leaks", leak, "it exports ag_leak"),
    ("a function of the map is not in the library", lambda c: c.sub("lib/libagola.map", r"\tagola_free;", "\tagola_free;\n\tagola_seed;"),
     "does not export agola_seed"),
    ("the node is another", lambda c: c.sub("lib/libagola.map", r"^LIBAGOLA_0.1 \{", "LIBAGOLA_9 {"), "has the version"),
    ("a wildcard", lambda c: c.sub("lib/libagola.map", r"\tagola_free;", "\tagola_f*;"), "agola_f* exports names"),
    ("nothing is local", lambda c: c.sub("lib/libagola.map", r"local:\n\t\*;", ""), "what is not named is exported"),
    ("a private name in the map", lambda c: c.sub("lib/libagola.map", r"\tagola_free;", "\tag_free;"), "ag_free is exported"),
    ("a function without AGOLA_API", lambda c: c.sub("include/agola/common.h", r"AGOLA_API void agola_free", "void agola_free"),
     "agola_free is declared without AGOLA_API"),
    ("a function of the server is not in its map",
     lambda c: c.sub("lib/server/libagola-server.map", r"\tagola_server_stop;", ""), "agola_server_stop is not in"),
    ("the server's map names one that server.h does not have",
     lambda c: c.sub("lib/server/libagola-server.map", r"\tagola_server_stop;", "\tagola_server_stop;\n\tagola_free;"),
     "agola_free is in no public header"),
    ("a header that is not installed", lambda c: c.write("include/agola/seed.h", "\n"), "seed.h is not in it"),
    ("a header that client.h lacks", lambda c: c.write("include/agola/seed.h", "\n"), "seed.h is not included"),
    ("a header that is not there", lambda c: c.sub("include/agola/meson.build", r"'error.h'", "'error.h', 'seed.h'"), "there is no seed.h"),
    ("the server in the umbrella", lambda c: c.sub("include/agola/client.h", r"#include <agola/ctx.h>",
                                                   "#include <agola/ctx.h>\n#include <agola/server.h>"), "server.h is included"),
)

if __name__ == "__main__":
    checklib.main(check, ("include", "lib/libagola.map", "lib/server/libagola-server.map"), SEEDS, ("library", "server-library"))
