#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Manual pages <-> code, both ways: functions and NAME, prototypes and SYNOPSIS, members of structs, commands and options of
agolactl, options of agolad, keys of agolad.yml; pages and man/meson.build; references between pages; the list of libagola(3)."""
import json
import os
import re
import shlex

import agola_headers as headers
import checklib

UNUSED_KEYS = "Keys without use in this version"


class Page:
    """The lines of an mdoc page with the section and subsection that they stand in."""

    def __init__(self, top, name):
        self.name, self.file = name, "man/" + name
        self.section = name.rsplit(".", 1)[1]
        self.lines = []  # (number, section, subsection, macro, words)
        section = sub = ""
        literal = False
        with open(os.path.join(top, self.file)) as f:
            for n, line in enumerate(f.read().split("\n"), 1):
                if line.startswith(".Bd -literal"):
                    literal = True
                elif line.startswith(".Ed"):
                    literal = False
                if literal or not line.startswith("."):
                    continue
                macro, _, rest = line[1:].partition(" ")
                if macro == "Sh":
                    section, sub = rest, ""
                elif macro == "Ss":
                    sub = rest
                lex = shlex.shlex(rest, posix=True)
                lex.whitespace_split, lex.commenters, lex.escape, lex.quotes = True, "", "", '"'
                self.lines.append((n, section, sub, macro, list(lex)))

    def find(self, macro, section=None):
        return [(n, words) for n, sh, _, m, words in self.lines if m == macro and section in (None, sh)]

    def names(self):
        return {w: n for n, words in self.find("Nm", "NAME") for w in words if w != ","}

    def headers(self):
        return ["include/" + words[0] for _, words in self.find("In", "SYNOPSIS") if words]

    def prototypes(self):
        """[(line, result, name, [argument])]"""
        ret, result, open_one = [], "", None
        for n, sh, _, macro, words in self.lines:
            if sh != "SYNOPSIS":
                continue
            if macro == "Ft":
                result = " ".join(words)
            elif macro == "Fo":
                open_one = (n, result, words[0], [])
            elif macro == "Fa" and open_one:
                open_one[3].append(" ".join(words))
            elif macro == "Fc" and open_one:
                ret.append(open_one)
                open_one = None
            elif macro == "Fn":
                ret.append((n, result, words[0], [w for w in words[1:] if w != ","]))
        return ret

    def options(self, section=None, sub=None):
        """(name or letter) -> (line, value) of each ".It Fl x , Fl -name Ar VALUE"; the letter also with its name."""
        ret = {}
        for n, sh, ss, macro, words in self.lines:
            if macro != "It" or words[:1] != ["Fl"] or (section and sh != section) or (sub is not None and ss != sub):
                continue
            flags, value, i = [], "", 0
            while i < len(words):
                if words[i] == "Fl":
                    flags.append(words[i + 1])
                    i += 1
                elif words[i] not in (",", "Ar", "Ns"):
                    value += words[i]
                i += 1
            long = [f[1:] for f in flags if f.startswith("-")]
            for name in long:
                ret[name] = (n, value, next((f for f in flags if not f.startswith("-")), ""))
        return ret


def squeeze(c):
    return re.sub(r"\s*([*,()])\s*", r"\1", re.sub(r"\s+", " ", c)).strip()


def check_functions(report, api, pages):
    named = {}
    for page in (p for p in pages if p.section == "3"):
        for name, n in page.names().items():
            at = f"{page.file}:{n}"
            if name in named:
                report(at, f"{name} is also in NAME of {named[name]}", "one page for each function")
            named[name] = page.file
            if name not in api.functions and name + ".3" != page.name:
                report(at, f"{name} is in NAME, and no public header has it", "a function, or no line")
        for n, result, name, args in page.prototypes():
            at = f"{page.file}:{n}"
            if name.startswith("("):
                continue
            f = api.functions.get(name)
            if not f:
                report(at, f"{name} is in SYNOPSIS, and no public header has it", "a function, or no prototype")
                continue
            if name not in page.names():
                report(at, f"{name} is in SYNOPSIS, and not in NAME", f".Nm {name}")
            want = [squeeze(f"{kind} {p}") for p, kind in f.params] or ["void"]
            got = [squeeze(a) for a in args] or ["void"]
            clean = [w.replace("_Bool", "bool") for w in want]
            if got != clean or squeeze(result) != squeeze(f.ret).replace("_Bool", "bool"):
                report(at, f"SYNOPSIS of {name} says {result} ({', '.join(got)})", f"{f.ret} ({', '.join(clean)})")
            if f.file not in page.headers() and "include/agola/client.h" not in page.headers():
                report(at, f"SYNOPSIS does not include the header of {name}", f".In {f.file[8:]}")
        missing = set(page.names()) & set(api.functions) - {p[2] for p in page.prototypes()}
        for name in sorted(missing):
            report(page.file, f"{name} is in NAME, and not in SYNOPSIS", ".Fo, .Fa and .Fc")
    for f in api.functions.values():
        if f.name not in named:
            report(f"{f.file}:{f.line}", f"{f.name} is in NAME of no page", f".Nm {f.name} in a page of section 3")


def check_members(report, api, pages):
    """".It Fa "type member"" <-> members of the structs of the page's headers."""
    by_header = {}
    for page in (p for p in pages if p.section == "3"):
        records = [r for r in api.records.values() if r.file in page.headers()]
        for h in page.headers():
            by_header.setdefault(h, []).append(page)
        have = {squeeze(f"{m.type.replace('_Bool', 'bool')} {m.name}") for r in records for m in r.members}
        for n, words in page.find("It", "DESCRIPTION"):
            for word in [w for k, w in zip(words, words[1:]) if k == "Fa" and " " in w]:
                if squeeze(word) not in have:
                    report(f"{page.file}:{n}", f"no struct of {', '.join(page.headers())} has a member \"{word}\"", "type and name as in the header")
    for r in api.records.values():
        told = set()
        for page in by_header.get(r.file, []):
            for _, _, _, _, words in page.lines:
                told.update(re.findall(r"\w+", " ".join(words)))
        for m in r.members:
            if r.file in by_header and m.name not in told and m.name not in ("size", "header_version") and not m.name.startswith("unused"):
                report(f"{m.file}:{m.line}", f"{r.name}.{m.name} is not in {' or '.join(p.file for p in by_header[r.file])}",
                       f".It Fa \"{m.type} {m.name}\"")


