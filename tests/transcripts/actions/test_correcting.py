"""What an editor changes: paragraph by paragraph, and never over somebody else's work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import factories
from transcripts import actions
from transcripts.actions.correcting import LONGEST_PARAGRAPH, NEW_SPEAKER, Change, seal_of
from transcripts.models import Segment, Transcript

pytestmark = pytest.mark.django_db


def change(row: Segment, text: str | None = None, **values: object) -> Change:
    """A change of `row` by somebody who sees it as it is now."""
    number = row.speaker.number if row.speaker else None
    made = Change(row.pk, seal_of(row), row.text if text is None else text, number)
    return replace(made, **values)  # type: ignore[arg-type]


def rows(transcript: Transcript) -> list[Segment]:
    return list(transcript.segments.select_related("speaker"))


def texts(transcript: Transcript) -> list[str]:
    return [row.text for row in rows(transcript)]


def test_a_changed_word_leaves_the_times_of_the_others() -> None:
    made = factories.transcript(None, "kasus kadeerte di Jambi")
    before = rows(made)[0].words
    actions.save(made, [change(rows(made)[0], "kasus KDRT di Jambi")], by=None)
    after = rows(made)[0].words
    assert [word[0] for word in after] == ["kasus", "KDRT", "di", "Jambi"]
    assert [after[place] for place in (0, 2, 3)] == [before[place] for place in (0, 2, 3)]
    assert after[1][1:3] == pytest.approx(before[1][1:3], abs=0.2)


def test_what_a_person_writes_is_vouched_for_and_the_rest_is_as_sure_as_before() -> None:
    made = factories.transcript(None, "kasus kadeerte di Jambi", probability=0.4)
    actions.save(made, [change(rows(made)[0], "kasus KDRT di Jambi")], by=None)
    assert [word[3] for word in rows(made)[0].words] == [0.4, 1.0, 0.4, 0.4]


def test_a_save_without_a_change_changes_nothing() -> None:
    made = factories.transcript(None, "Halo semua.", "Apa kabar?")
    saved = actions.save(made, [change(row) for row in rows(made)], by=None)
    assert (saved.before, saved.revision, dict(saved.shown)) == (1, 1, {})
    assert Transcript.objects.get().state == Transcript.State.MACHINE


def test_blanks_and_line_ends_are_no_change() -> None:
    made = factories.transcript(None, "Halo semua.")
    assert not actions.save(made, [change(rows(made)[0], " Halo \r\n semua. ")], by=None).shown


def test_a_change_makes_the_text_a_persons() -> None:
    made, editor = factories.transcript(None, "Halo."), factories.user()
    saved = actions.save(made, [change(rows(made)[0], "Hai.")], by=editor)
    fresh = Transcript.objects.get()
    assert (fresh.state, fresh.changed_by, fresh.revision) == (Transcript.State.CORRECTED, editor, saved.revision)


def test_an_empty_line_parts_a_paragraph_in_the_order_of_time() -> None:
    made = factories.transcript(None, "satu dua tiga empat", "lima")
    row = rows(made)[0]
    saved = actions.save(made, [change(row, "satu dua\n\ntiga empat")], by=None)
    assert texts(made) == ["satu dua", "tiga empat", "lima"]
    assert [each.text for each in saved.shown[row.pk]] == ["satu dua", "tiga empat"]
    first, second, _third = rows(made)
    assert first.start < first.end <= second.start < second.end


def test_an_emptied_paragraph_is_deleted() -> None:
    made = factories.transcript(None, "satu", "dua")
    saved = actions.save(made, [change(rows(made)[0], "  ")], by=None)
    assert texts(made) == ["dua"]
    assert list(saved.shown.values()) == [[]]


def test_a_paragraph_joins_the_one_above_with_its_times() -> None:
    made = factories.transcript(None, "satu", "dua", "tiga")
    first, second, _third = rows(made)
    saved = actions.save(made, [change(second, joins=True, onto=seal_of(first))], by=None)
    assert texts(made) == ["satu dua", "tiga"]
    assert rows(made)[0].words == first.words + second.words
    assert (saved.shown[second.pk], [each.text for each in saved.shown[first.pk]]) == ([], ["satu dua"])


def test_several_paragraphs_join_in_one_save() -> None:
    made = factories.transcript(None, "satu", "dua", "tiga")
    changes = [change(row, joins=True, onto=seal_of(rows(made)[place])) for place, row in enumerate(rows(made)[1:])]
    saved = actions.save(made, changes, by=None)
    assert texts(made) == ["satu dua tiga"]
    assert sorted(len(stands) for stands in saved.shown.values()) == [0, 0, 1]


def test_the_first_paragraph_has_nothing_to_join() -> None:
    made = factories.transcript(None, "satu", "dua")
    actions.save(made, [change(rows(made)[0], joins=True)], by=None)
    assert texts(made) == ["satu", "dua"]


def test_joining_and_changing_in_one_save() -> None:
    made = factories.transcript(None, "satu", "dua", "tiga")
    first, second, _third = rows(made)
    actions.save(made, [change(first, "Satu,"), change(second, "dua\n\ndua lagi", joins=True)], by=None)
    assert texts(made) == ["Satu, dua", "dua lagi", "tiga"]


@pytest.mark.parametrize("text", ["milik orang lain", ""], ids=["changed", "deleted"])
def test_nobody_joins_a_paragraph_to_one_that_she_has_not_seen(text: str) -> None:
    made = factories.transcript(None, "nol", "satu", "dua")
    _zero, first, second = rows(made)
    mine = change(second, joins=True, onto=seal_of(first))
    actions.save(made, [change(first, text)], by=None)
    saved = actions.save(made, [mine], by=None)
    assert (list(saved.conflicts), rows(made)[-1].text) == ([second.pk], "dua")


def test_too_much_at_once_is_refused() -> None:
    made = factories.transcript(None, "satu")
    big = [Change(place, "x", "a" * 40_000) for place in range(1, 30)]
    with pytest.raises(ValueError, match="at once"):
        actions.save(made, big, by=None)


def test_parting_one_and_joining_the_next_to_its_second_part() -> None:
    made = factories.transcript(None, "satu dua", "tiga")
    first, second = rows(made)
    changes = [change(first, "satu\n\ndua"), change(second, joins=True)]
    saved = actions.save(made, changes, by=None)
    assert texts(made) == ["satu", "dua tiga"]
    assert [row.text for row in saved.shown[first.pk]] == ["satu", "dua tiga"]
    assert saved.shown[second.pk] == []


def test_ticking_a_paragraph_vouches_for_all_of_its_words() -> None:
    made = factories.transcript(None, "Terima kasih.", probability=0.3, doubts=("no_speech",))
    actions.save(made, [change(rows(made)[0], checked=True)], by=None)
    assert ([word[3] for word in rows(made)[0].words], rows(made)[0].doubts) == ([1.0, 1.0], [])


def test_a_doubt_stays_with_the_part_that_it_is_about() -> None:
    made = factories.transcript(None, "satu dua tiga empat", doubts=("no_speech",))
    Segment.objects.update(doubts=[["no_speech", 1.0, 2.0]])
    actions.save(made, [change(rows(made)[0], "satu dua\n\ntiga empat")], by=None)
    assert [row.doubts for row in rows(made)] == [[], [["no_speech", 1.0, 2.0]]]


def test_a_new_speaker_is_the_same_for_all_of_one_save() -> None:
    made = factories.transcript(None, "satu", "dua")
    actions.save(made, [change(row, speaker=NEW_SPEAKER) for row in rows(made)], by=None)
    assert made.speakers.count() == 1
    assert {row.speaker and row.speaker.number for row in rows(made)} == {1}


def test_a_speaker_who_does_not_exist_is_refused_and_nothing_is_saved() -> None:
    made = factories.transcript(None, "satu", "dua")
    with pytest.raises(ValueError, match="no such speaker"):
        actions.save(made, [change(rows(made)[0], "lain"), change(rows(made)[1], speaker=7)], by=None)
    assert texts(made) == ["satu", "dua"]


def test_a_paragraph_without_end_is_refused() -> None:
    made = factories.transcript(None, "satu")
    with pytest.raises(ValueError, match="characters"):
        actions.save(made, [change(rows(made)[0], "a" * (LONGEST_PARAGRAPH + 1))], by=None)


def test_control_characters_and_reversed_writing_do_not_come_in() -> None:
    made = factories.transcript(None, "satu")
    actions.save(made, [change(rows(made)[0], "sa\x00tu \u202edua\u202c")], by=None)
    assert texts(made) == ["satu dua"]


def test_hostile_text_is_stored_as_the_text_that_it_is() -> None:
    made = factories.transcript(None, "satu")
    actions.save(made, [change(rows(made)[0], "<script>alert(1)</script> --> {{ x }}")], by=None)
    assert texts(made) == ["<script>alert(1)</script> --> {{ x }}"]


def test_what_somebody_else_has_changed_is_not_overwritten() -> None:
    made = factories.transcript(None, "satu", "dua")
    seen = [change(row, "milikku") for row in rows(made)]
    actions.save(made, [change(rows(made)[0], "miliknya")], by=None)
    saved = actions.save(made, seen, by=None)
    assert texts(made) == ["miliknya", "milikku"]
    assert [row and row.text for row in saved.conflicts.values()] == ["miliknya"]


def test_what_somebody_else_has_deleted_is_told() -> None:
    made = factories.transcript(None, "satu", "dua")
    mine = change(rows(made)[0], "milikku")
    actions.save(made, [change(rows(made)[0], "")], by=None)
    saved = actions.save(made, [mine], by=None)
    assert (dict(saved.conflicts), texts(made)) == ({mine.segment: None}, ["dua"])


def test_two_who_write_the_same_do_not_quarrel() -> None:
    made = factories.transcript(None, "satu")
    mine = change(rows(made)[0], "Satu.")
    actions.save(made, [change(rows(made)[0], "Satu.")], by=None)
    assert not actions.save(made, [mine], by=None).conflicts


def test_a_paragraph_that_i_left_alone_is_no_conflict() -> None:
    made = factories.transcript(None, "satu", "dua")
    whole_form = [change(row) for row in rows(made)]
    actions.save(made, [change(rows(made)[0], "miliknya")], by=None)
    assert not actions.save(made, whole_form, by=None).conflicts
    assert texts(made) == ["miliknya", "dua"]


def test_a_paragraph_of_another_transcript_is_out_of_reach() -> None:
    mine, other = factories.transcript(None, "milikku"), factories.transcript(None, "miliknya")
    saved = actions.save(mine, [change(rows(other)[0], "diubah")], by=None)
    assert (texts(other), list(saved.conflicts.values())) == (["miliknya"], [None])


def test_vouching_for_some_words_leaves_the_others_doubtful() -> None:
    made = factories.transcript(None, "satu dua tiga", probability=0.3)
    row = rows(made)[0]
    assert actions.vouch(made, row.pk, seal_of(row), 1, 1, by=None)
    assert [word[3] for word in rows(made)[0].words] == [0.3, 1.0, 0.3]


def test_nobody_vouches_for_words_that_are_others_by_now() -> None:
    made = factories.transcript(None, "satu dua", probability=0.3)
    seen = seal_of(rows(made)[0])
    actions.save(made, [change(rows(made)[0], "dua satu")], by=None)
    assert not actions.vouch(made, rows(made)[0].pk, seen, 0, 0, by=None)


@pytest.mark.parametrize(
    ("options", "after"),
    [
        ({}, ["Kasus KDRT, kdrtku."]),
        ({"match_case": True}, ["Kasus Kdrt, kdrtku."]),
        ({"whole_words": False}, ["Kasus KDRT, KDRTku."]),
    ],
)
def test_finding_and_replacing(options: dict[str, bool], after: list[str]) -> None:
    made = factories.transcript(None, "Kasus Kdrt, kdrtku.")
    actions.replace_words(made, "kdrt", "KDRT", by=None, **options)
    assert texts(made) == after


def test_replacing_says_how_often_and_takes_no_pattern() -> None:
    made = factories.transcript(None, "a.c abc", "a.c")
    assert actions.replace_words(made, "a.c", r"\1<b>", by=None) == 2
    assert texts(made) == [r"\1<b> abc", r"\1<b>"]


def test_nothing_to_find_replaces_nothing() -> None:
    assert actions.replace_words(factories.transcript(), "  ", "x", by=None) == 0


def test_naming_a_speaker_is_a_change_that_has_to_be_approved() -> None:
    made = factories.transcript(None, "satu")
    actions.approve(made, by=None)
    actions.name_speaker(actions.add_speaker(made), factories.person(), by=None)
    assert Transcript.objects.get().state == Transcript.State.CORRECTED


def test_a_save_costs_the_same_however_long_the_text_is() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for length in (3, 60):
        made = factories.transcript(None, *(["satu dua"] * length))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            actions.save(made, [change(rows(made)[0], "satu tiga")], by=None)
        counts.append(len(queries))
    assert counts[0] == counts[1]
