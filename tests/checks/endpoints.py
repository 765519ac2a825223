#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Operations of Agola <-> functions: each row of endpoints/*.tsv has one function, and each function of a service has such a row, of
the same method, path, query keys, request and response; it is declared with a comment, has a manual page and a wire test. The
function for requests of one's own stands for no operation and for all: each service has one, of the same form, with no path but the
caller's."""
import collections
import json
import os
import re

import agola_headers as headers
import checklib

SERVICES = {"gw": "gateway", "cs": "configstore", "rs": "runservice", "ns": "notification"}
ITERATOR = re.compile(r"agola_\w+_iter_(new|next|free)$")

Operation = collections.namedtuple("Operation", "where name method path query request response")


def read_query(text):
    """{key: fixed value or None}, None for a query that is any text; what the server ignores is left out."""
    keys = {}
    for word in re.split(r"[,|]", text):
        if word in ("-", "") or "(ignored)" in word:
            continue
        if word == "*":
            return None
        key, _, value = word.partition("=")
        keys[re.sub(r"[!?*]|\[\]", "", key)] = value or None
    return keys


def read_operations(top):
    """service -> {name: Operation}"""
    found = {}
    for service, title in SERVICES.items():
        name = f"tests/checks/endpoints/{title}.tsv"
        rows = found[service] = {}
        with open(os.path.join(top, name)) as f:
            for n, line in enumerate(f.read().splitlines()[1:], 2):
                operation, method, path, query, request, response = line.split("\t")[:6]
                rows[operation] = Operation(f"{name}:{n}", operation, method, path, read_query(query), request, response)
    return found


def read_texts(top, folder, ending):
    texts = []
    for at, _, names in os.walk(os.path.join(top, folder)):
        for name in names:
            if name.endswith(ending):
                with open(os.path.join(at, name)) as f:
                    texts.append(f.read())
    return texts


def check_row(report, op, row):
    """The row of a function against the one of its operation."""
    name = row["function"]
    path = row["path"] if row["root"] or row["service"] != "gw" else "/api/v1alpha" + row["path"]
    if row["method"] != op.method:
        report(op.where, f"{name} sends {row['method']}", op.method)
    if re.sub(r"\{[^}]*\}", "{}", path) != re.sub(r"\{[^}]*\}", "{}", op.path):
        report(op.where, f"{name} asks for {path}", op.path)
    for what, has, want in (("request", row["request"] or row["source"], op.request), ("response", row["response"], op.response)):
        if has != (want != "-"):
            report(op.where, f"{name} {'has a' if has else 'lacks the'} {what}", want if want != "-" else f"no {what}")
    if op.query is None:
        return
    fixed = dict(pair.partition("=")[::2] for pair in row["fixed"].split("&") if pair)
    for key, value in op.query.items():
        if key not in row["query"] and key not in fixed:
            report(op.where, f"{name} cannot send {key}", "a row in its options, or .fixed_query")
        elif value and value != "set" and fixed.get(key) != value:
            report(op.where, f"{name} does not always send {key}={value}", ".fixed_query")
    both_ways = {"asc", "sortdirection"} if {"asc", "sortdirection"} & set(op.query) else set()
    for key in [*row["query"], *fixed]:
        if key not in op.query and key not in both_ways:
            report(op.where, f"{name} sends {key}, which the operation does not have", ", ".join(op.query) or "no query")


def check_any(report, rows):
    """The rows of agola_SVC_request()."""
    where = "lib/core/request.c"
    for service in SERVICES:
        these = [row for row in rows if row["service"] == service]
        if len(these) != 1:
            report(where, f"{service} has {len(these)} functions for requests of one's own", "one")
    for row in rows:
        name = f"agola_{row['service']}_request"
        if row["function"] != name:
            report(where, f"the one of {row['service']} is called {row['function']}", name)
        for what in ("operation", "method", "fixed"):
            if row[what]:
                report(where, f"{name} says the {what} {row[what]}", "nothing: the caller does")
        if row["path"] != "{target}" or row["root"] or not row["source"] or not row["response"]:
            report(where, f"{name} is not of the form of the others", "any target below the prefix, up and down")


def check_function(report, where, function, declared, pages, wires):
    if function not in declared:
        report(where, f"{function} is in no public header", "declare it with AGOLA_API")
    elif not declared[function].comment:
        report(f"{declared[function].file}:{declared[function].line}", f"{function} has no comment", "/** What it does. … */ in front of it")
    if function not in pages:
        report(where, f"{function} is in the NAME section of no manual page", "tools/man-update writes it")
    if function not in wires:
        report(where, f"no file below tests/wire calls {function}", "a success, and an error")


