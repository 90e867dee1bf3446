"""The HTML of Podcasting 2.0."""

from __future__ import annotations

import pytest

from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.html import parse, write


def said(page: str) -> list[tuple[float, str | None, str]]:
    return [(cue.start, cue.speaker, cue.text) for cue in parse(page)]


def refused(page: str) -> tuple[str, int]:
    with pytest.raises(FormatError) as error:
        parse(page)
    return error.value.code, error.value.line


def test_a_page_has_for_each_paragraph_speaker_time_and_text() -> None:
    assert write([Cue(0, 9.5, "Selamat\npagi", "Ibu Rini"), Cue(3609.5, 3612, "Pagi")], title="Episode 1") == (
        '<!doctype html>\n<html lang="id">\n'
        '<head><meta charset="utf-8"><title>Episode 1</title></head>\n<body>\n'
        '<cite>Ibu Rini:</cite>\n<time datetime="PT0.000S">00:00:00</time>\n<p>Selamat pagi</p>\n'
        '<time datetime="PT3609.500S">01:00:09</time>\n<p>Pagi</p>\n'
        "</body>\n</html>\n"
    )


def test_the_page_of_the_namespace_is_read() -> None:
    page = """<cite>Kevin:</cite>
<time>0:00</time>
<p>Kami punya rencana</p>
<cite>Alban :</cite>
<time>0:09</time>
<p>Wah, begitu.</p>"""
    assert said(page) == [(0, "Kevin", "Kami punya rencana"), (9, "Alban", "Wah, begitu.")]


def test_paragraphs_end_where_the_next_begin() -> None:
    page = "<time>0:01</time><p>a</p><time>0:05</time><p>" + "b" * 30 + "</p>"
    assert [(cue.start, cue.end) for cue in parse(page)] == [(1, 5), (5, 7)]


def test_speaker_and_time_may_stand_inside_the_paragraph_in_any_order() -> None:
    assert said("<p><cite>A</cite> <time>0:01</time> satu</p><p><time>0:02</time><cite>B:</cite> dua</p>") == [
        (1, "A", "satu"),
        (2, "B", "dua"),
    ]


def test_a_paragraph_without_a_time_goes_on_with_the_one_before() -> None:
    assert said("<time>0:01</time><p>satu<br>dua</p><p>tiga</p>") == [(1, None, "satu\ndua\ntiga")]


def test_ends_of_paragraphs_may_be_missing() -> None:
    assert said("<time>0:01<p>satu<time>0:02<p>dua") == [(1, None, "satu"), (2, None, "dua")]


def test_tags_inside_a_text_are_left_out_and_references_are_read() -> None:
    assert said("<TIME>0:01</TIME><P CLASS='a'>satu <b>dua</b> &amp;lt; &eacute;</P>") == [(1, None, "satu dua &lt; é")]


def test_what_is_no_paragraph_is_not_said() -> None:
    page = (
        "<head><title>Judul</title></head><h1>Transkrip</h1><script>var a = '<p>jahat</p>'</script><time>0:01</time>"
        "<!-- <p>komentar</p> --><style>p { }</style><div>menu</div><p>satu</p>kaki"
    )
    assert said(page) == [(1, None, "satu")]


@pytest.mark.parametrize(
    ("attribute", "seconds"),
    [
        ('datetime="PT1M2.25S"', 62.25),
        ("datetime=PT1H2M3S", 3723),
        ("class='x' DATETIME = 'PT90S'", 90),
        ('datetime="P"', 9),
    ],
)
def test_the_attribute_of_a_time_is_more_exact_than_what_is_shown(attribute: str, seconds: float) -> None:
    assert said(f"<time {attribute}>0:09</time><p>a</p>") == [(seconds, None, "a")]


def test_a_time_that_is_none_is_named() -> None:
    assert refused("<p>\n<time>0:01</time><p>a</p>\n<time>nanti</time>") == (FormatError.BAD_TIME, 3)


def test_a_paragraph_before_any_time_is_named() -> None:
    assert refused("<html>\n<body>\n<p>a</p><time>0:01</time>") == (FormatError.MISSING_TIME, 3)


def test_a_speaker_without_a_time_is_named_where_he_speaks() -> None:
    page = "<cite>A</cite><time>0:01</time><p>a</p>\n<cite>B</cite>\n<p>b</p>"
    assert refused(page) == (FormatError.MISSING_TIME, 3)


@pytest.mark.parametrize("page", ["<!-- <p>", "<script><p>a", "<p", "<", ""])
def test_what_never_ends_is_no_error(page: str) -> None:
    assert parse(f"<time>0:01</time><p>a</p>{page}")[0].text == "a"


def test_lines_inside_comments_and_tags_are_counted() -> None:
    assert refused("<!--\n\n-->\n<div\nclass='a'>\n<p>a</p>") == (FormatError.MISSING_TIME, 6)


def test_title_and_language_cannot_leave_their_places() -> None:
    page = write([], title="</title><script>", language='id"><script>')
    assert "<script" not in page
    assert '<html lang="idscript">' in page
