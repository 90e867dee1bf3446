"""`manage.py export_show SLUG FOLDER`: takes all of a show away, as files that need no Siniar."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from episodes.models import Show
from transfer.leaving import choosing
from transfer.leaving.choosing import Wish
from transfer.leaving.filling import Taken, fill
from transfer.leaving.folder import Fault, Folder, Unfit

SENTENCES: Mapping[Fault, str | Promise] = {
    Fault.NO_FOLDER: gettext_lazy("There is a file of this name. Name a folder."),
    Fault.FOREIGN: gettext_lazy("There is something else in this folder. Name an empty one, or one that is new."),
    Fault.OTHER_EXPORT: gettext_lazy(
        "This folder holds another export: of another show, or with other options. Name another folder."
    ),
    Fault.BUSY: gettext_lazy("Another run is filling this folder just now. Wait until it has ended."),
    Fault.LINKED: gettext_lazy(
        "In this folder a link stands where a folder of the export belongs. Remove it, or name another folder."
    ),
    Fault.MISSING: gettext_lazy("the file is not on the disk"),
    Fault.DAMAGED: gettext_lazy("the file on the disk is not what was stored"),
}


class Command(BaseCommand):
    help = (
        "Writes all of a show into a folder: sound, covers, texts, feeds, and what people have entered. Run it again "
        "to go on where it stopped. Only what is public is taken, unless --everything."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the show's slug")
        parser.add_argument("folder", type=Path, help="an empty folder, a new one, or that of an earlier run")
        parser.add_argument("--with-masters", action="store_true", help="also the recordings as they were uploaded")
        parser.add_argument(
            "--everything", action="store_true", help="also drafts, working texts, and names without consent"
        )

    def handle(self, *, slug: str, folder: Path, with_masters: bool, everything: bool, **options: object) -> None:
        wish = Wish(everything=everything, masters=with_masters)
        show = _show(slug, wish)
        self._warn(wish)
        total = _total(show, wish, folder)
        try:
            with self._progress(total) as report:
                target = Folder(folder, report, private=everything or with_masters)
                with target.claimed(choosing.claim(show, wish)):
                    taken = fill(show, wish, target)
        except Unfit as error:
            raise CommandError(str(SENTENCES[error.fault])) from error
        except OSError as error:
            raise CommandError(
                _("The folder could not be filled: %(error)s. Run the command again to go on.") % {"error": error}
            ) from error
        self._tell(taken, folder)

    def _warn(self, wish: Wish) -> None:
        if wish.everything:
            self.stderr.write(
                _(
                    "This export will hold drafts, working texts and the names of people who did not agree to be "
                    "named. Keep it locked away."
                )
            )
        if wish.masters:
            self.stderr.write(_("This export will hold recordings that were never public. Keep it locked away."))

    @contextmanager
    def _progress(self, total: int) -> Iterator[Callable[[int], None]]:
        # Past Django's wrapper: it ends every write with a line break, and the bar would run down the screen.
        console = Console(file=cast("IO[str]", getattr(self.stdout, "_out", self.stdout)))
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task(_("Export"), total=total)
            yield lambda done: progress.advance(task, done)
            progress.update(task, completed=total)

    def _tell(self, taken: Taken, folder: Path) -> None:
        """The result; an error if it is not all that there is."""
        counted = {"count": taken.episodes, "folder": folder}
        self.stdout.write(_("%(count)d episodes are in %(folder)s. README.txt there says what is what.") % counted)
        for name, fault in taken.faults:
            self.stderr.write(f"{name}: {SENTENCES[fault]}")
        if taken.changed:
            self.stderr.write(_("The show has changed meanwhile. Run the command again to take the rest."))
        if taken.faults:
            raise CommandError(_("%(count)d files could not be taken along.") % {"count": len(taken.faults)})


def _show(slug: str, wish: Wish) -> Show:
    show = Show.objects.filter(slug=slug).select_related("cover", "neutral_cover", "locale").first()
    if show is None:
        known = ", ".join(Show.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise CommandError(_("There is no show “%(slug)s”. There are: %(known)s") % {"slug": slug, "known": known})
    if not wish.everything and not Show.objects.public().filter(pk=show.pk).exists():
        raise CommandError(_("This show is not public. With --everything it is taken all the same."))
    return show


def _total(show: Show, wish: Wish, folder: Path) -> int:
    """Bytes of sound to be taken. Raises CommandError if the disk has no room for what is not there yet."""
    sound, texts = choosing.size(show, wish)
    there = sum(_bytes_in(folder / name) for name in ("media", "masters"))
    parent = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    reserve = settings.CONFIG.min_free_mb * 1_000_000 if _same_disk(parent, settings.DATA_DIR) else 0
    needed, free = max(0, sound - there) + texts + reserve, shutil.disk_usage(parent).free
    if free < needed:
        figures: dict[str, Any] = {"needed": needed // 1_000_000, "free": free // 1_000_000}
        raise CommandError(_("The export needs %(needed)d MB, %(free)d MB are free. Nothing was written.") % figures)
    return sound


def _same_disk(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
