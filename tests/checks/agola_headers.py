# SPDX-License-Identifier: Apache-2.0
"""The public headers as clang reads them: functions, structs with their layout, enums, typedefs and constants."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

SKIP = 77  # what meson takes for "skipped"


def skip(why):
    print(f"SKIP: {why}")
    sys.exit(SKIP)


def need(*tools):
    """The program of each name; skips the test when one is missing."""
    found = [shutil.which(t) for t in tools]
    for tool, path in zip(tools, found):
        if not path:
            skip(f"{tool} is not installed")
    return found


@dataclass
class Decl:
    name: str
    file: str  # "include/agola/ctx.h"
    line: int
    comment: str  # one line, without the stars; "" if there is none


@dataclass
class Function(Decl):
    type: str = ""
    ret: str = ""
    params: list = field(default_factory=list)  # (name, type)
    marked: bool = False  # AGOLA_API


@dataclass
class Member(Decl):
    type: str = ""
    offset: int = 0
    size: int = 0


@dataclass
class Record(Decl):
    ctype: str = ""  # "struct agola_x"
    members: list = field(default_factory=list)
    size: int = 0

    def member(self, name):
        return next((m for m in self.members if m.name == name), None)


@dataclass
class Enum(Decl):
    values: list = field(default_factory=list)  # (name, value, comment, line)


@dataclass
class Api:
    functions: dict = field(default_factory=dict)
    records: dict = field(default_factory=dict)
    enums: dict = field(default_factory=dict)
    typedefs: dict = field(default_factory=dict)  # name -> (Decl, type)
    macros: dict = field(default_factory=dict)  # constants: name -> text
    file_comments: dict = field(default_factory=dict)  # "include/agola/ctx.h" -> text
    private: list = field(default_factory=list)  # functions without AGOLA_API


def plain(comment):
    """A comment's words on one line."""
    lines = [re.sub(r"^\s*\*?\s?", "", line) for line in comment.split("\n")]
    return re.sub(r"\s+", " ", " ".join(lines)).strip()


def run(argv, what, **kw):
    done = subprocess.run(argv, capture_output=True, text=True, **kw)
    if done.returncode != 0:
        sys.stderr.write(done.stdout[-4000:] + done.stderr[-4000:])
        sys.exit(f"{what}: {argv[0]} ended with {done.returncode}")
    return done.stdout


class _Reader:
    """clang leaves out a file and a line that are the same as in the location before: so the tree is walked in order."""

    def __init__(self, top, api):
        self.top, self.api = top, api
        self.file, self.line = "", 0
        self.texts = {}

    def text(self, path):
        if path not in self.texts:
            with open(path, "rb") as f:
                self.texts[path] = f.read()
        return self.texts[path]

    def place(self, loc):
        """Where a location is in the file that holds it, after macros; None if it says nothing."""
        if not loc:
            return None
        ret = None
        if "spellingLoc" in loc or "expansionLoc" in loc:
            for key, value in loc.items():
                if key in ("spellingLoc", "expansionLoc"):
                    at = self.place(value)
                    ret = at if key == "expansionLoc" else ret
            return ret
        self.file = loc.get("file", self.file)
        self.line = loc.get("line", self.line)
        return (self.file, self.line, loc["offset"]) if "offset" in loc else None

    def walk(self, node):
        """A node with 'at', its place, and 'doc', its comment."""
        node["at"] = self.place(node.get("loc"))
        rng = node.get("range", {})
        begin = self.place(rng.get("begin"))
        self.place(rng.get("end"))
        if node["kind"] == "FullComment":
            at = begin or node["at"]
            body = self.text(at[0])
            node["doc"] = plain(body[at[2]:body.index(b"*/", at[2])].decode().lstrip("<"))
        for child in node.get("inner", []):
            if child:
                self.walk(child)
                if child["kind"] == "FullComment":
                    node["doc"] = child["doc"]

    def decl(self, cls, node, **kw):
        return cls(node["name"], os.path.relpath(node["at"][0], self.top), node["at"][1], node.get("doc", ""), **kw)

    def top_level(self, node):
        if not node.get("at") or not node.get("name"):
            return
        path = os.path.relpath(node["at"][0], self.top)
        if not path.startswith("include/agola/"):
            return
        inner = [c for c in node.get("inner", []) if c]
        kind, api = node["kind"], self.api
        if kind == "FunctionDecl":
            f = self.decl(Function, node, type=node["type"]["qualType"])
            f.ret = f.type[:f.type.index("(")].strip()
            f.params = [(c.get("name", ""), c["type"]["qualType"]) for c in inner if c["kind"] == "ParmVarDecl"]
            f.marked = any(c["kind"] == "VisibilityAttr" for c in inner)
            if f.marked:
                api.functions[f.name] = f
            else:
                api.private.append(f)
        elif kind == "RecordDecl" and node.get("completeDefinition"):
            r = self.decl(Record, node, ctype=f"{node['tagUsed']} {node['name']}")
            r.members = [self.decl(Member, c, type=c["type"]["qualType"]) for c in inner if c["kind"] == "FieldDecl"]
            api.records[r.name] = r
        elif kind == "EnumDecl":
            e = self.decl(Enum, node)
            value = -1
            for c in inner:
                if c["kind"] != "EnumConstantDecl":
                    continue
                explicit = next((i for i in c.get("inner", []) if i.get("kind") == "ConstantExpr"), None)
                value = int(explicit["value"]) if explicit else value + 1
                e.values.append((c["name"], value, c.get("doc", ""), c["at"][1]))
            api.enums[e.name] = e
        elif kind == "TypedefDecl":
            api.typedefs[node["name"]] = (self.decl(Decl, node), node["type"]["qualType"])


