# SPDX-License-Identifier: Apache-2.0
"""Bytes that no client of good will sends. Whatever comes, the answer is a 4xx and the server goes on."""
import random
import re

from harness import API, Connection, check, request, same, source

TARGETS = (b"/remotesources/%00", b"/remotesources/\xff\xfe", b"/remotesources/%ff", b"/remotesources/\xed\xa0\x80", b"/remotesources/%zz",
           b"/remotesources/%", b"/remotesources/" + b"a" * 3000, b"/remotesources?limit=%00", b"/remotesources?limit=\xff",
           b"/remotesources?%00=%00", b"/remotesources?cursor=%ff%fe", b"/remotesources?limit=1;drop", b"/remotesources/'%20OR%201=1--",
           b"/remotesources?" + b"&" * 100, b"/remotesources?" + b"a=b&" * 100, b"/remotesources/..%2f..%2fetc%2fpasswd",
           b"/remotesources/\x01\x02", b"/../../../etc/passwd", b"/remotesources?startremotesourcename=\xff%00")

LONG = b"x" * 100000
BODIES = (
    b"", b"null", b"true", b"1", b'""', b"[]", b"{", b"}", b"{}", b"[{}]", b'{"Name":}', b"{'Name':1}", b"\xef\xbb\xbf{}", b"\xff\xfe{\0}\0",
    b'{"Name":null}', b'{"Name":1}', b'{"Name":["a"]}', b'{"Name":{}}', b'{"Name":true}', b'{"SkipVerify":"yes"}', b'{"SkipVerify":1}',
    b'{"Name":"a\\u0000b"}', b'{"Name":"a\0b"}', b'{"Name":"\xff"}', b'{"Name":"\\ud800"}', b'{"Name":"\\udc00\\ud800"}',
    b'{"Name":"\xed\xa0\x80"}', b'{"Name":"\\uD83D\\uDE00"}', b'{"Name":"\n"}', b'{"Name":"\\x"}', b'{"Name":"a","Name":1}',
    b"[" * 10000, b"[" * 10000 + b"]" * 10000, b'{"a":' * 10000, b'{"a":' * 10000 + b"1" + b"}" * 10000, b'{"Name":' + b"[" * 1000 + b"]" * 1000 + b"}",
    b'{"Name":"' + LONG + b'"}', b'{"' + LONG + b'":1}', b'{"a":' + b"1" * 100000 + b"}", b'{"a":1e999999}', b'{"a":-}', b'{"a":01}',
    b'{"a":NaN}', b"{" + b",".join(b'"k%d":1' % i for i in range(20000)) + b"}", b'{"Name":"a"} trailing', b'{"Name":"a"',
    b'/**/{"Name":"a"}', b'{"Name":"<script>&\xe2\x80\xa8"}',
)


def test_targets(b):
    """paths and queries: never a 500, never a crash"""
    s = b.server()
    for url in (s.gateway, s.configstore):
        for target in TARGETS:
            with Connection(url) as c:
                c.send(request("GET", API.encode() + target, None, s.token()))
                try:
                    a = c.answer()
                except OSError as e:
                    raise AssertionError(f"{target[:40]!r}: {e}") from e
                check(a.status in (200, 301, 400, 404, 414, 431), f"{target[:40]!r}: {a}")
    same(s.process.poll(), None)
    log = s.log()
    check(all(x >= " " or x == "\n" for x in log), "a control character in the log")


def test_bodies(b):
    """bodies: 400 for all of them, on create and update, of both services"""
    s = b.server()
    same(s.cs("POST", "/remotesources", source("old")).status, 201)
    before = s.cs("GET", "/remotesources").body
    for body in BODIES:
        for url, key in ((s.gateway, b"name"), (s.configstore, b"Name")):
            for method, path in (("POST", "/remotesources"), ("PUT", "/remotesources/old")):
                if method == "PUT" and url == s.gateway:
                    continue
                a = s.ask(url, method, path, body.replace(b"Name", key), s.token())
                same(a.status, 400, f"{method} {body[:40]!r} to {key}: {a}")
                check(isinstance(a.json(), list), a)
    same(s.cs("GET", "/remotesources").body, before)
    # an update through the gateway keeps what is not given, so some of these change nothing and are fine
    ref = "/remotesources/" + s.cs("GET", "/remotesources/old").json()["id"]
    for body in BODIES:
        a = s.gw("PUT", ref, body.replace(b"Name", b"name"), s.token())
        check(a.status in (201, 400), f"PUT {body[:40]!r}: {a}")
    check(re.fullmatch("[a-z]+", s.cs("GET", ref).json()["name"]))


def test_go_json(b):
    """what Go's decoder takes is taken: other case, unknown keys, the last of duplicates, anything behind the value, bad UTF-8 as U+FFFD"""
    s = b.server()
    for n, body in enumerate((
        b'{"name":"N","apiurl":"u","TYPE":"gitea","authtype":"password"}',
        b'{"Name":"x","x":{"y":[1,{"z":null}]},"APIURL":"u","Type":"gitea","AuthType":"password","Name":"N"}',
        b' \n{"Name":"N","APIURL":"u","Type":"gitea","AuthType":"password"}}}]garbage',
        b'{"Name":"N","APIURL":"a\xffb\\ud800c","Type":"gitea","AuthType":"password","SkipVerify":null,"SSHHostKey":null}',
    )):
        a = s.cs("POST", "/remotesources", body.replace(b'"N"', b'"n%d"' % n))
        same((a.status, a.json().get("name")), (201, f"n{n}"), body)
    same(a.json()["apiurl"], "a\ufffdb\ufffdc")


def test_noise(b):
    """random bytes, and requests with random bytes changed: the server goes on"""
    s = b.server("--log-level", "error")
    r = random.Random(1)
    good = request("POST", API + "/remotesources", b'{"Name":"a","APIURL":"u","Type":"gitea","AuthType":"password"}', "t")
    for i in range(400):
        data = bytearray(good)
        if i % 4 == 0:
            data = bytearray(r.randbytes(r.randrange(1, 300)))
        else:
            for _ in range(r.randrange(1, 8)):
                data[r.randrange(len(data))] = r.randrange(256)
        with Connection((s.gateway, s.configstore)[i % 2], timeout=5) as c:
            try:
                c.send(bytes(data) + b"\r\n\r\n")
                c.s.shutdown(1)
                c.is_closed(0.02)
            except OSError:
                pass
    same(s.process.poll(), None)
    same(s.gw("GET", "/version").status, 200)
