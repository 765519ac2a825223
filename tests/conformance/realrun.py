# SPDX-License-Identifier: Apache-2.0
"""Real runs with real logs on any machine: a real Agola, a user with a project, and the SDK's example executor.

    with RealRuns(program, executor, folder) as real:     # a program of servers.real_programs(), agola-local-executor
        project = real.project("web")                     # {"id", "path": "user/ann/web", …}
        run = real.create(project, {"build": task("echo hello", "make"), "test": task("make test", after=["build"])})
        run.wait()                                        # over, and all logs archived; run.run is the runservice's JSON
        run.number, run.task("build")["status"], run.log("build", 0)

The gateway shows it as any other run of the project. real.env is the environment for programs: AGOLA_GATEWAY_URL and so on, AGOLA_TOKEN
of the user "ann". Releases before v0.8.0 have other executor tasks: Unsupported.
"""
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse
import uuid

import servers


class Unsupported(servers.StartError):
    pass


def task(*steps, after=(), **more):
    """A task: steps that are text are commands. `after`: names of tasks that must have succeeded, or {name: [condition, …]}."""
    steps = [{"type": "run", "command": s} if isinstance(s, str) else s for s in steps]
    after = after if isinstance(after, dict) else {name: ["on_success"] for name in after}
    return {"depends": {name: {"task_id": name, "conditions": list(c)} for name, c in after.items()}, "steps": steps,
            "runtime": {"type": "pod", "containers": [{"image": "none"}]}, **more}


def save(*paths, source=".", dest="."):
    return {"type": "save_to_workspace", "contents": [{"source_dir": source, "dest_dir": dest, "paths": list(paths)}]}


def restore(dest="."):
    return {"type": "restore_workspace", "dest_dir": dest}


def save_cache(key, *paths, source="."):
    return {"type": "save_cache", "key": key, "contents": [{"source_dir": source, "dest_dir": "", "paths": list(paths)}]}


def restore_cache(*keys, dest="."):
    return {"type": "restore_cache", "keys": list(keys), "dest_dir": dest}


