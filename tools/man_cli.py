# SPDX-License-Identifier: Apache-2.0
"""Pages of agolactl's groups of commands, man/agolactl-GROUP.1, and the list of commands in man/agolactl.1, from what
`agolactl --dump-cli` says. What a page tells beyond the rows is in man/examples/agolactl-GROUP.mdoc: the lines up to the one that is
EXAMPLES go to the end of the description, the others behind the examples of the rows."""
import os
import re

MARK = '.\\" Written by tools/man-update from the rows in cli/cmds: change those.\n'
LIST = '.\\" Written by tools/man-update: the commands.\n'
LIST_END = '.\\" The end of what tools/man-update writes.\n'


def words_of(level):
    return [w.lstrip("!") for w in level.split("|")]


def path_of(words):
    return [words_of(level)[0] for level in words.split()]


def escape(text):
    text = text.replace("\\", "\\e")
    return "\\&" + text if text[:1] in (".", "'") else text


def prose(text):
    """Words as lines of mdoc: a sentence a line, options as Fl."""
    out = []
    for sentence in re.split(r"(?<=[.:;!?])\s+(?=[A-Z])", text.strip()):
        rest = ""
        for word in sentence.split():
            m = re.fullmatch(r"--([a-z][\w-]*)([.,;:)]*)", word)
            if not m:
                rest += (" " if rest else "") + word
                continue
            if rest:
                out.append(escape(rest))
            out.append(f".Fl -{m[1]}" + "".join(" " + c for c in m[2]))
            rest = ""
        if rest:
            out.append(escape(rest))
    return "".join(line + "\n" for line in out)


def text_of(about):
    """Paragraphs, lines with a tab as items of a list, and lines that begin with a blank as they are."""
    s, in_list, literal = "", False, False
    for line in about.split("\n"):
        if literal != line.startswith(" "):
            s += ".Ed\n" if literal else ".Bd -literal -offset indent\n"
            literal = not literal
        left, tab, right = line.partition("\t")
        if tab and not in_list:
            s += ".Bl -tag -width Ds\n"
        elif in_list and not tab:
            s += ".El\n"
        if tab:
            s += f".It {escape(left)}\n" + prose(right)
        elif line.startswith(" "):
            s += escape(line[1:]) + "\n"
        elif line:
            s += (".Pp\n" if s else "") + prose(line)
        in_list = bool(tab)
    return s + (".El\n" if in_list else "") + (".Ed\n" if literal else "")


def page_of(words, page):
    """The page of a group: its first word, or what its row says."""
    return path_of(words)[0] if words else page


def sentence(text):
    return text[:1].upper() + text[1:] + "."


def or_list(words):
    return " ,\n".join(f".Cm {w}" for w in words[:-1]) + ("\nor\n" if len(words) > 1 else "") + f".Cm {words[-1]} .\n"


def option(o):
    s = ".It " + (f"Fl {o['short']} , " if "short" in o else "") + f"Fl -{o['name']}" + (f" Ar {o['value']}" if "value" in o else "") + "\n"
    s += prose(sentence(o["help"]))
    if "default" in o:
        s += f"The default is\n.Cm {o['default']} .\n"
    if "default_project" in o:
        s += "Which one it is when it is not given is in\n.Xr agolactl 1 .\n"
    if o["required"]:
        s += "Required.\n"
    if "spellings" in o:
        s += "Also\n" + " ,\n".join(f".Fl -{w}" for w in words_of(o["spellings"])) + " .\n"
    return s


