# SPDX-License-Identifier: Apache-2.0
"""HTTP itself: slow, large, many, and odd clients."""
import json
import re
import socket
import threading
import time

from harness import API, Connection, check, has, request, same, source

GET = request("GET", API + "/remotesources")
MIB = 1024 * 1024


def config(b, **keys):
    text = "".join(f"  {k}: {v}\n" for k, v in keys.items())
    return b.server("--config", b.write("c.yml", f"agolad:\n{text}"))


def test_keep_alive(b):
    """keep-alive, pipelined requests in order, Connection: close, HTTP/1.0"""
    s = b.server()
    with Connection(s.gateway) as c:
        for _ in range(3):
            c.send(GET)
            same(c.answer().status, 200)
        c.send(request("GET", API + "/version") + GET + request("GET", "/none") + request("GET", API + "/version"))
        same([c.answer().status for _ in range(4)], [200, 200, 404, 200])
        c.send(request("GET", API + "/version", headers=["Connection: close"]))
        a = c.answer()
        same((a.status, a.headers.get("connection", "").lower()), (200, "close"))
        check(c.is_closed(5), "it stays open")
    with Connection(s.gateway) as c:
        c.send(f"GET {API}/version HTTP/1.0\r\n\r\n".encode())
        same(c.answer().status, 200)
        check(c.is_closed(5), "it stays open")
    # one byte at a time
    with Connection(s.gateway) as c:
        body = b'{"name":""}'
        for x in request("POST", API + "/remotesources", body, s.token()):
            c.send(bytes([x]))
        same(c.answer().code(), "invalidRemoteSourceName")


def test_other_methods(b):
    """HEAD, OPTIONS and other methods are 404, as Go answers, and keep the connection in order"""
    s = b.server()
    with Connection(s.gateway) as c:
        for method in ("HEAD", "OPTIONS", "PATCH", "TRACE", "get", "BREW"):
            c.send(request(method, API + "/remotesources"))
            a = c.answer(head=method == "HEAD")
            same((a.status, a.headers["content-type"]), (404, "text/plain; charset=utf-8"), method)
        c.send(GET)
        same(c.answer().json(), [])
        c.send(request("OPTIONS", "*"))
        check(c.answer().status in (400, 404))


def test_redirect(b):
    """paths that are not clean: 301 and where to"""
    s = b.server()
    for path, where in ((b"//api/v1alpha/version", "/api/v1alpha/version"), (b"/api/v1alpha/./version?a=b", "/api/v1alpha/version?a=b"),
                        (b"/api/v1alpha/remotesources/a%2F..%2Fb", "/api/v1alpha/remotesources/b")):
        a = s.gw("GET", path)
        same((a.status, a.headers.get("location"), a.body), (301, where, b""), path)


