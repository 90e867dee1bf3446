"""Whatever a cue or a name holds, it stays text in every format. Each test is named after the hole that it closes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from types import ModuleType

import pytest

from transcripts.formats import html, plain, podcast_json, srt, webvtt
from transcripts.formats.cue import Cue

FORMATS = {"webvtt": webvtt, "srt": srt, "json": podcast_json, "html": html, "plain": plain}


@pytest.fixture(params=FORMATS)
def write(request: pytest.FixtureRequest) -> Callable[..., str]:
    """One cue as a file of each format."""
    return lambda text, speaker=None: FORMATS[request.param].write([Cue(1, 2, text, speaker)])


@pytest.fixture(params=FORMATS)
def back(request: pytest.FixtureRequest) -> Callable[..., list[tuple[str | None, str]]]:
    """Speaker and text of each cue of a file in each format, written and read."""
    form = FORMATS[request.param]
    return lambda text, speaker=None: [
        (cue.speaker, cue.text)
        for cue in form.parse(form.write([Cue(1, 2, text, speaker), Cue(3, 4, "akhir", "Budi")]))
    ]


class Tags(HTMLParser):
    """The names of the tags that a browser would find in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></body><iframe>", "<!--"]
)
@pytest.mark.parametrize("as_name", [False, True])
def test_html_injection_by_text_or_speaker(evil: str, as_name: bool) -> None:
    page = html.write([Cue(1, 2, "Halo" if as_name else evil, evil if as_name else "Rini")])
    assert Tags(page).found == {"html", "head", "meta", "title", "body", "cite", "time", "p"}
    assert "<!--" not in page


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", "<b>x</b>", "<c.merah>x</c>", "<00:00:01.000>"])
def test_script_in_a_webvtt_tag(evil: str) -> None:
    file = webvtt.write([Cue(1, 2, evil, evil)])
    assert re.findall(r"<[^>]*>", file) == [f"<v {evil.replace('<', '&lt;').replace('>', '&gt;')}>"]


def test_a_voice_closed_in_the_text_of_another() -> None:
    file = webvtt.write([Cue(1, 2, "</v><v Pelaku>Itu saya", "Korban")])
    assert [(cue.speaker, cue.text) for cue in webvtt.parse(file)] == [("Korban", "</v><v Pelaku>Itu saya")]


def test_a_name_that_closes_its_own_voice() -> None:
    file = webvtt.write([Cue(1, 2, "Halo", "Rini></v><v Budi")])
    assert [(cue.speaker, cue.text) for cue in webvtt.parse(file)] == [("Rini></v><v Budi", "Halo")]


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", "<font color=red>x</font>", "</i>", "<!--", "<?php"])
def test_tags_that_players_of_srt_would_obey(script: str) -> None:
    assert not re.search(r"<[a-zA-Z/!?]", srt.write([Cue(1, 2, script, script)]))


def test_commands_that_players_of_srt_would_obey() -> None:
    assert "{\\" not in srt.write([Cue(1, 2, "{\\an8}x", "{\\an8}y")])


def test_a_cue_smuggled_in_by_an_arrow(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    found = back("satu\n\n2\n00:00:01.500 --> 00:00:02.000\ndua\r\n\r\n00:00:01,500 --> 00:00:02,000")
    assert len(found) == 2
    assert found[-1] == ("Budi", "akhir")


@pytest.mark.parametrize("form", [webvtt, srt])
def test_an_arrow_pieced_together_by_hidden_signs(form: ModuleType) -> None:
    assert form.write([Cue(1, 2, "a -\u200b-\u2060> b", "A -\u200b-> B")]).count("-->") == 1


def test_a_number_line_that_poses_as_the_next_cue(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    (speaker, text), last = back("pada tahun\n2024\n7", "Rini")
    assert (speaker, text.split()) == ("Rini", ["pada", "tahun", "2024", "7"])
    assert last == ("Budi", "akhir")


def test_a_block_smuggled_into_webvtt(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    assert [text.split() for _, text in back("NOTE rahasia\n\nSTYLE\n::cue { }")] == [
        ["NOTE", "rahasia", "STYLE", "::cue", "{", "}"],
        ["akhir"],
    ]


def test_references_decoded_twice(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    assert back("&amp;lt;b&amp;gt; &lt; &#60;")[0][1] == "&amp;lt;b&amp;gt; &lt; &#60;"


def test_text_that_poses_as_a_speaker(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    assert back("Pelaku: itu saya") == [(None, "Pelaku: itu saya"), ("Budi", "akhir")]
    assert back("Pelaku: itu saya", "Rini") == [("Rini", "Pelaku: itu saya"), ("Budi", "akhir")]
    assert back(">> Pelaku: itu saya", "Rini") == [("Rini", ">> Pelaku: itu saya"), ("Budi", "akhir")]


def test_text_that_poses_as_a_time(back: Callable[..., list[tuple[str | None, str]]]) -> None:
    assert back("[00:00:09] Pelaku: itu saya") == [(None, "[00:00:09] Pelaku: itu saya"), ("Budi", "akhir")]


@pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\u2066", "\u2069"])
def test_signs_that_turn_a_number_around(sign: str, write: Callable[..., str]) -> None:
    assert sign not in write(f"Hubungi {sign}921", f"Rini {sign}A")


@pytest.mark.parametrize("sign", ["\u200b", "\u2060", "\xad", "\U000e0061"])
def test_signs_that_nobody_sees(sign: str, write: Callable[..., str]) -> None:
    assert sign not in write(f"Hubungi {sign}921", f"Rini {sign}A")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\ufffe"])
def test_control_signs_and_other_line_ends(sign: str, write: Callable[..., str]) -> None:
    assert sign not in write(f"satu{sign}dua", f"Ibu{sign}Rini")


def test_half_a_pair_that_no_file_can_hold(write: Callable[..., str]) -> None:
    assert write("satu\ud800dua", "Ibu\udfffRini").encode("utf-8")


@pytest.mark.parametrize(
    "evil", ["</script><script>alert(1)</script>", "<!--", "]]>", "\u2028alert(1)\u2029", "&quot;"]
)
def test_json_that_ends_the_script_around_it(evil: str) -> None:
    file = podcast_json.write([Cue(1, 2, evil, evil)])
    assert not set("<>&\u2028\u2029") & set(file)
    assert json.loads(file)["segments"][0]["body"] == evil.replace("\u2028", "").replace("\u2029", "")


@pytest.mark.parametrize("evil", ['"}], "segments": [', "\\", '\\"', "\n"])
def test_json_broken_out_of_a_string(evil: str) -> None:
    file = podcast_json.write([Cue(1, 2, f"a{evil}b", f"A{evil}B")])
    assert [(cue.speaker, cue.text) for cue in podcast_json.parse(file)] == [
        (f"A{evil}B".replace("\n", " "), f"a{evil}b")
    ]


def test_a_name_of_several_lines(write: Callable[..., str]) -> None:
    assert "\n\n00:09" not in write("Halo", "Rini\r\n\r\n00:09.000 --> 00:10.000\nx").replace("\r", "")