class Group:
    """One page: the first word of its commands."""

    def __init__(self, name, dump):
        self.name = name
        self.groups = [g for g in dump["groups"] if page_of(g["words"], g.get("page")) == name]
        self.first = min(self.groups, key=lambda g: len(g["words"].split()))
        self.commands = [c for c in dump["commands"] if page_of(c["group"], c.get("page")) == name]

    def title(self, c):
        return " ".join(path_of(c["group"])[1:] + [words_of(c["verb"])[0]])

    def names(self):
        """A command without a group is looked for by its own name."""
        return [self.name] + [self.title(c) for c in self.commands if not c["group"] and self.title(c) != self.name]

    def synopsis(self, c):
        s = f".Nm agolactl{' ' + self.name if c['group'] else ''}\n" + "".join(f".Cm {w}\n" for w in self.title(c).split())
        options = {o["name"]: o for o in c["options"]}
        for name in c["arguments"]:
            o = next(o for o in c["options"] if name in [o["name"]] + words_of(o.get("spellings", "")))
            options.pop(o["name"])
            s += f".{'Ar' if o['required'] else 'Op Ar'} {o['value']}{' ...' if o.get('many') else ''}\n"
        for o in options.values():
            if o["required"]:
                s += f".Fl -{o['name']}" + (f" Ar {o['value']}" if "value" in o else "") + "\n"
        return s + ".Op Ar option ...\n"

    def command(self, c):
        s = f".Ss {self.title(c)}\n" + prose(sentence(c["help"]))
        others = words_of(c["verb"])[1:]
        if others:
            s += "Also\n" + or_list(others)
        if "about" in c:
            s += ".Pp\n" + text_of(c["about"])
        if "asks" in c:
            s += ".Pp\nIt asks first.\nWhere there is no terminal to ask on, as in a script,\n.Fl -yes\nis needed.\n"
        shown = [o for o in c["options"] if not o["hidden"]]
        if shown:
            s += ".Bl -tag -width Ds\n" + "".join(map(option, shown)) + ".El\n"
        return s

    def render(self, top):
        about = ""
        for g in self.groups:
            path = path_of(g["words"])
            if not path:
                about += prose(sentence(g["help"])) + (".Pp\n" + text_of(g["about"]) if "about" in g else "")
                continue
            if g is not self.first:
                about += ".Pp\n" + f"The commands of\n.Cm {' '.join(path[1:])}\nare for {g['help']}.\n"
            elif "about" not in g:
                about += prose(sentence(g["help"]))
            others = words_of(g["words"].split()[-1])[1:]
            if "about" in g:
                about += (".Pp\n" if about else "") + text_of(g["about"])
            if others:
                about += f".Cm {path[-1]}\ncan also be written\n" + or_list(others)
        examples = [line for c in self.commands for line in c.get("example", "").split("\n") if line]
        more = os.path.join(top, f"man/examples/agolactl-{self.name}.mdoc")
        told = extra = ""
        if os.path.exists(more):
            with open(more) as f:
                told, _, extra = f.read().partition("EXAMPLES\n")
        return ('.\\" SPDX-License-Identifier: Apache-2.0\n' + MARK + ".Dd November 25, 2026\n"
                f".Dt AGOLACTL-{self.name.upper()} 1\n.Os\n.Sh NAME\n" + " ,\n".join(f".Nm agolactl-{n}" for n in self.names()) + f"\n.Nd {self.first['help']}\n"
                ".Sh SYNOPSIS\n" + "".join(self.synopsis(c) for c in self.commands) +
                ".Sh DESCRIPTION\n" + about + ".Pp\nAn argument may also be given with the option of the same name.\n"
                "Flags take\n.Ql =false\nor\n.Fl -no- Ns Ar flag\nto turn off what is on.\n"
                "The options of every command are in\n.Xr agolactl 1 .\n" + "".join(map(self.command, self.commands)) + told +
                ".Sh EXIT STATUS\nSee\n.Xr agolactl 1 .\n.Sh EXAMPLES\n.Bd -literal -offset indent\n" +
                "".join("agolactl " + line.replace("\\", "\\e") + "\n" for line in examples) + ".Ed\n" + extra +
                ".Sh SEE ALSO\n.Xr agolactl 1 ,\n.Xr agolactl-config 5\n.Sh HISTORY\nThese commands are there since libagola 0.1.0.\n")


def command_list(dump):
    width = max((len(" ".join(path_of(c["group"]) + path_of(c["verb"]))) for c in dump["commands"]), default=0)
    s = f'.Bl -tag -width "{"x" * width}" -compact\n'
    # commands without a group come from several files, and once
    for g in [g for g in dump["groups"] if g["words"]] + [{"words": ""}]:
        mine = [c for c in dump["commands"] if (c["group"] or "") == g["words"]]
        for c in mine:
            s += ".It Cm " + " ".join(path_of(c["group"]) + path_of(c["verb"])) + "\n"
            if not g["words"] and "page" in c:
                s += prose(c["help"]).rstrip() + f", see\n.Xr agolactl-{c['page']} 1\n"
            elif not g["words"]:
                s += prose(c["help"])
        if mine and g["words"]:
            s += prose(g["help"]).rstrip() + f", see\n.Xr agolactl-{path_of(g['words'])[0]} 1\n"
    return LIST + s + ".El\n" + LIST_END


def pages(top, dump):
    """(path, what should be there); pages without the mark are written by hand."""
    names = []
    for g in dump["groups"]:
        name = page_of(g["words"], g.get("page"))
        if name and name not in names:
            names.append(name)
    for name in names:
        path = f"man/agolactl-{name}.1"
        full = os.path.join(top, path)
        if os.path.exists(full):
            with open(full) as f:
                if MARK not in f.read():
                    continue
        yield path, Group(name, dump).render(top)
    with open(os.path.join(top, "man/agolactl.1")) as f:
        text = f.read()
    head, rest = text.split(LIST)
    yield "man/agolactl.1", head + command_list(dump) + rest.split(LIST_END)[1]
