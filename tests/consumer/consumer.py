#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Install, then be a user: programs are built with nothing but what is installed, by cc and pkg-config, by meson and in C++,
shared and static, and run against the installed agolad. TAP."""
import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "checks"))
import agola_headers as headers  # noqa: E402
from tap import Failed, Server, Tap, same  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


class User:
    def __init__(self, top, build, prefix, destdir, tmp):
        self.top, self.build, self.tmp = top, build, tmp
        self.root = destdir + prefix
        libdir = next(d for d, _, files in os.walk(self.root) if any(f.startswith("libagola.so") for f in files))
        keep = ("HOME", "TMPDIR", "LANG", "PYTHONDONTWRITEBYTECODE")
        self.env = {k: os.environ[k] for k in keep if k in os.environ}
        self.env.update(PATH=f"{self.root}/bin:{self.root}/sbin:/usr/local/bin:/usr/bin:/bin", LD_LIBRARY_PATH=libdir,
                        PKG_CONFIG_PATH=libdir + "/pkgconfig", AGOLACTL_CONFIG="/dev/null")
        if destdir:
            self.env["PKG_CONFIG_SYSROOT_DIR"] = destdir
        self.libdir = libdir

    def sh(self, argv, **kw):
        """Run in a folder of ours; its output, or Failed with all it said."""
        env = {**self.env, **kw.pop("env", {})}
        done = subprocess.run(argv, env=env, cwd=self.tmp, capture_output=True, text=True, timeout=300, **kw)
        if done.returncode != 0:
            raise Failed(f"{shlex.join(argv) if isinstance(argv, list) else argv}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def pkg_config(self, *args):
        return shlex.split(self.sh(["pkg-config", *args]))

    # ---- the ways to build ----

    def only_installed(self, prog):
        """No path into the build or the sources, and our libraries from where they are installed."""
        dynamic = self.sh(["readelf", "-d", prog])
        if re.search(r"\((RPATH|RUNPATH)\)", dynamic):
            raise Failed(f"{prog} has a path of its own to its libraries:\n{dynamic}")
        for line in self.sh(["ldd", prog]).splitlines():
            if "libagola" in line and self.libdir not in line:
                raise Failed(f"{prog} takes a library from elsewhere: {line}")

    def pc_files(self):
        for name in os.listdir(self.libdir + "/pkgconfig"):
            with open(f"{self.libdir}/pkgconfig/{name}") as f:
                text = f.read()
            for path in (self.build, self.top):
                if path + "/" in text or text.endswith(path):
                    raise Failed(f"{name} speaks of {path}:\n{text}")

    def cc(self, cc, source, package, *flags):
        """As in a manual: cc source $(pkg-config --cflags --libs package)."""
        out = os.path.join(self.tmp, f"{os.path.basename(source)}.{cc}")
        self.sh(["sh", "-c", f'eval "$1 $2 $(pkg-config --cflags --libs {package}) -o $3"', "sh", shlex.join([cc, "-Wall", "-Wextra", "-Werror", *flags]),
                 shlex.quote(source), shlex.quote(out)])
        self.only_installed(out)
        return out

    def static(self, source, package):
        """With libagola.a, and the shared libraries that pkg-config says it needs."""
        out = os.path.join(self.tmp, os.path.basename(source) + ".static")
        libs = ["-l:lib" + w[2:] + ".a" if w.startswith("-lagola") else w for w in self.pkg_config("--libs", package)]
        needs = [w.split()[0] for p in {package, "agola"} for w in self.sh(["pkg-config", "--print-requires-private", p]).splitlines()]
        if not any(w == "-lcurl" for w in self.pkg_config("--static", "--libs", package)):
            raise Failed("pkg-config --static --libs does not name curl")
        self.sh(["cc", "-Wall", "-Wextra", "-Werror", "-pthread", source, *self.pkg_config("--cflags", package), *libs,
                 *self.pkg_config("--libs", *needs), "-o", out])
        if "libagola" in self.sh(["readelf", "-d", out]):
            raise Failed(f"{out} is linked with the shared library")
        return out

    def project(self, example, server):
        src, build = os.path.join(self.tmp, "project"), os.path.join(self.tmp, "project-build")
        shutil.copytree(os.path.join(HERE, "project"), src)
        shutil.copy(example, src)
        shutil.copy(os.path.join(HERE, "embed.c"), src)
        self.sh(["meson", "setup", f"-Dserver={'true' if server else 'false'}", build, src])
        self.sh(["ninja", "-C", build])
        return build


def be_a_user(tap, user, args):
    example = os.path.join(args.top, "pkgconfig/example/list.c")
    embed = os.path.join(HERE, "embed.c")
    tap("the .pc files know nothing of the build", user.pc_files)
    programs = {
        "cc and pkg-config": tap("cc and pkg-config", user.cc, "cc", example, "agola", "-std=c11", "-pedantic"),
        "C++": tap("C++ and pkg-config", user.cc, "c++", os.path.join(HERE, "list.cc"), "agola", "-std=c++17", "-pedantic"),
        "libagola.a": tap("cc and libagola.a", user.static, example, "agola"),
    }
    build = tap("a meson project with dependency('agola')", user.project, example, args.server)
    programs["meson"] = build and build + "/list"
    bare = tap("libagola.a without any operation", user.static, os.path.join(HERE, "reflect.c"), "agola")
    version = user.pkg_config("--modversion", "agola")[0]
    if bare:
        tap("it runs", lambda: same(user.sh([bare]), f"{version} unknown\n"))
    if not args.server:
        return
    for name, prog in (("meson", build and build + "/embed"), ("cc", tap("a program with a server in it", user.cc, "cc", embed, "agola-server")),
                       ("libagola-server.a", tap("the same with libagola-server.a", user.static, embed, "agola-server"))):
        if prog:
            tap(f"a server inside a program runs ({name})", lambda p=prog, n=name: same(user.sh([p, os.path.join(user.tmp, "embed-" + n)]), "embedded\n"))
    server = tap("the installed agolad starts", Server, "agolad", user.tmp, user.env)
    if not server:
        return
    try:
        env = {"AGOLA_TOKEN": server.token, "AGOLA_GATEWAY_URL": server.url}
        if args.cli:
            for name in ("first", "second"):
                tap(f"the installed agolactl creates {name}", lambda n=name: user.sh(
                    ["agolactl", "remotesource", "create", "--name", n, "--api-url", "https://git.example.org", "--type", "gitea", "--auth-type", "password"], env=env))
            want = tap("it lists them", lambda: user.sh(["agolactl", "remotesource", "list", "-o", "name"], env=env))
            tap("both are there", lambda: same(want, "first\nsecond\n"))
        outputs = {}
        for name, prog in programs.items():
            if prog:
                outputs[name] = tap(f"the list, {name}", lambda p=prog: user.sh([p, server.url], env=env))
        for name, text in outputs.items():
            tap(f"{name} says what the first said", same, text, next(iter(outputs.values())))
            if args.cli:
                tap(f"{name} has both", lambda t=text: same([line.split()[1] for line in t.splitlines()], ["first", "second"]))
    finally:
        tap("agolad ends on SIGTERM", lambda: same(server.stop(), 0))


def install_destdir(args, tmp):
    prefix = "/usr/local"
    for line in subprocess.run(["meson", "introspect", "--buildoptions", args.build], capture_output=True, text=True).stdout.split("}"):
        m = re.search(r'"name": "prefix".*"value": "([^"]*)"', line)
        prefix = m[1] if m else prefix
    headers.run(["meson", "install", "-C", args.build, "--no-rebuild", "--destdir", tmp + "/dest"], "install")
    return prefix, tmp + "/dest"


def install_prefix(args, tmp):
    """A build of its own, because the prefix is compiled in; quick and without optimisation."""
    prefix, build = tmp + "/a prefix", tmp + "/a build"
    headers.run(["meson", "setup", build, args.top, "--prefix", prefix, "-Dtests=false", "-Dbuildtype=plain", f"-Dserver={'true' if args.server else 'false'}",
                 f"-Dcli={'true' if args.cli else 'false'}"], "setup")
    headers.run(["ninja", "-C", build], "build")
    headers.run(["meson", "install", "-C", build, "--no-rebuild"], "install")
    shutil.rmtree(build)
    args.build = build
    return prefix, ""


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--top", required=True)
    p.add_argument("--build", required=True)
    p.add_argument("--mode", choices=("destdir", "prefix"), required=True)
    p.add_argument("--server", action="store_true")
    p.add_argument("--cli", action="store_true")
    args = p.parse_args()
    missing = [t for t in ("cc", "c++", "pkg-config", "meson", "ninja", "readelf", "ldd") if not shutil.which(t)]
    if missing:
        print(f"1..0 # SKIP not installed: {', '.join(missing)}")
        return
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="agola consumer " if args.mode == "prefix" else "agola-consumer-") as tmp:
        done = tap("install", install_destdir if args.mode == "destdir" else install_prefix, args, tmp)
        if done:
            be_a_user(tap, User(args.top, args.build, *done, tmp), args)
    tap.end()


if __name__ == "__main__":
    main()
