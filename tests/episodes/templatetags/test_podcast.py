"""How lengths, moments and waves are written, and what pages may ask for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from lxml import etree

from episodes.templatetags import podcast
from siniar.jobs import pipeline, runner
from tests import factories


@pytest.mark.parametrize(("duration", "count"), [(0, 1), (20, 1), (89, 1), (91, 2), (1920, 32), (7200.4, 120)])
def test_a_length_is_told_in_whole_minutes(duration: float, count: int) -> None:
    said = translation.ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
    assert podcast.minutes(duration) == said


@pytest.mark.parametrize(
    ("moment", "text"),
    [(0, "0:00"), (9.99, "0:09"), (75, "1:15"), (3599.9, "59:59"), (3600, "1:00:00"), (Decimal("36061.5"), "10:01:01")],
)
def test_a_moment_is_told_as_a_clock_does(moment: float, text: str) -> None:
    assert podcast.clock(moment) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [(0, "0"), (100, "100"), (1.5, "1.5"), (Decimal("12.340"), "12.34"), (0.0001, "0"), (7200, "7200"), (1e-7, "0")],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_seconds_in_addresses_have_a_point_and_no_needless_zeros(language: str, moment: float, text: str) -> None:
    with translation.override(language):
        assert podcast.seconds(moment) == text


def test_seconds_in_a_template_have_no_sign_between_thousands() -> None:
    with translation.override("id"):
        rendered = Template("{% load podcast %}{{ moment|seconds }}").render(Context({"moment": Decimal("5400.250")}))
    assert rendered == "5400.25"


def test_without_bars_there_is_no_wave() -> None:
    assert podcast.waveform([]) == ""


def test_each_bar_is_one_stroke() -> None:
    assert podcast.waveform([10, 200, 255]).count("M") == 3


def test_a_silent_bar_is_still_seen() -> None:
    assert "v1.0" in podcast.waveform([0])


def test_the_loudest_bar_is_as_high_as_the_picture() -> None:
    assert 'd="M0 0.0v48.0"' in podcast.waveform([255])


def test_the_wave_is_proper_xml_that_screen_readers_pass_over() -> None:
    assert etree.fromstring(podcast.waveform([1, 2, 3])).get("aria-hidden") == "true"


def test_the_wave_is_written_the_same_in_every_language() -> None:
    with translation.override("en"):
        english = podcast.waveform([100] * 400)
    with translation.override("id"):
        assert podcast.waveform([100] * 400) == english


@pytest.mark.django_db
def test_the_newest_episodes_come_first() -> None:
    show = factories.show()
    older, newer = factories.episode(show), factories.episode(show)
    assert podcast.newest_episodes() == [newer, older]


@pytest.mark.django_db
def test_no_more_episodes_come_than_were_asked_for() -> None:
    show = factories.show()
    for _number in range(3):
        factories.episode(show)
    assert len(podcast.newest_episodes(2)) == 2


@pytest.mark.django_db
def test_shows_come_by_title() -> None:
    second, first = factories.show("Zaman"), factories.show("Anak")
    assert podcast.public_shows() == [first, second]


@pytest.mark.django_db
def test_a_page_that_belongs_to_no_site_leads_home() -> None:
    show = factories.show()
    show.url_path = "/elsewhere/"
    assert podcast.page_path(show) == "/"


@pytest.mark.django_db
def test_a_page_is_named_by_its_path_whatever_host_the_site_record_names() -> None:
    show = factories.show()
    assert podcast.page_path(show) == f"/{show.slug}/"


@pytest.mark.django_db
def test_the_steps_of_a_recording_are_listed_in_their_order() -> None:
    audio = factories.audio()
    runner.start(pipeline.RECORDING_RECEIVED, audio.pk, audio.sha256)
    jobs = podcast.recording_steps(audio)["jobs"]
    assert [job.step for job in jobs] == ["measure", "encode", "transcribe"]  # type: ignore[attr-defined]


def test_lines_carry_their_moments_and_are_never_markup() -> None:
    written = podcast.in_lines([(0.0, "Halo."), (4.25, "<b>A & “B”</b>")])
    assert written == '<span data-t="0">Halo.</span> <span data-t="4.25">&lt;b&gt;A &amp; “B”&lt;/b&gt;</span>'