class Executor:
    """The example executor. It keeps its folder, so that it may be started again."""

    def __init__(self, program, folder, runservice_url, *args):
        self.command = [program, "--runservice-url", runservice_url, "--data-dir", folder / "executor-data", *args]
        self.log_path = folder / "executor.log"
        self.process = None
        self.start()

    def start(self):
        with open(self.log_path, "ab") as log:
            self.process = servers.spawn(self.command, log, stdout=subprocess.PIPE)
        try:
            self.env = dict(line.split("=", 1) for line in servers.until_ready(self.process) if "=" in line)
        except servers.StartError:
            self.stop()
            raise servers.StartError("the executor did not start:\n" + servers.tail(self.log_path)) from None

    def kill(self):
        """As if the power was cut."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        servers.end(self.process)
        self.process.stdout.close()
        return self.process.returncode


class Run:
    def __init__(self, real, answer):
        self.real, self.run = real, answer["run"]
        self.id, self.number = self.run["id"], self.run["counter"]
        self.names = {t["name"]: key for key, t in answer["run_config"].get("tasks", {}).items()}

    def get(self):
        self.run = self.real.call("RUNSERVICE", "GET", f"/runs/{self.id}")["run"]
        return self.run

    def task(self, name):
        return self.run["tasks"][self.names[name]]

    def until(self, what, seconds=60):
        """Wait until what(self) is true."""
        limit = time.monotonic() + seconds
        while not what(self):
            if time.monotonic() > limit:
                raise TimeoutError(f"after {seconds} s: {json.dumps(self.run)}")
            time.sleep(0.1)
            self.get()
        return self

    def wait(self, seconds=60):
        """Until it is over, and what is to be archived is."""
        return self.until(lambda r: r.run.get("archived") or r.run["phase"] in ("cancelled", "setuperror"), seconds)

    def action(self, **body):
        self.real.call("RUNSERVICE", "PUT", f"/runs/{self.id}/actions", body)

    def stop(self):
        self.action(action_type="stop")

    def log_url(self, name, step, follow=False):
        """`step`: a number, or "setup"."""
        which = {"setup": ""} if step == "setup" else {"step": step}
        query = {"runid": self.id, "taskid": self.names[name], **which, **({"follow": ""} if follow else {})}
        return self.real.env["AGOLA_RUNSERVICE_URL"] + "/api/v1alpha/logs?" + urllib.parse.urlencode(query)

    def log(self, name, step):
        """The text of a log; None if there is none."""
        status, body = servers.request("GET", self.log_url(name, step))
        return body.decode() if status == 200 else None


class RealRuns:
    def __init__(self, program, executor, folder, *executor_args):
        self.folder = folder = pathlib.Path(folder)
        if servers.uses_etcd(program):
            raise Unsupported("releases before v0.8.0 have other executor tasks")
        self.agola = servers.Agola(program, folder)
        self.env = dict(self.agola.env)
        try:
            self.executor = Executor(executor, folder, self.env["AGOLA_RUNSERVICE_URL"], *executor_args)
        except BaseException:
            self.agola.stop()
            raise
        try:
            self._make_user()
        except BaseException:
            self.stop()
            raise

    def call(self, service, method, path, body=None, token=None):
        """The JSON of an answer that must be a success; None for none."""
        status, answer = servers.request(method, f"{self.env[f'AGOLA_{service}_URL']}/api/v1alpha{path}", body, token)
        if not 200 <= status < 300:
            raise servers.StartError(f"{method} {path}: {status} {answer.decode(errors='replace')}")
        return json.loads(answer) if answer else None

    def _make_user(self):
        """A user with a token and an account at a git source that nobody calls."""
        self.user = self.call("GATEWAY", "POST", "/users", {"username": "ann"}, servers.ADMIN)
        self.env["AGOLA_TOKEN"] = self.call("GATEWAY", "POST", "/users/ann/tokens", {"token_name": "tests"}, servers.ADMIN)["token"]
        self.source = self.call("GATEWAY", "POST", "/remotesources", {
            "name": "source", "apiurl": "http://127.0.0.1:1", "type": "gitea", "auth_type": "password"}, servers.ADMIN)
        self.account = self.call("CONFIGSTORE", "POST", "/users/ann/linkedaccounts", {
            "remote_source_name": "source", "remote_user_id": "1", "remote_user_name": "ann", "user_access_token": "token"})

    def project(self, name, parent="user/ann", visibility="public"):
        """A project whose repository nobody has. The gateway would ask the git source for it, so the configstore makes it."""
        made = self.call("CONFIGSTORE", "POST", "/projects", {
            "Name": name, "Parent": {"type": "projectgroup", "id": parent}, "Visibility": visibility,
            "RemoteRepositoryConfigType": "remotesource", "RemoteSourceID": self.source["id"], "LinkedAccountID": self.account["id"],
            "RepositoryID": name, "RepositoryPath": "ann/" + name})
        return {"id": made["id"], "name": name, "path": f"{parent}/{name}"}

    def create(self, project, tasks, name="run", branch="main", **more):
        """Create a run, which the scheduler starts. `project`: of project(), or None for a run of the user (a "direct run").
        `tasks`: {name: task(…)}. `more`: further keys of the runservice's request."""
        owner = f"/project/{project['id']}" if project else f"/user/{self.user['id']}"
        annotations = {"run_type": "project" if project else "user", "run_creation_trigger": "manual", "ref_type": "branch",
                       "branch": branch, "ref": "refs/heads/" + branch, "commit_sha": "1" * 40, "message": "a commit"}
        annotations["projectid" if project else "userid"] = project["id"] if project else self.user["id"]
        body = {"run_config_tasks": {key: {"id": key, "name": key, **t} for key, t in tasks.items()}, "name": name,
                "group": f"{owner}/branch/{urllib.parse.quote(branch, safe='')}", "annotations": annotations, "static_environment": {"CI": "true"}, **more}
        return Run(self, self.call("RUNSERVICE", "POST", "/runs", body))

    def direct_run(self, files, branch="main", **more):
        """Push files, {path: text} with an .agola/config.yml among them, to the gateway as a new repository of the user, and have
        the gateway make a run of them. `more`: further keys of its request. Needs git."""
        repo = str(uuid.uuid4())
        with tempfile.TemporaryDirectory() as tmp:
            for path, text in files.items():
                file = pathlib.Path(tmp, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            for args in (("init", "-q", "-b", branch), ("add", "."), ("commit", "-qm", "a commit"),
                         ("push", "-q", f"{self.env['AGOLA_GATEWAY_URL']}/repos/{self.user['id']}/{repo}.git", branch)):
                done = subprocess.run(["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", *args], cwd=tmp, env=servers.ENV,
                                      capture_output=True, text=True, timeout=60)
                if done.returncode:
                    raise servers.StartError(f"git {args[0]}: {done.stderr}")
            commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tmp, capture_output=True, text=True, check=True).stdout.strip()
        self.call("GATEWAY", "POST", "/user/createrun", {
            "repo_uuid": repo, "repo_path": f"{self.user['id']}/{repo}", "branch": branch, "commit_sha": commit, "message": "a commit",
            **more}, self.env["AGOLA_TOKEN"])
        # the answer does not say which run it is: the newest
        group = urllib.parse.quote(f"/user/{self.user['id']}", safe="")
        newest = self.call("RUNSERVICE", "GET", f"/runs/group/{group}?limit=1")["runs"][0]
        return Run(self, self.call("RUNSERVICE", "GET", f"/runs/{newest['id']}"))

    def stop(self):
        try:
            self.executor.stop()
        finally:
            servers.end_all_in(self.folder / "executor-data")
            self.agola.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