def compare_options(report, page, got, want, where):
    """want: name -> (value, letter)"""
    for name, (value, letter) in want.items():
        if name not in got:
            report(page, f"{where} --{name} is missing", f".It Fl -{name}" + (f" Ar {value}" if value else ""))
            continue
        n, page_value, page_letter = got[name]
        if page_value != value:
            report(f"{page}:{n}", f"{where} --{name} has the value \"{page_value}\"", f"\"{value}\"")
        if page_letter != letter:
            report(f"{page}:{n}", f"{where} --{name} has the letter \"{page_letter}\"", f"\"{letter}\"")
    for name, (n, _, _) in got.items():
        if name not in want:
            report(f"{page}:{n}", f"{where} has no option --{name}", "no such item")


def check_agolactl(report, dump, pages):
    by_name = {p.name: p for p in pages}

    def words(c):
        return [level.split("|")[0] for level in (c["group"] or "").split() + [c["verb"]]]

    def options(rows):
        return {o["name"]: (o.get("value", ""), o.get("short", "")) for o in rows if not o["hidden"]}

    first = by_name.get("agolactl.1")
    if not first:
        report("man", "there is no agolactl.1", "a page")
        return
    compare_options(report, first.file, first.options("DESCRIPTION"), options(dump["options"]), "agolactl")
    config = by_name.get("agolactl-config.5")
    keys = {o["name"].replace("-", "_") for o in dump["options"] if o.get("config")} | {"contexts", "current_context", "aliases"}
    told = {w: n for n, ws in config.find("It") if ws[:1] == ["Ic"] for w in ws[1:]} if config else {}
    for key in sorted(keys ^ set(told)):
        report(f"man/agolactl-config.5:{told.get(key, 0)}", f"the key {key} is " + ("missing" if key in keys else "none of agolactl's"), f".It Ic {key}")
    commands = {}
    for c in dump["commands"]:
        commands[" ".join(words(c))] = c
    listed = {" ".join(w for w in ws if w not in ("Cm", ",")): n for n, ws in first.find("It", "DESCRIPTION") if ws[:1] == ["Cm"]}
    for name in commands:
        if name not in listed:
            report(first.file, f"the command \"{name}\" is not listed", f".It Cm {name}")
    for name, n in listed.items():
        if name not in commands:
            report(f"{first.file}:{n}", f"agolactl has no command \"{name}\"", "no such item")
    verbs = {}
    for c in dump["commands"]:
        if not c["group"] and "page" not in c:
            report(first.file, f"no page tells of the command {c['verb']}", "a .page in the row of its group")
            continue
        group, *verb = words(c) if c["group"] else [c["page"]] + words(c)
        verb = " ".join(verb)
        verbs.setdefault(group, set()).add(verb)
        page = by_name.get(f"agolactl-{group}.1")
        if not page:
            report("man", f"there is no agolactl-{group}.1 for {group} {verb}", "a page")
            continue
        said = set(w for _, _, _, _, ws in page.lines for w in ws)
        subs = [ss for _, _, ss, macro, _ in page.lines if macro == "Ss"]
        if verb and verb not in subs:
            report(page.file, f"{group} {verb} has no part of its own", f".Ss {verb}")
        for other in (w for level in c["group"].split() + [c["verb"]] for w in level.split("|")[1:]):
            if other not in said and not other.startswith("!"):
                report(page.file, f"{group} {verb} can also be written {other}, which the page does not say", f".Cm {other}")
        compare_options(report, page.file, page.options("DESCRIPTION", verb), options(c["options"]), f"{group} {verb}")
    for page in pages:
        m = re.fullmatch(r"agolactl-([\w-]+)\.1", page.name)
        if m and m[1] not in verbs:
            report(page.file, f"agolactl has no commands {m[1]}", "no such page")
        for n, sh, ss, macro, _ in page.lines if m else []:
            if macro == "Ss" and sh == "DESCRIPTION" and re.fullmatch(r"[a-z -]+", ss) and ss not in verbs.get(m[1], ()):
                report(f"{page.file}:{n}", f"agolactl has no command {m[1]} {ss}", "no such part")


