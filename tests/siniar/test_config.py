"""The environment, read once."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from siniar.config import ROOT, Config, ConfigError, table

NAMES = [item.metadata["name"] for item in fields(Config)]


def test_nothing_needs_to_be_set() -> None:
    assert Config.read({}).public_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_or_blank_variable_means_its_default(name: str) -> None:
    assert Config.read({name: "  "}) == Config.read({})


@pytest.mark.parametrize("name", NAMES)
def test_a_variable_has_a_sentence(name: str) -> None:
    (item,) = (item for item in fields(Config) if item.metadata["name"] == name)
    assert item.metadata["sentence"].endswith(".")


def test_no_variable_is_named_twice() -> None:
    assert sorted(set(NAMES)) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_has_a_row_for_every_variable(name: str) -> None:
    assert table().count(f"| `{name}` |") == 1


def test_the_table_tells_a_default_or_that_there_is_none() -> None:
    assert ("| `PORT` | `8000` |" in table(), "| `SINIAR_BASE_URL` | empty |" in table()) == (True, True)


@pytest.mark.parametrize(
    ("variable", "text", "field", "value"),
    [
        ("SINIAR_DATA_DIR", "/srv/siniar", "data_dir", Path("/srv/siniar")),
        ("SINIAR_DATA_DIR", "elsewhere", "data_dir", ROOT / "elsewhere"),
        ("SINIAR_DATA_DIR", "~/siniar", "data_dir", Path("~/siniar").expanduser()),
        ("SINIAR_FFMPEG", "/opt/ffmpeg", "ffmpeg", Path("/opt/ffmpeg")),
        ("SINIAR_FFMPEG", "", "ffmpeg", None),
        ("SINIAR_WHISPER_DIR", "weights", "whisper_dir", ROOT / "weights"),
        ("SINIAR_ALLOWED_HOSTS", "a.example, b.example,,", "allowed_hosts", ("a.example", "b.example")),
        ("SINIAR_DEBUG", "1", "debug", True),
        ("SINIAR_DEBUG", "Yes", "debug", True),
        ("SINIAR_DEBUG", "0", "debug", False),
        ("SINIAR_DEBUG", "off", "debug", False),
        ("SINIAR_LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("SINIAR_MAX_HOURS", " 12 ", "max_hours", 12),
        ("SINIAR_ACCEL", "/_files/", "accel", "/_files/"),
        ("PORT", "65535", "port", 65535),
        ("SINIAR_EXIT_URL", "https://cuaca.example/?q=1", "exit_url", "https://cuaca.example/?q=1"),
    ],
)
def test_a_text_is_read_as(variable: str, text: str, field: str, value: object) -> None:
    assert getattr(Config.read({variable: text}), field) == value


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("SINIAR_DEBUG", "perhaps"),
        ("SINIAR_MAX_UPLOAD_MB", "1.5"),
        ("SINIAR_LOG_LEVEL", "LOUD"),
        ("SINIAR_BASE_URL", "siniar.example"),
        ("SINIAR_BASE_URL", "https://"),
        ("SINIAR_EXIT_URL", "javascript:alert(1)"),
        ("SINIAR_SEARCH_ENGINE", "google"),
        ("SINIAR_SEARCH_URL", "localhost:9200"),
        ("SINIAR_ACCEL", "/_files"),
        ("SINIAR_ACCEL", "https://siniar.example/_files/"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_and_named(variable: str, text: str) -> None:
    with pytest.raises(ConfigError, match=f"^{variable}='{text}'".replace("(", r"\(").replace(")", r"\)")):
        Config.read({variable: text})


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"PORT": "8011"}, "http://127.0.0.1:8011"),
        ({"PORT": "8011", "SINIAR_BASE_URL": "https://siniar.example"}, "https://siniar.example"),
        ({"SINIAR_BASE_URL": "https://siniar.example//"}, "https://siniar.example"),
    ],
)
def test_the_public_address_has_no_final_slash(environ: dict[str, str], told: str) -> None:
    assert Config.read(environ).public_url == told


def test_a_configuration_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        Config.read({}).port = 1  # type: ignore[misc]
