"""Turns the bytes of a feed into a tree of elements, as tolerant as apps are and as hard as a stranger's bytes need.

libxml2 mends what is not well-formed. Document types are refused before anything is parsed: no feed needs one, and
bombs and foreign files come by way of them.
"""

from __future__ import annotations

import re
from contextlib import suppress
from html.entities import html5

from lxml import etree

from transfer.refused import Code, Refused

MOST_BYTES = 20_000_000  # of a feed, unpacked; people are told 20 MB

DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.IGNORECASE)
LITERAL = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
NUMBER = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
AMPERSAND = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
XML_ONLY = frozenset({"amp", "lt", "gt", "quot", "apos"})
#: Encodings of texts in which a declaration can be read as ASCII. Python knows others by name, such as that of its own
#: string literals.
ENCODINGS = re.compile(
    r"(utf-?8|us-ascii|ascii|latin-?1|iso-?8859-?\d{1,2}|(windows-|cp)12\d\d|koi8-[ru]|gb(k|2312|18030)|big5"
    r"|shift_jis|euc-(jp|kr)|tis-620)",
    re.IGNORECASE,
)


def parsed(data: bytes) -> tuple[etree._Element, bool]:
    """The root element, and whether the document had to be mended. Raises Refused."""
    if len(data) > MOST_BYTES:
        raise Refused(Code.TOO_LARGE, most=MOST_BYTES)
    text = decoded(data)
    if not text.strip():
        raise Refused(Code.EMPTY)
    if DOCTYPE.search(LITERAL.sub("", text)):
        raise Refused(Code.DOCTYPE)
    text = _mended(NOT_XML.sub("", DECLARATION.sub("", text)))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(Code.NOT_A_FEED) from error
    if root is None:
        raise Refused(Code.NOT_A_FEED)
    if root.getroottree().docinfo.doctype:  # hidden where the look above took it for text
        raise Refused(Code.DOCTYPE)
    return root, len(parser.error_log) > 0


def decoded(data: bytes) -> str:
    """The text: by its byte order mark, by what it declares, by trying UTF-8, at last as old Windows wrote it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data[:4]:  # no mark, but every other byte is zero
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    declared = DECLARED.match(data[:400])
    name = declared[1].decode() if declared else ""
    for encoding in (name if ENCODINGS.fullmatch(name) else "utf-8", "utf-8"):
        with suppress(LookupError, UnicodeError):
            return data.decode(encoding)
    return data.decode("cp1252", "replace")


def _mended(text: str) -> str:
    """The same with the ampersands that libxml2 would drop: lone ones, and entities that only HTML knows."""
    parts = LITERAL.split(NUMBER.sub(_known, text))
    parts[::2] = [AMPERSAND.sub(_sign, part) for part in parts[::2]]
    return "".join(parts)


def _sign(found: re.Match[str]) -> str:
    name = found[1] or ""
    if name in XML_ONLY or name.startswith("#"):
        return found[0]
    sign = html5.get(f"{name};", "")
    return sign if sign and sign not in "<>&\"'" else f"&amp;{found[0][1:]}"


def _known(found: re.Match[str]) -> str:
    """A sign by its number, if XML knows it; of others libxml2 would hand on halves that Python cannot read."""
    digits = (found[1] or found[2]).lstrip("0")[:8] or "0"
    code = int(digits, 16 if found[1] else 10)
    return found[0] if 0 < code <= 0x10FFFF and not NOT_XML.match(chr(code)) else ""
