"""Goes through a show and fills the folder: episode by episode, the feeds last, so that what they name is there.

Reads the database and changes nothing in it. A file that is lost or damaged is noted, and everything else is taken.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from wagtail.images.models import AbstractImage

from episodes import artwork, chapters_json
from episodes.models import Episode, Show
from feeds import addresses, documents, gathering, notes
from feeds.formats import opml
from siniar.addresses import absolute
from transfer.leaving import choosing, describing, names, readme, texts
from transfer.leaving.choosing import Wish
from transfer.leaving.folder import Fault, Folder, Unfit


@dataclass
class Taken:
    """What became of it: how many episodes, which files could not be taken, whether the show changed meanwhile."""

    episodes: int = 0
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    changed: bool = False


def fill(show: Show, wish: Wish, folder: Folder) -> Taken:
    """Fills a claimed folder. Raises OSError if its disk refuses; calling again goes on."""
    return _Filling(show, wish, folder).run()


class _Filling:
    def __init__(self, show: Show, wish: Wish, folder: Folder) -> None:
        self._show, self._wish, self._folder = show, wish, folder
        self._base = absolute(show.get_url() or "/")
        self._public: set[int] = set()
        self._taken = Taken()

    def run(self) -> Taken:
        self._public = self._public_now()
        self._take_show()
        names_of: dict[int, tuple[str, str]] = {}
        for batch in choosing.in_batches(self._show, self._wish):
            self._take_batch(batch)
            names_of |= {episode.pk: (str(episode.guid), episode.short_id) for episode in batch}
        self._take_feeds()
        public = self._public_now()
        if not self._wish.everything:
            for withdrawn in names_of.keys() - public:
                self._folder.drop(*names_of.pop(withdrawn))
        self._taken.episodes, self._taken.changed = len(names_of), public != self._public
        self._folder.finish()
        return self._taken

    def _public_now(self) -> set[int]:
        return set(choosing.public(self._show).values_list("pk", flat=True))

    def _take_show(self) -> None:
        show = self._show
        described = describing.show(show, everything=self._wish.everything)
        covers = (("cover", "show", show.cover, False), ("neutral_cover", "show-neutral", show.neutral_cover, True))
        for what, key, picture, neutral in covers:
            described[what] = self._picture(key, picture) if picture else None
            if picture and self._show_is_public():
                self._served_cover(show.podcast_guid, picture, neutral=neutral)
        self._folder.keep_json(names.SHOW, described)
        self._folder.keep(names.OPML, opml.write([self._outline()]))
        self._folder.keep(names.README, readme.text(show, self._wish).encode())

    def _outline(self) -> opml.Outline:
        show = self._show
        address = addresses.document(show.slug, documents.FEED.name)
        return opml.Outline(show.title, address, self._base, show.summary, show.locale.language_code)

    def _show_is_public(self) -> bool:
        return Show.objects.public().filter(pk=self._show.pk).exists()

    def _take_batch(self, batch: list[Episode]) -> None:
        readable = notes.expanded(episode.notes for episode in batch)
        for episode, text in zip(batch, readable, strict=True):
            self._take_episode(episode, text)

    def _take_episode(self, episode: Episode, readable: str) -> None:
        described = {"format": "siniar-episode", "version": describing.VERSION, **self._described(episode, readable)}
        described["sound"] = self._sound(episode)
        described["cover"] = self._cover(episode)
        described["chapters_file"] = self._chapters(episode)
        described["transcript"] = self._texts(episode)
        if self._wish.masters:
            described["masters"] = self._masters(episode)
        if self._wish.everything:
            described["private"] = self._private(episode)
        self._folder.keep_json(names.episode(episode.guid), described)

    def _described(self, episode: Episode, readable: str) -> dict[str, Any]:
        return describing.episode(episode, readable, self._base, everything=self._wish.everything)

    def _copy(self, name: str, source: str, sha256: str = "") -> bool:
        """Whether a file could be taken along; if not, that is noted."""
        try:
            self._folder.copy(name, Path(source), sha256)
        except Unfit as error:
            self._taken.faults.append((name, error.fault))
            return False
        return True

    def _sound(self, episode: Episode) -> list[dict[str, Any]]:
        renditions = {each.kind: each for each in episode.audio.renditions.all()} if episode.audio else {}
        described = [describing.sound(episode, renditions[kind]) for kind in sorted(renditions)]
        return [
            each for each in described if self._copy(each["file"], renditions[each["kind"]].file.path, each["sha256"])
        ]

    def _masters(self, episode: Episode) -> list[dict[str, Any]]:
        recordings = choosing.masters(Episode.objects.filter(pk=episode.pk), self._wish)
        described = [
            (describing.master(episode, each, everything=self._wish.everything), each.file.path) for each in recordings
        ]
        return [each for each, path in described if self._copy(each["file"], path, each["sha256"])]

    def _cover(self, episode: Episode) -> str | None:
        """A sensitive episode shows no cover of its own, so that one is not public."""
        if episode.cover is None or (episode.discreet and not self._wish.everything):
            return None
        if episode.pk in self._public and not episode.discreet:
            self._served_cover(episode.guid, episode.cover)
        return self._picture(episode.guid, episode.cover)

    def _picture(self, key: object, picture: AbstractImage) -> str | None:
        name = names.picture(key, picture.file.name)
        return name if self._copy(name, picture.file.path) else None

    def _served_cover(self, guid: uuid.UUID, picture: AbstractImage, *, neutral: bool = False) -> None:
        path = artwork.path(guid, picture, neutral=neutral)
        if path is None:
            return  # the original is lost, which is noted with it
        name = names.cover(guid, PurePath(path).name)
        try:
            served = picture.get_rendition(artwork.COVERS[""]).file.path
        except OSError:
            self._taken.faults.append((name, Fault.DAMAGED))
        else:
            self._copy(name, served)

    def _chapters(self, episode: Episode) -> str | None:
        chapters = [(each.start, each.title) for each in episode.chapters.all()]
        if not chapters:
            return None
        self._folder.keep(names.chapters(episode.short_id), chapters_json.write(chapters))
        return names.chapters(episode.short_id)

    def _texts(self, episode: Episode) -> dict[str, Any] | None:
        version = texts.approved(episode, everything=self._wish.everything)
        if version is None:
            return None
        files, called = [], texts.called(version)
        for suffix, content in texts.formats(version, called):
            files.append(names.transcript(episode.short_id, suffix))
            self._folder.keep(files[-1], content)
        self._folder.keep_json(names.words(episode.guid), texts.words(version, called))
        return {"language": version.transcript.language, "files": files, "words": names.words(episode.guid)}

    def _private(self, episode: Episode) -> dict[str, Any]:
        draft, transcript = describing.draft(episode), texts.transcript(episode)
        text = None
        if transcript:
            text = names.working(episode.guid, "json")
            self._folder.keep_json(text, texts.working(transcript))
            for suffix, content in texts.working_files(transcript):
                self._folder.keep(names.working(episode.guid, suffix), content)
        return describing.private(episode, public=episode.pk in self._public) | {
            "working_text": text,
            "draft": self._described(draft, notes.expanded([draft.notes])[0]) if draft else None,
        }

    def _take_feeds(self) -> None:
        """All documents of the show's feeds, as they are served now. A show that is not public has none."""
        if not self._show_is_public():
            return
        source = gathering.gather(gathering.read(self._show.pk))
        for document in documents.of(source):
            body = document.write(source)
            if body is not None:
                self._folder.keep(names.feed(document.name), body)
