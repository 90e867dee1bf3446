"""What `manage.py check --deploy` says of a hand-off that is set half. Nothing of it stops the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from reporting.handoff.signals import Outcome
from siniar.config import Config

_HERE = ("127.0.0.1", "localhost")


@register(Tags.security, deploy=True)
def hand_off(app_configs: object = None, **options: Any) -> list[CheckMessage]:
    """Warnings for whoever runs the site."""
    return list(_doubts(settings.CONFIG))


def _doubts(config: Config) -> Iterator[CheckMessage]:
    if not config.silayang_url:
        yield Warning(
            "“Lapor Sekarang” leads to no reporting module: only phones and offices are shown.",
            hint="Set SINIAR_SILAYANG_URL, if there is one.",
            id="reporting.W101",
        )
        return
    if config.handoff == Outcome.CODE and not config.handoff_key_hash:
        yield Warning(
            "Codes are made, but nobody can exchange them.",
            hint="manage.py handoff_keys receiver makes SINIAR_HANDOFF_KEY_HASH and the key for the other side.",
            id="reporting.W102",
        )
    target = urlsplit(config.silayang_url)
    if target.scheme == "http" and target.hostname not in _HERE:
        yield Warning(
            "The reporting module is reached without TLS: others on the way can read along.",
            hint="SINIAR_SILAYANG_URL must begin with https://.",
            id="reporting.W103",
        )
    if target.query or target.fragment:
        yield Warning(
            "The address of the reporting module carries a query or a fragment: a form that opens it may lose it.",
            hint="SINIAR_SILAYANG_URL should be the address of the form alone.",
            id="reporting.W105",
        )
    if config.handoff == Outcome.TOKEN and not config.base_url:
        yield Warning(
            "Tokens name 127.0.0.1 as the one who made them.", hint="Set SINIAR_BASE_URL.", id="reporting.W104"
        )
