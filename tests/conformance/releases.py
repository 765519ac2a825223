#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write man/libagola-releases.7, the table of operations and releases, from the .steps and .tsv files.

    releases.py [--check]

The answers in the .tsv files are what run.py saw, and what it compares every run with. --check writes nothing, and fails when the
page is not in step or when an operation of the library is in no step.
"""
import argparse
import pathlib
import re
import sys
import textwrap

sys.dont_write_bytecode = True

import answers  # noqa: E402
import steps  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parents[1]
PAGE = TOP / "man/libagola-releases.7"
SERVICES = (("gw", "gateway"), ("cs", "configstore"), ("rs", "runservice"), ("ns", "notification"))


def operation(function):
    return re.sub(r"_iter$", "_list", function)


def library():
    """The functions of all operations, as the rows name them."""
    text = "".join(path.read_text() for path in sorted(TOP.glob("lib/[gcrn][ws]/*.c")) + sorted(TOP.glob("lib/ns/*.c")))
    return sorted(set(re.findall(r"^AG_OP\((\w+),", text, re.M)))


def table(nouns, expected, releases):
    """{function: {release: cell}}"""
    function = {f"{noun.name}.{step.name}": operation(step.function) for noun in nouns for step in noun.steps}
    known = {}
    for release in releases:
        by_step = expected.of(release)
        known[release] = {step: by_step[step] for step in function if step in by_step}
    return answers.table(expected.usual(), known, function.get)


def roff(text):
    return text.replace("\\", "\\e").replace('"', '\\(dq')


def page(cells, releases):
    out = ['.\\" SPDX-License-Identifier: Apache-2.0', '.\\" Written by tests/conformance/releases.py from what run.py saw: change the steps.',
           ".Dd November 25, 2026", ".Dt LIBAGOLA-RELEASES 7", ".Os", ".Sh NAME", ".Nm libagola-releases", ".Nd which release of Agola offers what",
           ".Sh DESCRIPTION",
           "What each operation of", ".Xr libagola 3", "does on real servers of these releases,", "as the project's conformance suite saw it.",
           "The suite makes the same calls, good ones and refused ones, on each server.", ".Bl -tag -width differs", ".It ok",
           "All calls ended as the usual answer says.", "Releases before v0.10.0 send no error codes; that is not counted.", ".It absent",
           "The release does not have the operation: the function returns", ".Dv AGOLA_ERR_VERSION", "with a sentence.", ".It differs",
           "Some calls ended otherwise; see", ".Sx DIFFERENCES .", ".El", ".Pp",
           "The usual answer is that of the last release, and that of", ".Xr agolad 8", "where it serves the operation."]
    for svc, words in SERVICES:
        mine = {f: c for f, c in cells.items() if f.startswith(f"agola_{svc}_")}
        if not mine:
            continue
        out += [f".Ss Operations of the {words}", ".TS", "l " + "l " * len(releases) + ".", "\t".join(["operation", *releases])]
        for function in sorted(mine):
            out.append("\t".join([function.removeprefix(f"agola_{svc}_")] + [mine[function][r].split(":")[0] for r in releases]))
        out.append(".TE")
    out += [".Sh DIFFERENCES", "In brackets are the names of the calls, as in", ".Pa tests/conformance/*.steps .", ".Bl -tag -width Ds"]
    for function in sorted(cells):
        by = {}
        for release in releases:
            kind, _, text = cells[function][release].partition(": ")
            if kind == "differs":
                by.setdefault(text, []).append(release)
        for i, (text, names) in enumerate(by.items()):
            out += ([f".It Fn {function}"] if i == 0 else [".Pp"]) + [f"{', '.join(names)}:"] + textwrap.wrap(roff(text), 78, break_long_words=False)
    out += [".El", ".Sh SEE ALSO", ".Xr agola_error 3 ,", ".Xr libagola 3"]
    return "\n".join(out) + "\n"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--check", action="store_true")
    options = p.parse_args()
    expected, nouns = answers.Expected(HERE), steps.read_all(HERE)
    releases = [name for name in expected.known if name == "HEAD" or name.startswith("v")]
    cells = table(nouns, expected, releases)
    text = page(cells, releases)
    if not options.check:
        PAGE.write_text(text)
        return 0
    bad = [f"{f}: no step of tests/conformance plays it" for f in library() if f not in cells]
    bad += [f"{f}: {r}: no answer is known" for f, c in cells.items() for r, cell in c.items() if cell == "not run"]
    if not PAGE.exists() or PAGE.read_text() != text:
        bad.append("man/libagola-releases.7 is not in step: tests/conformance/releases.py")
    for line in bad:
        print(line, file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
