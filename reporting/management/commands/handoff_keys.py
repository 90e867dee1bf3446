"""`manage.py handoff_keys`: the keys of the hand-off: which there are, a new one, one that must go, the receiver's."""

from __future__ import annotations

import hashlib
import secrets
import time
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.handoff import adapters, keys


class Command(BaseCommand):
    help = "Lists the keys that sign hand-offs; makes a new one (rotate), removes one (revoke), makes a receiver's key."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="which keys there are, and what each does")
        actions.add_parser("rotate", help="makes a new key, which takes over by itself")
        actions.add_parser("revoke", help="removes a key at once: it was stolen").add_argument("id")
        actions.add_parser("receiver", help="makes the key with which the other side exchanges codes")

    def handle(self, *args: object, **options: str) -> None:
        getattr(self, f"_{options['action']}")(options.get("id", ""))

    def _list(self, _id: str) -> None:
        now = int(time.time())
        known = keys.kept(adapters.folder())
        signs, still = keys.signing(known, now), keys.published(known, now)
        for key in known:
            does = "signs" if key == signs else "published" if key in still else "over"
            self.stdout.write(f"{key.id}  {_moment(key.made)}  {does}")

    def _rotate(self, _id: str) -> None:
        now = int(time.time())
        first = not keys.kept(adapters.folder())
        key = keys.make(adapters.folder(), now)
        keys.destroy_over(adapters.folder(), now)
        self.stdout.write(f"{key.id}  signs from {_moment(now if first else now + keys.LEAD)}")

    def _revoke(self, id_: str) -> None:
        found = [key for key in keys.kept(adapters.folder()) if key.id == id_]
        if not found:
            raise CommandError(f"There is no key {id_}.")
        keys.destroy(adapters.folder(), found[0])
        self.stdout.write(f"{id_} is gone; receivers that keep keys may trust it for {keys.CACHED} seconds more.")

    def _receiver(self, _id: str) -> None:
        key = secrets.token_urlsafe(32)
        self.stdout.write(f"key, for the other side alone: {key}")
        self.stdout.write(f"SINIAR_HANDOFF_KEY_HASH={hashlib.sha256(key.encode()).hexdigest()}")


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
