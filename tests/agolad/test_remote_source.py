# SPDX-License-Identifier: Apache-2.0
"""Remote sources of the configstore and the gateway, answer by answer."""
import re

from harness import check, gw_source, has, same, source

OAUTH = {"AuthType": "oauth2", "Oauth2ClientID": "i", "Oauth2ClientSecret": "s"}

# What is changed in a right body, and the code that it gets. Several faults: the first one that Go checks.
VALIDATION = (
    ({"Name": ""}, "invalidRemoteSourceName"), ({"Name": "a_b"}, "invalidRemoteSourceName"), ({"Name": "-a"}, "invalidRemoteSourceName"),
    ({"Name": "a-"}, "invalidRemoteSourceName"), ({"Name": "a--b"}, "invalidRemoteSourceName"), ({"Name": "1a"}, "invalidRemoteSourceName"),
    ({"Name": "a.b"}, "invalidRemoteSourceName"), ({"Name": "a b"}, "invalidRemoteSourceName"), ({"Name": "ö"}, "invalidRemoteSourceName"),
    ({"Name": "a" * 41}, "invalidRemoteSourceName"), ({"Name": "a/b"}, "invalidRemoteSourceName"), ({"Name": "a\n"}, "invalidRemoteSourceName"),
    ({"Name": "8219e1fd-8356-4188-9c59-6dae26c9d6e0"}, "invalidRemoteSourceName"),
    ({"Name": "a219e1fd835641889c596dae26c9d6e0"}, "invalidRemoteSourceName"), ({"Name": None}, "invalidRemoteSourceName"),
    ({"Name": "", "APIURL": "", "Type": "", "AuthType": ""}, "invalidRemoteSourceName"),
    ({"APIURL": ""}, "invalidRemoteSourceAPIURL"), ({"APIURL": None, "Type": "x"}, "invalidRemoteSourceAPIURL"),
    ({"Type": ""}, "invalidRemoteSourceType"), ({"Type": None, "AuthType": ""}, "invalidRemoteSourceType"),
    ({"AuthType": ""}, "invalidRemoteSourceAuthType"), ({"AuthType": "", "Type": "svn"}, "invalidRemoteSourceAuthType"),
    ({"Type": "svn"}, "invalidRemoteSourceType"), ({"Type": "Gitea"}, "invalidRemoteSourceType"),
    ({"Type": "svn", "AuthType": "x"}, "invalidRemoteSourceType"),
    ({"AuthType": "x"}, "invalidRemoteSourceAuthType"), ({"AuthType": "PASSWORD"}, "invalidRemoteSourceAuthType"),
    ({"Type": "github"}, "invalidRemoteSourceAuthType"), ({"Type": "gitlab"}, "invalidRemoteSourceAuthType"),
    ({"AuthType": "oauth2"}, "invalidOauth2ClientID"), ({"AuthType": "oauth2", "Oauth2ClientSecret": "s"}, "invalidOauth2ClientID"),
    ({"AuthType": "oauth2", "Oauth2ClientID": "i"}, "invalidOauth2ClientSecret"),
    ({"Type": "github", **OAUTH, "Oauth2ClientID": ""}, "invalidOauth2ClientID"),
    ({"Name": "taken"}, "remoteSourceAlreadyExists"), ({"Name": "taken", "APIURL": ""}, "invalidRemoteSourceAPIURL"),
    # these are right
    ({"Name": "1"}, None), ({"Name": "Z"}, None), ({"Name": "a" * 40}, None), ({"Name": "a-1-b"}, None), ({"APIURL": "no url at all"}, None),
    ({"Type": "gitea", **OAUTH}, None), ({"Type": "github", **OAUTH}, None), ({"Type": "gitlab", **OAUTH}, None),
    ({"Name": "Taken"}, None),
)
GATEWAY_KEYS = {"Name": "name", "APIURL": "apiurl", "Type": "type", "AuthType": "auth_type", "Oauth2ClientID": "oauth_2_client_id",
                "Oauth2ClientSecret": "oauth_2_client_secret"}


def wrong(answer, code):
    """What is wrong with the answer to a body that is to get this code; None: nothing."""
    if code is None:
        return None if answer.status == 201 else f"{answer} instead of 201"
    if answer.status != 400 or answer.code() != code:
        return f"{answer} instead of 400 {code}"
    entry = answer.json()[0]
    if entry["details"] is not None or not entry["message"] or len(answer.json()) != 1:
        return f"{answer}: not one entry with words and without details"
    return None


