#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The comments of the public headers: each function says what it does, since when, what it returns and who frees it; each struct,
enum and file has a comment. What "As agola_x()." says of another function counts, and so does what the file or the type says."""
import re

import agola_headers as headers
import checklib

SINCE = re.compile(r"\bSince (Agola v)?\d+\.\d+\.\d+\b")
LIKE = re.compile(r"\b[Aa]s (?:for )?(agola_\w+)\b")
LIFETIME = re.compile(r"\bstatic\b|lives? as long as|valid (until|during|only)|never needs to be freed|free it with|points into|"
                      r"belongs to|end it with|frees? with", re.I)
# `ret` and responses need no word of their own: common.h says who frees them. What has a function of its own to end it needs one.


def texts(api, f, seen=()):
    """The comment of a function and of those that it refers to."""
    ret = [f.comment]
    for other in LIKE.findall(f.comment):
        if other in api.functions and other not in seen and other != f.name:
            ret.append(texts(api, api.functions[other], (*seen, f.name)))
    return " ".join(ret)


def ender(api, kind):
    """The function that ends a handle that came through "T **ret"; None for responses."""
    m = re.fullmatch(r"(?:const )?(?:struct )?(\w+) \*\*", kind)
    if not m:
        return None
    if m[1] == "char":
        return "agola_free"
    return next((e for e in (m[1] + "_free", m[1] + "_stop") if e in api.functions), None)


def check_function(report, api, f):
    at = f"{f.file}:{f.line}"
    words = texts(api, f)
    own = re.sub(r"@(param|p)\s+\w+|@return|" + SINCE.pattern, "", f.comment)
    if not f.comment:
        report(at, f"{f.name} has no comment", "/** What it does. … Since 0.1.0. */ in front of it")
        return
    if re.match(r"\W*(@param|NULL does nothing|Since)", f.comment) or len(re.findall(r"\w+", own)) < 2:
        report(at, f"the comment of {f.name} does not begin with what it does", "a sentence first, such as \"Free the iterator.\"")
    if not SINCE.search(f.comment):
        report(at, f"{f.name} does not say since when it is there", "\"Since 0.1.0.\", or \"Since Agola v0.1.0.\" for an operation")
    has_err = any(name == "err" for name, _ in f.params)
    if has_err and f.ret == "int" and "@return" not in words:
        report(at, f"{f.name} can fail, and does not say how", "\"@return 0; AGOLA_ERR_… when …\", or \"As agola_x().\"")
    for name, kind in f.params:
        end = ender(api, kind)
        if name != "err" and end and not re.search(r"\w+_(free|stop)\(\)", words):
            report(at, f"{f.name} hands out {kind.replace(' **', '')}, and does not say how to end it", f"\"free it with {end}()\"")
    if f.ret.endswith("*") and "char *" in f.ret and not any(t == f.ret for _, t in f.params):
        if not LIFETIME.search(words) and not LIFETIME.search(api.file_comments.get(f.file, "")):
            report(at, f"{f.name} returns {f.ret}, and neither it nor the file says how long that lives",
                   "\"Static.\", \"lives as long as …\" or \"free it with …\"")
    for name in re.findall(r"@(?:param|p)\s+(\w+)", f.comment):
        if name not in [n for n, _ in f.params] and not re.match(r"th$", name):
            report(at, f"the comment of {f.name} speaks of {name}, which is no parameter", ", ".join(n for n, _ in f.params))


def check(args, report):
    api = headers.load(args.top)
    everything = [*api.functions.values(), *api.records.values(), *api.enums.values(), *[d for d, _ in api.typedefs.values()]]
    known = {d.name for d in everything}
    for file, comment in api.file_comments.items():
        if len(comment.split()) < 4:
            report(f"{file}:1", "it has no \"@file\" comment", "/** @file NAME, and what is in it */")
    for f in api.functions.values():
        check_function(report, api, f)
    for d in [*api.records.values(), *api.enums.values()]:
        if not d.comment:
            report(f"{d.file}:{d.line}", f"{d.name} has no comment", "/** What it is. */ in front of it")
    for name, (d, kind) in api.typedefs.items():
        if not d.comment and name not in api.records:
            report(f"{d.file}:{d.line}", f"{name} has no comment", "/** What it is. */ in front of it")
    comments = [(d.file, d.line, d.comment) for d in everything]
    comments += [(m.file, m.line, m.comment) for r in api.records.values() for m in r.members]
    for file, line, comment in comments:
        for word in re.findall(r"\b(agola_\w+)\(\)", comment):
            if word not in known:
                report(f"{file}:{line}", f"the comment names {word}(), which there is not", "a function of the headers")
        for word in re.findall(r"\b(AGOLA_ERR_[A-Z_]+)\b", comment):
            if word not in [v[0] for v in api.enums["agola_result"].values]:
                report(f"{file}:{line}", f"the comment names {word}, which there is not", "a value of enum agola_result")
    return f"{len(api.functions)} functions, {len(api.records)} structs"


CTX, GW = "include/agola/ctx.h", "include/agola/gw_remote_source.h"
SEEDS = (
    ("no comment", lambda c: c.sub(CTX, r"/\*\* Whether agola_ctx_cancel[^\n]*\n", ""), "agola_ctx_is_cancelled has no comment"),
    ("no Since", lambda c: c.sub(CTX, r"was called\. Since 0\.1\.0\.", "was called."), "agola_ctx_is_cancelled does not say since when"),
    ("not what it does", lambda c: c.sub(CTX, r"/\*\* Whether agola_ctx_cancel\(\) was called\. ", "/** "), "does not begin with what it does"),
    ("not how it fails", lambda c: c.sub(GW, r"@return 0; AGOLA_ERR_INVALID for a negative limit[^\n]*", ""), "agola_gw_remote_source_list can fail"),
    ("not how to free a handle", lambda c: c.sub(CTX, r"agola_ctx_free\(\)", "care"), "agola_ctx_new hands out agola_ctx"),
    ("not how long text lives", lambda c: c.sub("include/agola/common.h", r"\"0\.1\.0\"\. Static\.", "\"0.1.0\"."), "agola_version returns const char *"),
    ("a parameter that is not there", lambda c: c.sub(GW, r"@param ref  its name", "@param seed  its name"), "speaks of seed"),
    ("a function that is not there", lambda c: c.sub(CTX, r"agola_ctx_free\(\)", "agola_ctx_seed()"), "names agola_ctx_seed()"),
    ("a result that is not there", lambda c: c.sub(CTX, r"AGOLA_ERR_TIMEOUT", "AGOLA_ERR_SEED"), "names AGOLA_ERR_SEED"),
    ("a struct without comment", lambda c: c.sub(GW, r"/\*\* One page of remote sources\. \*/\n", ""), "agola_gw_remote_source_page has no comment"),
    ("a file without comment", lambda c: c.sub(CTX, r" \* @file ctx\.h[^/]*\*/", " */"), "it has no \"@file\""),
)

if __name__ == "__main__":
    checklib.main(check, ("include",), SEEDS)