def check_agolad(report, help_text, keys, pages):
    by_name = {p.name: p for p in pages}
    page, yml = by_name.get("agolad.8"), by_name.get("agolad.yml.5")
    if not page or not yml:
        report("man", "agolad.8 or agolad.yml.5 is missing", "both pages")
        return
    want = {m[1]: (m[2] or "", "") for m in re.finditer(r"^  --([\w-]+)(?: ([A-Z:]+))?  ", help_text, re.M)}
    if len(want) < 5:
        report("agolad --help", "its options could not be read", "lines \"  --name VALUE  words\"")
    compare_options(report, page.file, page.options(), want, "agolad")
    got = {}
    for n, _, ss, macro, words in yml.lines:
        if macro == "It" and words[:1] == ["Ic"]:
            got.update({w: (n, "used") for w in words[1:] if w not in (",", "Ic")})
        elif macro == "Ic" and ss == UNUSED_KEYS:
            got.update({w: (n, "unused") for w in words if re.match(r"\w", w)})
    for key, used in keys.items():
        if key not in got:
            report(yml.file, f"the key {key} is missing", f".It Ic {key}" if used == "used" else f".Ic {key} in \"{UNUSED_KEYS}\"")
        elif got[key][1] != used:
            report(f"{yml.file}:{got[key][0]}", f"the key {key} stands among the {got[key][1]} ones", f"it is {used}")
    for key, (n, _) in got.items():
        if key not in keys:
            report(f"{yml.file}:{n}", f"agolad knows no key {key}", "no such item")


