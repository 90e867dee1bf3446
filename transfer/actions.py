"""Every write of this app: imports and their items, the show that an import makes. Episodes are begun in episodes."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Page

from episodes.models import AgeRating, Episode, Show, Topic
from feeds.models import FormerSlug
from siniar.jobs import runner
from siniar.jobs.models import Job
from siniar.jobs.pipeline import IMPORT
from siniar.models import User
from siniar.pages.models import HomePage
from transfer import ids, refusals
from transfer.categories import nearest
from transfer.models import FeedImport, ImportedItem
from transfer.origin import podcast_guid
from transfer.values import Channel, Feed, Item

SLUG_SIGNS = "abcdefghijklmnopqrstuvwxyz234567"  # those of all addresses that tell nothing


def open_import(source: str, *, show: Show | None, user: User | None = None, allow_private: bool = False) -> FeedImport:
    """An import of `source` into `show`, or into a show of its own. Nothing has been read yet."""
    return FeedImport.objects.create(
        source=source, show=show, new_show=show is None, started_by=user, allow_private=allow_private
    )


def have_read(feed_import: FeedImport) -> None:
    """Lets a worker fetch and read the feed of an import."""
    with transaction.atomic():
        runner.start([IMPORT], feed_import.pk, "", again=True)


@transaction.atomic
def keep_feed(feed_import: FeedImport, feed: Feed, known: Show | None) -> None:
    """Stores what the feed says, its episodes oldest first. `known` is the show that has this podcast's guid."""
    feed_import.channel = feed.channel.as_json()
    here = known if feed_import.new_show else None
    if here:
        feed_import.show, feed_import.new_show = here, False
    feed_import.remarks = _remarks(here, feed)
    feed_import.state = FeedImport.State.READY
    feed_import.save()
    feed_import.items.all().delete()
    ImportedItem.objects.bulk_create(
        ImportedItem(
            feed_import=feed_import,
            place=place,
            guid=item.guid,
            title=item.title,
            content=item.as_json(),
            remarks=refusals.doubts(item.doubts),
        )
        for place, item in enumerate(_oldest_first(feed.items))
    )


def _oldest_first(items: Sequence[Item]) -> list[Item]:
    """By date, and what has none at the end; of the same date, what the feed lists last: it has the newest first."""
    end = datetime.max.replace(tzinfo=UTC)
    order = sorted(range(len(items)), key=lambda place: (items[place].published or end, -place))
    return [items[place] for place in order]


def _remarks(here: Show | None, feed: Feed) -> list[str]:
    told = [_("This podcast is here already: “%(show)s”.") % {"show": here.title}] if here else []
    return [*told, *refusals.remarks(feed)]


@transaction.atomic
def start(
    feed_import: FeedImport,
    *,
    topics: Sequence[Topic] = (),
    age_rating: AgeRating | None = None,
    publish: bool = False,
    limit: int | None = None,
) -> None:
    """Starts taking what has been read: the newest `limit` episodes that have sound, or all."""
    feed_import.age_rating, feed_import.publish = age_rating, publish
    feed_import.state = FeedImport.State.RUNNING
    feed_import.save()
    feed_import.topics.set(topics)
    if limit is not None:
        newest = feed_import.items.exclude(content__enclosure="").order_by("-place").values_list("pk", flat=True)
        kept = list(newest[:limit])
        feed_import.items.open().exclude(pk__in=kept).update(
            state=ImportedItem.State.SKIPPED, reason=_("Only the newest %(count)d were wanted.") % {"count": limit}
        )
    runner.start([IMPORT], feed_import.pk, "", again=True)


@transaction.atomic
def retry(feed_import: FeedImport) -> int:
    """Takes up an import again where it was, what has failed included. Returns how many items that concerns."""
    failed = feed_import.items.filter(state=ImportedItem.State.FAILED)
    count = failed.update(state=ImportedItem.State.WAITING, reason="")
    if feed_import.state == FeedImport.State.FAILED or (feed_import.state == FeedImport.State.DONE and count):
        FeedImport.objects.filter(pk=feed_import.pk).update(state=FeedImport.State.RUNNING)
    runner.start([IMPORT], feed_import.pk, "", again=True)
    return count


def stop(feed_import: FeedImport, reason: str) -> bool:
    """Stops an import; `retry` goes on with it. What has been taken stays. Returns whether there was one to stop."""
    return any(runner.stop(job, reason) for job in Job.objects.of(feed_import.pk))


@transaction.atomic
def discard(feed_import: FeedImport) -> None:
    """Forgets an import that was never started, or that is over. The episodes stay; a show without any goes."""
    runner.forget(feed_import.pk)
    _remove_empty_show(feed_import)
    feed_import.delete()


def taking(item: ImportedItem) -> None:
    """From here on, an episode with this id in the show is this item's own."""
    _set(item, state=ImportedItem.State.TAKING)


def taken(item: ImportedItem, episode: Episode, remarks: Sequence[str]) -> None:
    """The episode is there."""
    everything = [*refusals.doubts(item.told.doubts), *remarks]
    _set(item, state=ImportedItem.State.DONE, episode=episode, remarks=everything, reason="")


