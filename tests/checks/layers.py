#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which file may include what: each dependency is fenced into few files, the rooms of lib/ stand on each other in one order, the
programs use public headers only. Also: no file grows beyond 600 lines, and each room says what may enter it."""
import os
import re

import checklib

# what is included -> the files that may
FENCES = (
    (r"yajl/", r"lib/json/|cli/(output_(path|json)|cmds/export_check)\.c"),
    (r"curl/", r"lib/http/"),
    (r"sqlite3\.h|libpq-fe\.h", r"lib/server/(db\w*\.[ch]|schema\.c)"),
    (r"microhttpd\.h", r"lib/server/httpd\w*\.[ch]"),
    (r"uuid/", r"lib/server/id\.c"),
    (r"yaml\.h", r"lib/server/config_file\.c|cli/lazy/"),
    (r"libsmartcols|nettle/|pcre2\.h", r"cli/lazy/"),
    (r"(\.\./)?lazy/nettle\.h", r"cli/complete\.c|cli/cmds/transfer\.c"),
    (r"(\.\./)?lazy/pcre2\.h", r"cli/cmds/when_match\.c"),
    (r"(\.\./)?lazy/smartcols\.h", r"cli/output\w*\.c"),
    (r"(\.\./)?lazy/yaml\.h", r"cli/(config|yaml_\w+|output\w*)\.[ch]"),
    (r"agola/server\.h", r"lib/server/|cli/agolad\.c"),
)
# a room -> the rooms that it may use
ROOMS = {
    "base": "base", "json": "base json core", "http": "base core http", "core": "base json http core", "gw": "base json core gw",
    "cs": "base json core cs", "rs": "base json core rs", "ns": "base json core ns",
    "server": "base json core gw cs rs ns server http",
}
C_HEADERS = set("stdbool.h stddef.h stdint.h stdarg.h".split())
CODE = ("include", "lib", "cli", "pkgconfig")
MAX_LINES = 600
READMES = re.compile(r"(include|lib|lib/\w+|cli|man|pkgconfig|tests|tests/\w+|tools)$")


def sources(top, rooms, ends):
    for room in rooms:
        for folder, _, files in os.walk(os.path.join(top, room)):
            for name in sorted(files):
                if name.endswith(ends):
                    yield os.path.relpath(os.path.join(folder, name), top)


def check_include(report, at, path, kind, what):
    parts = path.split("/")
    for pattern, allowed in FENCES:
        if re.match(pattern, what) and not re.match(allowed, path):
            report(at, f"it includes {what}", f"only files like {allowed} do")
    if parts[0] == "include":
        if kind == '"' or not (what.startswith("agola/") or what in C_HEADERS):
            report(at, f"a public header includes {what}", "<agola/…> and " + ", ".join(sorted(C_HEADERS)))
    elif parts[0] == "lib" and kind == '"':
        room, _, name = what.partition("/")
        if not name:
            report(at, f"it includes \"{what}\"", f"the room in front: \"{parts[1]}/{what}\"")
        elif room not in ROOMS.get(parts[1], "").split():
            report(at, f"lib/{parts[1]} includes {what}", f"only of {ROOMS.get(parts[1], 'a room that layers.py knows')}")
    elif parts[0] in ("cli", "pkgconfig") and kind == '"':
        name = os.path.basename(what)
        if parts[0] == "pkgconfig" or "lib/" in what or not re.fullmatch(r"(\.\./)?((cmds|lazy)/)?\w+\.h", what):
            report(at, f"it includes \"{name}\" of {what}", "the headers beside it and <agola/…>")


def check(args, report):
    top, n = args.top, 0
    for path in sources(top, CODE, (".c", ".h")):
        n += 1
        with open(os.path.join(top, path)) as f:
            for line_no, line in enumerate(f, 1):
                m = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
                if m:
                    check_include(report, f"{path}:{line_no}", path, m[1], m[2])
                if path.startswith("cli/") and re.search(r"\bag_[a-z]\w+\(", line):
                    report(f"{path}:{line_no}", "a program uses a private function", "public functions only")
    for path in sources(top, (*CODE, "tests", "tools", "man"), (".c", ".h", ".py", ".sh")):
        with open(os.path.join(top, path), errors="replace") as f:
            lines = sum(1 for _ in f)
        if lines > MAX_LINES:
            report(path, f"it has {lines} lines", f"at most {MAX_LINES}")
    for folder, _, files in os.walk(top):
        name = os.path.relpath(folder, top)
        if READMES.match(name) and any(not f.startswith((".", "__")) for f in files) and "README.md" not in files:
            report(name, "it has no README.md", "a few lines on what may enter this folder")
    return f"{n} files"


def include(path, what):
    return lambda c: c.write(path, f"#include {what}\n" + c.read(path))


SEEDS = (
    ("curl outside", include("lib/core/call.c", "<curl/curl.h>"), "lib/core/call.c:1: it includes curl/curl.h"),
    ("yajl outside", include("lib/http/url.c", "<yajl/yajl_gen.h>"), "lib/http/url.c:1: it includes yajl/"),
    ("SQLite outside", include("lib/server/router.c", "<sqlite3.h>"), "lib/server/router.c:1: it includes sqlite3.h"),
    ("a private header in a public one", include("include/agola/ctx.h", '"base/base.h"'), "a public header includes base/base.h"),
    ("the system in a public header", include("include/agola/ctx.h", "<sys/types.h>"), "a public header includes sys/types.h"),
    ("a room that stands below uses one above", include("lib/base/buf.c", '"core/core.h"'), "lib/base includes core/core.h"),
    ("the client uses the server", include("lib/gw/remote_source.c", '"server/db.h"'), "lib/gw includes server/db.h"),
    ("a program uses a private header", include("cli/main.c", '"../lib/core/core.h"'), "cli/main.c:1: it includes \"core.h\""),
    ("a program uses a private function", lambda c: c.append("cli/main.c", "\tag_buf_free(&b);\n"), "a program uses a private function"),
    ("a long file", lambda c: c.append("lib/base/buf.c", "\n" * MAX_LINES), "lib/base/buf.c: it has"),
    ("a room without README", lambda c: os.remove(c.path("lib/base/README.md")), "lib/base: it has no README.md"),
)

if __name__ == "__main__":
    checklib.main(check, (*CODE, "tests", "tools", "man"), SEEDS)