def walk(s, method, path):
    for change, code in VALIDATION:
        body = source("fresh") | change
        a = s.cs(method, path, body)
        yield body, code, a
        if a.status == 201:
            if method == "POST":
                same(s.cs("DELETE", "/remotesources/" + a.json()["name"]).status, 204)
            else:
                path = "/remotesources/" + a.json()["name"]


def test_validation(b):
    """every code, in Go's order of checks, on create and update"""
    s = b.server()
    s.cs("POST", "/remotesources", source("taken"))
    s.cs("POST", "/remotesources", source("mine"))
    for method, path in (("POST", "/remotesources"), ("PUT", "/remotesources/mine")):
        for body, code, a in walk(s, method, path):
            check(wrong(a, code) is None, f"{method} {body}: {wrong(a, code)}")
            # the check sees a wrong answer
            check(wrong(a, None if code else "invalidRemoteSourceName"), "the check is blind")
            check(wrong(a, "invalidRef"), "the check is blind")
    # a bad body is told before a source that is not there
    same(s.cs("PUT", "/remotesources/none", source("")).code(), "invalidRemoteSourceName")
    a = s.cs("PUT", "/remotesources/none", source("x"))
    same((a.status, a.code()), (404, "remoteSourceDoesNotExist"))


def test_validation_gateway(b):
    """the same codes through the gateway"""
    s = b.server()
    s.cs("POST", "/remotesources", source("taken"))
    for change, code in VALIDATION:
        body = {GATEWAY_KEYS[k]: v for k, v in (source("fresh") | change).items()}
        a = s.gw("POST", "/remotesources", body, s.token())
        check(wrong(a, code) is None, f"{body}: {wrong(a, code)}")
        if a.status == 201:
            s.gw("DELETE", "/remotesources/" + body["name"], token=s.token())


def test_objects(b):
    """what create, get and list answer; defaults; escaping"""
    s = b.server()
    a = s.cs("POST", "/remotesources", source("a", SSHHostKey="<k&>", SkipVerify=True, LoginEnabled=True, id="mine", ID="mine"))
    o = a.json()
    same((a.status, a.headers["content-type"]), (201, "application/json"))
    same(list(o), ["id", "creationTime", "updateTime", "name", "apiurl", "skip_verify", "type", "auth_type", "ssh_host_key", "login_enabled"])
    check(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", o["id"]), o["id"])
    same(o["creationTime"], o["updateTime"])
    check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,8}[1-9])?Z", o["creationTime"]), o["creationTime"])
    has(a.body, b'"ssh_host_key":"\\u003ck\\u0026\\u003e"')
    check(not a.body.endswith(b"\n"))
    for ref in ("a", o["id"]):
        same((s.cs("GET", "/remotesources/" + ref).json(), s.cs("GET", "/remotesources/" + ref).status), (o, 200))
    for ref in ("A", "b", o["id"].upper(), "{" + o["id"] + "}", "urn:uuid:" + o["id"], "%61"):
        a = s.cs("GET", "/remotesources/" + ref)
        same((a.status, a.code()), (404, "remoteSourceDoesNotExist"), ref)
    # the gateway shows less, and its defaults are true
    same(s.gw("GET", "/remotesources/a", token=s.token()).json(),
         {"id": o["id"], "name": "a", "auth_type": "password", "registration_enabled": False, "login_enabled": True})
    a = s.gw("POST", "/remotesources", gw_source("g"), s.token())
    same((a.status, a.json()["registration_enabled"], a.json()["login_enabled"]), (201, True, True))
    a = s.gw("POST", "/remotesources", gw_source("h", registration_enabled=False, login_enabled=None), s.token())
    same((a.json()["registration_enabled"], a.json()["login_enabled"]), (False, True))


