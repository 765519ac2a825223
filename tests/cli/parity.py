#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run parity.commands with Agola's own program and with agolactl, each on a real Agola v0.10.0 of its own, and compare what is then on
the server after each. It fails for a command of Agola's own program, or an option of one, that no line uses; it asks the program
which there are. Then apply and variable resolve are looked at there. Prints TAP.

    parity.py AGOLACTL
"""
import contextlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "conformance"))
import executor  # noqa: E402
import gitea  # noqa: E402
import run as conformance  # noqa: E402
import servers  # noqa: E402


# what is another one on each server, or each time
NOT_COMPARED = {"id", "creationtime", "updatetime", "parent", "revision", "remotesourceid", "linkedaccountid", "secret", "webhooksecret",
                "sshprivatekey", "ownerid", "organizationid", "userid", "commitsha", "projectid", "commitlink", "branchlink", "taglink",
                "comparelink", "changesequence", "value", "useraccesstoken", "oauth2accesstoken", "oauth2refreshtoken",
                "oauth2accesstokenexpiresat"}
WORDS = ("fails", "differs")
# what is no client, and cobra's own
NO_COMMANDS = ("help", "serve", "migrate", "migrateexport")
ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
AS_ALICE = ("project", "projectgroup", "org", "run", "log", "directrun")
# the server answers 500 now and then when something else, such as its scheduler, writes at the same time
TRIES = 3
ASKS = {"delete", "remove", "import"}


class Line:
    def __init__(self, text):
        words = shlex.split(text)
        self.text, self.stdin = text, None
        self.how = words.pop(0) if words[0] in WORDS else ""
        if "<" in words:
            self.stdin = words[words.index("<") + 1]
            del words[words.index("<"):]
        self.words = words


def read():
    """The lines with commands, and the files."""
    lines, files = [], {}
    for text in (HERE / "parity.commands").read_text().splitlines():
        if text.startswith("file "):
            name = text.split()[1]
            files[name] = ""
        elif text.startswith(":"):
            files[name] += text[2:] + "\n"
        elif text and not text.startswith("#"):
            lines.append(Line(text))
    return lines, files


class World:
    """A server on which one of the programs runs all lines."""

    def __init__(self, real, git, files, folder):
        self.env, self.git, self.folder = real.env, git, folder
        folder.mkdir()
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        for words in (["init", "-q", "-b", "main"], ["config", "user.name", "A"], ["config", "user.email", "a@example.org"],
                      ["add", ".agola"], ["commit", "-qm", "first"]):
            subprocess.run(["git", *words], cwd=folder, env={"HOME": "/nonexistent", "PATH": os.environ["PATH"]}, check=True)
        # alice has an organization, and an account at the git server that is there from the start
        self.token = self.env["AGOLA_ADMIN_TOKEN"]
        self.call("POST", "remotesources", {"name": "forge", "type": "gitea", "auth_type": "password", "apiurl": git.url,
                                            "registration_enabled": True, "login_enabled": True})
        self.call("POST", "users", {"username": "alice"})
        self.alice = self.call("POST", "users/alice/tokens", {"token_name": "t"})["token"]
        self.call("POST", "users/alice/linkedaccounts", {"remote_source_name": "forge", "remote_source_login_name": "alice",
                                                         "remote_source_login_password": "wonderland"}, self.alice)
        self.call("POST", "orgs", {"name": "acme", "visibility": "public"}, self.alice)
        self.accounts = [a["id"] for a in self.get("users/alice/linkedaccounts")]

    def call(self, method, path, body=None, token=None):
        for _ in range(TRIES):
            status, answer = servers.request(method, f"{self.env['AGOLA_GATEWAY_URL']}/api/v1alpha/{path}", body, token or self.token)
            if status != 500:
                break
        if status // 100 != 2:
            raise RuntimeError(f"{method} {path}: {status} {answer!r}")
        return json.loads(answer or "null")

    def get(self, path, service="CONFIGSTORE"):
        return json.loads(servers.request("GET", f"{self.env[f'AGOLA_{service}_URL']}/api/v1alpha/{path}")[1])

    def state(self, word="project"):
        """What is on the server, as far as commands that begin with the word may change it, without what is another one on each."""
        kind = {"org": self.people, "user": self.people, "run": self.runs, "log": self.logs, "directrun": self.runs,
                "maintenance": self.services, "import": self.services, "export": self.services}.get(word, self.tree)
        found = list(kind())
        for _, x in found:
            remove(x)
        # the git server has another port each time
        return sorted(ID.sub("ID", f"{what}: {json.dumps(x, sort_keys=True)}".replace(self.git.url, "http://forge")) for what, x in found)

    def people(self):
        for user in self.get("users"):
            yield "user", user
            for what in ("tokens", "linkedaccounts"):
                for x in self.get(f"users/{user['id']}/{what}"):
                    yield f"{what} of {user['name']}", x
        for org in self.get("orgs"):
            yield "org", org
            for member in self.get(f"orgs/{org['id']}/members"):
                yield f"member {member['User']['name']} of {org['name']}", {"role": member["Role"]}

    def runs(self):
        for run in self.get("runs?limit=0", "RUNSERVICE")["runs"]:
            whole = self.get("runs/" + run["id"], "RUNSERVICE")
            yield "run", {**{k: run[k] for k in ("counter", "group", "name")}, "annotations": run.get("annotations"),
                          "environment": sorted(str(t.get("environment")) for t in whole["run_config"]["tasks"].values())}

    def logs(self):
        """Which logs there are; only where all runs are over."""
        for run in self.get("runs?limit=0", "RUNSERVICE")["runs"]:
            for key, task in run["tasks"].items():
                for step in ("setup=", *(f"step={i}" for i in range(len(task["steps"])))):
                    url = f"{self.env['AGOLA_RUNSERVICE_URL']}/api/v1alpha/logs?runid={run['id']}&taskid={key}&{step}"
                    yield f"log of run {run['counter']} {step}", {"group": run["group"], "status": servers.request("GET", url)[0]}

    def services(self):
        """What was asked for; when it begins, the service has its own time."""
        for service in ("CONFIGSTORE", "RUNSERVICE"):
            yield service, {"maintenance": self.again(lambda s=service: [self.get("maintenance", s)["RequestedStatus"]])}

    def again(self, what):
        """Until it is something. A service that goes into maintenance or out of it does not answer for a moment."""
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            with contextlib.suppress(ValueError):
                if got := what():
                    return got
            time.sleep(0.1)
        raise RuntimeError("the server does not settle")

    def settled(self):
        """Whether all runs are over, and maintenance is as it was asked for."""
        status = [self.get("maintenance", service) for service in ("CONFIGSTORE", "RUNSERVICE")]
        if any(s["RequestedStatus"] != s["CurrentStatus"] for s in status):
            return False
        return status[1]["CurrentStatus"] or all(run.get("archived") for run in self.get("runs?limit=0", "RUNSERVICE")["runs"])

    def fill(self, word):
        """{git}, {commit} of alice/api, {account}: alice's newest one, {task} of the first run of the project."""
        values = {"git": lambda: self.git.url, "commit": lambda: self.git.repos["alice/api"].commit,
                  "account": lambda: next(a["id"] for a in self.get("users/alice/linkedaccounts") if a["id"] not in self.accounts),
                  "task": lambda: next(iter(next(r for r in self.get("runs?limit=0&asc", "RUNSERVICE")["runs"])["tasks"]))}
        return re.sub(r"\{(git|commit|account|task)\}", lambda m: values[m[1]](), word)

    def tree(self):
        """All remote sources, and the tree of the organization, as the configstore has them."""
        found = [("remote source", s) for s in self.get("remotesources")]
        groups = ["org/acme"]
        for path in groups:
            under = "projectgroups/" + urllib.parse.quote(path, safe="")
            for group in self.get(under + "/subgroups"):
                found.append(("project group", group))
                groups.append(group["Path"])
            projects = self.get(under + "/projects")
            found += [("project", p) for p in projects]
            for of in [under] + ["projects/" + urllib.parse.quote(p["Path"], safe="") for p in projects]:
                found += [(f"{what[:-1]} of {of}", x) for what in ("secrets", "variables") for x in self.get(f"{of}/{what}")]
        return found

    def run(self, program, lines, yes=()):
        """Each line's exit code, names that it lists, the state after it, and what it says. `yes` is for what deletes."""
        seen = []
        for line in lines:
            if line.words == ["wait"]:
                self.again(self.settled)
                continue
            token = self.alice if line.words[0] in AS_ALICE or "linkedaccount" in line.words else self.token
            for _ in range(TRIES):
                with open(self.folder / line.stdin if line.stdin else os.devnull) as stdin:
                    done = subprocess.run([program, "--gateway-url", self.env["AGOLA_GATEWAY_URL"], "--token", token,
                                           *map(self.fill, line.words), *(yes if ASKS & set(line.words) else ())],
                                          capture_output=True, text=True, stdin=stdin, timeout=60, cwd=self.folder,
                                          env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], "NO_COLOR": "1", "AGOLACTL_HEADERS": "true"})
                if done.returncode == 0 or line.how == "fails" or not re.search("internal|500", done.stderr):
                    break
            said = self.said(line.words, done.stdout) if done.returncode == 0 else []
            seen.append((done.returncode, said, self.state(line.words[0]), done.stderr))
        return seen

    def said(self, words, output):
        """What a command says, in the same words for both programs."""
        into = [self.folder / words[i + 1] for i, w in enumerate(words) if w in ("--output", "--out") and words[i + 1] != "-"]
        text = into[0].read_text() if into else output
        if "list" in words:
            return names_of(output, words)
        if words[:2] == ["log", "get"]:
            return text
        if words[0] == "export":
            return sorted(set(re.findall(r'"(?:kind|table)":\s*"(\w+)"', text)))
        if words[0] == "completion":
            return len(output) > 100
        if words[0] == "version":
            return self.call("GET", "version")["version"] in output
        if words[:3] == ["user", "token", "create"]:
            return self.call("GET", "user", token=output.split()[-1])["username"]
        return []


