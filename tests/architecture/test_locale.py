"""Every text that a person meets is Indonesian: nothing is missing, half translated or compiled from something older.

The sources are read here without gettext's own tools, which a machine that only runs the tests need not have.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
OWN = ROOT / "locale/id/LC_MESSAGES/django.po"
CATALOGUES = [OWN, *sorted((ROOT / "locale/wagtail/id/LC_MESSAGES").glob("*.po"))]

KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%%|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
LITERAL = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*((?:u?(?:{LITERAL.pattern})\s*,?\s*)+)")

#: How many of a call's first arguments are texts: context, singular, plural.
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
CALLS_IN_CONTEXT = {"pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3}

#: Words that Indonesian has no use for; one of them in a translation means that a sentence was left as it was.
ENGLISH = set(
    re.findall(
        r"\w+",
        "an and any are at be by can cannot choose could does for from has have if in is it its no not of on or page "
        "please sorry that the there they this to was were will with you your",
    )
)
#: Words that are the same in both languages.
ALIKE = {"bonus", "editor", "email", "episode", "feed", "format", "id", "status", "tag"}

Key = tuple[str, str]  # context, text


@dataclass
class Entry:
    """One message: its parts by keyword, its flags."""

    parts: dict[str, str] = field(default_factory=dict)
    flags: str = ""
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.parts.get("msgctxt", ""), self.parts["msgid"]

    @property
    def sources(self) -> list[str]:
        return [self.parts[name] for name in ("msgid", "msgid_plural") if name in self.parts]

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]


def entries(path: Path) -> list[Entry]:
    """The messages of a .po file, the header first."""
    found, entry, keyword = [], Entry(), ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if "msgid" in entry.parts:
                found.append(entry)
            entry, keyword = Entry(), ""
        elif line.startswith("#,"):
            entry.flags += line
        elif line.startswith("#"):
            entry.comments.append(line)
        elif match := KEYWORD.match(line):
            keyword = match[1]
            entry.parts[keyword] = ast.literal_eval(match[2])
        else:
            entry.parts[keyword] += ast.literal_eval(line)
    return found


def messages(path: Path) -> list[Entry]:
    """The messages of a .po file without its header."""
    return [entry for entry in entries(path) if entry.parts["msgid"]]


def compiled(path: Path) -> dict[str, str]:
    """What a .mo file holds, as gettext keys it: context before \\x04, plural after \\0; without the header."""
    data = path.read_bytes()
    magic, _version, count, sources, targets = struct.unpack_from("<5I", data)
    assert magic == 0x950412DE

    def text(table: int, number: int) -> str:
        length, start = struct.unpack_from("<2I", data, table + 8 * number)
        return data[start : start + length].decode()

    pairs = {text(sources, number): text(targets, number) for number in range(count)}
    pairs.pop("", None)
    return pairs


def words(text: str) -> set[str]:
    """The words of a text, without placeholders and tags, in small letters."""
    return set(re.findall(r"[a-z]+", PLACEHOLDER.sub(" ", TAG.sub(" ", text)).lower()))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """All calls below a node."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def texts_of_module(source: str) -> Iterator[Key]:
    """The texts that a Python module asks to have translated; what is not written down in the call is passed over."""
    yield from texts_of_calls(calls(ast.parse(source)))


def texts_in_f_strings(source: str) -> Iterator[Key]:
    """The texts that makemessages does not find: older xgettext does not look into f-strings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from texts_of_calls(calls(node))


def texts_of_calls(nodes: Iterator[ast.Call]) -> Iterator[Key]:
    """The texts that calls of gettext and its kin name."""
    for node in nodes:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        wanted = CALLS.get(name) or CALLS_IN_CONTEXT.get(name) or 0
        given = [
            argument.value
            for argument in node.args[:wanted]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if wanted and len(given) == wanted:
            yield (given[0], given[1]) if name in CALLS_IN_CONTEXT else ("", given[0])


def texts_of_template(source: str) -> Iterator[Key]:
    """The texts of a template, by way of the same translation into calls that makemessages uses."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(source)):
        given = [ast.literal_eval(literal) for literal in LITERAL.findall(arguments)]
        yield (given[0], given[1]) if "p" in name else ("", given[0])


PACKAGES = [folder for folder in ROOT.iterdir() if (folder / "__init__.py").is_file() and folder.name != "tests"]
MODULES = [path for package in PACKAGES for path in sorted(package.rglob("*.py"))]