def test_update(b):
    """update: a whole replacement, by name and by id; the id in the body counts for nothing; a name that exists is refused"""
    s = b.server()
    old = s.cs("POST", "/remotesources", source("a", SSHHostKey="k", LoginEnabled=True, **OAUTH)).json()
    other = s.cs("POST", "/remotesources", source("other")).json()
    for ref in ("a", old["id"]):
        a = s.cs("PUT", "/remotesources/" + ref, source("a", id=other["id"]))
        o = a.json()
        same((a.status, o["id"], o["creationTime"]), (201, old["id"], old["creationTime"]))
        check("ssh_host_key" not in o and "client_id" not in o and "login_enabled" not in o, o)
        check(o["updateTime"] > old["updateTime"], o)
        same(s.cs("GET", "/remotesources/a").json(), o)
    for ref in ("a", old["id"]):
        a = s.cs("PUT", "/remotesources/" + ref, source("other"))
        same((a.status, a.code()), (400, "remoteSourceAlreadyExists"))
        same(s.cs("GET", "/remotesources/a").json(), o)
        same(s.cs("GET", "/remotesources/other").json(), other)
    same(s.cs("PUT", "/remotesources/" + old["id"], source("b")).json()["name"], "b")
    same(s.cs("GET", "/remotesources/a").status, 404)
    # the old name is free again, and another case is another name
    same(s.cs("POST", "/remotesources", source("a")).status, 201)
    same(s.cs("POST", "/remotesources", source("A")).status, 201)
    same(s.cs("DELETE", "/remotesources/" + old["id"]).status, 204)
    a = s.cs("DELETE", "/remotesources/b")
    same((a.status, a.code()), (404, "remoteSourceDoesNotExist"))
    a = s.cs("DELETE", "/remotesources/a")
    same((a.status, a.body, a.headers["content-type"]), (204, b"", "application/json"))


def test_update_gateway(b):
    """the gateway's update keeps what is not given, by name and by id"""
    s = b.server()
    t = s.token()
    old = s.cs("POST", "/remotesources", source("a", SSHHostKey="k", LoginEnabled=True, RegistrationEnabled=True, **OAUTH)).json()
    s.cs("POST", "/remotesources", source("other"))
    for ref in ("a", old["id"]):
        a = s.gw("PUT", "/remotesources/" + ref, {"login_enabled": False, "name": None, "id": "x"}, t)
        same((a.status, a.json()["login_enabled"], a.json()["registration_enabled"]), (201, False, True))
    now = s.cs("GET", "/remotesources/a").json()
    same({k: v for k, v in now.items() if k != "updateTime"},
         {k: v for k, v in old.items() if k not in ("updateTime", "login_enabled")})
    same(s.gw("PUT", "/remotesources/a", {"ssh_host_key": ""}, t).status, 201)
    check("ssh_host_key" not in s.cs("GET", "/remotesources/a").json())
    for body, code in (({"name": ""}, "invalidRemoteSourceName"), ({"name": "other"}, "remoteSourceAlreadyExists"),
                       ({"apiurl": ""}, "invalidRemoteSourceAPIURL"), ({"oauth_2_client_id": ""}, "invalidOauth2ClientID"),
                       ({"oauth_2_client_secret": ""}, "invalidOauth2ClientSecret")):
        a = s.gw("PUT", "/remotesources/a", body, t)
        same((a.status, a.code()), (400, code), body)
    # neither type can be changed
    same(s.gw("PUT", "/remotesources/a", {"type": "github", "auth_type": "password"}, t).status, 201)
    same([s.cs("GET", "/remotesources/a").json()[k] for k in ("type", "auth_type")], ["gitea", "oauth2"])
    for method in ("GET", "PUT", "DELETE"):
        a = s.gw(method, "/remotesources/none", {} if method == "PUT" else None, t)
        same((a.status, a.code()), (404, "remoteSourceDoesNotExist"), method)
    same(s.gw("DELETE", "/remotesources/" + old["id"], token=t).status, 204)


def test_authorization(b):
    """gateway: lists are open and read no token; reading one wants a token; changes want the admin token"""
    s = b.server("--configstore-token-file", b.write("t", "CS"))
    right = s.token()
    s.gw("POST", "/remotesources", gw_source("a"), right)
    for token in (None, "", "wrong", right + "x", right[:-1], "CS", right):
        ok = token == right
        same(s.gw("GET", "/remotesources", token=token).status, 200, token)
        same(s.gw("GET", "/version", token=token).status, 200, token)
        a = s.gw("GET", "/remotesources/a", token=token)
        same(a.status, 200 if ok else 401, token)
        for method, path, body in (("POST", "/remotesources", {}), ("PUT", "/remotesources/a", b"x"), ("DELETE", "/remotesources/none", None)):
            a = s.gw(method, path, body, token)
            same((a.status in (400, 404), a.status == 401), (ok, not ok), f"{method} with {token}")
            if not ok:
                same(a.body, b"[]")
        same(s.cs("GET", "/remotesources", token=token).status, 200 if token == "CS" else 401, token)
    same(s.gw("POST", "/remotesources", {}, headers=["Authorization: bearer " + right]).status, 401)
    same(s.gw("POST", "/remotesources", {}, headers=["Authorization:   TOKEN " + right + "  "]).status, 400)
    same(s.cs("GET", "/none").status, 404)