def _layout(api, flags, headers, tmp):
    """Offsets and sizes, as the compiler sees them."""
    lines = ["#include <stdio.h>"] + [f"#include <agola/{h}>" for h in headers] + ["int main(void) {"]
    for r in api.records.values():
        lines.append(f'printf("%s . 0 %zu\\n", "{r.name}", sizeof({r.ctype}));')
        for m in r.members:
            at = f"(({r.ctype} *)0)->{m.name}"
            lines.append(f'printf("{r.name} {m.name} %zu %zu\\n", __builtin_offsetof({r.ctype}, {m.name}), sizeof({at}));')
    src, prog = os.path.join(tmp, "layout.c"), os.path.join(tmp, "layout")
    with open(src, "w") as f:
        f.write("\n".join(lines + ["return 0; }\n"]))
    run(["clang", "-std=c11", *flags, "-o", prog, src], "layout of the structs")
    for line in run([prog], "layout of the structs").splitlines():
        name, member, offset, size = line.split()
        if member == ".":
            api.records[name].size = int(size)
        else:
            m = api.records[name].member(member)
            m.offset, m.size = int(offset), int(size)


def header_files(top):
    return sorted(h for h in os.listdir(os.path.join(top, "include/agola")) if h.endswith(".h"))


_loaded = {}  # a self-test looks at the same headers again and again


def load(top):
    """Everything that the headers in TOP/include/agola declare."""
    need("clang")
    top = os.path.realpath(top)
    digest = hashlib.sha256()
    for h in header_files(top):
        with open(os.path.join(top, "include/agola", h), "rb") as f:
            digest.update(h.encode() + b"\0" + f.read() + b"\0")
    if digest.digest() not in _loaded:
        _loaded[digest.digest()] = _load(top)
    return _loaded[digest.digest()]


def _load(top):
    api = Api()
    flags = ["-I" + os.path.join(top, "include")]
    headers = header_files(top)
    with tempfile.TemporaryDirectory() as tmp:
        umbrella = os.path.join(tmp, "all.h")
        with open(umbrella, "w") as f:
            f.writelines(f"#include <agola/{h}>\n" for h in headers)
        parse = ["clang", "-x", "c", "-std=c11", *flags]
        tree = json.loads(run([*parse, "-fsyntax-only", "-Xclang", "-ast-dump=json", umbrella], "public headers"))
        reader = _Reader(top, api)
        reader.walk(tree)
        for node in tree["inner"]:
            reader.top_level(node)
        for line in run([*parse, "-E", "-dM", umbrella], "public headers").splitlines():
            m = re.match(r"#define (AGOLA_\w+) (.+)$", line)
            if m and re.match(r'^(-?\d+|"[^"]*")$', m[2]):
                api.macros[m[1]] = m[2]
        _layout(api, flags, headers, tmp)
    for h in headers:
        with open(os.path.join(top, "include/agola", h)) as f:
            m = re.search(r"/\*\*\s*\n \* @file.*?\*/", f.read(), re.S)
        api.file_comments["include/agola/" + h] = plain(m[0].strip("/*")) if m else ""
    return api