def check_pages(report, top, pages):
    with open(os.path.join(top, "man/meson.build")) as f:
        listed = set(re.findall(r"'([\w.-]+\.[1-8])'", f.read()))
    there = {p.name for p in pages}
    for name in sorted(there - listed):
        report("man/meson.build", f"{name} is not in it", "a line, so that it is installed")
    for name in sorted(listed - there):
        report("man/meson.build", f"there is no man/{name}", "the page, or no line")
    known = {(name, p.section) for p in pages for name in (*p.names(), p.name.rsplit(".", 1)[0])}
    for page in pages:
        for n, _, _, macro, words in page.lines:
            if macro == "Xr" and re.match(r"(lib)?agola", words[0]) and (words[0], words[1]) not in known:
                report(f"{page.file}:{n}", f"there is no {words[0]}({words[1]})", "a page of ours, or one of its names")


def check_overview(report, pages):
    """libagola(3) leads to every page, but for those that agolactl(1) lists."""
    first = next((p for p in pages if p.name == "libagola.3"), None)
    if not first:
        report("man", "there is no libagola.3", "a page")
        return
    named = {".".join(words[:2]) for macro in ("Xr", "It") for _, words in
             [(n, w[1:] if w[:1] == ["Xr"] else w) for n, w in first.find(macro)]}
    for page in pages:
        name, section = page.name.rsplit(".", 1)
        if page is not first and page.name not in named and not (section == "1" and name.startswith("agolactl-")):
            report(first.file, f"it does not name {name}({section})", f".It Xr {name} {section}")


def check(args, report):
    top = args.top
    api = headers.load(top)
    pages = [Page(top, n) for n in sorted(os.listdir(os.path.join(top, "man"))) if re.search(r"\.[1-8]$", n)]
    check_pages(report, top, pages)
    check_overview(report, pages)
    check_functions(report, api, pages)
    check_members(report, api, pages)
    if args.agolactl:
        dump = json.loads(headers.run([os.path.abspath(args.agolactl), "--dump-cli"], "commands"))
        check_agolactl(report, dump, pages)
    if args.agolad:
        keys = dict(line.split() for line in headers.run([os.path.abspath(args.dump_config)], "keys").splitlines())
        check_agolad(report, headers.run([os.path.abspath(args.agolad), "--help"], "options"), keys, pages)
    return f"{len(pages)} pages"


