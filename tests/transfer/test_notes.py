"""A stranger's HTML becomes what notes may hold, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from transfer.notes import TAGS, cleaned, plain, shortened

BASE = "https://example.org/feed.xml"


@pytest.mark.parametrize(
    ("source", "notes"),
    [
        ("<p>Halo <strong>Ibu</strong> dan <em>Ayah</em></p>", "<p>Halo <b>Ibu</b> dan <i>Ayah</i></p>"),
        ("<ul><li>satu</li></ul><ol><li>dua</li></ol>", "<ul><li>satu</li></ul><ol><li>dua</li></ol>"),
        ("satu<br/>dua", "satu<br>dua"),
        ('<a href="https://x.org/?a=1&amp;b=2" onclick="x()" target=_blank>x</a>', '<a href="https://x.org/?a=1&amp;b=2">x</a>'),
        ('<a href="/rumah">x</a>', '<a href="https://example.org/rumah">x</a>'),
        ('<a href="mailto:a@b.id">x</a>', '<a href="mailto:a@b.id">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href=" java\nscript:alert(1)">x</a>', "x"),
        ('<a href="data:text/html,x">x</a>', "x"),
        ("<script>alert(1)</script><style>p{}</style>x", "x"),
        ('<img src="https://track.example/1.gif">x', "x"),
        ('<iframe src="https://x.org"></iframe>x', "x"),
        ("<h2>Judul</h2>teks", "<p>Judul</p>teks"),
        ("<div>satu</div><div>dua</div>", "<p>satu</p><p>dua</p>"),
        ("<p></p><p>&nbsp;</p><p>x</p>", "<p>x</p>"),
        ('<p style="position:fixed" class=x>x</p>', "<p>x</p>"),
        ("<svg><script>x</script></svg><math><mi//xlink:href=x>", ""),
        ("<!-- rahasia -->x", "x"),
        ("satu\n\ndua\ntiga", "<p>satu</p><p>dua<br>tiga</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_notes_hold_what_they_may_hold(source: str, notes: str) -> None:
    assert cleaned(source, BASE) == notes


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/ab \"'=&;:!-\n\0pscriptonhref"), max_size=120))
def test_whatever_comes_no_other_tag_or_attribute_is_left(source: str) -> None:
    found = cleaned(f"<p>{source}", BASE)
    if not found:
        return
    for element in lxml_html.fragment_fromstring(found, create_parent="section").iterdescendants():
        assert element.tag in TAGS
        assert set(element.keys()) <= {"href"}
        assert element.get("href", "https:").partition(":")[0] in ("https", "http", "mailto")


def test_a_text_without_tags_is_on_one_line() -> None:
    assert plain("<p>Halo <b>Ibu</b></p><p>dan\nAyah &amp; anak</p>") == "Halo Ibu dan Ayah & anak"


@pytest.mark.parametrize(
    ("text", "short"), [("satu dua", "satu dua"), ("satu dua tiga", "satu dua …"), ("a" * 20, "a" * 10 + " …")]
)
def test_what_is_too_long_ends_after_a_word(text: str, short: str) -> None:
    assert shortened(text, 12) == short