def check(args, report):
    operations = read_operations(args.top)
    rows = json.loads(headers.run([os.path.abspath(args.dump)], "rows of operations"))
    if hasattr(args, "edit"):
        args.edit(rows)
    api = headers.load(args.top)
    declared = {f.name: f for f in api.functions.values() if re.match(r"include/agola/((gw|cs|rs|ns)_|request\.h)", f.file)}
    pages = {name for text in read_texts(args.top, "man", ".3") for name in re.findall(r"^\.Nm (agola_\w+)", text, re.M)}
    wires = {name for text in read_texts(args.top, "tests/wire", ".wire") for name in re.findall(r"^(agola_\w+)\(", text, re.M)}
    functions = collections.defaultdict(list)
    every = [row for row in rows if row["any"]]
    check_any(report, every)
    for row in every:
        check_function(report, "lib/core/request.c", row["function"], declared, pages, wires)
    for row in rows:
        if row["any"]:
            continue
        functions[row["service"], row["operation"]].append(row)
    for service, found in operations.items():
        for name, op in found.items():
            these = functions[service, name]
            if not these:
                report(op.where, f"{name} has no function", f"AG_OP(agola_{service}_…, {service}, \"{name}\", …)")
            if len(these) > 1:
                report(op.where, f"{name} has the functions " + ", ".join(r["function"] for r in these), "one")
            for row in these:
                check_row(report, op, row)
                check_function(report, op.where, row["function"], declared, pages, wires)
    for (service, name), these in functions.items():
        if these and name not in operations.get(service, {}):
            report(f"tests/checks/endpoints/{SERVICES.get(service, service)}.tsv", f"it lacks {name} of {these[0]['function']}", "a row")
    with_row = {row["function"] for row in rows}
    for name, f in declared.items():
        if name not in with_row and not ITERATOR.match(name):
            report(f"{f.file}:{f.line}", f"{name} has no row", "AG_OP(), or a header that is of no service")
    return f"{sum(map(len, operations.values()))} operations"


# ---- seeded faults ----

CS = "tests/checks/endpoints/configstore.tsv"
ANY = "agola_cs_request"
GET, LIST, CREATE = "agola_cs_remote_source_get", "agola_cs_remote_source_list", "agola_cs_remote_source_create"


def edit(change):
    def do(_copy):
        def these(rows):
            change({row["function"]: row for row in rows}, rows)
        return {"edit": these}
    return do


def change_row(function, **values):
    return edit(lambda by_name, _: by_name[function].update(values))


def without_wire(copy):
    for at, _, names in os.walk(copy.path("tests/wire")):
        for name in names:
            path = os.path.relpath(os.path.join(at, name), copy.top)
            if name.endswith(".wire") and GET + "(" in copy.read(path):
                os.remove(copy.path(path))


SEEDS = (
    ("an operation without function", lambda c: c.append(CS, "SeedThing\tGET\t/seeds\t-\t-\t-\t-\tyes\n"), "SeedThing has no function"),
    ("a function is gone", edit(lambda by_name, rows: rows.remove(by_name[GET])), "GetRemoteSource has no function"),
    ("a function without operation", lambda c: c.sub(CS, r"^GetRemoteSource\t[^\n]*\n", ""), f"it lacks GetRemoteSource of {GET}"),
    ("a function of a service that is none", change_row(GET, service="xx"), f"it lacks GetRemoteSource of {GET}"),
    ("two functions for one operation", change_row(GET, operation="GetRemoteSources"), "GetRemoteSources has the functions"),
    ("another method", change_row(GET, method="PUT"), f"{GET} sends PUT"),
    ("another path", change_row(GET, path="/remotesource/{ref}"), f"{GET} asks for /remotesource/{{ref}}"),
    ("a path in front of which nothing may stand", change_row("agola_gw_version_get", root=True), "agola_gw_version_get asks for /version"),
    ("no request", change_row(CREATE, request=False), f"{CREATE} lacks the request"),
    ("a request too many", change_row(GET, source=True), f"{GET} has a request"),
    ("no response", change_row(GET, response=False), f"{GET} lacks the response"),
    ("a query key is missing", edit(lambda by_name, _: by_name[LIST]["query"].remove("limit")), f"{LIST} cannot send limit"),
    ("a query key too many", change_row(GET, query=["seed"]), f"{GET} sends seed, which"),
    ("a value that is not fixed", lambda c: c.sub(CS, r"(^GetRemoteSources\t.*?\t)limit", r"\1limit=7"), f"{LIST} does not always send limit=7"),
    ("a service without requests of one's own", edit(lambda by_name, rows: rows.remove(by_name[ANY])), "cs has 0 functions for requests"),
    ("requests of one's own of one operation", change_row(ANY, operation="GetRemoteSource"), f"{ANY} says the operation GetRemoteSource"),
    ("requests of one's own of one method", change_row(ANY, method="GET"), f"{ANY} says the method GET"),
    ("requests of one's own by another name", edit(lambda by_name, _: by_name[ANY].update(function="agola_cs_seed")), "the one of cs is called agola_cs_seed"),
    ("requests of one's own of one path", change_row(ANY, path="/orgs/{target}"), f"{ANY} is not of the form"),
    ("requests of one's own outside of the prefix", change_row(ANY, root=True), f"{ANY} is not of the form"),
    ("requests of one's own for anything", change_row(GET, any=True), "cs has 2 functions for requests"),
    ("not declared", lambda c: c.sub("include/agola/cs_remote_source.h", GET + r"\(", GET + "_seed("), f"{GET} is in no public header"),
    ("declared without row", lambda c: c.sub("include/agola/cs_remote_source.h", GET + r"\(", GET + "_seed("), f"{GET}_seed has no row"),
    ("no comment", lambda c: c.sub("include/agola/cs_remote_source.h", r"/\*\* Get one by [^/]*\*/\n", ""), f"{GET} has no comment"),
    ("no manual page", lambda c: c.sub("man/agola_cs_remote_source.3", r"\.Nm " + GET, ".Nm seed"), f"{GET} is in the NAME section of no"),
    ("no wire test", without_wire, f"no file below tests/wire calls {GET}"),
)

if __name__ == "__main__":
    checklib.main(check, ("include", "man", "tests/wire", "tests/checks/endpoints"), SEEDS, ("dump",))