CTX, RS, YML = "man/agola_ctx.3", "man/agolactl-remotesource.1", "man/agolad.yml.5"
SEEDS = [
    ("a function without NAME", lambda c: c.sub(CTX, r"\.Nm agola_ctx_cancel ,\n", ""), "agola_ctx_cancel is in NAME of no page"),
    ("a NAME without function", lambda c: c.sub(CTX, r"\.Nm agola_ctx_cancel ,\n", ".Nm agola_ctx_seed ,\n"), "agola_ctx_seed is in NAME"),
    ("a NAME without prototype", lambda c: c.sub(CTX, r"\.Fo agola_ctx_cancel\n", ".Fo (*seed)\n"), "agola_ctx_cancel is in NAME, and not in SYNOPSIS"),
    ("another argument", lambda c: c.sub(CTX, r"\"int64_t ms\"", '"int ms"'), "SYNOPSIS of agola_ctx_set_timeout says"),
    ("another header", lambda c: c.sub(CTX, r"agola/ctx\.h", "agola/error.h"), "does not include the header of agola_ctx_new"),
    ("a member that the page lacks", lambda c: c.sub("include/agola/ctx.h", r"\tint64_t elapsed_us;", "\tint seed_member;\n\tint64_t elapsed_us;"),
     "agola_trace_event.seed_member is not in man/agola_ctx.3"),
    ("a member that no struct has", lambda c: c.sub("man/agola_gw_remote_source.3", r"\"const char \*id\"", '"const char *seed"'), 'has a member "const char *seed"'),
    ("a page that is not installed", lambda c: c.sub("man/meson.build", r"'agola_ctx\.3',", ""), "agola_ctx.3 is not in it"),
    ("a page that is not there", lambda c: c.sub("man/meson.build", r"'agola_ctx\.3',", "'agola_ctx.3', 'agola_seed.3',"), "there is no man/agola_seed.3"),
    ("a page that the overview lacks", lambda c: c.sub("man/libagola.3", r"\.It Xr agola_gw_run_task 3\n", ""), "it does not name agola_gw_run_task(3)"),
    ("a reference to nothing", lambda c: c.append(CTX, ".Xr agola_seed 3\n"), "there is no agola_seed(3)"),
]
SEEDS_CLI = [
    ("an option that the page lacks", lambda c: c.sub(RS, r"\.It Fl -new-name[^\n]*\n", ""), "remotesource update --new-name is missing"),
    ("an option that no command has", lambda c: c.sub(RS, r"Fl -new-name", "Fl -seed"), "remotesource update has no option --seed"),
    ("another value", lambda c: c.sub(RS, r"Fl -new-name Ar NAME", "Fl -new-name Ar SEED"), "--new-name has the value \"SEED\""),
    ("another letter", lambda c: c.sub(RS, r"Fl n , Fl -name", "Fl x , Fl -name"), "--name has the letter \"x\""),
    ("a global option that the page lacks", lambda c: c.sub("man/agolactl.1", r"\.It Fl -columns[^\n]*\n", ""), "agolactl --columns is missing"),
    ("a command that is not listed", lambda c: c.sub("man/agolactl.1", r"\.It Cm remotesource show\n", ""), "\"remotesource show\" is not listed"),
    ("a command that is not there", lambda c: c.sub("man/agolactl.1", r"Cm remotesource show\n", "Cm remotesource seed\n"), "no command \"remotesource seed\""),
    ("an option of a command without a group", lambda c: c.sub("man/agolactl-api.1", r"It Fl -paginate\n", "It Fl -seed\n"), "api api --paginate is missing"),
    ("a part of no command", lambda c: c.sub(RS, r"\.Ss show", ".Ss seed"), "no command remotesource seed"),
    ("a key that the config page lacks", lambda c: c.sub("man/agolactl-config.5", r"\.It Ic proxy\n", ""), "the key proxy is missing"),
    ("a page of no group", lambda c: c.write("man/agolactl-seed.1", ".Sh NAME\n.Nm agolactl-seed\n"), "agolactl has no commands seed"),
    ("another spelling", lambda c: c.write(RS, c.read(RS).replace(".Cm remote-source", ".Cm seed")), "can also be written remote-source"),
]
SEEDS_SERVER = [
    ("an option of agolad that the page lacks", lambda c: c.sub("man/agolad.8", r"\.It Fl -data-dir[^\n]*\n", ""), "agolad --data-dir is missing"),
    ("an option that agolad lacks", lambda c: c.sub("man/agolad.8", r"\.It Fl -data-dir", ".It Fl -seed"), "agolad has no option --seed"),
    ("a key that the page lacks", lambda c: c.sub(YML, r"\.It Ic agolad\.threads\n", ""), "the key agolad.threads is missing"),
    ("a key that agolad lacks", lambda c: c.sub(YML, r"\.It Ic agolad\.threads\n", ".It Ic agolad.seed\n"), "agolad knows no key agolad.seed"),
    ("a key that has no use", lambda c: c.sub(YML, r"\.It Ic agolad\.threads\n", ".It Ic agolad.threads\n.It Ic apiExposedURL\n"
                                              ) or c.write(YML, c.read(YML).replace(".Ic apiExposedURL , webExposedURL ,", ".Ic webExposedURL ,")),
     "the key apiExposedURL stands among the used ones"),
]

if __name__ == "__main__":
    import sys
    seeds = SEEDS + (SEEDS_CLI if "--agolactl" in sys.argv else []) + (SEEDS_SERVER if "--agolad" in sys.argv else [])
    checklib.main(check, ("include", "man"), seeds, ("agolactl", "agolad", "dump-config"))
