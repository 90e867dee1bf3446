"""The hint that the engine gets."""

from __future__ import annotations

from pathlib import Path

import pytest
import tokenizers

from transcripts.engines.hotwords import MOST_TOKENS, prompt


@pytest.fixture(scope="session")
def tokenizer(weights: Path) -> tokenizers.Tokenizer:
    return tokenizers.Tokenizer.from_file(str(weights / "tokenizer.json"))


def test_no_hotwords_give_no_hint(tokenizer: tokenizers.Tokenizer) -> None:
    assert prompt((), tokenizer) is None
    assert prompt((" ", "\n"), tokenizer) is None


def test_they_are_joined_in_their_order_each_once(tokenizer: tokenizers.Tokenizer) -> None:
    assert prompt(("Siti Rahmawati", "Jambi", "Siti  Rahmawati"), tokenizer) == "Siti Rahmawati, Jambi"


def test_a_long_list_keeps_its_first_and_breaks_no_name(tokenizer: tokenizers.Tokenizer) -> None:
    names = [f"Pendamping Korban {number}" for number in range(100)]
    hint = prompt(names, tokenizer)
    assert hint is not None
    assert hint.split(", ") == names[: hint.count(",") + 1]
    assert len(tokenizer.encode(hint, add_special_tokens=False).ids) <= MOST_TOKENS
    assert hint.count(",") >= 10


def test_a_name_that_spells_a_control_token_is_text(tokenizer: tokenizers.Tokenizer) -> None:
    hint = prompt(("<|endoftext|>", "<|translate|> Rini"), tokenizer)
    assert hint == "endoftext, translate Rini"
    first_control = tokenizer.token_to_id("<|endoftext|>")
    assert all(token < first_control for token in tokenizer.encode(hint, add_special_tokens=False).ids)


def test_a_line_feed_in_a_name_is_a_blank(tokenizer: tokenizers.Tokenizer) -> None:
    assert prompt(("Siti\r\nRahma\x00wati",), tokenizer) == "Siti Rahma wati"
