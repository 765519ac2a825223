#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Servers that the tests of the transport talk to: servers.py FOLDER.

Certificates and sockets go to FOLDER. Prints "NAME VALUE" for each server and file, then "ready"; ends with its standard input.
What a plain server does is the first segment of the path, so it is chosen by the client's URL: http://127.0.0.1:PORT/silent.
The answer is a remote source: its id is the number of the connection, its name tells more.
"""
import os
import socket
import ssl
import subprocess
import sys
import threading
import time

JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
folder = sys.argv[1]


def answer(number, name, extra=""):
    body = '{"id":"%d","name":"%s"}' % (number, name)
    return (JSON % (len(body), extra, body)).encode()


class Counter:
    """Connections of one behaviour: how many there were, and how many at once."""

    def __init__(self):
        self.lock = threading.Lock()
        self.all = self.now = self.peak = 0

    def enter(self):
        with self.lock:
            self.all += 1
            self.now += 1
            self.peak = max(self.peak, self.now)
            return self.all

    def leave(self):
        with self.lock:
            self.now -= 1


# ---- behaviours: given the connection, its number and the head of the request, they answer; False closes ----


def plain(c, number, head, counter):
    c.sendall(answer(number, head.split(b" ")[1].decode()))
    return True


def hold(c, number, head, counter):
    time.sleep(0.03)
    c.sendall(answer(number, counter.peak))
    return True


def v0_2(c, number, head, counter):
    """What the first releases answer to POST …/createrun: they want PUT, and have no /version."""
    status = {b"POST": b"405 No", b"PUT": b"200 OK"}.get(head.split(b" ")[0], b"404 No")
    c.sendall(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
    return True


def silent(c, number, head, counter):
    return True


def drip(c, number, head, counter):
    for b in answer(number, "drip"):
        time.sleep(0.004)
        c.sendall(bytes([b]))
    return True


def close_after(c, number, head, counter):
    c.sendall(answer(number, "closed"))
    return False


def close_late(c, number, head, counter):
    c.sendall(answer(number, "closed"))
    time.sleep(0.02)
    return False


def http10(c, number, head, counter):
    c.sendall(answer(number, "old").replace(b"HTTP/1.1", b"HTTP/1.0"))
    return False


def http10_keep(c, number, head, counter):
    c.sendall(answer(number, "old", "Connection: keep-alive\r\n").replace(b"HTTP/1.1", b"HTTP/1.0"))
    return True


def many_headers(c, number, head, counter):
    c.sendall(answer(number, "many", "".join("X-Header-%d: %s\r\n" % (i, "x" * 1000) for i in range(1024))))
    return True


def long_header(c, number, head, counter):
    c.sendall(answer(number, "long", "X-Header: %s\r\n" % ("x" * 1024 * 1024)))
    return True


def early(c, number, head, counter):
    """Refuses without reading the body."""
    c.sendall(b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]")
    c.shutdown(socket.SHUT_WR)
    time.sleep(0.2)
    return False


def hints(c, number, head, counter):
    c.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n" + answer(number, "hints"))
    return True


def part(head, n):
    """The n-th segment of the path as a number."""
    return int(head.split(b" ")[1].split(b"/")[n])


def bytes_(c, number, head, counter):
    """bytes_/N/M: says that it sends N bytes, and sends M."""
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n" % part(head, 2))
    left = part(head, 3)
    piece = bytes(i % 251 for i in range(251 * 1000))
    while left:
        c.sendall(piece[:left])
        left -= min(left, len(piece))
    return part(head, 2) == part(head, 3)


def text_(c, number, head, counter):
    """text_/HEX/M: that text, chunked, byte by byte; M: 1 with its end, 0 cut before it, 2 silent instead of it."""
    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n")
    for b in bytes.fromhex(head.split(b" ")[1].split(b"/")[2].decode()):
        c.sendall(b"1\r\n%c\r\n" % b)
    if part(head, 3) == 1:
        c.sendall(b"0\r\n\r\n")
    elif part(head, 3) == 2:
        time.sleep(5)
    return part(head, 3) == 1


def take(c, number, head, counter):
    """An upload: read_request() has passed over it."""
    n = -1
    for line in head.split(b"\r\n"):
        if line.lower().startswith((b"content-length:", b"chunked-length:")):
            n = int(line.split(b":")[1])
    c.sendall(answer(n, "chunked" if b"chunked" in head else "whole"))
    return True


scripts = {}


def log(c, number, head, counter):
    """log/ID/A.B.C/…: answers its requests in this order, the last one again and again. lHEX: a log; n9: of so many bytes; r, e: a task
    whose step is running or has ended, R, E: a run with it; 5, 4: an error."""
    _, _, name, script = head.split(b" ")[1].decode().split("/")[:4]
    with counters_lock:
        at = scripts[name] = scripts.get(name, -1) + 1
    word = script.split(".")[min(at, script.count("."))]
    if word[0] == "l" or word[0] == "n":
        body = bytes.fromhex(word[1:]) if word[0] == "l" else b"x" * int(word[1:])
        c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nTransfer-Encoding: chunked\r\n\r\n")
        if body:
            c.sendall(b"%x\r\n%s\r\n" % (len(body), body))
        c.sendall(b"0\r\n\r\n")
    elif word in "reRE":
        body = '{"id":"t","status":"running","steps":[{"phase":"%s"}]}' % ("running" if word in "rR" else "success")
        if word in "RE":
            body = '{"run":{"id":"r","tasks":{"s":{"status":"success"},"t":%s}}}' % body
        c.sendall((JSON % (len(body), "", body)).encode())
    else:
        status = {"5": "500 Internal Server Error", "4": "404 Not Found"}[word]
        c.sendall(b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]" % status.encode())
    return True


def take_once(c, number, head, counter):
    """An upload; a second one on the same connection is read, and the connection closed."""
    again, counter.taken = getattr(counter, "taken", None) == number, number
    return not again and take(c, number, head, counter)


def stored(c, number, head, counter):
    c.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    return True


requests = {}  # KEY: how many came


def count(head):
    """Of the requests with this KEY, the second segment of the path."""
    key = head.split(b" ")[1].split(b"/")[2]
    with counters_lock:
        requests[key] = requests.get(key, 0) + 1
        return requests[key]


def lose(c, number, head, counter):
    """lose/KEY/N/MS: the first N requests of KEY get no answer: the connection ends after so many milliseconds."""
    n = count(head)
    if n <= part(head, 3):
        time.sleep(part(head, 4) / 1000)
        return False
    c.sendall(answer(number, n))
    return True


def keep_then_lose(c, number, head, counter):
    """keep_then_lose/KEY: the second request of KEY, on a connection that was kept, gets no answer."""
    n = count(head)
    if n == 2:
        return False
    c.sendall(answer(number, n))
    return True


def lose_half(c, number, head, counter):
    """lose_half/KEY: the answer to the first request of KEY ends in the middle."""
    n = count(head)
    c.sendall(answer(number, n)[:-3] if n == 1 else answer(number, n))
    return n != 1


RAW = {
    "no_reason": b"HTTP/1.1 200\r\nContent-Length: 12\r\n\r\n{\"id\":\"raw\"}",
    "two_lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Length: 5\r\n\r\n{\"id\":\"raw\"}",
    "length_negative": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{\"id\":\"raw\"}",
    "length_word": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{\"id\":\"raw\"}",
    "chunk_word": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{\"id\":\"raw\"}\r\n0\r\n\r\n",
    "chunk_huge": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{\"id\":\"raw\"}\r\n0\r\n\r\n",
    "encoding_unknown": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\n{\"id\":\"raw\"}",
    "not_http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "http2": b"HTTP/2 200\r\n\r\n{\"id\":\"raw\"}",
    "status_word": b"HTTP/1.1 OK\r\n\r\n{\"id\":\"raw\"}",
    "status_600": b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "switching": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n{\"id\":\"raw\"}",
    "nul_in_header": b"HTTP/1.1 200 OK\r\nX-A\0: b\r\nContent-Length: 12\r\n\r\n{\"id\":\"raw\"}",
    "nothing": b"",
}


def raw(c, number, head, counter):
    c.sendall(RAW[head.split(b" ")[1].split(b"/")[2].decode()])
    return False


# ---- servers ----


def read_chunks(c, data):
    """The length of a chunked body of which @data has come; None when it is cut."""
    n = 0
    while True:
        while b"\r\n" not in data:
            piece = c.recv(65536)
            if not piece:
                return None
            data += piece
        line, data = data.split(b"\r\n", 1)
        size = int(line, 16)
        while len(data) < size + 2:
            piece = c.recv(65536)
            if not piece:
                return None
            data += piece
        data = data[size + 2:]
        n += size
        if not size:
            return n


def read_request(c):
    """The head of a request, its body passed over; None at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = c.recv(65536)
        if not piece:
            return None
        data += piece
    head, body = data.split(b"\r\n\r\n", 1)
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        if line.lower().startswith(b"transfer-encoding:"):
            n = read_chunks(c, body)
            return None if n is None else head + b"\r\nChunked-Length: %d" % n
    left = length - len(body)
    while left > 0 and b" /early/" not in head:
        piece = c.recv(65536)
        if not piece:
            return None
        left -= len(piece)
    return head


