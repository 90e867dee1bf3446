"""The JSON of Podcasting 2.0."""

from __future__ import annotations

import json

import pytest

from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.podcast_json import parse, write


def refused(file: str) -> tuple[str, int]:
    with pytest.raises(FormatError) as error:
        parse(file)
    return error.value.code, error.value.line


def segments(*lines: str) -> str:
    """A file whose first segment stands on line 2, each on a line of its own."""
    return '{"version": "1.0.0", "segments": [\n' + ",\n".join(lines) + "\n]}"


LATER = '{"startTime": 1, "endTime": 2, "body": "b"}'
GOOD = '{"startTime": 0, "endTime": 1, "body": "a"}'


def test_a_file_is_the_json_that_the_namespace_describes() -> None:
    assert json.loads(write([Cue(0.5, 0.75, "Halo", "Ibu Rini"), Cue(1, 2, "dua\nbaris")])) == {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Ibu Rini", "startTime": 0.5, "endTime": 0.75, "body": "Halo"},
            {"startTime": 1, "endTime": 2, "body": "dua\nbaris"},
        ],
    }


def test_no_cues_make_a_valid_empty_file() -> None:
    assert json.loads(write([])) == {"version": "1.0.0", "segments": []}
    assert parse(write([])) == []


def test_a_cue_a_word_is_read_as_it_is_written() -> None:
    words = [Cue(at / 4, at / 4 + 0.2, word, "Rini") for at, word in enumerate(["Kami", "ada", "di", "sini"])]
    assert parse(write(words)) == words


def test_segments_may_have_no_end_no_speaker_and_more_than_is_known() -> None:
    file = segments(
        '{"startTime": 1, "body": "a\\n", "x": [{}]}', '{"startTime": 3.5, "speaker": null, "endTime": 4, "body": "b"}'
    )
    assert parse(file) == [Cue(1, 3.5, "a"), Cue(3.5, 4, "b")]


def test_what_whisper_itself_writes_is_read() -> None:
    words = '[{"word": " Halo", "start": 0.0, "end": 0.4, "probability": 0.9}]'
    first = f'{{"id": 0, "seek": 0, "start": 0.0, "end": 1.52, "text": " Halo", "avg_logprob": NaN, "words": {words}}}'
    second = '{"id": 1, "start": 2, "end": 3, "text": " semua.", "tokens": [50364, 12]}'
    file = f'{{"text": " Halo semua.", "segments": [{first}, {second}], "language": "id"}}'
    assert parse(file) == [Cue(0, 1.52, "Halo"), Cue(2, 3, "semua.")]


def test_where_a_segment_has_both_names_those_of_podcasting_count() -> None:
    file = segments('{"start": 5, "startTime": 1, "end": 6, "endTime": 2, "text": "b", "body": "a"}')
    assert parse(file) == [Cue(1, 2, "a")]


def test_a_text_that_is_none_is_named_as_it_stands_there() -> None:
    with pytest.raises(FormatError) as error:
        parse(segments('{"start": 1, "end": 2, "text": 3}'))
    assert error.value.details == {"field": "text"}


def test_what_stands_beside_the_segments_is_skipped() -> None:
    assert parse(f'\ufeff{{"a": {{"segments": [1]}}, "segments": [{GOOD}], "version": 7}}\r\n') == [Cue(0, 1, "a")]


def test_of_a_key_that_a_segment_has_twice_the_last_is_taken() -> None:
    assert parse(segments('{"startTime": 9, "startTime": 1, "endTime": 2, "body": "a"}')) == [Cue(1, 2, "a")]


def test_segments_without_text_are_dropped() -> None:
    assert parse(segments(GOOD, '{"startTime": 2}', '{"startTime": 3, "body": null}')) == [Cue(0, 1, "a")]


@pytest.mark.parametrize("time", ['"1"', "true", "NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "[]", "{}"])
def test_a_time_that_is_no_number_is_named_by_the_line_of_its_segment(time: str) -> None:
    assert refused(segments(GOOD, GOOD.replace("0", time))) == (FormatError.BAD_TIME, 3)


@pytest.mark.parametrize("segment", ["1", "null", "[]", '"a"'])
def test_a_segment_that_is_no_object_is_named(segment: str) -> None:
    assert refused(segments(GOOD, segment)) == (FormatError.BAD_SEGMENT, 3)


@pytest.mark.parametrize("field", ["body", "speaker"])
@pytest.mark.parametrize("value", ["1", "true", "[]", '{"a": 1}'])
def test_a_text_that_is_none_is_named(field: str, value: str) -> None:
    assert refused(segments(GOOD, LATER, f'{{"startTime": 2, "{field}": {value}}}')) == (FormatError.BAD_SEGMENT, 4)


def test_a_segment_without_a_start_is_named() -> None:
    assert refused(segments(GOOD, '{"body": "a"}')) == (FormatError.MISSING_TIME, 3)


@pytest.mark.parametrize("file", ["[]", '"a"', "", '{"version": "1.0.0"}', '{"segments": {}}', '{"segments": null}'])
def test_json_without_a_list_of_segments_is_refused(file: str) -> None:
    assert refused(file) == (FormatError.NO_SEGMENTS, 1)


def test_a_second_list_of_segments_is_refused() -> None:
    assert refused(f'{{"segments": [{GOOD}],\n"segments": []}}') == (FormatError.NO_SEGMENTS, 2)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (segments(GOOD, '{"startTime": 1, "body": "a"'), 4),
        (segments(GOOD, LATER, "")[:-2], 5),
        (segments(GOOD, LATER + " x"), 3),
        (segments(GOOD, "{'startTime': 1}"), 3),
        (segments(GOOD) + "\n}", 4),
        ("{", 1),
        ("{\n1: 2}", 2),
        (segments(GOOD)[:-1], 3),
    ],
)
def test_broken_json_is_named_by_its_line(file: str, line: int) -> None:
    assert refused(file) == (FormatError.BAD_JSON, line)


def test_lists_in_lists_without_end_are_named_by_the_line_of_their_segment() -> None:
    assert refused(segments(GOOD, "[" * 100_000)) == (FormatError.TOO_DEEP, 3)


def test_lines_are_counted_however_they_end() -> None:
    assert refused(segments(GOOD, "1").replace("\n", "\r")) == (FormatError.BAD_SEGMENT, 3)


def test_nothing_in_the_file_ends_a_script_or_a_string_of_a_page_around_it() -> None:
    file = write([Cue(0, 1, "</script><!--\u2028 & '\"", "<b>&\u2029")])
    assert not set("<>&\u2028\u2029") & set(file)
    assert parse(file) == [Cue(0, 1, "</script><!-- & '\"", "<b>&")]