def already_here(item: ImportedItem, episode: Episode) -> None:
    """There is nothing to be taken, and that is right."""
    _set(item, state=ImportedItem.State.HERE, reason="", episode=episode)


def failed(item: ImportedItem, reason: str) -> None:
    """It could not be taken; a person may try again."""
    _set(item, state=ImportedItem.State.FAILED, reason=reason)


def _set(item: ImportedItem, **values: object) -> None:
    ImportedItem.objects.filter(pk=item.pk).update(**values)


@transaction.atomic
def finish(feed_import: FeedImport) -> bool:
    """Everything has been tried. Returns False if nothing came of it; then the show that was made for it goes again."""
    states = set(feed_import.items.values_list("state", flat=True))
    failed = ImportedItem.State.DONE not in states and (not states or ImportedItem.State.FAILED in states)
    ended = FeedImport.State.FAILED if failed else FeedImport.State.DONE
    FeedImport.objects.filter(pk=feed_import.pk).update(state=ended)
    if failed:
        _remove_empty_show(feed_import)
    return not failed


def _remove_empty_show(feed_import: FeedImport) -> None:
    """Removes the show that an import has made, unless there is anything in it or somebody has worked on it."""
    feed_import.refresh_from_db(fields=["show", "new_show", "remarks"])
    show = feed_import.show if feed_import.new_show else None
    if show is None or Page.objects.child_of(show).exists() or show.revisions.count() > 1:
        return
    if FeedImport.objects.filter(show=show).exclude(pk=feed_import.pk).exists():
        return
    feed_import.show = None
    feed_import.remarks = [each for each in feed_import.remarks if show.slug not in each]
    feed_import.save(update_fields=["show", "remarks"])
    cover = show.cover
    show.delete()
    if cover:
        cover.delete()


@transaction.atomic
def found_show(feed_import: FeedImport, cover: bytes, remarks: Sequence[str]) -> Show:
    """The show of an import, a draft made of what the feed says unless it is there already."""
    feed_import = FeedImport.objects.select_for_update().get(pk=feed_import.pk)
    if feed_import.show:
        return feed_import.show
    told = feed_import.told
    category, fits = nearest(told.categories)
    show = Show(
        **_texts(told),
        slug=_free_slug(),
        category=category,
        podcast_guid=_free_guid(feed_import),
        cover=_picture(cover, told.title) if cover else None,
        complete=told.complete,
        arrived=True,
        live=False,
        owner=feed_import.started_by,
    )
    HomePage.objects.get().add_child(instance=show)
    show.save_revision(user=feed_import.started_by)
    feed_import.show = show
    told_now = [_neutral_address(show), *remarks, *([] if fits else [_other_category(show)])]
    feed_import.remarks = list(dict.fromkeys([*feed_import.remarks, *told_now]))
    feed_import.save()
    return show


def publish_show(feed_import: FeedImport) -> None:
    """Publishes the show that an import has made, once there is an episode in it that is to be public."""
    show = Show.objects.get(pk=feed_import.show_id)
    revision = show.latest_revision
    if feed_import.new_show and revision and show.first_published_at is None:
        revision.publish(user=feed_import.started_by)


def _texts(told: Channel) -> dict[str, str]:
    kinds, licences = Show.Kind.values, Show.License.values
    return {
        "title": told.title or _("Untitled"),
        "summary": told.summary,
        "description": told.description,
        "author": told.author,
        "owner_name": told.owner_name,
        "owner_email": _mail(told.owner_email),
        "copyright": told.copyright,
        "kind": told.kind if told.kind in kinds else Show.Kind.EPISODIC.value,
        "license": told.license if told.license in licences else "",
    }


def _mail(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _other_category(show: Show) -> str:
    text = _("The feed's category is not among ours; “%(category)s” was chosen.")
    return text % {"category": show.get_category_display()}


def _free_guid(feed_import: FeedImport) -> uuid.UUID:
    """The podcast's own id, unless something else here has it."""
    guid = podcast_guid(feed_import.told.guid, feed_import.source)
    return guid if guid and ids.is_free(guid) else ids.fresh()


def _free_slug() -> str:
    """A name for the show's address that tells nothing of its title, which may tell a topic; never one that another
    show has or had.
    """
    siblings = Page.objects.child_of(HomePage.objects.get())
    while True:
        slug = f"podcast-{get_random_string(6, SLUG_SIGNS)}"
        if not (siblings.filter(slug=slug).exists() or FormerSlug.objects.filter(slug=slug).exists()):
            return slug


def _neutral_address(show: Show) -> str:
    text = _(
        "The show's address ends with “%(slug)s”, which tells no topic. If its title is harmless, you may give it one "
        "that speaks before the show is public."
    )
    return text % {"slug": show.slug}


def _picture(cover: bytes, title: str) -> object:
    suffix = "png" if cover.startswith(b"\x89PNG") else "jpg"
    file = ImageFile(io.BytesIO(cover), name=f"cover.{suffix}")
    return get_image_model().objects.create(title=title or "cover", file=file)