def texts_of_project() -> dict[Key, str]:
    """Every text that the project asks to have translated, and a file that asks."""
    found: dict[Key, str] = {}
    for path in MODULES:
        found |= dict.fromkeys(texts_of_module(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
    for folder in [ROOT / "templates", *PACKAGES]:
        for path in [*folder.rglob("*.html"), *folder.rglob("*.txt")]:
            found |= dict.fromkeys(texts_of_template(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
    return found


each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT / "locale")))


def test_every_text_of_the_project_is_in_the_catalogue() -> None:
    known = {entry.key for entry in messages(OWN)}
    missing = {text: file for text, file in texts_of_project().items() if text not in known}
    assert not missing, "translate these (locale/README.md says how)"


def test_no_text_hides_in_an_f_string() -> None:
    hidden = {path.name: list(texts_in_f_strings(path.read_text(encoding="utf-8"))) for path in MODULES}
    assert not {name: texts for name, texts in hidden.items() if texts}, "take the call out of the braces"


def test_the_catalogue_holds_no_text_that_the_project_has_dropped() -> None:
    asked = texts_of_project()
    assert not [entry.key for entry in messages(OWN) if entry.key not in asked], "run: make messages"


@each_catalogue
def test_every_message_is_translated_and_none_is_a_guess(path: Path) -> None:
    assert not [entry.key for entry in messages(path) if not all(entry.translations) or "fuzzy" in entry.flags]


@each_catalogue
def test_a_message_stands_only_once(path: Path) -> None:
    keys = [entry.key for entry in messages(path)]
    assert len(keys) == len(set(keys))


@each_catalogue
def test_placeholders_are_those_of_the_source(path: Path) -> None:
    wrong = [
        entry.key
        for entry in messages(path)
        for text in entry.translations
        if sorted(set(PLACEHOLDER.findall(text))) != sorted(set(PLACEHOLDER.findall(entry.sources[-1])))
    ]
    assert not wrong


@each_catalogue
def test_tags_and_addresses_are_those_of_the_source(path: Path) -> None:
    wrong = [
        entry.key
        for entry in messages(path)
        for text in entry.translations
        if sorted(TAG.findall(text)) != sorted(TAG.findall(entry.sources[-1]))
    ]
    assert not wrong


@each_catalogue
def test_space_around_a_text_is_kept(path: Path) -> None:
    assert not [
        entry.key
        for entry in messages(path)
        for text in entry.translations
        if entry.sources[0].endswith(": ") != text.endswith(": ")
    ]


@each_catalogue
def test_no_english_is_left(path: Path) -> None:
    assert not [
        entry.key
        for entry in messages(path)
        for text in entry.translations
        if words(text) & ENGLISH or (text == entry.sources[0] and words(text) - ALIKE)
    ]


@each_catalogue
def test_the_compiled_file_holds_exactly_these_messages(path: Path) -> None:
    expected = {}
    for entry in messages(path):
        context, _text = entry.key
        expected[(f"{context}\x04" if context else "") + "\0".join(entry.sources)] = "\0".join(entry.translations)
    assert compiled(path.with_suffix(".mo")) == expected, "run: make messages"


@each_catalogue
def test_indonesian_has_one_plural_form(path: Path) -> None:
    header = entries(path)[0].parts
    assert "Plural-Forms: nplurals=1; plural=0;" in header["msgstr"]
    assert all(len(entry.translations) == 1 for entry in messages(path))


@each_catalogue
def test_a_catalogue_names_neither_people_nor_places_in_the_code(path: Path) -> None:
    header, *rest = entries(path)
    assert "Translator" not in header.parts["msgstr"]
    assert not [entry.key for entry in rest if any(line.startswith("#: ") for line in entry.comments)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('_("one")', ("", "one")),
        ('gettext_lazy("one " "two")', ("", "one two")),
        ('translation.ngettext("%(n)d day", "%(n)d days", n)', ("", "%(n)d day")),
        ('pgettext("verb", "show")', ("verb", "show")),
    ],
)
def test_the_scan_sees_calls_in_modules(source: str, expected: Key) -> None:
    assert list(texts_of_module(source)) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% trans "one" %}', ("", "one")),
        ("{% translate 'one “two”' %}", ("", "one “two”")),
        ('{% trans "show" context "verb" %}', ("verb", "show")),
        ("{% blocktrans with n=number %}Part {{ n }} of {{ all }}{% endblocktrans %}", ("", "Part %(n)s of %(all)s")),
        ("{% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}", ("", "%(n)s day")),
        ('{{ value|default:_("none") }}', ("", "none")),
    ],
)
def test_the_scan_sees_texts_in_templates(source: str, expected: Key) -> None:
    assert expected in list(texts_of_template("{% load i18n %}" + source))