def remove(value):
    """What is another one each time out of an object and of what is in it."""
    for key in list(value):
        if key.lower().replace("_", "") in NOT_COMPARED:
            del value[key]
        elif isinstance(value[key], dict):
            remove(value[key])


def names_of(output, words):
    """The names of a list: Go prints `ID: Name: NAME`, or two lists in JSON of which the second has all; agolactl a table."""
    if words[0] == "run":
        return re.findall(r"^(\d+)[: ]", output, re.M)
    if '"username": "' in output:
        return sorted(re.findall(r'"username": "([^"]*)"', output))
    if '"name": "' in output:
        return sorted(re.findall(r'"name": "([^"]*)"', output[output.rindex("\n[") if "\n[" in output else 0:]))
    rows = [line.split() for line in output.splitlines() if line]
    if rows and rows[0][0].isupper():
        column = next(i for i, head in enumerate(rows[0]) if head.endswith(("NAME", "PATH")))
        return sorted(row[column].rsplit("/", 1)[-1] for row in rows[1:])
    return sorted(row[2] if row[1] == "Name:" else row[0] for row in rows if row[0] != "NAME")


def compare(lines, go, ours):
    """What is wrong with each line."""
    for line, theirs, mine in zip([line for line in lines if line.words != ["wait"]], go, ours):
        why = []
        for who, one in (("Go", theirs), ("agolactl", mine)):
            if (one[0] != 0) != (line.how == "fails"):
                why.append(f"{who}: exit {one[0]}: {one[3]}")
        if theirs[1] != mine[1]:
            why.append(f"lists: Go {theirs[1]}, agolactl {mine[1]}")
        for who, one, other in (("Go", theirs[2], mine[2]), ("agolactl", mine[2], theirs[2])):
            why += [f"after {who}: {x}" for x in one if x not in other]
        if line.how == "differs":
            why = [] if theirs[2] != mine[2] else ["it should differ, and does not any more"]
        yield line.text, "\n".join(why)


