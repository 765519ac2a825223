#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the manual shows: each program in EXAMPLES of a page of section 3 compiles without warnings, runs against an agolad, and
prints what the page says; each SYNOPSIS compiles with the headers that it names. "$ agolactl …" in section 1 prints what the page
says, but for ids. TAP."""
import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "checks"))
import man  # noqa: E402
from tap import Failed, Server, Tap, same  # noqa: E402

UUID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def literals(top, page):
    """[(line, text)] of the literal displays in EXAMPLES."""
    ret, section, start = [], "", None
    with open(os.path.join(top, page.file)) as f:
        for n, line in enumerate(f.read().split("\n"), 1):
            if line.startswith(".Sh "):
                section = line[4:]
            elif line.startswith(".Bd -literal") and section == "EXAMPLES":
                start, text = n, []
            elif line == ".Ed" and start:
                ret.append((start, "\n".join(text) + "\n"))
                start = None
            elif start:
                text.append(re.sub(r"\\(e|&|-|\(aq|\(dq)", lambda m: {"e": "\\", "&": "", "-": "-", "(aq": "'", "(dq": '"'}[m[1]], line))
    return ret


class Examples:
    def __init__(self, args, tmp):
        self.args, self.tmp = args, tmp
        # programs may use POSIX, which -std=c11 alone hides
        self.flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror",
                      "-I" + os.path.join(args.top, "include"), *shlex.split(args.cflags)]
        self.env = dict(os.environ, AGOLACTL_CONFIG=os.path.join(tmp, "agolactl.yml"))
        for name in ("AGOLA_TOKEN", "AGOLA_TOKEN_FILE", "AGOLA_CONFIGSTORE_TOKEN"):
            self.env.pop(name, None)

    def compile(self, where, text, *more):
        src = os.path.join(self.tmp, "example.c")
        with open(src, "w") as f:
            f.write(text)
        prog = os.path.join(self.tmp, "example")
        done = subprocess.run([*shlex.split(self.args.cc), *self.flags, src, "-o", prog, *more], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"{where}: it does not compile:\n{done.stderr}")
        return prog

    def synopsis(self, page):
        lines = [f"#include <{words[0]}>" for _, words in page.find("In", "SYNOPSIS")]
        for n, result, name, params in page.prototypes():
            # a member that is a function has no name of its own here
            lines += [f'#line {n} "{page.file}"', ("extern " if name.startswith("(") and "typedef" not in result else "") +
                      f"{result} {name}({', '.join(params) or 'void'});"]
        lines.append("int main(void) {")
        for n, words in page.find("Vt", "SYNOPSIS"):
            text = " ".join(w for w in words if w not in ("Va", "Dv"))
            if "=" in text:
                lines += [f'#line {n} "{page.file}"', "{", text, "(void)" + words[words.index("Va") + 1] + "; }"]
        self.compile(page.file, "\n".join([*lines, "return 0; }\n"]), "-c")

    def program(self, page, line, text, claimed):
        where = f"{page.file}:{line}"
        prog = self.compile(where, text, *[os.path.abspath(x) for x in self.args.library], *[
            f"-Wl,-rpath,{os.path.dirname(os.path.abspath(x))}" for x in self.args.library])
        folder = tempfile.mkdtemp(dir=self.tmp)
        done = subprocess.run([prog], env=self.env, cwd=folder, capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise Failed(f"{where}: it ends with {done.returncode}\n{done.stdout}{done.stderr}")
        if self.args.write and done.stdout and claimed is None:
            self.put_output(page, line, done.stdout)
            return
        if done.stdout and claimed is None:
            raise Failed(f"{where}: the page does not say what it prints; right would be (--write puts it there):\n"
                         f"It prints\n.Bd -literal -offset indent\n{done.stdout}.Ed")
        if done.stdout != (claimed or ""):
            raise Failed(f"{where}: the page says that it prints\n{claimed}but it prints\n{done.stdout}")

    def put_output(self, page, line, printed):
        """--write: the page gets what the program printed."""
        path = os.path.join(self.args.top, page.file)
        with open(path) as f:
            rows = f.read().split("\n")
        end = rows.index(".Ed", line)
        said = [re.sub(r"^[.']", r"\\&\g<0>", row.replace("\\", "\\e")) for row in printed.rstrip("\n").split("\n")]
        rows[end + 1:end + 1] = [".Pp", "It prints", ".Bd -literal -offset indent", *said, ".Ed"]
        with open(path, "w") as f:
            f.write("\n".join(rows))
        print(f"# {page.file}: what it prints is now in it")

    def session(self, page, line, text):
        """"$ command" and what it says, like on a terminal."""
        commands, said = [], ""
        for row in text.split("\n"):
            if row.startswith("$ "):
                commands.append(row[2:])
        script = "rc=0\n" + "".join(f"printf '%s\\n' {shlex.quote('$ ' + c)}\n(exit $rc)\n{c}\nrc=$?\n" for c in commands)
        env = dict(self.env, PATH=os.path.dirname(os.path.abspath(self.args.agolactl)) + ":" + self.env["PATH"],
                   AGOLACTL_HEADERS="true")  # a page shows what a terminal shows
        done = subprocess.run(["sh", "-c", script], env=env, cwd=self.tmp, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
        said = done.stdout
        try:
            same(UUID.sub("ID", said), UUID.sub("ID", text))
        except Failed as e:
            raise Failed(f"{page.file}:{line}: {e}") from None


def run_page(tap, ex, page):
    if page.section == "3":
        tap(f"{page.name}: SYNOPSIS", ex.synopsis, page)
    blocks = literals(ex.args.top, page)
    for i, (line, text) in enumerate(blocks):
        if page.section == "3" and "int main(" in text:
            claimed = blocks[i + 1][1] if i + 1 < len(blocks) and "int main(" not in blocks[i + 1][1] else None
            if claimed is None and "needs a whole Agola" in open(os.path.join(ex.args.top, page.file)).read():
                # it is run where there is one, by tests/conformance
                tap(f"{page.name}: the program in line {line} compiles", ex.compile, f"{page.file}:{line}", text, "-c")
            else:
                tap(f"{page.name}: the program in line {line}", ex.program, page, line, text, claimed)
        elif page.section == "1" and text.startswith("$ ") and ex.args.agolactl:
            tap(f"{page.name}: the session in line {line}", ex.session, page, line, text)


def expect_failure(ex, page_name, change, method, words):
    """A page with a fault must not pass."""
    copy = os.path.join(ex.tmp, "copy")
    shutil.rmtree(copy, ignore_errors=True)
    os.makedirs(copy + "/man")
    with open(os.path.join(ex.args.top, "man", page_name)) as f:
        old = f.read()
    text = change(old)
    if text == old:
        raise Failed(f"the seed found nothing to change in {page_name}")
    with open(os.path.join(copy, "man", page_name), "w") as f:
        f.write(text)
    page = man.Page(copy, page_name)
    blocks = literals(copy, page)
    try:
        if method == "synopsis":
            ex.synopsis(page)
        elif method == "session":
            ex.session(page, *next(b for b in blocks if b[1].startswith("$ ")))
        else:
            ex.program(page, *blocks[0], blocks[1][1] if len(blocks) > 1 else None)
    except Failed as e:
        if words in str(e):
            return
        raise Failed(f"it failed for another reason: {e}") from None
    raise Failed("it was not found")


SEEDS = (
    ("a wrong output", "agola_reflect.3", lambda s: s.replace("\nname = example-reflect\n", "\nname = seed\n"), "program", "but it prints"),
    ("no output", "agola_reflect.3", lambda s: re.sub(r"\.Pp\nIt prints\n\.Bd.*?\.Ed\n", "", s, flags=re.S), "program", "does not say what it prints"),
    ("a program that does not compile", "agola_reflect.3", lambda s: s.replace("char *json = NULL;", "int json;"), "program", "does not compile"),
    ("a program that fails", "agola_reflect.3", lambda s: s.replace("? EXIT_FAILURE : EXIT_SUCCESS", ": 7").replace("return r < 0 : 7", "return 7"),
     "program", "ends with 7"),
    ("another argument in SYNOPSIS", "agola_ctx.3", lambda s: s.replace('"int64_t ms"', '"int ms"'), "synopsis", "does not compile"),
    ("another _INIT in SYNOPSIS", "agola_reflect.3", lambda s: s.replace("AGOLA_VALUE_INIT ;", "AGOLA_SEED_INIT ;"), "synopsis", "does not compile"),
    ("a session that says something else", "agolactl-remotesource.1", lambda s: s.replace("\nRemote source gitea created.", "\nRemote source seed created."),
     "session", "Remote source seed created."),
)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--top", required=True)
    p.add_argument("--cc", required=True)
    p.add_argument("--cflags", default="")
    p.add_argument("--library", action="append", default=[])
    p.add_argument("--agolad", required=True)
    p.add_argument("--agolactl", default="")
    p.add_argument("--write", action="store_true", help="pages that do not say what their program prints get it")
    args = p.parse_args()
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="agola-examples-") as tmp:
        ex = Examples(args, tmp)
        server = Server(os.path.abspath(args.agolad), tmp, ex.env)
        try:
            ex.env.update(AGOLA_GATEWAY_URL=server.url, AGOLA_CONFIGSTORE_URL=server.configstore_url, AGOLA_TOKEN=server.token)
            for name in sorted(os.listdir(os.path.join(args.top, "man"))):
                if re.search(r"\.[13]$", name):
                    run_page(tap, ex, man.Page(args.top, name))
            if not tap.bad and not args.write:
                for title, page, change, method, words in SEEDS:
                    if method != "session" or args.agolactl:
                        tap(f"found: {title}", expect_failure, ex, page, change, method, words)
        finally:
            server.stop()
    tap.end()


if __name__ == "__main__":
    main()
