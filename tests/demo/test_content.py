"""What the demo episodes promise: facts that the project knows, texts that hurt nobody."""

import json
import re
from pathlib import Path

import pytest

from demo import script
from demo.content import DemoEpisode, episodes, show

DATA = Path(__file__).parents[2] / "episodes" / "data"
GRAPHIC = re.compile(
    r"\b(darah|luka|lebam|memar|memukul|dipukul|menampar|ditampar|menendang|ditendang|menusuk|ditusuk|"
    r"membunuh|dibunuh|bunuh|mayat|pisau|perkosa|memerkosa|diperkosa|cabul|telanjang|sadis|kejam)\w*",
    re.IGNORECASE,
)
BLAMING = re.compile(r"salahmu sendiri|salah korban|pakaian|memancing|pantas (saja|di)|makanya", re.IGNORECASE)
PROMISING = re.compile(r"pasti rahasia|dijamin|dirahasiakan|100 ?%|seratus persen|tidak akan tahu", re.IGNORECASE)
TELLING = re.compile(r"keras|kdrt|rundung|ejek|tppo|perdagangan|korban|pelaku|lapor|tipu|genting|bahaya", re.IGNORECASE)


def _domain(name: str) -> dict:
    return json.loads((DATA / name).read_text("utf-8"))


def _texts(episode: DemoEpisode) -> str:
    return "\n".join([episode.title, episode.summary, *episode.notes, episode.text])


def test_there_are_three_episodes_numbered_from_one() -> None:
    assert [episode.number for episode in episodes()] == [1, 2, 3]


def test_topics_are_topics_of_the_project(episode: DemoEpisode) -> None:
    known = {topic["code"] for topic in _domain("topics.json")["topics"]}
    assert episode.topics
    assert set(episode.topics) <= known


def test_the_neutral_title_is_that_of_the_first_topic(episode: DemoEpisode) -> None:
    topics = {topic["code"]: topic for topic in _domain("topics.json")["topics"]}
    assert episode.neutral_title == topics[episode.topics[0]]["neutral_label_id"]


def test_one_episode_at_least_is_of_high_sensitivity_and_one_is_not() -> None:
    sensitivity = {topic["code"]: topic["sensitivity"] for topic in _domain("topics.json")["topics"]}
    found = {"tinggi" in {sensitivity[code] for code in episode.topics} for episode in episodes()}
    assert found == {True, False}


def test_warnings_only_mention_or_discuss(episode: DemoEpisode) -> None:
    known = {category["code"] for category in _domain("content_warnings.json")["categories"]}
    assert episode.content_warnings
    assert {warning.code for warning in episode.content_warnings} <= known
    assert {warning.level for warning in episode.content_warnings} <= {0, 1}


def test_a_warning_about_a_part_is_about_a_chapter(episode: DemoEpisode) -> None:
    for warning in episode.content_warnings:
        part = episode.part(warning)
        assert (part is None) is (warning.chapter == "")
        if part:
            assert 0 < part[0] < part[1] <= episode.duration
            assert part[0] in {chapter.start for chapter in episode.chapters}


def test_one_episode_at_least_warns_of_a_part_alone() -> None:
    assert any(episode.part(warning) for episode in episodes() for warning in episode.content_warnings)


def test_the_age_rating_is_at_least_what_the_warnings_ask(episode: DemoEpisode) -> None:
    data = _domain("content_warnings.json")
    order = [rating["code"] for rating in data["age_ratings"]]
    bands = {category["code"]: category["min_band_by_level"] for category in data["categories"]}
    least = max(order.index(bands[warning.code][warning.level]) for warning in episode.content_warnings)
    assert order.index(episode.age_rating) >= least


def test_a_host_and_a_guest_speak(episode: DemoEpisode) -> None:
    assert sorted(person.role for person in episode.people) == ["guest", "host"]
    assert {turn.speaker for turn in episode.turns} == {person.name for person in episode.people}


@pytest.mark.parametrize("words", [GRAPHIC, BLAMING, PROMISING], ids=["graphic", "blaming", "promising"])
def test_no_text_holds_words_that_hurt_or_promise_too_much(episode: DemoEpisode, words: re.Pattern[str]) -> None:
    assert words.search(_texts(episode)) is None


def test_the_only_numbers_are_the_two_helplines(episode: DemoEpisode) -> None:
    assert set(re.findall(r"\d+", _texts(episode))) == {"129", "110"}


@pytest.mark.parametrize("line", ["SAPA di nomor 129", "polisi di nomor 110"])
def test_both_helplines_are_spoken(episode: DemoEpisode, line: str) -> None:
    assert line in episode.text


def test_the_first_words_leave_the_choice_to_stop(episode: DemoEpisode) -> None:
    assert "boleh berhenti" in episode.turns[0].text


def test_listeners_hear_that_the_stories_are_invented(episode: DemoEpisode) -> None:
    assert "Semua nama dan cerita di sini rekaan." in episode.turns[0].text


def test_what_shows_on_a_lock_screen_tells_nothing(episode: DemoEpisode) -> None:
    shown = [episode.neutral_title, episode.neutral_summary, episode.name, episode.master.name]
    shown += [chapter.title for chapter in episode.chapters]
    assert TELLING.search("\n".join(shown)) is None


def test_the_summary_has_two_sentences(episode: DemoEpisode) -> None:
    assert len(re.findall(r"[.!?](?:\s|$)", episode.summary)) == 2


def test_sentences_are_short_enough_to_follow(episode: DemoEpisode) -> None:
    assert max(len(sentence.text.split()) for sentence in episode.sentences) <= 15


def test_the_show_has_its_covers() -> None:
    assert show().cover.is_file()
    assert show().neutral_cover.is_file()
    assert show().title == "Studio Siniar"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda row: row.pop("title"), "title"),
        (lambda row: row.update(colour="red"), "colour"),
        (lambda row: row["people"][0].update(role="narrator"), "narrator"),
        (lambda row: row["people"][1].update(name="Dara"), "share a name"),
        (lambda row: row["chapters"][0]["turns"][0].update(speaker="Nobody"), "Nobody"),
    ],
    ids=["a fact is missing", "an unknown fact", "an unknown role", "two of a name", "an unknown speaker"],
)
def test_a_script_that_contradicts_itself_is_refused(tmp_path: Path, change, told: str) -> None:
    row = json.loads((script.FOLDER / "teman-baik.json").read_text("utf-8"))
    change(row)
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(row), "utf-8")
    with pytest.raises(script.ScriptError, match=told):
        script.read(path)
