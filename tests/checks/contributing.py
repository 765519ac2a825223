#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipes of CONTRIBUTING.md <-> git: each block of lines belongs to "`FILE` in HASH:", and that commit has them, in a row."""
import os
import re
import subprocess

import checklib

PAGE = "CONTRIBUTING.md"


def git(args, *words):
    """What git prints; None when the commit, the history or git itself is not there."""
    try:
        p = subprocess.run(["git", "-C", args.repository, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except FileNotFoundError:
        return None
    return p.stdout if p.returncode == 0 else None


def check(args, report):
    with open(os.path.join(args.top, PAGE)) as f:
        lines = f.read().split("\n")
    source, indent, block, blocks, start = None, "", None, 0, 0
    for n, line in enumerate(lines, 1):
        heading = re.fullmatch(r"\s*`([\w./-]+)` in ([0-9a-f]{7,40}):", line)
        if heading:
            source = heading.groups()
        elif line.strip() == "```diff":
            block, start, indent = [], n, line[:line.index("`")]
        elif block is not None and line.strip() == "```":
            blocks += 1
            check_block(args, report, source, block, start)
            block = None
        elif block is not None:
            block.append(line[len(indent):])
    for commit in re.findall(r"\b[0-9a-f]{7,40}\b", "\n".join(lines)):
        if re.search(r"\d", commit) and git(args, "merge-base", "--is-ancestor", commit, "HEAD") is None:
            report(PAGE, f"{commit} is no commit of this history", "one that git log shows")
    return f"{blocks} blocks"


def check_block(args, report, source, block, line):
    at = f"{PAGE}:{line}"
    if not source:
        report(at, "nothing says where these lines are from", "\"`FILE` in HASH:\" in front of the first block")
        return
    text = git(args, "show", "--format=", "-U0", source[1], "--", source[0])
    if not text:
        report(at, f"{source[1]} does not change {source[0]}", "a commit that does")
    elif "\n" + "\n".join(block) + "\n" not in text:
        report(at, f"{source[1]} does not have these lines in {source[0]}", "lines of that commit, as git show prints them")


SEEDS = (
    ("a line that is not so", lambda c: c.sub(PAGE, r"^\+\tr = cli_connect\(cli\);", "+\tr = cli_seed(cli);"), "does not have these lines"),
    ("a commit that is not there", lambda c: c.sub(PAGE, r"Commit d55907c", "Commit 0123456"), "0123456 is no commit"),
    ("a file that it does not change", lambda c: c.sub(PAGE, r"`lib/gw/version\.c` in", "`lib/gw/seed.c` in"), "does not change lib/gw/seed.c"),
    ("lines from nowhere", lambda c: c.sub(PAGE, r"^# Contributing", "# Contributing\n\n```diff\n+seed\n```"), "nothing says where"),
)


def checked(args, report):
    args.repository = args.repository or args.top  # the self-test's copies have none
    # an archive has no history, or that of another project around it; a shallow clone has only the end of it
    top = git(args, "rev-parse", "--show-toplevel")
    if (not top or os.path.realpath(top[:-1]) != os.path.realpath(args.repository) or
            git(args, "rev-parse", "--is-shallow-repository") != "false\n"):
        print("SKIPPED: there is no whole history to compare with")
        raise SystemExit(77)
    return check(args, report)


if __name__ == "__main__":
    checklib.main(checked, (PAGE,), SEEDS, ("repository",))