def pages(s, n, limit, sort):
    """All pages of both services with that limit; returns the names of each page."""
    out = []
    for service in ("cs", "gw"):
        start, got = "", []
        while True:
            q = f"?limit={limit}" + start
            if sort and (service == "cs" or not start):
                q += "&sortdirection=" + sort
            a = getattr(s, service)("GET", "/remotesources" + q)
            same(a.status, 200, q)
            got.append([x["name"] for x in a.json()])
            if service == "cs":
                more = a.headers["x-agola-hasmore"]
                check(more in ("true", "false"), more)
                start = "&startremotesourcename=" + got[-1][-1] if more == "true" else ""
            else:
                start = "&cursor=" + a.headers["x-agola-cursor"].replace("+", "%2B").replace("=", "%3D") if a.headers["x-agola-cursor"] else ""
            if not start:
                break
            check(len(got) <= n + 1, "it does not end")
        out.append(got)
    return out


def test_paging(b):
    """0, 1, 29, 30, 31 and 61 items with every limit around them, in both directions"""
    s = b.server("--log-level", "error")
    made = []
    for n in (0, 1, 29, 30, 31, 61):
        while len(made) < n:
            name = f"n{(len(made) * 37) % 61:02}"
            same(s.cs("POST", "/remotesources", source(name)).status, 201)
            made.append(name)
        names = sorted(made)
        for sort in ("", "asc", "desc"):
            want = names[::-1] if sort == "desc" else names
            for limit in (1, 2, 29, 30, 31, 60, 61, 62, 1000) if n in (1, 31, 61) else (1, 29, 30, 31):
                cs, gw = pages(s, n, limit, sort)
                step = min(limit, 30)
                same(cs, [want[i:i + limit] for i in range(0, n, limit)] or [[]], f"{n} by {limit} {sort}")
                same(gw, [want[i:i + step] for i in range(0, n, step)] or [[]], f"{n} by {limit} {sort}")
            cs, gw = pages(s, n, 0, sort)
            same((cs, gw), ([want], [want]), f"{n} without limit")
    # without a limit: the gateway gives 30, the configstore all
    same(len(s.gw("GET", "/remotesources").json()), 30)
    same(len(s.cs("GET", "/remotesources").json()), 61)


def test_paging_edges(b):
    """start names and cursors at the edges"""
    s = b.server()
    for n in ("b", "d", "F"):
        s.cs("POST", "/remotesources", source(n))

    def names(q):
        return [x["name"] for x in s.cs("GET", "/remotesources?" + q).json()]

    same(names(""), ["F", "b", "d"], "byte order")
    for start, asc, desc in (("", ["F", "b", "d"], ["d", "b", "F"]), ("a", ["b", "d"], ["F"]), ("b", ["d"], ["F"]), ("c", ["d"], ["b", "F"]),
                             ("d", [], ["b", "F"]), ("z", [], ["d", "b", "F"]), ("%C3%B6", [], ["d", "b", "F"]), ("F", ["b", "d"], [])):
        same(names("startremotesourcename=" + start), asc, start)
        same(names("startremotesourcename=" + start + "&sortdirection=desc"), desc, start)
    a = s.cs("GET", "/remotesources?limit=3")
    same(a.headers["x-agola-hasmore"], "false")
    # an insert and a delete between two pages neither repeat nor hide others
    c = s.gw("GET", "/remotesources?limit=2").headers["x-agola-cursor"].replace("=", "%3D").replace("+", "%2B")
    s.cs("DELETE", "/remotesources/b")
    s.cs("POST", "/remotesources", source("a"))
    s.cs("POST", "/remotesources", source("c"))
    same([x["name"] for x in s.gw("GET", f"/remotesources?limit=2&cursor={c}").json()], ["c", "d"])
    for q, code in (("limit=-1", "invalidLimit"), ("limit=x", "invalidLimit"), ("sortdirection=up", "invalidSortDirection"),
                    (f"cursor={c}&sortdirection=asc", None), ("cursor=x", None)):
        a = s.gw("GET", "/remotesources?" + q)
        same((a.status, a.code()), (400, code), q)
