"""The tokens that Indonesian never needs."""

from __future__ import annotations

from pathlib import Path

import pytest
import tokenizers

from transcripts.engines.scripts import foreign_tokens


@pytest.fixture(scope="session")
def tokenizer(weights: Path) -> tokenizers.Tokenizer:
    return tokenizers.Tokenizer.from_file(str(weights / "tokenizer.json"))


@pytest.fixture(scope="session")
def foreign(tokenizer: tokenizers.Tokenizer) -> set[int]:
    return set(foreign_tokens(tokenizer))


@pytest.mark.parametrize("text", [" публика", " Ελλάδα", " สวัสดี", " 你好", " こんにちは", " السلام", " हिन्दी", " 안녕"])
def test_no_word_of_another_script_can_be_begun(tokenizer: tokenizers.Tokenizer, foreign: set[int], text: str) -> None:
    first_letter = tokenizer.encode(text.strip()[0], add_special_tokens=False).ids
    whole = tokenizer.encode(text, add_special_tokens=False).ids
    assert foreign & set(first_letter)
    assert foreign & set(whole)


@pytest.mark.parametrize(
    "text",
    [
        "Kekerasan dalam rumah tangga (KDRT), 50 % – Rp10.000!",
        "“Jum’at” café naïve Müller Škoda ñandú… é à ö € £ °C",
        "anak-anak; UPTD PPA/DP3AP2: 129? ya…",
    ],
)
def test_everything_written_in_latin_letters_stays_possible(
    tokenizer: tokenizers.Tokenizer, foreign: set[int], text: str
) -> None:
    assert not foreign & set(tokenizer.encode(text, add_special_tokens=False).ids)


def test_no_control_token_is_among_them(tokenizer: tokenizers.Tokenizer, foreign: set[int]) -> None:
    assert max(foreign) < tokenizer.token_to_id("<|endoftext|>")
