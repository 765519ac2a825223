# SPDX-License-Identifier: Apache-2.0
"""Start and stop servers: agolad, and real ones of any release of Agola. Each start is bounded, and nothing outlives us."""
import ctypes
import json
import mmap
import os
import pathlib
import re
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ADMIN = "admintoken"
PEER = pathlib.Path(__file__).resolve().parents[3] / "shared/peer"
# no proxy of the environment stands between us and 127.0.0.1
ENV = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
start_seconds = 60

_libc = ctypes.CDLL(None)
_web = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class StartError(Exception):
    pass


class Missing(StartError):
    """Something that is not installed."""


def _die_with_parent():
    _libc.prctl(1, signal.SIGKILL)


def spawn(command, log, env=None, **more):
    return subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stderr=log, env={**ENV, **(env or {})},
                            preexec_fn=_die_with_parent, **more)


def end(process):
    """Ask it to end; after a while, make it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_all_in(folder):
    """End what was started from here, by something that ended before it: all that has its working folder in this one. Their ids."""
    ended = []
    for link in pathlib.Path("/proc").glob("[0-9]*/cwd"):
        try:
            cwd = os.readlink(link)
            if cwd == str(folder) or cwd.startswith(f"{folder}/"):
                pid = int(link.parent.name)
                os.kill(pid, signal.SIGKILL)
                ended.append(pid)
        except OSError:
            pass  # it has ended, or belongs to somebody else
    return ended


def tail(path, lines=15):
    return "\n".join(pathlib.Path(path).read_text(errors="replace").splitlines()[-lines:])


def request(method, url, body=None, token=None):
    """The status and the body of an answer; 0 for none."""
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Authorization": "token " + token} if token else {}
    try:
        with _web.open(urllib.request.Request(url, data, headers, method=method), timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()
    except OSError:
        return 0, b""


def free_ports(n):
    socks = [socket.socket() for _ in range(n)]
    for s in socks:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in socks]
    for s in socks:
        s.close()
    return ports


def until_ready(process):
    """The lines that a program of ours writes until READY."""
    limit, out = time.monotonic() + start_seconds, b""
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while not out.endswith(b"READY\n"):
            piece = ready.select(limit - time.monotonic()) and os.read(process.stdout.fileno(), 4096)
            if not piece:
                raise StartError
            out += piece
    return out.decode().splitlines()


class Agolad:
    """An agolad of ours."""

    whole = False  # it has not all services
    may_lose = False

    def __init__(self, program, folder, *args):
        self.log = open(folder / "agolad.log", "ab")
        try:
            self.process = spawn([program, *args], self.log, {"AGOLA_ADMIN_TOKEN": ADMIN}, stdout=subprocess.PIPE)
        except OSError as e:
            raise StartError(f"agolad: {e}") from e
        self.env = {"AGOLA_ADMIN_TOKEN": ADMIN}
        try:
            self.env.update(line.split("=", 1) for line in until_ready(self.process) if "=" in line)
        except StartError:
            self.stop()
            raise StartError("agolad did not start:\n" + tail(folder / "agolad.log")) from None

    def settle(self):
        """What was written shows at once."""

    def stop(self):
        end(self.process)
        self.process.stdout.close()
        self.log.close()


def config(folder, etcd, ports, configstore, git, adding):
    """The file of `agola serve`, for any release: they pass over what they do not know."""
    gw, rs, cs, gs, ns, _ = (f"http://127.0.0.1:{p}" for p in ports)
    cs = configstore or cs

    def store(name):
        return f'etcd: {{endpoints: "{etcd}"}}' if etcd else f"db: {{type: sqlite3, connString: {folder}/{name}/db}}"

    def web(port):
        return f'web: {{listenAddress: "127.0.0.1:{port}"}}'

    return f"""gateway:
  apiExposedURL: "{gw}"
  webExposedURL: "{gw}"
  runserviceURL: "{rs}"
  configstoreURL: "{cs}"
  gitserverURL: "{gs}"
  notificationURL: "{ns}"
  {web(ports[0])}
  tokenSigning: {{method: hmac, key: signingkey}}
  cookieSigning: {{key: cookiesigningkey}}
  unsecureCookies: true
  adminToken: {ADMIN}
  organizationMemberAddingMode: {adding}
scheduler:
  runserviceURL: "{rs}"
notification:
  webExposedURL: "{gw}"
  runserviceURL: "{rs}"
  configstoreURL: "{cs}"
  {web(ports[4])}
  {store('notification')}
  {f'webhookURL: "{git}/hook"' if git else ''}
configstore:
  dataDir: {folder}/configstore
  {store('configstore')}
  objectStorage: {{type: posix, path: {folder}/configstore/ost}}
  {web(ports[2])}
runservice:
  dataDir: {folder}/runservice
  {store('runservice')}
  objectStorage: {{type: posix, path: {folder}/runservice/ost}}
  {web(ports[1])}
executor:
  dataDir: {folder}/executor
  toolboxPath: {folder}
  runserviceURL: "{rs}"
  driver: {{type: docker}}
  {web(ports[5])}
gitserver:
  dataDir: {folder}/gitserver
  {web(ports[3])}
