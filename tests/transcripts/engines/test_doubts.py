"""What makes a segment doubtful."""

from __future__ import annotations

import pytest

from transcripts.engines.doubts import Doubt, across, doubts_about, is_foreign_letter, marked
from transcripts.engines.protocol import Segment, Word


def segment(text: str = "Selamat datang di Studio Siniar", seconds: float = 2.0, **more: float) -> Segment:
    return Segment(start=10.0, end=10.0 + seconds, text=text, **more)  # type: ignore[arg-type]


def test_a_plain_sentence_raises_no_doubt() -> None:
    assert doubts_about(segment(average_log_probability=-0.4, no_speech_probability=0.3), "id") == ()


def test_probable_silence_alone_is_no_reason_for_doubt() -> None:
    assert doubts_about(segment(no_speech_probability=0.98, average_log_probability=-0.3), "id") == ()


@pytest.mark.parametrize(
    ("doubtful", "doubt"),
    [
        (segment(no_speech_probability=0.61, average_log_probability=-1.1), Doubt.NO_SPEECH),
        (segment(compression_ratio=2.41), Doubt.COMPRESSED),
        (segment("...", seconds=0.5), Doubt.NO_LETTERS),
        (segment("a" * 52, seconds=2.0), Doubt.TOO_FAST),
        (segment("Ya.", seconds=2.0), Doubt.TOO_SLOW),
        (segment("Ya, ada pertemuаn"), Doubt.OTHER_SCRIPT),
        (segment("berpubлек di kantor"), Doubt.OTHER_SCRIPT),
    ],
)
def test_each_sign_of_trouble_is_flagged_by_its_name(doubtful: Segment, doubt: Doubt) -> None:
    assert doubts_about(doubtful, "id") == (doubt.value,)


def test_words_that_the_engine_itself_doubts_are_flagged() -> None:
    words = (Word("Selamat", 10, 11, 0.3), Word("datang", 11, 12, 0.6))
    assert doubts_about(Segment(10, 12, "Selamat datang", words), "id") == ("improbable",)


def test_a_segment_without_length_raises_no_error() -> None:
    assert doubts_about(segment(seconds=0.0), "id") == ("too_fast",)


@pytest.mark.parametrize("text", ["Café naïve Müller", "Jum'at, ayat ke-3 – 50 %", "Rp10.000 “tunai”", "Qurʼan", "3ª"])
def test_accents_signs_and_digits_are_no_other_script(text: str) -> None:
    assert not any(map(is_foreign_letter, text))


def test_a_language_of_another_script_may_use_it() -> None:
    assert doubts_about(segment("السلام عليكم ورحمة"), "ar") == ()


def doubts_of(*texts: str) -> list[tuple[str, ...]]:
    return [found.doubts for found in marked([segment(text) for text in texts], "id")]


def test_the_same_text_three_times_in_a_row_is_flagged_each_time() -> None:
    same = "Itu benar sekali ya"
    assert doubts_of("Selamat pagi semua", same, same, same) == [(), ("repeated",), ("repeated",), ("repeated",)]


def test_case_and_signs_do_not_hide_a_repetition() -> None:
    assert doubts_of("Sampai jumpa lagi", "sampai jumpa lagi.", "SAMPAI JUMPA, LAGI!") == [("repeated",)] * 3


def test_twice_is_not_a_repetition() -> None:
    assert doubts_of("Ya, benar sekali", "Ya, benar sekali", "Tidak selalu begitu") == [(), (), ()]


def test_nothing_is_left_out_and_the_order_is_kept() -> None:
    texts = ["...", "...", "...", "Halo semua di sana", "..."]
    assert [found.text for found in marked([segment(text) for text in texts], "id")] == texts


def test_a_repetition_that_goes_over_the_border_of_two_windows_is_flagged_when_they_are_joined() -> None:
    windows = ["Selamat pagi semua", "Benar sekali ya"], ["Benar sekali ya", "Benar sekali ya", "Itu saja dulu"]
    heard = [found for texts in windows for found in marked([segment(text) for text in texts], "id")]
    assert [found.doubts for found in heard] == [()] * 5
    assert [found.doubts for found in across(heard)] == [(), ("repeated",), ("repeated",), ("repeated",), ()]


def test_what_is_flagged_already_is_not_flagged_twice() -> None:
    once = list(across(marked([segment("Benar sekali ya")] * 3, "id")))
    assert {found.doubts for found in once} == {("repeated",)}


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih telah menonton!",
        "Baik. Terima kasih sudah menonton, sampai jumpa.",
        "Terima kasih kerana menonton",
        "Jangan lupa like, komen, dan subscribe ya.",
        "Sampai jumpa di video berikutnya.",
        "Subtitle by Budi",
        "Takarir oleh Sari Dewi",
        "Diterjemahkan oleh tim kami",
        "Subtitles by the Amara.org community",
        "Thank you so much for watching!",
    ],
)
def test_what_whisper_writes_over_silence_is_marked(text: str) -> None:
    assert "stock_phrase" in doubts_about(segment(text), "id")


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih, Bu Sari.",
        "Terima kasih sudah mendengarkan Studio Siniar.",
        "Sampai jumpa di episode berikutnya.",
        "Anak itu menonton televisi.",
        "Jangan lupa minum obat.",
    ],
)
def test_what_hosts_say_is_no_stock_phrase(text: str) -> None:
    assert "stock_phrase" not in doubts_about(segment(text), "id")


NAMES = ("Dara", "Fajar", "perundungan", "menyalahkan korban", "saksi")


@pytest.mark.parametrize(
    ("text", "hotwords"),
    [
        ("Dara, Fajar, perundungan, menyalahkan korban, saksi, perundungan", NAMES),
        ("Fajar, saksi, saksi, Dara, itu, saksi", NAMES),
        ("Dara, Nur, Dara, Nur", ("Dara", "Nur")),
        ("Ada, Tiga, Lankak, Kechi, Satu, Kati, Vima, Lalu, Ajak", ("Roots",)),  # “Ada tiga langkah kecil. …”
    ],
)
def test_an_engine_that_recites_its_hotwords_is_doubted(text: str, hotwords: tuple[str, ...]) -> None:
    assert "echo" in doubts_about(segment(text), "id", hotwords)


@pytest.mark.parametrize(
    ("text", "hotwords"),
    [
        ("Halo, Dara, aku Fajar, saksi dari kejadian di sekolah itu.", NAMES),
        ("Dara, Fajar!", NAMES),
        ("Korban dan saksi berbicara.", NAMES),
        ("Dara!", ("Dara",)),
        ("Nomornya satu, dua, tiga, empat, lima, telepon saja kapan pun.", ("Dara",)),
        ("Satu, dua, tiga, empat, lima, enam, tujuh, delapan", ()),
        ("Dara, Fajar, perundungan, menyalahkan korban, saksi", ()),
    ],
)
def test_names_in_a_sentence_are_no_recital(text: str, hotwords: tuple[str, ...]) -> None:
    assert "echo" not in doubts_about(segment(text), "id", hotwords)
