# SPDX-License-Identifier: Apache-2.0
"""What the checkers share: how a fault is told, and the self-test that runs a checker on copies with one fault each."""
import argparse
import os
import re
import shutil
import sys
import tempfile


class Report:
    def __init__(self):
        self.faults = []

    def __call__(self, where, what, right):
        """WHERE is "file" or "file:line"."""
        self.faults.append(f"{where}: {what}; right would be: {right}")


class Copy:
    """A copy of a part of the tree, to put faults in."""

    def __init__(self, top, parts):
        self.top = tempfile.mkdtemp(prefix="agola-check-")
        for part in parts:
            src, dst = os.path.join(top, part), os.path.join(self.top, part)
            if os.path.isdir(src):
                shutil.copytree(src, dst)
            elif os.path.exists(src):
                os.makedirs(os.path.dirname(dst), exist_ok=True)
                shutil.copy(src, dst)

    def path(self, name):
        return os.path.join(self.top, name)

    def read(self, name):
        with open(self.path(name)) as f:
            return f.read()

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w") as f:
            f.write(text)

    def sub(self, name, pattern, new):
        """Replace the first match of a regular expression; it must be there."""
        old = self.read(name)
        text, n = re.subn(pattern, new, old, count=1, flags=re.M | re.S)
        if n != 1 or text == old:
            raise AssertionError(f"the seed {pattern!r} found nothing to change in {name}")
        self.write(name, text)

    def append(self, name, text):
        self.write(name, self.read(name) + text)


def main(check, parts, seeds, options=()):
    """check(args, report) looks at args.top. seeds: (title, what to do to a Copy, a part of the fault that must be found);
    what that function returns takes the place of options. options: names that must be given as --name."""
    p = argparse.ArgumentParser()
    p.add_argument("--top", required=True, help="root of the sources")
    p.add_argument("--self-test", action="store_true", help="put one fault after the other into a copy; each must be found")
    for name in options:
        p.add_argument("--" + name, default="")
    args = p.parse_args()
    top = args.top
    report = Report()
    count = check(args, report)
    for fault in report.faults:
        print(fault)
    if report.faults:
        print(f"{len(report.faults)} faults")
        sys.exit(1)
    if not args.self_test:
        print(f"{count}: no fault")
        return
    bad = 0
    for title, seed, expect in seeds:
        copy = Copy(top, parts)
        try:
            these = argparse.Namespace(**{**vars(args), **(seed(copy) or {}), "top": copy.top})
            report = Report()
            check(these, report)
            hit = [f for f in report.faults if expect in f]
            print(f"{'found' if hit else 'NOT FOUND'}: {title}: {hit[0] if hit else report.faults[:3]}")
            bad += not hit
        finally:
            shutil.rmtree(copy.top)
    if bad or not seeds:
        sys.exit(f"{bad} seeded faults of {len(seeds)} were not found")
    print(f"all {len(seeds)} seeded faults were found")
