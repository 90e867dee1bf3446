"""Says in plain values all that people have entered of a show and its episodes; docs/export-format.md is its meaning.

Everything here is public but for what stands under “private”, and people who did not agree to be named: those come only
when they are asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from episodes import media
from episodes.models import AudioFile, Episode, EpisodePerson, Rendition, Show
from feeds.models import FormerSlug
from siniar.addresses import absolute
from transfer.leaving import names

VERSION = 1  # of the format; raised when a field changes its meaning or goes


def show(of: Show, *, everything: bool) -> dict[str, Any]:
    """A show. What has no value is there all the same, so that a reader can tell empty from forgotten."""
    described = {"format": "siniar-show", "version": VERSION, **_show(of, everything=everything)}
    if everything:
        described["private"] = _state(of) | {
            "former_slugs": list(FormerSlug.objects.filter(show=of).order_by("slug").values_list("slug", flat=True)),
            "draft": _show(of.get_latest_revision_as_object(), everything=True) if _has_draft(of) else None,
        }
    return described


def _show(of: Show, *, everything: bool) -> dict[str, Any]:
    owner = {"name": of.owner_name, "email": of.owner_email}
    return {
        "guid": str(of.podcast_guid),
        "title": of.title,
        "slug": of.slug,
        "address": absolute(of.get_url() or "/"),
        "search_title": of.seo_title,
        "search_description": of.search_description,
        "language": of.locale.language_code,
        "summary": of.summary,
        "description": of.description,
        "author": of.author,
        "owner": owner if of.owner_email or everything else None,  # as in the feed: no address, no owner
        "category": of.category,
        "copyright": of.copyright,
        "license": of.license,
        "kind": of.kind,
        "update_frequency": of.update_frequency,
        "complete": of.complete,
        "in_directories": of.in_directories,
        "import_locked": of.import_locked,
        "apple_verification": of.apple_verification,
        "ai_content": of.ai_content,
        "neutral_title": of.neutral_title,
        "moved_to": of.moved_to,
        "arrived": of.arrived,
        "podroll": [
            {"title": each.title, "guid": str(each.feed_guid), "feed": each.feed_url} for each in of.podroll.all()
        ],
        "published": _moment(of.first_published_at),
    }


def episode(of: Episode, notes: str, base: str, *, everything: bool) -> dict[str, Any]:
    """An episode, its files left out: `notes` as HTML that can be read anywhere, `base` the address of its show."""
    return {
        "guid": str(of.guid),
        "short_id": of.short_id,
        "feed_guid": of.feed_guid,
        "title": of.title,
        "address": f"{base}{of.slug}/",
        "published": _moment(of.first_published_at),
        "changed": _moment(of.last_published_at),
        "number": of.number,
        "season": of.season,
        "kind": of.kind,
        "language": of.language,
        "summary": of.summary,
        "notes": notes,
        "topics": [{"code": each.code, "label": each.label_id} for each in of.topics.all()],
        "age_rating": {"code": of.age_rating.code, "label": of.age_rating.label_id} if of.age_rating else None,
        "warnings": [
            {"code": each.warning.code, "text": each.warning.text_id, "depth": each.level} for each in of.warnings.all()
        ],
        "people": [
            _person(each, everything=everything)
            for each in of.people.all()
            if everything or each.person.consents_to_be_named
        ],
        "chapters": [{"start": float(each.start), "title": each.title} for each in of.chapters.all()],
        "soundbites": [
            {"start": float(each.start), "duration": float(each.duration), "title": each.title}
            for each in of.soundbites.all()
        ],
    }


def _person(credit: EpisodePerson, *, everything: bool) -> dict[str, Any]:
    person = credit.person
    about = {"about": person.about} if everything else {}
    return {
        "name": person.name,
        "role": credit.role,
        "consents_to_be_named": person.consents_to_be_named,
        **about,
    }


def sound(of: Episode, rendition: Rendition) -> dict[str, Any]:
    """A file that is heard: `duration` in seconds, `bitrate` in bit/s, `loudness` in LUFS, `true_peak` in dBTP."""
    return {
        "file": names.media(of.short_id, media.file_name(of, rendition)),
        "kind": rendition.kind,
        "type": rendition.content_type,
        "bytes": rendition.size,
        "sha256": rendition.sha256,
        "duration": rendition.duration,
        "bitrate": rendition.bitrate,
        "loudness": rendition.integrated,
        "true_peak": rendition.true_peak,
    }


def master(of: Episode, recording: AudioFile, *, everything: bool) -> dict[str, Any]:
    """A recording as it was uploaded. What it was called may tell a name, so it is private."""
    told = {
        "file": names.master(of.guid, recording.sha256, recording.inspected["container"]),
        "bytes": recording.size,
        "sha256": recording.sha256,
        "duration": recording.duration,
        "current": recording.pk == of.audio_id,
    }
    if everything:
        told |= {"original_name": recording.original_name, "uploaded": _moment(recording.uploaded_at)}
    return told


def private(of: Episode, *, public: bool) -> dict[str, Any]:
    """What only editors know of an episode, its draft left out."""
    return _state(of) | {
        "public": public,
        "recorded_on": of.recorded_on.isoformat() if of.recorded_on else None,
    }


def _state(of: Show | Episode) -> dict[str, Any]:
    return {
        "live": of.live,
        "unpublished_changes": of.has_unpublished_changes,
        "goes_live": _moment(of.go_live_at),
        "expires": _moment(of.expire_at),
    }


def draft(of: Episode) -> Episode | None:
    """The latest state that editors have written, if it is not the one in the row."""
    return of.get_latest_revision_as_object() if _has_draft(of) else None


def _has_draft(of: Show | Episode) -> bool:
    return of.has_unpublished_changes and of.latest_revision_id is not None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
