"""Reads the environment, once, into one typed value. Nothing else in the project looks at os.environ.

Each variable is a field with its name, type, default and a sentence; docs/settings.md lists the same and a test
compares both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class ConfigError(ValueError):
    """A variable holds a value of the wrong type; the message names the variable and what it may be."""


def _path(text: str) -> Path:
    path = Path(text).expanduser()
    return path if path.is_absolute() else ROOT / path


def _optional_path(text: str) -> Path | None:
    return _path(text) if text else None


def _flag(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"", "0", "false", "no", "off"}:
        return False
    raise ValueError("1 or 0")


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _positive(text: str) -> int:
    number = int(text)
    if number <= 0:
        raise ValueError("a whole number above 0")
    return number


def _port(text: str) -> int:
    number = _positive(text)
    if number > 65_535:
        raise ValueError("a port from 1 to 65535")
    return number


def _level(text: str) -> str:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    if text.upper() not in levels:
        raise ValueError(f"one of {', '.join(levels)}")
    return text.upper()


def _transcriber(text: str) -> str:
    engines = ("faster-whisper", "openai-whisper", "file")
    if text not in engines:
        raise ValueError(f"one of {', '.join(engines)}")
    return text


def _search_engine(text: str) -> str:
    engines = ("sqlite", "postgres", "elasticsearch")
    if text not in engines:
        raise ValueError(f"one of {', '.join(engines)}")
    return text


def _search_address(text: str) -> str:
    if text and not re.fullmatch(r"(?:https?|postgres|postgresql)://[^\s/?#]+\S*", text):
        raise ValueError("an address that begins with http://, https:// or postgresql://")
    return text


def _header_name(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]*", text):
        raise ValueError("the name of a header, such as X-Real-IP")
    return text


def _web_address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[^/?#\s]+[^\s]*", text):
        raise ValueError("an address that begins with http:// or https://")
    return text


def _bucket_address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[\w.-]+(:\d+)?/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text, re.ASCII):
        raise ValueError("an address such as https://s3.example.org/bucket, without final slash")
    return text


def _internal_prefix(text: str) -> str:
    if text and not re.fullmatch(r"/(?:[\w-]+/)+", text, re.ASCII):
        raise ValueError("a path that begins and ends with a slash, such as /_files/")
    return text


def _hand_off(text: str) -> str:
    ways = ("link", "token", "code")
    if text not in ways:
        raise ValueError(f"one of {', '.join(ways)}")
    return text


def _site_address(text: str) -> str:
    """An address whose host may stand in a content policy, and whose path may stand in a form."""
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[\w.~%!$&()*+,=:@?/-]*)?", text, re.ASCII):
        raise ValueError("an address such as https://lapor.example.org/masuk, without #")
    return text


def _health_address(text: str) -> str:
    return text if text == "off" else _site_address(text)


def _sha256(text: str) -> str:
    if text and not re.fullmatch(r"[0-9a-f]{64}", text, re.ASCII):
        raise ValueError("a SHA-256 in 64 hexadecimal digits")
    return text


def _variable(name: str, read: Callable[[str], Any], default: str, sentence: str) -> Any:
    return field(metadata={"name": name, "read": read, "default": default, "sentence": sentence})


@dataclass(frozen=True)
class Config:
    """Everything that may be set from outside.

    Sizes are in MB of 1,000,000 bytes, durations in the unit of the name.
    """

    data_dir: Path = _variable(
        "SINIAR_DATA_DIR", _path, "var", "Folder that holds everything Siniar writes: database, sound, weights."
    )
    port: int = _variable("PORT", _port, "8000", "Port on which `manage.py serve` answers.")
    host: str = _variable("SINIAR_HOST", str, "127.0.0.1", "Address on which `manage.py serve` answers.")
    base_url: str = _variable(
        "SINIAR_BASE_URL", _web_address, "", "Public address without final slash; empty means http://127.0.0.1:PORT."
    )
    allowed_hosts: tuple[str, ...] = _variable(
        "SINIAR_ALLOWED_HOSTS", _names, "127.0.0.1,localhost", "Host names that are answered, separated by commas."
    )
    secret_key: str = _variable(
        "SINIAR_SECRET_KEY", str, "", "Key for signatures; empty means one is made and kept in the data folder."
    )
    debug: bool = _variable("SINIAR_DEBUG", _flag, "0", "Shows tracebacks in the browser; never on a public machine.")
    log_level: str = _variable("SINIAR_LOG_LEVEL", _level, "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR.")
    web_threads: int = _variable(
        "SINIAR_WEB_THREADS", _positive, "32", "Requests that the web process answers at a time."
    )
    ffmpeg: Path | None = _variable(
        "SINIAR_FFMPEG", _optional_path, "", "The ffmpeg program; empty means the PATH's, else imageio-ffmpeg's."
    )
    max_upload_mb: int = _variable("SINIAR_MAX_UPLOAD_MB", _positive, "2000", "Largest recording that is taken, in MB.")
    max_hours: int = _variable("SINIAR_MAX_HOURS", _positive, "6", "Longest recording that is taken, in hours.")
    min_free_mb: int = _variable(
        "SINIAR_MIN_FREE_MB", _positive, "500", "Free disk that must remain; below it recordings are refused, in MB."
    )
    transcriber: str = _variable(
        "SINIAR_TRANSCRIBER",
        _transcriber,
        "faster-whisper",
        "What writes transcripts: faster-whisper, openai-whisper (needs requirements/whisper.txt), or file: only the "
        "texts that editors bring.",
    )
    whisper_size: str = _variable(
        "SINIAR_WHISPER_SIZE", str, "base", "Size of the speech model: tiny, base, small, medium, large-v3, turbo."
    )
    whisper_dir: Path | None = _variable(
        "SINIAR_WHISPER_DIR",
        _optional_path,
        "",
        "Folder that holds the weights, or a folder named by the size; empty: the data folder.",
    )
    accel: str = _variable(
        "SINIAR_ACCEL",
        _internal_prefix,
        "",
        "Internal address below which nginx sends files of the data folder for Siniar (X-Accel-Redirect), such as "
        "/_files/; empty: Siniar sends them itself.",
    )
    object_store: str = _variable(
        "SINIAR_OBJECT_STORE",
        _bucket_address,
        "",
        "Address of a private bucket of Siniar's own (S3), such as https://s3.example.org/siniar, to which podcast "
        "apps are led for sound; empty, or without its keys: sound comes from here.",
    )
    object_store_key: str = _variable("SINIAR_OBJECT_STORE_KEY", str, "", "Access key of that bucket.")
    object_store_secret: str = _variable("SINIAR_OBJECT_STORE_SECRET", str, "", "Secret key of that bucket.")
    object_store_region: str = _variable(
        "SINIAR_OBJECT_STORE_REGION", str, "us-east-1", "Region in which that bucket is; signatures name it."
    )
    exit_url: str = _variable(
        "SINIAR_EXIT_URL", _web_address, "https://www.bmkg.go.id/", "Everyday site to which “Keluar cepat” leads."
    )
    call_test_days: int = _variable(
        "SINIAR_CALL_TEST_DAYS",
        _positive,
        "90",
        "Days that a test call to a number for help counts; after them the number is shown as being checked.",
    )

    search_engine: str = _variable(
        "SINIAR_SEARCH_ENGINE",
        _search_engine,
        "sqlite",
        "What finds words for listeners: sqlite (Siniar's own database), postgres or elasticsearch (both need "
        "requirements/search.txt).",
    )
    search_url: str = _variable(
        "SINIAR_SEARCH_URL",
        _search_address,
        "",
        "Where that engine is: postgresql://user:password@host/database, or http://host:9200; sqlite needs none.",
    )

    websub_hub: str = _variable(
        "SINIAR_WEBSUB_HUB", _web_address, "", "Hub that is told of new episodes (WebSub); empty: none is."
    )
    podping_url: str = _variable(
        "SINIAR_PODPING_URL", _web_address, "", "Podping service that is told of new episodes; empty: none is."
    )
    podping_token: str = _variable("SINIAR_PODPING_TOKEN", str, "", "What the Podping service knows this site by.")

    silayang_url: str = _variable(
        "SINIAR_SILAYANG_URL",
        _site_address,
        "",
        "Address of the reporting module, to which “Lapor Sekarang” leads; empty: only phones and offices are shown.",
    )
    handoff: str = _variable(
        "SINIAR_HANDOFF",
        _hand_off,
        "link",
        "How somebody is handed off to it: link (nothing goes along), token (signed, in the form) or code (once, "
        "exchanged at /lapor/tukar/); see docs/handoff/.",
    )
    handoff_audience: str = _variable(
        "SINIAR_HANDOFF_AUDIENCE",
        _site_address,
        "",
        "For whom tokens are made (aud); empty: scheme and host of SINIAR_SILAYANG_URL.",
    )
    handoff_key_hash: str = _variable(
        "SINIAR_HANDOFF_KEY_HASH",
        _sha256,
        "",
        "SHA-256 of the key with which the reporting module exchanges codes; `manage.py handoff_keys receiver` makes "
        "both.",
    )
    silayang_health_url: str = _variable(
        "SINIAR_SILAYANG_HEALTH_URL",
        _health_address,
        "",
        "What is asked each minute whether the reporting module works; empty: its address; off: it is never asked.",
    )

    client_address_header: str = _variable(
        "SINIAR_CLIENT_ADDRESS_HEADER",
        _header_name,
        "",
        "Header in which your own proxy says where a request comes from; empty: the connection says it.",
    )

    @property
    def public_url(self) -> str:
        """The address that stands in feeds and on terminals, without final slash."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Returns the configuration that `environ` describes; raises ConfigError for a value of the wrong type."""
        values: dict[str, Any] = {item.name: _read(item.metadata, environ) for item in fields(cls)}
        return cls(**values)


def _read(variable: Mapping[str, Any], environ: Mapping[str, str]) -> object:
    text = environ.get(variable["name"], "").strip() or variable["default"]
    try:
        return variable["read"](text)
    except ValueError as error:
        raise ConfigError(f"{variable['name']}={text!r}: {error}") from error


def table() -> str:
    """The variables as the Markdown table that docs/settings.md carries."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for item in fields(Config):
        meta = item.metadata
        default = f"`{meta['default']}`" if meta["default"] else "empty"
        rows.append(f"| `{meta['name']}` | {default} | {meta['sentence']} |")
    return "\n".join(rows) + "\n"