counters = {}
counters_lock = threading.Lock()


def serve(c):
    """One connection; its first request says how it is treated."""
    counter = None
    try:
        while True:
            head = read_request(c)
            if head is None:
                break
            name = head.split(b" ")[1].split(b"/")[1].decode()
            fn = globals().get(name, plain) if name != "api" else plain
            if counter is None:
                with counters_lock:
                    counter = counters.setdefault(name, Counter())
                number = counter.enter()
            if not fn(c, number, head, counter):
                break
    except OSError:
        pass
    finally:
        if counter:
            counter.leave()
        c.close()


def listen(address=("127.0.0.1", 0), family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.bind(address)
    s.listen(64)
    return s


def start(s, fn):
    def run():
        while True:
            c, _ = s.accept()
            threading.Thread(target=fn, args=(c,), daemon=True).start()

    threading.Thread(target=run, daemon=True).start()


def say(name, value):
    print(name, value, flush=True)


def port(name, s, fn):
    start(s, fn)
    say(name, s.getsockname()[1])


# ---- TLS ----


def openssl(*args):
    subprocess.run(["openssl", *args], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def key(name):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key")


def authority(name):
    key(name)
    openssl("req", "-x509", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-days", "2", "-out", name + ".pem")


def certificate(name, ca, alt, start, end):
    """A certificate of @ca for the names @alt, valid from @start to @end (YYMMDDHHMMSSZ)."""
    key(name)
    openssl("req", "-new", "-key", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr")
    config = os.path.join(folder, name + ".cnf")
    for empty in name + ".index", name + ".index.attr":
        open(os.path.join(folder, empty), "w").close()
    with open(config, "w") as f:
        f.write("[ca]\ndefault_ca=c\n[c]\ndatabase=%s.index\nrand_serial=yes\ndefault_md=sha256\nnew_certs_dir=.\n"
                "policy=p\nx509_extensions=e\nunique_subject=no\n[p]\ncommonName=supplied\n[e]\nsubjectAltName=%s\n"
                % (name, alt))
    openssl("ca", "-batch", "-notext", "-config", name + ".cnf", "-cert", ca + ".pem", "-keyfile", ca + ".key", "-startdate", start,
            "-enddate", end, "-in", name + ".csr", "-out", name + ".pem")


def tls(name, cert, **more):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, cert + ".pem"), os.path.join(folder, cert + ".key"))
    if more.get("client_ca"):
        context.load_verify_locations(os.path.join(folder, more["client_ca"] + ".pem"))
        context.verify_mode = ssl.CERT_REQUIRED
    if more.get("old"):
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1

    def fn(c):
        again = c.dup()
        try:
            serve(context.wrap_socket(c, server_side=True))
        except OSError:
            # a close with something unread would reset the connection, and the alert could be lost
            again.settimeout(5)
            try:
                again.shutdown(socket.SHUT_WR)
                while again.recv(65536):
                    pass
            except OSError:
                pass
        again.close()

    port(name, listen(), fn)


def start_tls():
    authority("ca")
    authority("other-ca")
    here, past, future = "IP:127.0.0.1,DNS:localhost", "200101000000Z", "491231235959Z"
    certificate("good", "ca", here, past, future)
    certificate("wrong-host", "ca", "DNS:elsewhere.example", past, future)
    certificate("expired", "ca", here, past, "200102000000Z")
    certificate("not-yet", "ca", here, "481231235959Z", future)
    certificate("unknown", "other-ca", here, past, future)
    certificate("client", "ca", "DNS:client", past, future)
    certificate("stranger", "other-ca", "DNS:client", past, future)
    openssl("ec", "-in", "client.key", "-aes128", "-passout", "pass:hidden-treasure", "-out", "client-locked.key")
    os.mkdir(os.path.join(folder, "ca-dir"))
    os.link(os.path.join(folder, "ca.pem"), os.path.join(folder, "ca-dir", "ca.pem"))
    openssl("rehash", "ca-dir")
    for name in "good", "wrong-host", "expired", "not-yet", "unknown":
        tls("tls-" + name, name)
    tls("tls-client", "good", client_ca="ca")
    tls("tls-old", "good", old=True)


# ---- a proxy: CONNECT and absolute URLs; what it is told goes to the file proxy.log ----


def pump(a, b):
    try:
        while True:
            data = a.recv(65536)
            if not data:
                break
            b.sendall(data)
    except OSError:
        pass
    for s in a, b:
        try:
            s.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def proxy(c):
    try:
        head = read_request(c)
        with open(os.path.join(folder, "proxy.log"), "ab") as log:
            log.write((head or b"") + b"\n\n")
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        if "refuse" in target or "refuse.example" in head.decode():
            c.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            host, number = target.rsplit(":", 1)
            up = socket.create_connection((host, int(number)))
            c.sendall(b"HTTP/1.1 200 Connection established\r\nX-Agola-Cursor: of-the-proxy\r\n\r\n")
            threading.Thread(target=pump, args=(c, up), daemon=True).start()
            pump(up, c)
        else:
            c.sendall(answer(0, "by proxy"))
    except (OSError, ValueError, AttributeError):
        pass
    finally:
        c.close()


# ---- a port that takes no connection: its queue is full ----


def full():
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen(0)
    fill = []
    for _ in range(4):
        c = socket.socket()
        c.setblocking(False)
        c.connect_ex(s.getsockname())
        fill.append(c)
    say("full", s.getsockname()[1])
    return s, fill


def main():
    closed = socket.socket()
    closed.bind(("127.0.0.1", 0))  # bound but not listening: refused
    say("refused", closed.getsockname()[1])
    kept = full(), closed
    port("http", listen(), serve)
    port("proxy", listen(), proxy)
    path = os.path.join(folder, "socket")
    start(listen(path, socket.AF_UNIX), serve)
    say("unix", path)
    start_tls()
    say("ready", 1)
    sys.stdin.read()
    del kept


main()
