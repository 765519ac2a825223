# SPDX-License-Identifier: Apache-2.0
"""What tests share that run programs: TAP, and an agolad on a folder of its own."""
import os
import subprocess
import sys


class Failed(Exception):
    pass


def same(got, want):
    if got != want:
        raise Failed(f"expected:\n{want}\ngot:\n{got}")


class Tap:
    """tap(name, function, argument...) is one test: it fails with Failed. The function's result, or None."""

    def __init__(self):
        self.n = self.bad = 0

    def __call__(self, name, fn, *args):
        self.n += 1
        try:
            ret = fn(*args)
            print(f"ok {self.n} - {name}", flush=True)
            return ret
        except (Failed, OSError, subprocess.TimeoutExpired) as e:
            self.bad += 1
            print(f"not ok {self.n} - {name}", flush=True)
            print(f"{name}: {e}", file=sys.stderr)  # meson shows what a failed test says there
            return None

    def end(self):
        print(f"1..{self.n}")
        sys.exit(1 if self.bad or not self.n else 0)


class Server:
    """An agolad in FOLDER: url, configstore_url, token."""

    def __init__(self, agolad, folder, env):
        self.log = open(os.path.join(folder, "agolad.log"), "w+")
        self.proc = subprocess.Popen([agolad, "--data-dir", os.path.join(folder, "data"), "--gateway-listen", "127.0.0.1:0",
                                      "--configstore-listen", "127.0.0.1:0"],
                                     env=env, cwd=folder, stdout=subprocess.PIPE, stderr=self.log, text=True)
        says = {}
        for line in self.proc.stdout:
            key, _, value = line.strip().partition("=")
            says[key] = value
            if key == "READY":
                break
        if "READY" not in says:
            self.stop()
            self.log.seek(0)
            raise Failed("agolad did not start: " + self.log.read())
        self.url, self.configstore_url = says["AGOLA_GATEWAY_URL"], says["AGOLA_CONFIGSTORE_URL"]
        with open(says["AGOLA_ADMIN_TOKEN_FILE"]) as f:
            self.token = f.read().strip()

    def stop(self):
        self.proc.terminate()
        try:
            return self.proc.wait(20)
        except subprocess.TimeoutExpired:
            self.proc.kill()
            return self.proc.wait()
