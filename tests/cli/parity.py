#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run parity.commands with Agola's own program and with agolactl, each on a real Agola v0.10.0 of its own, and compare what is then on
the server after each. Then apply and variable resolve are looked at there. Prints TAP.

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
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "conformance"))
import gitea  # noqa: E402
import run as conformance  # noqa: E402
import servers  # noqa: E402


# what is another one on each server, or each time
NOT_COMPARED = {"id", "creationtime", "updatetime", "parent", "revision", "remotesourceid", "linkedaccountid", "secret", "webhooksecret",
                "sshprivatekey", "ownerid"}
WORDS = ("fails", "differs")


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
            (folder / name).write_text(text)
        # alice has an organization, and an account at the git server that is there from the start
        self.token = self.env["AGOLA_ADMIN_TOKEN"]
        self.call("POST", "remotesources", {"name": "forge", "type": "gitea", "auth_type": "password", "apiurl": git.url,
                                            "registration_enabled": True, "login_enabled": True})
        self.call("POST", "users", {"username": "alice"})
        self.alice = self.call("POST", "users/alice/tokens", {"token_name": "t"})["token"]
        self.call("POST", "users/alice/linkedaccounts", {"remote_source_name": "forge", "remote_source_login_name": "alice",
                                                         "remote_source_login_password": "wonderland"}, self.alice)
        self.call("POST", "orgs", {"name": "acme", "visibility": "public"}, self.alice)

    def call(self, method, path, body=None, token=None):
        status, answer = servers.request(method, f"{self.env['AGOLA_GATEWAY_URL']}/api/v1alpha/{path}", body, token or self.token)
        if status // 100 != 2:
            raise RuntimeError(f"{method} {path}: {status} {answer!r}")
        return json.loads(answer or "null")

    def get(self, path):
        return json.loads(servers.request("GET", f"{self.env['AGOLA_CONFIGSTORE_URL']}/api/v1alpha/{path}")[1])

    def state(self):
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
        for _, x in found:
            for key in list(x):
                if key.lower().replace("_", "") in NOT_COMPARED:
                    del x[key]
        # the git server has another port each time
        return sorted(f"{what}: {json.dumps(x, sort_keys=True)}".replace(self.git.url, "http://forge") for what, x in found)

    def run(self, program, lines, yes=()):
        """Each line's exit code, names that it lists, the state after it, and what it says. `yes` is for what deletes."""
        seen = []
        for line in lines:
            token = self.alice if line.words[0].startswith("project") else self.token
            with open(self.folder / line.stdin if line.stdin else os.devnull) as stdin:
                done = subprocess.run([program, "--gateway-url", self.env["AGOLA_GATEWAY_URL"], "--token", token, *line.words,
                                       *(yes if "delete" in line.words else ())],
                                      capture_output=True, text=True, stdin=stdin, timeout=60, cwd=self.folder,
                                      env={"HOME": "/nonexistent", "PATH": os.environ["PATH"], "NO_COLOR": "1", "AGOLACTL_HEADERS": "true"})
            listed = names_of(done.stdout) if "list" in line.words and done.returncode == 0 else []
            seen.append((done.returncode, listed, self.state(), done.stderr))
        return seen


def names_of(output):
    """The names of a list: Go prints `ID: Name: NAME`, or two lists in JSON of which the second has all; agolactl a table."""
    if '"name": "' in output:
        return sorted(re.findall(r'"name": "([^"]*)"', output[output.rindex("\n[") if "\n[" in output else 0:]))
    rows = [line.split() for line in output.splitlines() if line]
    if rows and "ID" in rows[0]:
        column = rows[0].index("NAME" if "NAME" in rows[0] else "PATH")
        return sorted(row[column].rsplit("/", 1)[-1] for row in rows[1:])
    return sorted(row[2] if row[1] == "Name:" else row[0] for row in rows if row[0] != "NAME")


def compare(lines, go, ours):
    """What is wrong with each line."""
    for line, theirs, mine in zip(lines, go, ours):
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
            real = servers.Agola(program, folder / "agola")
            stack.callback(real.stop)
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
    # the checker's own check: a command that agolactl did not run
    broken = ours[:1] + [ours[0][:2] + ([],) + ours[0][3:]] + ours[2:]
    report.test(any(fault for _, fault in compare(lines, go, broken)), "the checker finds: a different state")
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
