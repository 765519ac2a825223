# SPDX-License-Identifier: Apache-2.0
"""agolad as a process: options, files, signals, locks."""
import json
import os
import resource
import signal
import socket
import ssl
import stat
import subprocess
import time

from harness import API, Connection, Skip, check, has, request, running, same, source


def test_help(b):
    """--help, --version: on standard output, exit code 0"""
    for args, part in ((["--help"], "--data-dir DIR"), (["-h"], "Exit status"), (["--version"], "agolad ")):
        r = subprocess.run([b.program, *args], capture_output=True, text=True, env=b.environ({}), timeout=20)
        same((r.returncode, r.stderr), (0, ""), args)
        has(r.stdout, part)
    with open("/dev/full", "w") as full:
        r = subprocess.run([b.program, "--help"], stdout=full, stderr=subprocess.PIPE, env=b.environ({}), timeout=20)
    same(r.returncode, 1, "--help to a full disk")


def test_usage(b):
    """wrong options: exit code 2, and what would be right"""
    for args, part in (
        (["--data-dri", "x"], '--data-dri: there is no such option; did you mean "--data-dir"?'),
        (["--zzzzzzzzz"], "--zzzzzzzzz: there is no such option"),
        (["--versoin=secret"], '--versoin: there is no such option; did you mean "--version"?'),
        (["--version=1"], "--version: it takes no value"),
        (["--con"], "--con: more than one option begins so"),
        (["--data-dir"], "--data-dir: its value is missing"),
        (["-x"], "-x: there is no such option"),
        (["word"], "word: agolad takes no arguments"),
        (["serve", "word"], "word: agolad takes no arguments"),
        (["--components", ""], "--components: it is empty"),
        (["--components", "gatway"], '"gatway" is no component; right are gateway and configstore, with a comma between them; did you mean "gateway"?'),
        (["--components", "gateway,runservice"], "agolad does not have the runservice"),
        (["--log-level", "loud"], "--log-level loud: right are error, warn, info, debug"),
        (["--log-level", "info", "--log-level", "loud"], "--log-level loud: right are"),
        (["--log-format", "xml"], "--log-format xml: right are plain, json"),
        (["--drain-timeout", "soon"], "--drain-timeout soon: right is a number of seconds"),
        (["--drain-timeout", "-1"], "--drain-timeout -1: right is"),
        (["--drain-timeout", "99999999999999999999"], "right is a number of seconds"),
        (["--admin-token-file", "/none"], "--admin-token-file /none: No such file"),
    ):
        text = b.fail(*args, code=2)
        has(text, part)
        has(text, "Try agolad --help")
        check("secret" not in text, text)
        same(text.count("\n"), 2, text)


def test_token_files(b):
    """token files: private, not empty, not too long; never shown"""
    for name, text, mode, part in (
        ("open", "S3CRET\n", 0o644, "others can read it (mode 0644); right is 0600"),
        ("empty", "", 0o600, "the first line is empty"),
        ("blank", "\nS3CRET\n", 0o600, "the first line is empty"),
        ("long", "S3CRET" * 1000, 0o600, "the first line has more than 1022 characters"),
    ):
        for option in ("--admin-token-file", "--configstore-token-file"):
            out = b.fail(option, b.write(name, text, mode), code=2)
            has(out, part)
            check("S3CRET" not in out, out)
    out = b.fail("--data-dir", b.path("d"), code=2, env={"AGOLA_ADMIN_TOKEN": "S3CRET" * 1000})
    has(out, "$AGOLA_ADMIN_TOKEN: it has more than 1022 characters")


def test_nothing(b):
    """with nothing but addresses: data below $HOME, $XDG_DATA_HOME or $STATE_DIRECTORY"""
    for env, where in (({}, ".local/share/agolad"), ({"XDG_DATA_HOME": b.path("xdg")}, "xdg/agolad"),
                       ({"STATE_DIRECTORY": b.path("state") + ":/none"}, "state")):
        s = b.start(env=env)
        check(os.path.exists(b.path(where + "/configstore.db")), where)
        same(s.token_file, b.path(where + "/admin-token"))
        same(s.stop(), 0)
    has(b.fail(code=2, env={"HOME": ""}), "--data-dir: it is not given, and neither $STATE_DIRECTORY nor $HOME is set")