"""


class Agola:
    """A real Agola: all its services but the executor, or without the configstore on one that is given."""

    def __init__(self, program, folder, configstore=None, git="", adding="invitation"):
        self.folder, self.processes, self.whole, self.tries, self.git = folder, [], not configstore, 1, git
        self.adding = adding  # how members come into an organization
        for name in ("configstore", "runservice", "notification", "gitserver", "executor", "etcd"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.log = open(folder / "log", "ab")
        # a port may be taken before it is used: twice, then
        for last in (False, True):
            try:
                self._start(program, configstore)
                return
            except StartError as e:
                self._end_all()
                if last or isinstance(e, Missing):
                    self.log.close()
                    raise

    def _start(self, program, configstore):
        etcd, limit = uses_etcd(program), time.monotonic() + start_seconds
        *ports, client, peer = free_ports(8)
        url = f"http://127.0.0.1:{client}" if etcd else ""
        if etcd:
            if not shutil.which("etcd"):
                raise Missing("needs the program etcd (Debian package etcd-server)")
            peers = f"http://127.0.0.1:{peer}"
            self._spawn(["etcd", "--data-dir", self.folder / "etcd", "--listen-client-urls", url, "--advertise-client-urls", url,
                         "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", "default=" + peers])
            self._wait_for(url + "/health", limit)
        (self.folder / "config.yml").write_text(config(self.folder, url, ports, configstore, self.git, self.adding))
        components = "gateway,scheduler,notification,runservice,gitserver" + ("" if configstore else ",configstore")
        self._spawn([program, "serve", "--config", self.folder / "config.yml", "--components", components])
        gateway, runservice, own, _, notification, _ = (f"http://127.0.0.1:{p}" for p in ports)
        self.env = {"AGOLA_GATEWAY_URL": gateway, "AGOLA_CONFIGSTORE_URL": configstore or own, "AGOLA_RUNSERVICE_URL": runservice,
                    "AGOLA_NOTIFICATION_URL": notification, "AGOLA_ADMIN_TOKEN": ADMIN}
        if etcd:
            # a write that meets another one, be it the server's own housekeeping, answers 500 there: do it again
            self.tries = 4
        for service in ("RUNSERVICE", "CONFIGSTORE", "GATEWAY"):
            self._wait_for(self.env[f"AGOLA_{service}_URL"] + "/", limit)
        self.follows, self.may_lose = not etcd, etcd
        self._settle(limit)

    def _spawn(self, command):
        self.processes.append(spawn(command, self.log, stdout=self.log))

    def _check(self, what, limit):
        if self.processes[-1].poll() is not None:
            raise StartError(f"ended at its start:\n{tail(self.folder / 'log')}")
        if time.monotonic() > limit:
            raise StartError(f"{what} within {start_seconds} s:\n{tail(self.folder / 'log')}")

    def _wait_for(self, url, limit):
        while not request("GET", url)[0]:
            self._check("no answer from " + url, limit)
            time.sleep(0.05)

    def settle(self):
        """Wait until what was written shows."""
        if not self.follows:
            self._settle(time.monotonic() + start_seconds)

    def _settle(self, limit):
        """Releases to v0.7.1 read from a copy of what they write. One that has just started may miss a write for good, so
        write until one shows. The copy follows in order: what was written before it and does not show then never will."""
        markers, number = [], 0
        while not markers or not self._shows(markers[-1], 200):
            self._check("the configstore does not show what was written to it", limit)
            number += 1
            markers.append(self._marker(number))
        while markers:
            request("DELETE", markers[0])
            if self._shows(markers[0], 404):
                del markers[0]
                continue
            # it may show only when the next one is written
            self._check("the configstore still shows what was deleted", limit)
            number += 1
            markers.append(self._marker(number))

    def _marker(self, number):
        url, name = self.env["AGOLA_CONFIGSTORE_URL"] + "/api/v1alpha/remotesources", f"marker{number}"
        request("POST", url, {"name": name, "apiurl": "http://x", "type": "gitea", "auth_type": "password", "authtype": "password"})
        return f"{url}/{name}"

    def _shows(self, url, status):
        limit = time.monotonic() + 1
        while request("GET", url)[0] != status:
            if time.monotonic() > limit:
                return False
            time.sleep(0.005)
        return True

    def _end_all(self):
        for process in reversed(self.processes):
            end(process)
        self.processes = []

    def stop(self):
        self._end_all()
        self.log.close()


def uses_etcd(program):
    """Whether it is a release to v0.7.1: by what is in it, because a program that was built without a version tells none."""
    with open(program, "rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return text.find(b"etcd/clientv3") >= 0


def number_of(release):
    """(0, 7, 1) of v0.7.1; None where there is no number."""
    m = re.search(r"(\d+)\.(\d+)\.(\d+)", release)
    return tuple(map(int, m.groups())) if m else None


def release_of(text):
    """The release that the name of a program, or an answer to GET /version, tells; None if none."""
    m = re.search(r"HEAD\b|\bv?(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)[.\d]*)?)", text)
    return m and ("v" + m[1] if m[1] else m[0])


def real_programs():
    """[(release, program)] of the real Agola: AGOLA_BIN, else agola in PATH, else all releases of ../shared/peer."""
    program = ENV.get("AGOLA_BIN") or shutil.which("agola")
    if program:
        if not os.access(program, os.X_OK) or os.path.isdir(program):
            raise StartError(f"AGOLA_BIN: {program}: no program; wanted: the path of Agola's program `agola`")
        program = os.path.abspath(program)
        return [(release_of(os.path.basename(program)) or "agola", program)]
    names = [p.name[len("agola-"):-len(".xz")] for p in PEER.glob("agola-*.xz")]
    names.sort(key=lambda name: number_of(name) or (999,))
    return [(name, peer_program("agola-" + name)) for name in names]


def peer_program(name):
    """The path of a program of ../shared/peer; None if it is not there."""
    if not (PEER / (name + ".xz")).exists():
        return None
    done = subprocess.run([sys.executable, PEER / "agola-peer", "bin", name], capture_output=True, text=True, env=ENV, timeout=120)
    if done.returncode:
        raise StartError(done.stderr)
    return done.stdout.strip()
