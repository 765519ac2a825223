# SPDX-License-Identifier: Apache-2.0
"""A git server as small as Agola can be content with: the calls of Gitea's API that Agola makes, over users and repositories that
are Python objects. With it, remote sources of type gitea with passwords can be logged in to, projects can be created and runs started.

    with Gitea(users={"alice": "password"}, repos={"alice/one": Repo(files={".agola/config.yml": "…"})}) as git:
        git.url
"""
import base64
import hashlib
import http.server
import json
import re
import threading
import urllib.parse


class Repo:
    """One commit on one branch."""

    def __init__(self, files=None, branch="master", message="a commit"):
        self.files, self.branch, self.message = dict(files or {}), branch, message
        self.keys, self.hooks, self.statuses = [], [], []
        self.count = 0

    @property
    def commit(self):
        return hashlib.sha1(repr((sorted(self.files.items()), self.branch, self.message)).encode()).hexdigest()

    def number(self):
        self.count += 1
        return self.count


class Gitea:
    def __init__(self, users=None, repos=None):
        self.users, self.repos, self.tokens, self.lock = dict(users or {}), dict(repos or {}), {}, threading.Lock()
        git = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                with git.lock:
                    try:
                        status, out = git.route(self.command, self.path, self.headers, body)
                    except (KeyError, ValueError, TypeError) as e:
                        status, out = 422, {"message": repr(e)}
                data = out if isinstance(out, bytes) else json.dumps(out).encode() if out is not None else b""
                self.send_response(status)
                self.send_header("Content-Type", "application/json" if not isinstance(out, bytes) else "text/plain")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # a client that goes away
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    # ---- who asks ----

    def who(self, headers):
        word, _, rest = (headers.get("Authorization") or "").partition(" ")
        if word.lower() == "basic":
            name, _, password = base64.b64decode(rest).decode().partition(":")
            return name if name in self.users and self.users[name] == password else None
        if word.lower() in ("token", "bearer"):
            return self.tokens.get(rest, (None,))[0]
        return None

    def user(self, name):
        number = list(self.users).index(name) + 1
        return {"id": number, "login": name, "username": name, "email": f"{name}@example.org", "full_name": ""}

    def repo(self, path):
        owner, name = path.split("/")
        r = self.repos[path]
        return {"id": list(self.repos).index(path) + 1, "name": name, "full_name": path, "owner": self.user(owner), "private": False,
                "html_url": f"{self.url}/{path}", "ssh_url": f"ssh://git@127.0.0.1/{path}.git", "clone_url": f"{self.url}/{path}.git",
                "default_branch": r.branch, "permissions": {"admin": True, "push": True, "pull": True}}

    # ---- what is asked ----

    def route(self, method, target, headers, body):
        url = urllib.parse.urlsplit(target)
        path, query = urllib.parse.unquote(url.path), dict(urllib.parse.parse_qsl(url.query))
        if path == "/api/v1/version":
            return 200, {"version": "1.20.0"}
        if path == "/hook":  # where Agola tells of runs
            return 201, {}
        name = self.who(headers)
        if not name:
            return 401, {"message": "user does not exist"}
        asked = json.loads(body) if body else {}
        if path == "/api/v1/user":
            return 200, self.user(name)
        if m := re.fullmatch(r"/api/v1/users/([^/]+)/tokens(?:/(.+))?", path):
            return self.route_tokens(method, name, m[2], asked)
        if path == "/api/v1/user/repos":
            page = int(query.get("page") or 1)
            return 200, [self.repo(p) for p in self.repos if p.startswith(name + "/")] if page == 1 else []
        if m := re.fullmatch(r"/api/v1/repos/([^/]+/[^/]+)(?:/(.*))?", path):
            if m[1] not in self.repos:
                return 404, {"message": "Not Found"}
            return self.route_repo(method, m[1], m[2] or "", query, asked)
        return 404, {"message": "Not Found"}

    def route_tokens(self, method, name, token_name, asked):
        mine = {token: t for token, t in self.tokens.items() if t[0] == name}
        if method == "POST":
            token = hashlib.sha1(f"{name} {asked['name']} {len(self.tokens)}".encode()).hexdigest()
            self.tokens[token] = (name, asked["name"])
            return 201, {"id": len(self.tokens), "name": asked["name"], "sha1": token, "token_last_eight": token[-8:]}
        if method == "DELETE":
            for token, t in mine.items():
                if t[1] == token_name:
                    del self.tokens[token]
            return 204, None
        return 200, [{"id": i, "name": t[1], "sha1": ""} for i, t in enumerate(mine.values(), 1)]

    def route_repo(self, method, path, rest, query, asked):
        r = self.repos[path]
        if not rest:
            return 200, self.repo(path)
        if m := re.fullmatch(r"(keys|hooks)(?:/(\d+))?", rest):
            return self.route_things(method, getattr(r, m[1]), m[2] and int(m[2]), asked, r)
        if m := re.fullmatch(r"statuses/(\w+)", rest):
            r.statuses.append({"sha": m[1], **asked})
            return 201, {"id": len(r.statuses), **asked}
        if m := re.fullmatch(r"raw/(.+)", rest):
            file = m[1] if "ref" in query else m[1].partition("/")[2]
            return (200, r.files[file].encode()) if file in r.files else (404, {"message": "Not Found"})
        if m := re.fullmatch(r"git/refs/(.+)", rest):
            if m[1] != "heads/" + r.branch:
                return 404, {"message": "Not Found"}
            return 200, {"ref": "refs/" + m[1], "url": "", "object": {"type": "commit", "sha": r.commit, "url": ""}}
        if m := re.fullmatch(r"git/commits/(\w+)", rest):
            if m[1] != r.commit:
                return 404, {"message": "Not Found"}
            return 200, {"sha": r.commit, "url": "", "html_url": "", "commit": {"message": r.message, "url": ""}}
        return 404, {"message": "Not Found"}

    def route_things(self, method, things, number, asked, repo):
        if method == "POST":
            things.append({"id": repo.number(), **asked})
            return 201, things[-1]
        if method == "DELETE":
            things[:] = [t for t in things if t["id"] != number]
            return 204, None
        return 200, things