def test_large_bodies(b):
    """bodies: 1 MiB to the gateway, 16 MiB to the configstore; declared and chunked"""
    s = b.server()
    token = s.token()

    def body(n):
        return b'{"name":"' + b"x" * (n - 11) + b'"}'

    def chunked(url, data, step=65536):
        with Connection(url, timeout=30) as c:
            c.send(b"POST " + API.encode() + b"/remotesources HTTP/1.1\r\nHost: x\r\nAuthorization: token " + token.encode() +
                   b"\r\nTransfer-Encoding: chunked\r\n\r\n")
            for i in range(0, len(data), step):
                part = data[i:i + step]
                c.send(b"%x\r\n" % len(part) + part + b"\r\n")
            c.send(b"0\r\n\r\n")
            return c.answer()

    for url, limit, too_large, unsaid in ((s.gateway, MIB, 417, 400), (s.configstore, 16 * MIB, 413, 413)):
        a = s.ask(url, "POST", "/remotesources", body(limit), token)
        same((a.status, a.code()), (400, "invalidRemoteSourceName"), f"{limit} bytes")
        same(chunked(url, body(limit)).code(), "invalidRemoteSourceName", "chunked")
        # refused before the body is sent
        with Connection(url) as c:
            c.send(request("POST", API + "/remotesources", None, token, [f"Content-Length: {limit + 1}"]))
            a = c.answer()
            same((a.status, a.body), (too_large, b"request too large"))
            check(c.is_closed(5), "it stays open")
        a = chunked(url, body(limit + 1))
        same((a.status, a.headers.get("connection")), (unsaid, "close"), "chunked and too large")
    # without end: cut
    with Connection(s.gateway, timeout=30) as c:
        c.send(b"POST " + API.encode() + b"/remotesources HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        part = b"100000\r\n" + b"x" * MIB + b"\r\n"
        sent = 0
        try:
            for sent in range(200):
                c.send(part)
        except OSError:
            pass
        check(sent < 40, f"{sent} MiB were taken")
    for n in ("18446744073709551616", "99999999999999999999999", "-1", "1x", ""):
        with Connection(s.gateway) as c:
            c.send(request("POST", API + "/remotesources", None, token, [f"Content-Length: {n}"]))
            check(c.is_closed(10), f"Content-Length: {n}: it stays open")
            check(re.match(rb"HTTP/1.1 4\d\d |$", c.rest), f"Content-Length: {n}: {c.rest[:50]!r}")
    same(s.gw("GET", "/version").status, 200)
    s.wait_log("the body is far too large")


def test_expect(b):
    """Expect: 100-continue: asked for, or refused at once"""
    s = b.server()
    with Connection(s.configstore) as c:
        body = json.dumps(source("a")).encode()
        c.send(request("POST", API + "/remotesources", None, None, ["Expect: 100-continue", f"Content-Length: {len(body)}"]))
        while b"100 Continue\r\n\r\n" not in c.rest:
            c.more()
        c.send(body)
        same(c.answer().status, 201)
    with Connection(s.configstore) as c:
        c.send(request("POST", API + "/remotesources", None, None, ["Expect: 100-continue", f"Content-Length: {17 * MIB}"]))
        same(c.answer().status, 413)


def test_large_headers(b):
    """headers that are too large: 431, or 414 for the line"""
    s = b.server()
    with Connection(s.gateway) as c:
        c.send(request("GET", API + "/version", headers=["X-Big: " + "x" * 8000]))
        same(c.answer().status, 200)
    for data in (request("GET", API + "/version", headers=["X-Big: " + "x" * 100000]),
                 request("GET", API + "/version", headers=[f"X-{i}: x" for i in range(20000)]),
                 request("GET", API + "/" + "x" * 100000)):
        with Connection(s.gateway) as c:
            try:
                c.send(data)
            except OSError:
                pass
            check(c.is_closed(10), "it stays open")
            check(re.match(rb"HTTP/1.1 (431|414|413) ", c.rest) or not c.rest, c.rest[:100])
    same(s.gw("GET", "/version").status, 200)


def test_slow_clients(b):
    """slow clients are cut: silent ones, and those with a byte a second in headers or body"""
    s = config(b, idleTimeout="2s")

    def cut(first, drip, limit):
        with Connection(s.gateway) as c:
            c.send(first)
            start = time.monotonic()
            try:
                while time.monotonic() - start < 20:
                    if c.is_closed(0.5):
                        break
                    if drip:
                        c.send(b"x")
            except OSError:
                pass
            took = time.monotonic() - start
            check(1 < took < limit, f"{first[:30]!r}: cut after {took:.1f} s")

    threads = []
    failures = []

    def run(*args):
        try:
            cut(*args)
        except AssertionError as e:
            failures.append(str(e))

    for args in ((b"", False, 8), (b"GET /x HTTP/1.1\r\n", False, 8), (b"GET /", True, 8), (b"GET /x HTTP/1.1\r\nHost: x\r\nX: ", True, 8),
                 (request("POST", API + "/remotesources", None, "t", ["Content-Length: 1000"]), True, 8), (GET, False, 10)):
        threads.append(threading.Thread(target=run, args=args))
        threads[-1].start()
    for t in threads:
        t.join()
    same(failures, [])
    # a client that asks now and then stays longer than the timeout
    with Connection(s.gateway) as c:
        for _ in range(4):
            c.send(GET)
            same(c.answer().status, 200)
            time.sleep(1)
    s.wait_log("was too slow")


def test_many(b):
    """1,000 connections at once: each is answered, several times"""
    s = b.server("--log-level", "error")
    for i in range(3):
        s.cs("POST", "/remotesources", source(f"n{i}"))
    conns = [Connection(s.gateway, timeout=60) for _ in range(1000)]
    try:
        for _ in range(3):
            for c in conns:
                c.send(GET)
            same(sum(len(c.answer().json()) for c in conns), 3000)
    finally:
        for c in conns:
            c.s.close()
    same(s.log(), "")
    same(s.gw("GET", "/version").status, 200)


def test_max_connections(b):
    """maxConnections bounds them; those that wait are served when others go"""
    s = config(b, maxConnections=8, threads=2)
    conns = [Connection(s.gateway) for _ in range(30)]
    try:
        for c in conns:
            c.send(GET)
        time.sleep(1)
        served = [c for c in conns if not c.is_closed(0.02) and c.rest]
        check(1 <= len(served) <= 8, f"{len(served)} of 30 were served")
        for c in served:
            c.s.close()
        rest = [c for c in conns if c not in served]
        end = time.monotonic() + 30
        while rest:
            check(time.monotonic() < end, f"{len(rest)} are still waiting")
            for c in list(rest):
                if c.is_closed(0.02) or c.rest:
                    c.s.close()
                    rest.remove(c)
    finally:
        for c in conns:
            c.s.close()
    same(s.gw("GET", "/version").status, 200)


def test_vanishing_clients(b):
    """clients that go at any byte, also with RST: it stays, and forgets them"""
    s = b.server("--log-level", "error")
    data = request("POST", API + "/remotesources", json.dumps(source("gone")).encode())
    for n in range(0, len(data), 3):
        with Connection(s.configstore) as c:
            c.send(data[:n])
            if n % 2:
                c.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    same(s.cs("GET", "/remotesources").json(), [])
    # all requests are accounted for: it does not wait at the end
    start = time.monotonic()
    same(s.stop(), 0)
    check(time.monotonic() - start < 5, "it waited for clients that are gone")