# ---- which commands and options are used ----

def commands_of(program, words=()):
    """{words of a command: [(option, letter)]} of Agola's own program, as its help says."""
    text = subprocess.run([program, *words, "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
    below = re.search(r"Available Commands:\n((?:  .*\n)+)", text)
    options = re.findall(r"^ +(?:-(\w), |    )--([\w-]+)", text, re.M)
    if not below:
        return {words: options}
    names = [line.split()[0] for line in below[1].splitlines()]
    found = {}
    for name in names:
        if words or name not in NO_COMMANDS:
            found.update(commands_of(program, (*words, name)))
    if not words:
        # those of the root are of no command
        found = {command: [o for o in mine if o not in options] for command, mine in found.items()}
    return found


def unused(commands, lines):
    """Commands, and options of them, that no line uses that has to succeed."""
    for command, options in commands.items():
        mine = [line.words for line in lines if not line.how == "fails" and tuple(line.words[:len(command)]) == command]
        used = {word.split("=", 1)[0] for words in mine for word in words}
        if not mine:
            yield "no line uses " + " ".join(command)
            continue
        for letter, name in options:
            if name != "help" and "--" + name not in used and "-" + (letter or "-") not in used:
                yield f"no line uses {' '.join(command)} --{name}"


APPLIED = """
projectgroups:
  org/acme/applied: {visibility: private, secrets: {deploy: {token: abc, user: jo}}, variables: {TOKEN: &token [
    {secret_name: deploy, secret_var: token, when: {branch: [main, /^release-/], tag: {include: /^v/, exclude: v0}}},
    {secret_name: deploy, secret_var: user}]}}
  org/acme/applied/inside: {variables: {TOKEN: *token}}
projects:
  org/acme/backend/api: {variables: {TOKEN: [{secret_name: deploy, secret_var: token, when: {ref: refs/heads/main}}]}}
"""


def apply_file(agolactl, world):
    """(what, expected, got): a file is applied once and again, then another one prunes."""
    def run(*args, text=APPLIED):
        done = subprocess.run([agolactl, "--gateway-url", world.env["AGOLA_GATEWAY_URL"], *args, "-f", "-", "-o", "json"], text=True,
                              input=text, capture_output=True, timeout=60, env={"HOME": "/nonexistent", "AGOLA_TOKEN": world.alice})
        rows = json.loads(done.stdout or "[]")
        return done.returncode, sorted({row["action"] for row in rows}), world.state()

    before = world.state()
    yield "diff before", (1, ["create"], before), run("diff", "--exit-status")
    yield "apply --dry-run", (0, ["create"], before), run("apply", "--dry-run")
    first = run("apply")
    yield "apply", (0, ["created"], first[2]), first
    yield "the state is another one", True, first[2] != before
    yield "apply again", (0, ["replaced", "unchanged"], first[2]), run("apply")
    yield "diff after", (0, ["unchanged"], first[2]), run("diff", "--exit-status", "--keep-secrets")
    changed = APPLIED.replace("exclude: v0", "exclude: v1")
    code, actions, after = run("apply", "--keep-secrets", text=changed)
    yield "a change", (0, ["changed", "unchanged"], True), (code, actions, "v1" in str(set(after) - set(first[2])))
    yield "and back", (0, ["changed", "unchanged"], first[2]), run("apply", "--keep-secrets")
    without = "projectgroups: {org/acme/applied: {variables: {}}}"
    yield "nothing is pruned unasked", (0, ["unchanged"], first[2]), run("apply", text=without)
    yield "nothing is pruned without --yes", (2, [], first[2]), run("apply", "--prune", text=without)
    code, actions, after = run("apply", "--prune", "--yes", text=without)
    yield "prune", (0, ["deleted", "unchanged"], 1), (code, actions, len(first[2]) - len(after))


class AnyRef(gitea.Gitea):
    """Has every branch and tag."""

    def route_repo(self, method, path, rest, query, asked):
        if rest.startswith("git/refs/"):
            return 200, {"ref": "refs/" + rest[9:], "url": "", "object": {"type": "commit", "sha": self.repos[path].commit, "url": ""}}
        return super().route_repo(method, path, rest, query, asked)


# of the first values of the variables V0, V1 …; every other one has a second value without conditions, whose secret may be missing
CONDITIONS = [
    {"branch": "main"}, {"branch": "/^ma/"}, {"branch": "#in$#"}, {"branch": ["x", "/^release-[0-9]+$/"]}, {"tag": r"/^v\d+\.\d/"},
    {"branch": {"include": "/./", "exclude": ["main", "/^dev/"]}}, {"ref": "refs/heads/main"}, {"ref": "/^refs/tags/"}, {},
    {"branch": "main", "ref": {"include": "/x/", "exclude": "/^refs/heads/ma/"}}, {"tag": "main"}, {"branch": {"exclude": "main"}},
    {"branch": "/(?i)^MAIN$/"}, {"branch": "/^.$/"}, {"branch": "/a{2,3}/"}, {"branch": "/[[:digit:]]$/"},
    {"ref": r"/^refs/pull/\d+/head$/"},
    {"branch": r"/\pL\z/"}, {"branch": "/^(?:main|é)$/"}, {"branch": "/^(?P<a>m)[^a]/"},
]
RUNS = [("branch", b) for b in ("main", "master", "release-1", "dev2", "é", "aa", "x")] + [("tag", t) for t in ("v1.2", "main")]


def resolve(agolactl, world):
    """(what, expected, got): the variables that runs really get are those that `variable resolve` says."""
    path, names = "org/acme/backend/api", [f"V{i}" for i in range(len(CONDITIONS))]
    env = {"HOME": "/nonexistent", "AGOLA_TOKEN": world.alice}
    file = {"projectgroups": {"org/acme/backend": {"secrets": {"up": {"k": "from up"}}}}, "projects": {path: {
        "secrets": {"near": {"k": "from near"}},
        "variables": {name: [{"secret_name": "near", "secret_var": "k", "when": when}] +
                      [{"secret_name": "up" if i % 3 else "missing", "secret_var": "k"}] * (i % 2)
                      for i, (name, when) in enumerate(zip(names, CONDITIONS))}}}}

    def run(*args, text=None):
        return subprocess.run([agolactl, "--gateway-url", world.env["AGOLA_GATEWAY_URL"], *args], text=True, input=text, check=True,
                              capture_output=True, timeout=60, env=env).stdout

    run("apply", "-f", "-", "-q", text=json.dumps(file, ensure_ascii=False))
    project = json.loads(run("project", "show", path, "-o", "json"))["id"]
    for kind, name in RUNS:
        rows = json.loads(run("project", "variable", "resolve", "--project", path, "--" + kind, name, "-o", "json"))
        said = {row["name"]: "from " + row["secret_name"] for row in rows if row["state"] == "given" and row["name"] in names}
        world.call("POST", f"projects/{project}/createrun", {kind: name}, world.alice)
        group = urllib.parse.quote(f"/project/{project}/{kind}/{urllib.parse.quote(name)}", safe="")
        url = f"{world.env['AGOLA_RUNSERVICE_URL']}/api/v1alpha/runs"
        newest = json.loads(servers.request("GET", f"{url}/group/{group}?limit=1")[1])["runs"][0]
        config = json.loads(servers.request("GET", f"{url}/{newest['id']}")[1])["run_config"]
        task = next(iter(config["tasks"].values()))
        yield f"{kind} {name}", {k: v for k, v in task["environment"].items() if v}, said


def main():
    agolactl = os.path.abspath(sys.argv[1])
    report = conformance.Report(False)
    programs = dict(servers.real_programs())
    # the default judge, or the only one that there is
    program = programs.get("v0.10.0") or next(iter(programs.values()), None)
    if not program:
        report.skip("the same command lines as Agola's own program", "no real Agola: neither AGOLA_BIN, agola in PATH nor ../shared/peer")
        return report.end()
    lines, files = read()
    seen = []
    for name, one, yes in (("go", program, ()), ("agolactl", agolactl, ("--yes",))):
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agola-parity-")))
            config = {"runs": [{"name": "r", "tasks": [{
                "name": "t", "runtime": {"containers": [{"image": "none"}]}, "steps": [{"run": "true"}],
                "environment": {f"V{i}": {"from_variable": f"V{i}"} for i in range(len(CONDITIONS))}}]}]}
            repos = {"alice/api": gitea.Repo({".agola/config.json": json.dumps(config)}), "alice/web": gitea.Repo()}
            git = stack.enter_context(AnyRef({"alice": "wonderland"}, repos))
            real = servers.Agola(program, folder / "agola", adding="direct")
            stack.callback(real.stop)
            stack.enter_context(executor.Executor(real.env["AGOLA_RUNSERVICE_URL"]))
            world = World(real, git, files, folder / name)
            seen.append(world.run(one, lines, yes))
            applied = list(apply_file(agolactl, world)) if one == agolactl else []
            resolved = list(resolve(agolactl, world)) if one == agolactl else []
    go, ours = seen
    report.ran.append("Agola's own program")
    for text, fault in compare(lines, go, ours):
        report.test(not fault, text, fault)
    for what, expected, got in applied:
        report.test(expected == got, "apply: " + what, f"expected {expected}\ngot {got}")
    for what, expected, got in resolved:
        report.test(expected == got, "variable resolve: " + what, f"the run has {expected}\nsaid is {got}")
    report.test(len({str(expected) for _, expected, _ in resolved}) > 5, "the runs do not all get the same", str(resolved))
    commands = commands_of(program)
    report.test(len(commands) > 40, f"{len(commands)} commands of Agola's own program", str(commands))
    missing = list(unused(commands, lines))
    report.test(not missing, "all of them are used, with each option", "\n".join(missing))
    for what, other, rest in (("a command that no line uses", {**commands, ("org", "juggle"): []}, lines),
                              ("an option that no line uses", {("version",): [("", "short")]}, lines),
                              ("a command whose only line fails", {("org", "create"): []}, [x for x in lines if x.how == "fails"])):
        report.test(any(unused(other, rest)), "the checker finds: " + what)
    # the checker's own check: a command that agolactl did not run
    broken = ours[:1] + [ours[0][:2] + ([],) + ours[0][3:]] + ours[2:]
    report.test(any(fault for _, fault in compare(lines, go, broken)), "the checker finds: a different state")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
