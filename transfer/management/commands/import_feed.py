"""`manage.py import_feed`: a podcast moves here from another host, or its feed is looked at."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from episodes.models import AgeRating, Show, Topic
from siniar.jobs.watching import follow
from transfer import actions, matching, refusals
from transfer.document import MOST_BYTES
from transfer.fetching import Fetcher
from transfer.models import FeedImport, ImportedItem
from transfer.origin import known_show, look, open_file
from transfer.refused import Refused
from transfer.values import Feed

SCHEME = re.compile(r"([a-z][a-z0-9+.:-]*)://", re.IGNORECASE)


class Command(BaseCommand):
    help = "Takes the episodes of another host's feed, as drafts. Run again, it goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("feed", help="the feed's address, or a file that holds it")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--show", metavar="SLUG", help="the slug of the show that takes the episodes")
        where.add_argument("--new-show", action="store_true", help="make a show of what the feed says")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")
        parser.add_argument("--publish", action="store_true", help="publish what may be published, with its old date")
        parser.add_argument("--topic", action="append", default=[], metavar="CODE", help="a topic's code; repeatable")
        parser.add_argument("--age", metavar="CODE", help="the age rating's code; else what the topics suggest")
        parser.add_argument("--limit", type=int, metavar="N", help="take the newest N episodes only")
        parser.add_argument("--ours", action="store_true", help="the podcast is ours, though its feed forbids imports")
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="call addresses inside your own network too: trusted feeds only",
        )

    def handle(self, *, feed: str, dry_run: bool, publish: bool, limit: int | None, **options: Any) -> None:
        allow_private = options["allow_private"]
        if allow_private:
            self.stderr.write(_("Addresses inside your own network are called too, wherever the feed leads."))
        show = _show(options["show"])
        topics, age = _topics(options["topic"]), _age(options["age"])
        if not dry_run:
            _require(bool(show or options["new_show"]), _("Say where to: --show SLUG or --new-show."))
            _require(bool(topics or not publish), _("Publishing needs at least one topic: --topic CODE."))
        _require(limit is None or limit > 0, _("--limit must be above 0."))
        found = _read(feed, Fetcher(allow_private=allow_private))
        known = show or known_show(found, _source(feed), None)
        if dry_run:
            self._tell_outlook(found, known)
            self.stdout.write(_("Nothing was written. To take them:"))
            self.stdout.write(f"  {_next_command(feed, known, options | {'publish': publish, 'limit': limit})}")
            return
        locked = found.channel.locked and not options["ours"]
        _require(not locked, _("The feed is locked against import. If the podcast is yours, say --ours."))
        feed_import = _unfinished(feed, known)
        if feed_import is None:
            feed_import = actions.open_import(_source(feed), show=show, allow_private=allow_private)
            actions.keep_feed(feed_import, found, known)
            actions.start(feed_import, topics=topics, age_rating=age, publish=publish, limit=limit)
        else:
            self.stdout.write(_("An import of this feed was interrupted; it goes on."))
            actions.retry(feed_import)
        stuck = follow(str(feed_import.pk), self.stdout)
        self._tell_result(feed_import, [job.reason for job in stuck])

    def _tell_outlook(self, feed: Feed, show: Show | None) -> None:
        self.stdout.write(_("Only looked at: nothing is taken and nothing is written."))
        self.stdout.write(f"{feed.channel.title}: {len(feed.items)}")
        for remark in refusals.remarks(feed):
            self.stdout.write(remark)
        otherwise = _("would be taken")
        for item, reason in matching.outlook(feed.items, show):
            date = f"{item.published:%Y-%m-%d}" if item.published else "–"
            self.stdout.write(f"{date}  {item.title}: {reason or otherwise}")
            for doubt in refusals.doubts(item.doubts):
                self.stdout.write(f"            {doubt}")

    def _tell_result(self, feed_import: FeedImport, stuck: list[str]) -> None:
        """What became of it; an error unless all is here that the feed has."""
        feed_import.refresh_from_db()
        for remark in feed_import.remarks:
            self.stdout.write(remark)
        items = feed_import.items.all()
        for item in items:
            for line in filter(None, [item.reason, *item.remarks]):
                self.stdout.write(f"{item}: {line}")
        self.stdout.write(", ".join(f"{label}: {count}" for label, count in items.tally()))
        if items.filter(state=ImportedItem.State.DONE).exists():
            self.stdout.write(_("The steps on the sound are left to the worker."))
        failed = items.filter(state=ImportedItem.State.FAILED).count()
        if failed:
            stuck = [*stuck, _("%(count)d episodes could not be taken.") % {"count": failed}]
        if stuck:
            raise CommandError("\n".join(stuck))


def _require(true: bool, otherwise: str) -> None:
    if not true:
        raise CommandError(otherwise)


def _next_command(feed: str, show: Show | None, wish: dict[str, Any]) -> str:
    """The command that does what has been looked at."""
    words = ["manage.py", "import_feed", feed, *(["--show", show.slug] if show else ["--new-show"])]
    for code in wish["topic"]:
        words += ["--topic", code]
    words += [word for name in ("age", "limit") if wish[name] for word in (f"--{name}", str(wish[name]))]
    words += [f"--{name.replace('_', '-')}" for name in ("publish", "ours", "allow_private") if wish[name]]
    return shlex.join(words)


def _read(feed: str, fetcher: Fetcher) -> Feed:
    scheme = SCHEME.match(feed)
    known = scheme is None or scheme[1].lower() in ("http", "https")
    _require(known, _("Give an address that begins with https:// or http://, or the path of a file."))
    try:
        if _is_address(feed):
            return look(feed, fetcher)
        with Path(feed).open("rb") as file:
            return open_file(file.read(MOST_BYTES + 1))
    except Refused as error:
        raise CommandError(refusals.sentence(error)) from error
    except OSError as error:
        raise CommandError(_("The file cannot be read: %(error)s") % {"error": error.strerror}) from error


def _is_address(feed: str) -> bool:
    return SCHEME.match(feed) is not None


def _source(feed: str) -> str:
    return feed if _is_address(feed) else str(Path(feed).absolute())


def _unfinished(feed: str, show: Show | None) -> FeedImport | None:
    """The import of this feed that a killed command has left behind."""
    running = FeedImport.objects.filter(source=_source(feed), state=FeedImport.State.RUNNING, started_by=None)
    return (running.filter(show=show) if show else running.filter(new_show=True)).first()


def _show(slug: object) -> Show | None:
    if slug is None:
        return None
    show = Show.objects.filter(slug=slug).first()
    if show is None:
        known = ", ".join(Show.objects.values_list("slug", flat=True)) or "–"
        raise CommandError(_("There is no show “%(slug)s”. There are: %(known)s") % {"slug": slug, "known": known})
    return show


def _topics(codes: object) -> list[Topic]:
    assert isinstance(codes, list)  # noqa: S101 - argparse's
    topics = {topic.code: topic for topic in Topic.objects.filter(code__in=codes)}
    unknown = [code for code in codes if code not in topics]
    if unknown:
        known = ", ".join(Topic.objects.values_list("code", flat=True))
        raise CommandError(
            _("There is no topic “%(code)s”. There are: %(known)s") % {"code": ", ".join(unknown), "known": known}
        )
    return [topics[code] for code in codes]


def _age(code: object) -> AgeRating | None:
    if code is None:
        return None
    rating = AgeRating.objects.filter(code=code).first()
    if rating is None:
        known = ", ".join(AgeRating.objects.values_list("code", flat=True))
        raise CommandError(
            _("There is no age rating “%(code)s”. There are: %(known)s") % {"code": code, "known": known}
        )
    return rating
