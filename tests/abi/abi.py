#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The text of the ABI. libagola.abi has one line for each thing that programs are compiled against: functions, members with
offset and size, enumerators, constants. A line under a released version never changes and never goes away; the lines of the
version that is not released yet must be in step with the headers: --write puts them so. --release VERSION closes a version."""
import argparse
import os
import re
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "checks"))
import agola_headers as headers  # noqa: E402
import checklib  # noqa: E402
import symbols  # noqa: E402

NAME = "tests/abi/libagola.abi"
SECTION = re.compile(r"^\[(\d+\.\d+\.\d+)( not released)?\]$")
HEAD = """# The ABI of libagola and libagola-server on 64-bit Linux, checked and written by tests/abi/abi.py.
# A line under a version that is released never changes and never goes away.
"""


def lines_of(api, top):
    """What the headers and the maps say today, sorted."""
    nodes = {}
    for _, map_name in symbols.LIBRARIES:
        for name, (_, node) in symbols.read_map(os.path.join(top, map_name))[0].items():
            nodes[name] = node
    ret = [f"function {f.name} @{nodes.get(f.name, '?')}: {f.type}" for f in api.functions.values()]
    ret += [f"member {r.name}.{m.name} at {m.offset}, {m.size} bytes: {m.type}" for r in api.records.values() for m in r.members]
    ret += [f"enumerator {name} = {value} in {e.name}" for e in api.enums.values() for name, value, _, _ in e.values]
    ret += [f"typedef {name}: {kind}" for name, (_, kind) in api.typedefs.items()]
    ret += [f"constant {name} = {text}" for name, text in api.macros.items() if not name.startswith("AGOLA_VERSION_")]
    return sorted(ret)


def read(path):
    """[(version, released, [(line number, line)])], in the order of the file."""
    ret = []
    if not os.path.exists(path):
        return ret
    with open(path) as f:
        for n, line in enumerate(f.read().split("\n"), 1):
            m = SECTION.match(line)
            if m:
                ret.append((m[1], not m[2], []))
            elif line and not line.startswith("#"):
                if not ret:
                    sys.exit(f"{path}:{n}: a line before the first [version]")
                ret[-1][2].append((n, line))
    return ret


def subject(line):
    return " ".join(line.replace(":", " ").split()[:2])


def check(args, report):
    api = headers.load(args.top)
    now = lines_of(api, args.top)
    there = set(now)
    by_subject = {subject(line): line for line in now}
    known = set()
    for version, released, lines in read(os.path.join(args.top, NAME)):
        for n, line in lines:
            known.add(line)
            if line in there:
                continue
            new = by_subject.get(subject(line))
            what = f"\"{line}\" " + (f"is now \"{new}\"" if new else "is gone")
            report(f"{NAME}:{n}", what, f"as it was released with {version}" if released else "to run tests/abi/abi.py --write")
    for line in now:
        if line not in known:
            report(NAME, f"\"{line}\" is not in it", "to run tests/abi/abi.py --write")
    for e in api.enums.values():
        text = open(os.path.join(args.top, e.file)).read().split("\n")
        for name, _, _, line in e.values:
            if not re.search(rf"\b{name}\s*=", text[line - 1]):
                report(f"{e.file}:{line}", f"{name} has no value of its own", f"{name} = …: values are part of the ABI")
    return f"{len(now)} lines"


def version_of(top):
    with open(os.path.join(top, "meson.build")) as f:
        return re.search(r"version: '([\d.]+)'", f.read())[1]


def write(top, sections):
    with open(os.path.join(top, NAME), "w") as f:
        f.write(HEAD)
        for version, released, lines in sections:
            f.write(f"\n[{version}{'' if released else ' not released'}]\n")
            f.writelines(line + "\n" for line in lines)


def update(top):
    sections = [(v, r, [line for _, line in lines]) for v, r, lines in read(os.path.join(top, NAME)) if r]
    released = {line for _, _, lines in sections for line in lines}
    now = lines_of(headers.load(top), top)
    gone = released - set(now)
    if gone:
        print("\n".join(sorted(gone)))
        sys.exit("these lines are released: programs are compiled against them, and they must come back")
    new = [line for line in now if line not in released]
    version = version_of(top)
    if new and version in [v for v, _, _ in sections]:
        sys.exit(f"{version} is released: give meson.build the next version first")
    write(top, sections + ([(version, False, new)] if new else []))


def release(top, version):
    sections = [(v, r or v == version, [line for _, line in lines]) for v, r, lines in read(os.path.join(top, NAME))]
    if version not in [v for v, _, _ in sections]:
        sys.exit(f"{NAME} has no version {version}")
    write(top, sections)


def released(seed):
    """A seed on a copy whose lines are all released."""
    def do(copy):
        if " not released]" in copy.read(NAME):
            copy.sub(NAME, r" not released\]", "]")
        return seed(copy)
    return do


SOURCE = "include/agola/common.h"
SEEDS = (
    ("a member moved", released(lambda c: c.sub(SOURCE, r"(\tint32_t nsec;[^\n]*\n)(\tint32_t offset;[^\n]*\n)", r"\2\1")),
     "\"member agola_time.nsec at 8, 4 bytes: int32_t\" is now"),
    ("a member has another type", released(lambda c: c.sub(SOURCE, r"int32_t nsec;", "uint32_t nsec;")), "agola_time.nsec at 8"),
    ("a member is gone", released(lambda c: c.sub(SOURCE, r"\tint32_t unused_;", "")), "agola_time.unused_ at 20, 4 bytes: int32_t\" is gone"),
    ("an enumerator has another value", released(lambda c: c.sub(SOURCE, r"AGOLA_ERR_TLS = -6", "AGOLA_ERR_TLS = -60")),
     "\"enumerator AGOLA_ERR_TLS = -6 in agola_result\" is now"),
    ("an enumerator is gone", released(lambda c: c.sub(SOURCE, r"\tAGOLA_ERR_TLS = -6,", "")), "AGOLA_ERR_TLS = -6 in agola_result\" is gone"),
    ("a function is gone", released(lambda c: c.sub(SOURCE, r"AGOLA_API void agola_free\([^\n]*\n", "")), "\"function agola_free "),
    ("a function has another parameter", released(lambda c: c.sub(SOURCE, r"agola_free\(const void \*root\)", "agola_free(int root)")),
     "\"function agola_free @LIBAGOLA_0.1: void (const void *)\" is now"),
    ("a function went to another node", released(lambda c: c.sub("lib/libagola.map", r"^LIBAGOLA_0.1 \{", "LIBAGOLA_9 {")),
     "@LIBAGOLA_0.1: void (const void *)\" is now"),
    ("a constant has another value", released(lambda c: c.sub(SOURCE, r"AGOLA_TIME_BUFSIZE 40", "AGOLA_TIME_BUFSIZE 41")),
     "AGOLA_TIME_BUFSIZE = 40\" is now"),
    ("a callback has another parameter", released(lambda c: c.sub("include/agola/ctx.h", r"\(void \*data, const agola_trace_event", "(const agola_trace_event")),
     "\"typedef agola_trace_fn"),
    ("a new function is not in the file", lambda c: c.sub(SOURCE, r"AGOLA_END_DECLS\n\n#endif", symbols.NEW + "\n#endif"),
     "\"function agola_seed @?: int (void)\" is not in it"),
    ("a line of something that is not there", lambda c: c.append(NAME, "member agola_time.seed at 24, 4 bytes: int32_t\n"), "agola_time.seed"),
    ("an enumerator without a value", lambda c: c.sub(SOURCE, r"AGOLA_ERR_TLS = -6,", "AGOLA_ERR_TLS,"), "AGOLA_ERR_TLS has no value"),
)

if __name__ == "__main__":
    if struct.calcsize("P") != 8:
        headers.skip("the file holds the layout of 64-bit systems")
    p = argparse.ArgumentParser(add_help=False)
    p.add_argument("--top", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    p.add_argument("--write", action="store_true")
    p.add_argument("--release")
    known_args, _ = p.parse_known_args()
    if known_args.write:
        update(known_args.top)
    elif known_args.release:
        release(known_args.top, known_args.release)
    else:
        checklib.main(check, ("include", "lib/libagola.map", "lib/server/libagola-server.map", "meson.build", NAME), SEEDS)