def test_admin_token(b):
    """an admin token is made once, in a private file, and kept"""
    s = b.server()
    token = s.token()
    st = os.stat(s.token_file)
    same(stat.S_IMODE(st.st_mode), 0o600)
    same(len(token), 40)
    same(s.gw("POST", "/remotesources", {}, "wrong").status, 401)
    same(s.gw("POST", "/remotesources", {}, token).status, 400)
    s.stop()
    s = b.server()
    same((s.token(), os.stat(s.token_file).st_ino), (token, st.st_ino))
    check(token not in s.log())
    s.stop()
    os.chmod(b.path("data/admin-token"), 0o640)
    text = b.fail("--data-dir", b.path("data"), "--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
    has(text, "others can read it (mode 0640)")
    check(token not in text)


def test_given_tokens(b):
    """tokens from files and from the environment, which then no longer shows them"""
    f = b.write("t", "FILETOKEN\nmore\n")
    c = b.write("c", "CSTOKEN")
    s = b.server("--admin-token-file", f, "--configstore-token-file", c)
    same((s.token_file, os.path.exists(b.path("data/admin-token"))), (None, False))
    same(s.gw("POST", "/remotesources", {}, "FILETOKEN").status, 400)
    same(s.cs("GET", "/remotesources").status, 401)
    same(s.cs("GET", "/remotesources", token="CSTOKEN").status, 200)
    # the gateway in the same process knows it
    same(s.gw("GET", "/remotesources").status, 200)
    s.stop()
    s = b.server(env={"AGOLA_ADMIN_TOKEN": "ENVTOKEN", "AGOLA_CONFIGSTORE_TOKEN": "ENVCS"})
    same(s.gw("POST", "/remotesources", {}, "ENVTOKEN").status, 400)
    same(s.cs("GET", "/remotesources", token="ENVCS").status, 200)
    with open(f"/proc/{s.process.pid}/environ", "rb") as e:
        env = e.read()
    check(b"ENVTOKEN" not in env and b"ENVCS" not in env, "the environment still holds a token")
    with open(f"/proc/{s.process.pid}/cmdline", "rb") as e:
        check(b"TOKEN" not in e.read())


def test_config_file(b):
    """a YAML file of agola serve; notes and errors in the log's format"""
    text = f"""
gateway:
  adminToken: yamltoken
  apiExposedURL: "http://x"
  web: {{listenAddress: "127.0.0.1:0"}}
  tokenSigning: {{method: hmac, key: S3CRET}}
scheduler: {{runserviceURL: "http://x"}}
configstore:
  dataDir: {b.path("conf")}
  db: {{type: sqlite3, connString: {b.path("conf.db")}}}
  objectStorage: {{type: posix, path: /none}}
  web: {{listenAddress: "127.0.0.1:0"}}
runservice:
agolad: {{logFormat: json}}
"""
    f = b.write("c.yml", text)
    s = b.start("serve", "--config", f, "--components", "gateway,configstore", listen=False)
    same(s.gw("POST", "/remotesources", {}, "yamltoken").status, 400)
    same((s.token_file, os.path.exists(b.path("conf.db"))), (None, True))
    s.stop()
    lines = [json.loads(x) for x in s.log().splitlines()]
    notes = [x["msg"] for x in lines if "passed over" in x["msg"] or "without effect" in x["msg"]]
    same(len(notes), 3, notes)
    has(notes[0], "c.yml:7: section scheduler is passed over")
    has(notes[2], "gateway.apiExposedURL, gateway.tokenSigning.method, gateway.tokenSigning.key, configstore.objectStorage.type")
    check("S3CRET" not in s.log() and "yamltoken" not in s.log())
    # without a token in the file, where is the one that was made?
    s = b.start("--config", b.write("d.yml", text.replace("  adminToken: yamltoken\n", "")), listen=False)
    same(s.token_file, b.path("conf/admin-token"))
    s.stop()
    has(b.fail("--config", b.write("e.yml", "gateway:\n  web: {listenAdress: x}\n")),
        "e.yml:2: gateway.web.listenAdress: there is no such key; did you mean gateway.web.listenAddress?")
    has(b.fail("--config", b.path("none.yml")), "none.yml: No such file")


def test_gateway_alone(b):
    """a gateway alone makes and keeps an admin token too, and is not open without one"""
    c = b.server("--components", "configstore")
    same((c.gateway, c.token_file), (None, None))
    same(c.cs("POST", "/remotesources", source("a")).status, 201)
    has(b.fail("--components", "gateway", "--configstore-url", c.configstore, "--gateway-listen", "127.0.0.1:0"),
        "gateway.adminToken: it is not set")
    g = b.start("--components", "gateway", "--configstore-url", c.configstore, "--data-dir", b.path("g"))
    same(g.configstore, None)
    same([x["name"] for x in g.gw("GET", "/remotesources").json()], ["a"])
    same(g.gw("GET", "/remotesources/a").status, 401)
    same(g.gw("DELETE", "/remotesources/a").status, 401)
    same(g.gw("DELETE", "/remotesources/a", token=g.token()).status, 204)
    # the configstore is gone, or asks for a token that the gateway does not have: no fault of the client
    c.stop()
    a = g.gw("GET", "/remotesources")
    same((a.status, a.body), (500, b"[]"))
    c = b.server("--components", "configstore", env={"AGOLA_CONFIGSTORE_TOKEN": "T"})
    g2 = b.start("--components", "gateway", "--configstore-url", c.configstore, "--data-dir", b.path("g2"))
    same(g2.gw("GET", "/remotesources").status, 500)
    # and a web server that is no configstore
    g3 = b.start("--components", "gateway", "--configstore-url", g.gateway + "/none", "--data-dir", b.path("g3"))
    same(g3.gw("GET", "/remotesources").status, 500)


def test_one_per_folder(b):
    """a second one on the folder is refused; after kill -9 the next one starts, with the data"""
    s = b.server()
    same(s.cs("POST", "/remotesources", source("kept")).status, 201)
    text = b.fail("--data-dir", b.path("data"), "--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
    has(text, f"data: another agolad is running on it (process {s.process.pid})")
    s.stop(signal.SIGKILL)
    s = b.server()
    same([x["name"] for x in s.cs("GET", "/remotesources").json()], ["kept"])
    same(s.stop(), 0)
    same(sorted(os.listdir(b.path("data"))), ["admin-token", "configstore.db", "lock"])


def test_addresses(b):
    """addresses: in use, wrong, IPv6"""
    with socket.socket() as used:
        used.bind(("127.0.0.1", 0))
        used.listen()
        port = used.getsockname()[1]
        has(b.fail("--data-dir", b.path("d"), "--gateway-listen", f"127.0.0.1:{port}", "--configstore-listen", "127.0.0.1:0"),
            f"cannot listen on 127.0.0.1:{port}: Address already in use")
    for bad, part in (("x", "right is HOST:PORT"), ("127.0.0.1:", "right is HOST:PORT"), ("127.0.0.1:http", "listen address"),
                      ("127.0.0.1:65536", "listen address"), ("127.0.0.1:-1", "listen address"), ("192.0.2.1:0", "cannot listen on"),
                      ("no.such.host.invalid:0", "listen address"), ("[::1:0", "listen address"), ("h" * 300 + ":0", "listen address")):
        text = b.fail("--data-dir", b.path("d"), "--gateway-listen", bad, "--configstore-listen", "127.0.0.1:0")
        has(text, part)
        has(text, bad)
    if not os.path.exists("/proc/net/if_inet6"):
        return
    s = b.start("--data-dir", b.path("six"), "--gateway-listen", "[::1]:0", "--configstore-listen", "127.0.0.1:0", listen=False)
    check(s.gateway.startswith("http://[::1]:"), s.gateway)
    same(s.gw("GET", "/version").status, 200)


def test_bad_folders(b):
    """folders that cannot be used are named"""
    f = b.write("file", "")
    listen = ("--gateway-listen", "127.0.0.1:0", "--configstore-listen", "127.0.0.1:0")
    has(b.fail("--data-dir", f, *listen), f"data folder {f}: it cannot be")
    has(b.fail("--data-dir", f + "/x", *listen), f"data folder {f}/x: it cannot be made: Not a directory")
    has(b.fail("--data-dir", "/proc/none", *listen), "data folder /proc/none: it cannot be made")
    os.makedirs(b.path("dir/configstore.db"))
    has(b.fail("--data-dir", b.path("dir"), *listen), "dir/configstore.db: it cannot be opened for writing")
    os.makedirs(b.path("damaged"))
    b.write("damaged/configstore.db", "x" * 5000)
    has(b.fail("--data-dir", b.path("damaged"), *listen), "configstore.db: it is damaged or no SQLite database")
    if os.getuid() != 0:
        os.makedirs(b.path("ro"), 0o500)
        has(b.fail("--data-dir", b.path("ro"), *listen), "ro: it cannot be written: Permission denied")


def test_full_disk(b):
    """a full disk: writes fail with 500, reads go on, nothing is lost"""
    limit = 600 * 1024

    def limited():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    s = b.server("--log-level", "error", preexec_fn=limited)
    made, status = [], 201
    for i in range(400):
        status = s.cs("POST", "/remotesources", source(f"n{i}", SSHHostKey="x" * 20000)).status
        if status != 201:
            break
        made.append(f"n{i}")
    same(status, 500)
    check(made, "nothing was written")
    same(sorted(x["name"] for x in s.gw("GET", "/remotesources?limit=0").json()), sorted(made))
    has(s.log(), "database")
    s.stop()
    s = b.server()
    same(sorted(x["name"] for x in s.gw("GET", "/remotesources?limit=0").json()), sorted(made))
    same(s.cs("POST", "/remotesources", source("again")).status, 201)


def test_stdout(b):
    """a standard output that cannot be written ends it"""
    with open("/dev/full", "w") as full, open(b.path("err"), "w") as err:
        p = subprocess.Popen([b.program, "--data-dir", b.path("d"), "--gateway-listen", "127.0.0.1:0", "--configstore-listen",
                              "127.0.0.1:0"], stdout=full, stderr=err, env=b.environ({}))
        running.append(p)
        same(p.wait(20), 1)
    with open(b.path("err")) as f:
        has(f.read(), "agolad: standard output: No space left on device")


def test_notify(b):
    """sd_notify: READY=1 when it answers, STOPPING=1 at the end; path and abstract"""
    for address in (b.path("n"), f"\0agolad-test-{os.getpid()}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as n:
            n.bind(address)
            n.settimeout(10)
            s = b.server(env={"NOTIFY_SOCKET": address.replace("\0", "@")})
            same(n.recv(100), b"READY=1")
            same(s.gw("GET", "/version").status, 200)
            s.stop()
            same(n.recv(100), b"STOPPING=1")
    # a bad one does no harm
    for bad in ("", "x", "relative/path", "/" + "x" * 200, b.path("none")):
        s = b.server(env={"NOTIFY_SOCKET": bad})
        same(s.stop(), 0)


def slow_request(s, token):
    body = json.dumps(source("slow")).encode()
    c = Connection(s.configstore)
    c.send(request("POST", API + "/remotesources", body)[:-10])
    return c, body[-10:]


def test_drain(b):
    """SIGTERM: a running request ends, new ones are refused, then it stops"""
    for sig in (signal.SIGTERM, signal.SIGINT):
        s = b.server()
        name = "slow"
        c, rest = slow_request(s, None)
        with c, Connection(s.gateway):
            time.sleep(0.3)
            s.process.send_signal(sig)
            time.sleep(0.5)
            same(s.process.poll(), None, "it did not wait")
            for url in (s.gateway, s.configstore):
                try:
                    with Connection(url, timeout=5) as n:
                        n.send(request("GET", API + "/version"))
                        check(n.is_closed(3) and not n.rest, "a new connection was served")
                except ConnectionError:
                    pass
            c.send(rest)
            a = c.answer()
            same((a.status, a.json()["name"], a.headers.get("connection")), (201, name, "close"))
            same(s.process.wait(10), 0)
        s.wait_log("stopped")
        s = b.server()
        same(s.cs("DELETE", "/remotesources/slow").status, 204)
        s.stop()


def test_drain_ends(b):
    """a request that does not end is cut after --drain-timeout; a second signal ends it at once"""
    s = b.server("--drain-timeout", "1")
    c, _ = slow_request(s, None)
    with c:
        time.sleep(0.3)
        start = time.monotonic()
        same(s.stop(), 0)
        check(0.8 < time.monotonic() - start < 8, f"{time.monotonic() - start} s")
    has(s.log(), "cut: the server stops")
    s = b.server("--drain-timeout", "60")
    c, _ = slow_request(s, None)
    with c:
        time.sleep(0.3)
        s.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        same(s.process.poll(), None)
        same(s.stop(), -signal.SIGTERM)


def test_log(b):
    """one line per request, plain and JSON; no token, no secret"""
    for fmt in ("plain", "json"):
        s = b.server("--log-format", fmt)
        body = source("n" + fmt, AuthType="oauth2", Oauth2ClientID="i", Oauth2ClientSecret="S3CRET")
        same(s.cs("POST", "/remotesources", body, "S3CRET").status, 201)
        s.gw("GET", "/remotesources?access_token=S3CRET", token="S3CRET")
        s.gw("DELETE", "/remotesources/none", token=s.token())
        s.gw("GET", "/none\x1b%0a")
        s.stop()
        log = s.log()
        check("S3CRET" not in log and s.token() not in log, log)
        lines = [x for x in log.splitlines() if " /api" in x or '"target"' in x]
        same(len(lines), 4, log)
        has(lines[2], "does not exist")
        check("\x1b" not in log)
        if fmt == "json":
            rows = [json.loads(x) for x in log.splitlines()]
            rows = [x for x in rows if x["msg"] == "request"]
            same([(x["component"], x["method"], x["status"]) for x in rows],
                 [("configstore", "POST", 201), ("gateway", "GET", 200), ("gateway", "DELETE", 404), ("gateway", "GET", 404)])
            check(all(x["us"] >= 0 and x["bytes"] >= 0 and x["peer"] == "127.0.0.1" for x in rows))
        else:
            has(lines[0], " info configstore POST /api/v1alpha/remotesources 201 ")
    s = b.server("--log-level", "error")
    s.gw("GET", "/version")
    s.stop()
    same(s.log(), "")


def test_tls(b):
    """a listener with TLS; certificates that cannot be used"""
    r = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                        b.path("key"), "-out", b.path("cert"), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
                       capture_output=True, timeout=60)
    if r.returncode:
        raise Skip("openssl cannot make a certificate")

    def config(cert, key):
        return b.write("tls.yml", f"gateway: {{web: {{listenAddress: '127.0.0.1:0', tls: true, tlsCertFile: '{cert}', tlsKeyFile: '{key}'}}}}\n"
                                  f"configstore: {{dataDir: {b.path('data')}}}\n")

    s = b.start("--config", config(b.path("cert"), b.path("key")), listen=False)
    check(s.gateway.startswith("https://127.0.0.1:"), s.gateway)
    context = ssl.create_default_context(cafile=b.path("cert"))
    same(s.gw("GET", "/remotesources", context=context).json(), [])
    same(s.gw("POST", "/remotesources", {"name": "x" * 500000}, s.token(), context=context).code(), "invalidRemoteSourceName")
    with Connection(s.gateway) as c:
        c.send(request("GET", API + "/version"))
        check(c.is_closed(5) and b"200" not in c.rest, "plain HTTP was answered")
    same(s.stop(), 0)
    has(b.fail("--config", config(b.path("none"), b.path("key"))), "tlsCertFile")
    has(b.fail("--config", config(b.path("cert"), "")), "tlsKeyFile")
    has(b.fail("--config", config(b.path("key"), b.path("key"))), "is the certificate that of the key?")
