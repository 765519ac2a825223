#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The small examples do what they say: list.py and sources with agolad, backup with a server that also cuts."""
import http.server
import pathlib
import subprocess
import sys
import tempfile
import threading

TOP = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TOP.parent / "conformance")]
import servers  # noqa: E402

OURS = ("--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
EXPORT = b'{"exportMeta":{"kind":"User"},"id":"1"}\n{"exportMeta":{"kind":"User"},"id":"2"}\n'


class Gateway(http.server.BaseHTTPRequestHandler):
    """Exports: whole, and ended in the middle as the real gateway does when its service fails."""

    def do_GET(self):
        body = EXPORT if self.path.endswith("/configstore") else EXPORT[:-9]
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Nothing."""


def run(command, url, token="t"):
    env = {**servers.ENV, "AGOLA_GATEWAY_URL": url, "AGOLA_TOKEN": token}
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60, env=env)


def test_list(agolad, library, folder):
    if library == "-":
        return True, "# SKIP Python cannot load a library with a sanitizer"
    server = servers.Agolad(agolad, folder, "--data-dir", folder / "data", *OURS)
    try:
        url = server.env["AGOLA_GATEWAY_URL"]
        body = {"name": "gitea", "apiurl": "https://gitea.example", "type": "gitea", "auth_type": "oauth2",
                "oauth_2_client_id": "i", "oauth_2_client_secret": "s"}
        status, answer = servers.request("POST", url + "/api/v1alpha/remotesources", body, servers.ADMIN)
        program = [sys.executable, TOP / "small/list.py", library]
        got = run(program, url, servers.ADMIN)
        wrong = run([*program, "nothing"], url)
        return (status == 201 and got.returncode == 0 and wrong.returncode and "agola_gw_nothing_list" in wrong.stderr and
                " name=gitea auth_type=oauth2 registration_enabled=True login_enabled=True\n" in got.stdout), (answer, got, wrong)
    finally:
        server.stop()


def test_sources(agolad, program, folder):
    """More than a page of them, in both orders; none; and a server that refuses."""
    server = servers.Agolad(agolad, folder, "--data-dir", folder / "data", *OURS)
    try:
        url = server.env["AGOLA_GATEWAY_URL"]
        none, names = run([program], url, servers.ADMIN), [f"source{i:02}" for i in range(65)]
        for name in names:
            servers.request("POST", url + "/api/v1alpha/remotesources",
                            {"name": name, "apiurl": "https://gitea.example", "type": "gitea", "auth_type": "password"}, servers.ADMIN)
        lines = [f"{name}\tpassword\tlogin\n" for name in names]
        up, down, gone = run([program], url), run([program, "desc"], url), run([program], "http://127.0.0.1:1")
        bad = run([program, "up"], url)
        ok = (none.returncode, none.stdout) == (0, "") and (up.returncode, up.stdout) == (0, "".join(lines))
        ok = ok and (down.returncode, down.stdout) == (0, "".join(lines[::-1])) and gone.returncode == 1 and "127.0.0.1" in gone.stderr
        return ok and bad.returncode == 1 and "usage" in bad.stderr, (none, up, down, gone, bad)
    finally:
        server.stop()


def test_backup(program, folder):
    gateway = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    try:
        url, name = f"http://127.0.0.1:{gateway.server_port}", folder / "backup"
        got = run([program, "configstore", name], url)
        ok = got.returncode == 0 and name.read_bytes() == EXPORT and name.stat().st_mode & 0o777 == 0o600
        cut = run([program, "runservice", name], url)
        # the old one stays, and nothing else
        ok = ok and cut.returncode and "it was cut" in cut.stderr and name.read_bytes() == EXPORT
        return ok and [p.name for p in folder.iterdir()] == ["backup"] and f"{len(EXPORT)} bytes" in got.stderr, (got, cut)
    finally:
        gateway.shutdown()
        gateway.server_close()


def main():
    agolad, library, backup, sources = sys.argv[1:]
    print("1..3")
    failed = False
    for i, (name, test) in enumerate((("list.py", lambda f: test_list(agolad, library, f)),
                                      ("sources", lambda f: test_sources(agolad, sources, f)),
                                      ("backup", lambda f: test_backup(backup, f))), 1):
        with tempfile.TemporaryDirectory(prefix="agola-small-") as folder:
            ok, what = test(pathlib.Path(folder))
        print(("" if ok else "not ") + f"ok {i} - {name}", what if isinstance(what, str) else "")
        if not ok:
            failed = True
            print("\n".join("# " + str(w) for w in what))
    return failed


if __name__ == "__main__":
    sys.exit(main())
