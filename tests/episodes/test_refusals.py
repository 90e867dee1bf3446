"""Every reason why a recording is refused or a step fails is a sentence that an editor understands."""

from __future__ import annotations

import pytest
from django.utils import translation

from episodes import refusals
from episodes.audio.refusals import RETRYABLE, Caution, RefusalCode, Refused, Setback
from siniar.jobs.errors import GiveUp, TryLater


def error(code: RefusalCode) -> Refused | Setback:
    return Setback(code) if code in RETRYABLE else Refused(code)


@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_has_a_sentence(code: RefusalCode) -> None:
    assert refusals.sentence(error(code)).endswith(".")


@pytest.mark.parametrize("code", sorted(set(RefusalCode) - set(RETRYABLE)))
def test_every_final_refusal_has_a_sentence_of_its_own(code: RefusalCode) -> None:
    assert code in refusals.SENTENCES


def test_no_two_refusals_say_the_same() -> None:
    sentences = [str(sentence) for sentence in refusals.SENTENCES.values()]
    assert len(set(sentences)) == len(sentences)


def test_the_sentence_for_the_rest_names_the_code() -> None:
    assert "crashed" in refusals.sentence(Setback(RefusalCode.CRASHED))


@pytest.mark.parametrize("code", list(Caution))
def test_every_caution_has_a_sentence(code: Caution) -> None:
    assert refusals.notes([code])[0].endswith(".")


def test_notes_come_in_the_order_of_their_codes() -> None:
    codes = [Caution.CLIPPED, Caution.LOW_RATE]
    assert refusals.notes(codes) == [str(refusals.CAUTIONS[code]) for code in codes]


def test_codes_as_the_database_keeps_them_are_understood() -> None:
    assert refusals.notes(["video_dropped"]) == [str(refusals.CAUTIONS[Caution.VIDEO_DROPPED])]


@pytest.mark.parametrize("code", list(RefusalCode))
def test_sentences_tell_nothing_of_the_machine(code: RefusalCode) -> None:
    with translation.override("en"):
        said = refusals.sentence(error(code))
    assert not {"/", "Error", "Traceback", "errno"} & set(said.replace(".", " ").split())


@pytest.mark.parametrize("code", sorted(set(RefusalCode) - set(RETRYABLE)))
def test_a_final_refusal_ends_a_step(code: RefusalCode) -> None:
    with pytest.raises(GiveUp) as caught, refusals.in_words():
        raise Refused(code)
    assert caught.value.reason == str(refusals.SENTENCES[code])


@pytest.mark.parametrize("code", sorted(RETRYABLE))
def test_a_setback_puts_a_step_off(code: RefusalCode) -> None:
    with pytest.raises(TryLater) as caught, refusals.in_words():
        raise Setback(code)
    assert caught.value.reason == refusals.sentence(Setback(code))


def test_missing_memory_puts_a_step_off() -> None:
    with pytest.raises(TryLater) as caught, refusals.in_words():
        raise MemoryError
    assert caught.value.reason == str(refusals.SENTENCES[RefusalCode.OUT_OF_MEMORY])


def test_other_errors_pass_unchanged() -> None:
    with pytest.raises(ZeroDivisionError), refusals.in_words():
        raise ZeroDivisionError
