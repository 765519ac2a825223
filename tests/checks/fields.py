#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Field tables <-> public structs. Each member has a row, or belongs to one (n_x, has_x, x_raw, the cursor of a page); each row
has its member, of a C type that fits; words match the enumerators; secrets are called so in both; what callers fill has no hole."""
import json
import os
import re

import agola_headers as headers
import checklib

# Structs of the services' headers that are on no wire, and why.
NO_TABLE = {}

SERVICE = re.compile(r"include/agola/(gw|cs|rs|ns)_\w+\.h$")
SECRET_NAME = re.compile(r"(^|_)(secret|password|passphrase|token|key_pass)$")
# enum agola_kind and AG_KIND_TRISTATE: the C types of a member
C_TYPES = {
    1: r"const char \*", 2: r"_Bool|bool", 3: r"u?int(8|16|32|64)_t|int", 4: r"uint(8|16|32|64)_t|size_t", 5: r"double", 6: r"agola_time",
    7: r"int64_t", 8: r"enum agola_\w+", 9: r"(const )?(struct )?agola_\w+ \*", 10: r".*\*const \*|.*\*\*|(const )?int64_t \*", 11: r".*\*const \*|.*\*\*",
    12: r"const char \*", 100: r"enum agola_tristate",
}


def is_map_entry(r):
    return [m.name for m in r.members] == ["key", "value"]


def check_words(report, api, t, f, where, ctype):
    enum = api.enums.get(ctype.replace("enum ", ""))
    if not enum:
        return
    values = {v: name for name, v, _, _ in enum.values if v != 0}
    rows = {v: w for v, w in f["words"]}
    for v, name in values.items():
        if v not in rows:
            report(where, f"{name} has no word in the words of {t['name']}.{f['member']}", "a row in its struct ag_enum table")
    for v, w in rows.items():
        if v not in values:
            report(where, f"the word \"{w}\" of {t['name']}.{f['member']} has the value {v}, which enum {enum.name} lacks", "an enumerator")


def check_type(report, api, t, r):
    where = f"{r.file}:{r.line}"
    if t["size"] != r.size:
        report(where, f"struct {r.name} has {r.size} bytes, its field table was made for {t['size']}", "the same")
    covered = {t["cursor"]} if t["page"] else set()  # places of what belongs to a row
    named = {f["member"] for f in t["fields"]}
    seen = set()
    for f in t["fields"]:
        m = r.member(f["member"])
        name = f"{r.name}.{f['member']}"
        covered.update(f["others"])
        if not m:
            report(where, f"the row \"{f['key']}\" is for {name}, which the struct lacks", "the member, or no row")
            continue
        at = f"{m.file}:{m.line}"
        if m.offset != f["off"]:
            report(at, f"{name} is at {m.offset}, its row says {f['off']}", "the same")
        if f["key"] in seen:
            report(at, f"two rows have the key \"{f['key']}\"", "one row for each key")
        seen.add(f["key"])
        ctype = re.sub(r"\s*const$", "", m.type)
        if not re.fullmatch(C_TYPES.get(f["kind"], "-"), ctype):
            report(at, f"{name} is \"{m.type}\", its row is of kind {f['kind']}", f"a type like {C_TYPES.get(f['kind'])}")
        if f["width"] and f["width"] != m.size:
            report(at, f"{name} has {m.size} bytes, its row says {f['width']}", "the same")
        if f["kind"] == 8:
            check_words(report, api, t, f, at, m.type)
        says = re.search(r"\bsecrets?\b", m.comment)
        if f["secret"] and not says:
            report(at, f"the row of {name} says that it is a secret, its comment does not", "\"; secret\" in the comment")
        if says and not f["secret"]:
            report(at, f"the comment of {name} says that it is a secret, its row does not", ".flags = AG_SECRET")
    for m in r.members:
        if m.name in named or m.offset in covered or m.name.startswith("unused") or (m.name == "size" and t["request"]):
            continue
        report(f"{m.file}:{m.line}", f"{r.name}.{m.name} has no row in the field table", "a row, or no member")


def check_struct(report, r):
    """What holds for every struct, with a table or without."""
    sized = any(m.name == "size" for m in r.members)
    end = 0
    for m in r.members:
        at = f"{m.file}:{m.line}"
        if m.name == "size" and (m.offset != 0 or m.type != "size_t"):
            report(at, f"{r.name}.size is not the first member, a size_t", "first, so that the library can read it")
        if sized and m.offset != end:
            report(at, f"there is a hole of {m.offset - end} bytes in front of {r.name}.{m.name}", "another order, or a uint32_t unused_")
        if sized and m.type in ("bool", "_Bool") and not (m.name.startswith("has_") and r.member(m.name[4:])):
            report(at, f"{r.name}.{m.name} is a bool, which cannot be left unset", "enum agola_tristate, or a bit of flags")
        if SECRET_NAME.search(m.name) and "char *" in m.type and "secret" not in m.comment:
            report(at, f"{r.name}.{m.name} looks like a secret, and its comment does not say so", "\"; secret\" in the comment")
        end = m.offset + m.size
    if sized and end != r.size:
        report(f"{r.file}:{r.line}", f"struct {r.name} ends with {r.size - end} bytes that no member has", "a uint32_t unused_")


def check(args, report):
    api = headers.load(args.top)
    types = json.loads(headers.run([os.path.abspath(args.dump)], "field tables"))
    if hasattr(args, "edit"):
        args.edit(types)
    by_name = {t["name"]: t for t in types}
    if not types:
        report("lib", "there are no field tables", "AG_TYPE() of each public struct")
    for t in types:
        if t["name"] not in api.records:
            report("lib", f"the type {t['name']} has no public struct", "a struct of that name, or a static type")
        for f in t["fields"]:
            if f["type"] and f["type"] not in by_name:
                report("lib", f"{t['name']}.{f['member']} is of type {f['type']}, which agola_type_find() does not know", "AG_TYPE()")
    for r in api.records.values():
        at = f"{r.file}:{r.line}"
        check_struct(report, r)
        if r.name in by_name:
            check_type(report, api, by_name[r.name], r)
        elif SERVICE.match(r.file) and not is_map_entry(r) and r.name not in NO_TABLE:
            report(at, f"struct {r.name} has no field table", "AG_TYPE(), or a line in NO_TABLE of tests/checks/fields.py with its reason")
    for name in NO_TABLE:
        if name not in api.records or name in by_name:
            report("tests/checks/fields.py", f"NO_TABLE names {name}, which needs no exception", "drop it")
    return f"{len(types)} types, {sum(len(t['fields']) for t in types)} rows"


def edit(change):
    def do(_copy):
        def these(types):
            change({t["name"]: t for t in types}, types)
        return {"edit": these}
    return do


def field(types, name, member):
    return next(f for f in types[name]["fields"] if f["member"] == member)


GW, CS, RS = "include/agola/gw_remote_source.h", "include/agola/cs_remote_source.h", "agola_gw_remote_source"
SEEDS = (
    ("a member without a row", lambda c: c.sub(GW, r"\tbool login_enabled;", "\tbool seed;\n\tbool login_enabled;"), f"{RS}.seed has no row"),
    ("a row without a member", lambda c: c.sub(GW, r"\tbool registration_enabled;[^\n]*\n", ""), "which the struct lacks"),
    ("a row is gone", edit(lambda t, _: t[RS]["fields"].pop(1)), f"{RS}.name has no row"),
    ("a row for a member that is not there", edit(lambda t, _: field(t, RS, "name").update(member="seed")), f"{RS}.seed, which the struct lacks"),
    ("a table is gone", edit(lambda t, l: l.remove(t[RS])), f"struct {RS} has no field table"),
    ("a table without struct", edit(lambda t, _: t[RS].update(name="agola_seed")), "agola_seed has no public struct"),
    ("a row of another kind", edit(lambda t, _: field(t, RS, "name").update(kind=2)), "its row is of kind 2"),
    ("two rows with one key", edit(lambda t, _: field(t, RS, "name").update(key="id")), "two rows have the key \"id\""),
    ("a secret that only the row knows", lambda c: c.sub(GW, r"(oauth2_client_secret;\s*/\*\*<) secret", r"\1 something"),
     "says that it is a secret, its comment does not"),
    ("a secret that only the comment knows", edit(lambda t, _: field(t, RS + "_update_req", "oauth2_client_secret").update(secret=False)),
     "its row does not"),
    ("a secret without a word", lambda c: c.sub("include/agola/server.h", r"(admin_token;\s*/\*\*<)[^\n]*", r"\1 of the gateway */"),
     "admin_token looks like a secret"),
    ("an enumerator without a word", lambda c: c.sub("include/agola/enums.h", r"AGOLA_AUTH_OAUTH2 = 2", "AGOLA_AUTH_SEED = 3, AGOLA_AUTH_OAUTH2 = 2"),
     "AGOLA_AUTH_SEED has no word"),
    ("a word without an enumerator", lambda c: c.sub("include/agola/enums.h", r"AGOLA_AUTH_PASSWORD = 1,", ""), "the word \"password\""),
    ("a hole", lambda c: c.sub(GW, r"(\tenum agola_tristate skip_verify;[^\n]*\n)(\tenum[^\n]*\n)", r"\1\tconst char *seed;\n\2"), "there is a hole of 4 bytes"),
    ("a hole at the end", lambda c: c.sub(GW, r"\tuint32_t unused_;[^\n]*\n", ""), "ends with 4 bytes that no member has"),
    ("size is not first", lambda c: c.sub(GW, r"\tsize_t size;\n(\tconst char \*cursor;[^\n]*\n)", r"\1\tsize_t size;\n"), "size is not the first"),
    ("a bool in a request", lambda c: c.sub(GW, r"\tuint32_t unused_;", "\tbool unused_;"), "is a bool"),
    ("the struct grew", lambda c: c.sub(CS, r"\tbool skip_verify;", "\tconst char *seed;\n\tbool skip_verify;"), "its row says"),
)

if __name__ == "__main__":
    checklib.main(check, ("include",), SEEDS, ("dump",))
