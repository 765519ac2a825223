# SPDX-License-Identifier: Apache-2.0
"""An executor of any release from v0.3.0 on, that runs nothing: each task it is given has succeeded, and each of its steps has a log
of one line. For tests that want finished runs with logs where the example executor of tests/examples cannot be: it speaks to releases
from v0.8.0 on only.

    with Executor(real.env["AGOLA_RUNSERVICE_URL"]):
        …                                                 # the log of step 1 of the task "build": "build, step 1\n"
"""
import contextlib
import http.server
import json
import threading
import time
import urllib.parse

import servers

NOW = "%Y-%m-%dT%H:%M:%SZ"


class Executor:
    def __init__(self, runservice_url, name="any"):
        self.base, self.id, self.names, self.over = runservice_url + "/api/v1alpha", name, {}, threading.Event()
        executor = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def answer(self, status, text=b""):
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.answer(200)  # we ask for tasks ourselves

            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
                name = executor.names.get(query.get("taskid"))
                if not url.path.endswith("/logs") or name is None:
                    return self.answer(404)
                return self.answer(200, f"{name}, {'setup' if 'setup' in query else 'step ' + query['step']}\n".encode())

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.threads = [threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True),
                        threading.Thread(target=self.work, daemon=True)]
        for thread in self.threads:
            thread.start()

    def work(self):
        seen = 0
        while not self.over.wait(0.2):
            # an executor that has not been seen for a minute is given nothing
            if time.monotonic() - seen > 2:
                servers.request("POST", f"{self.base}/executor/{self.id}", {
                    "id": self.id, "listenURL": self.url, "archs": ["amd64"], "active_tasks_limit": 0, "siblings_executors": [self.id]})
                seen = time.monotonic()
            status, body = servers.request("GET", f"{self.base}/executor/{self.id}/tasks")
            with contextlib.suppress(ValueError, KeyError):
                for task in json.loads(body) or [] if status == 200 else []:
                    self.names[task["id"]] = task["spec"]["task_name"]
                    if task["status"]["phase"] == "notstarted":
                        self.report(task)

    def report(self, task):
        times = {"start_time": time.strftime(NOW, time.gmtime()), "end_time": time.strftime(NOW, time.gmtime())}
        done = {"phase": "cancelled" if task.get("stop") else "success", "exit_status": 0, **times}
        status = {"phase": done["phase"], "setup_step": done, "steps": [done] * len(task["spec"]["steps"]), **times}
        # to v0.7.1 the body is the task with its status, then it is the status alone: each passes over what it does not know
        servers.request("POST", f"{self.base}/executor/{self.id}/tasks/{task['id']}", {**task, "status": {**task["status"], **status}, **status})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.server.shutdown()
        for thread in self.threads:
            thread.join()
        self.server.server_close()
