# SPDX-License-Identifier: Apache-2.0
"""What agolactl talks to: a real agolad on an empty folder, or a fake that answers what agolad never would."""
import pathlib
import select
import signal
import socket
import ssl
import subprocess
import threading

from case import fill, unescape

HERE = pathlib.Path(__file__).resolve().parent


class Agolad:
    def __init__(self, program, folder, env):
        self.process = subprocess.Popen(
            [program, "--data-dir", str(folder / "agolad"), "--gateway-listen", "127.0.0.1:0", "--configstore-listen",
             "127.0.0.1:0", "--log-level", "error"], stdout=subprocess.PIPE, stderr=open(folder / "agolad.log", "wb"),
            stdin=subprocess.DEVNULL, env=env, text=True)
        values = {}
        for line in self.process.stdout:
            name, _, value = line.strip().partition("=")
            values[name] = value
            if name == "READY":
                break
        if "READY" not in values:
            raise RuntimeError("agolad did not start: " + (folder / "agolad.log").read_text())
        self.url = values["AGOLA_GATEWAY_URL"]
        self.token_file = values["AGOLA_ADMIN_TOKEN_FILE"]
        self.token = pathlib.Path(self.token_file).read_text().strip()
        self.requests = []

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        return self.process.returncode


class Fake:
    """Answers number n with answer n of the case, and later ones with the last. It ends when it is told to."""

    def __init__(self, answers, where=None, tls=None):
        self.answers = answers
        self.requests = []  # as lists of lines
        self.asked = threading.Event()  # so many requests came
        self.wanted = 1
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.tls = None
        if where:
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(where)
            self.url = "http://localhost"
        else:
            self.listener = socket.socket()
            self.listener.bind(("127.0.0.1", 0))
            self.url = f"http{'s' if tls else ''}://127.0.0.1:{self.listener.getsockname()[1]}"
        if tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(HERE / "tls/cert.pem", HERE / "tls/key.pem")
            if tls == "client":
                self.tls.verify_mode = ssl.CERT_REQUIRED
                self.tls.load_verify_locations(HERE / "tls/cert.pem")
        self.listener.listen(20)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        threads = []
        while not self.stopped.is_set():
            if not select.select([self.listener], [], [], 0.05)[0]:
                continue
            # a client that follows something has a second connection
            threads.append(threading.Thread(target=self.talk, args=(self.listener.accept()[0],)))
            threads[-1].start()
        for thread in threads:
            thread.join()

    def talk(self, peer):
        try:
            peer.settimeout(10)
            if self.tls:
                peer = self.tls.wrap_socket(peer, server_side=True)
            while self.serve(peer):
                pass
        except OSError:
            pass  # a client that goes away, or trusts us not, is what some cases are about
        finally:
            peer.close()

    def read(self, peer):
        data = b""
        while b"\r\n\r\n" not in data:
            more = peer.recv(65536)
            if not more:
                return None
            data += more
            if data.startswith(b"\x16\x03"):
                # as Go's server does it, to a client that begins with TLS
                peer.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n")
                return None
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            body += peer.recv(65536)
        seen = [lines[0].rsplit(" ", 1)[0]]
        seen += [f"{k}: {headers[k.lower()]}" for k in ("Authorization", "Content-Type", "User-Agent") if k.lower() in headers]
        return seen + (body.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n") if body else [])

    def serve(self, peer):
        """One request. Whether the connection goes on."""
        request = self.read(peer)
        if request is None:
            return False
        with self.lock:
            n = len(self.requests)
            self.requests.append(request)
        if len(self.requests) >= self.wanted:
            self.asked.set()
        words, body = self.answers[min(n, len(self.answers) - 1)]
        kind, _, rest = words.partition(" ")
        text = b"\n".join(unescape(fill(line, {"n": str(n)})) for line in body)
        if kind == "hold":
            # until the client has had enough
            select.select([peer], [], [], 20)
            return False
        if kind == "close":
            return False
        if kind == "drip":
            # a byte now and then: each single wait is short
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while not self.stopped.wait(0.1):
                peer.sendall(b" ")
            return False
        if kind == "raw":
            peer.sendall(text)
            return False
        cut, slow = kind == "cut", kind if kind in ("slow", "chunks") else None
        if cut or slow:
            kind, _, rest = rest.partition(" ")
        headers = [unescape(fill(h.strip(), {"n": str(n)})) for h in rest.split(";") if h.strip()]
        head = [b"HTTP/1.1 " + kind.encode() + b" Status", b"Content-Length: %d" % (len(text) + 10 * cut)] + headers
        if slow:
            return self.send_slowly(peer, head, text, slow == "chunks")
        peer.sendall(b"\r\n".join(head) + b"\r\n\r\n" + text)
        return not cut

    def send_slowly(self, peer, head, text, chunks):
        """In two parts, with time between them; nobody knows before how long it is if they are chunks."""
        if chunks:
            head[1] = b"Transfer-Encoding: chunked"
        peer.sendall(b"\r\n".join(head) + b"\r\n\r\n")
        half = len(text) // 2
        for part in (text[:half], text[half:]):
            peer.sendall(b"%x\r\n%s\r\n" % (len(part), part) if chunks else part)
            self.stopped.wait(0.8)
        if chunks:
            peer.sendall(b"0\r\n\r\n")
        return True

    def stop(self):
        self.stopped.set()
        self.thread.join()
        self.listener.close()
        return 0


class Nothing:
    """An address where nobody listens."""
    requests = []

    def __init__(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{s.getsockname()[1]}"

    def stop(self):
        return 0
