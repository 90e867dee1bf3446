"""What must hold before an episode goes public, said in sentences for editors."""

from __future__ import annotations

from django.utils.translation import gettext as _

from episodes import chapters
from episodes.models import AgeRating, Episode

#: Seconds by which what a container says of its length and the decoded length may differ.
SLACK = 0.5


def hindrances(episode: Episode) -> list[str]:
    """The reasons why this episode may not be published as it stands, in words for editors; empty if it may."""
    found = []
    if episode.audio is None:
        found.append(_("The episode has no recording yet."))
    elif episode.live and not _has_sound(episode) and _public_audio_id(episode) != episode.audio_id:
        found.append(_("The new recording is still being processed; the old one stays public until it is ready."))
    if not episode.topics.all():
        found.append(_("Choose at least one topic: it decides what others may see on a listener's screen."))
    if episode.age_rating is None:
        found.append(_("Choose an age rating."))
    else:
        found += _rating_too_low(episode, episode.age_rating)
    found += _without_warning(episode)
    found += _chapters_outside(episode)
    found += _soundbites_outside(episode)
    found += _warnings_outside(episode)
    return found


def _has_sound(episode: Episode) -> bool:
    return episode.audio is not None and episode.audio.renditions.exists()


def _public_audio_id(episode: Episode) -> object:
    return Episode.objects.filter(pk=episode.pk).values_list("audio_id", flat=True).first()


def _rating_too_low(episode: Episode, chosen: AgeRating) -> list[str]:
    """The table depth → lowest rating stands in content_warnings.json."""
    found = []
    for row in episode.warnings.all():
        lowest = AgeRating.objects.filter(code__in=row.warning.min_ratings[row.level : row.level + 1]).first()
        if lowest and lowest.order > chosen.order:
            found.append(
                _("“%(warning)s” at depth “%(level)s” asks for the age rating “%(rating)s” at least.")
                % {"warning": row.warning, "level": row.get_level_display(), "rating": lowest}
            )
    return found


def _without_warning(episode: Episode) -> list[str]:
    """Which warnings are right is for a person to say, but a topic that usually needs one may not go without any."""
    if episode.warnings.all():
        return []
    for topic in episode.topics.all():
        usual = topic.default_warnings.first()
        if usual:
            return [
                _("The topic “%(topic)s” asks for a content warning, for example “%(warning)s”.")
                % {"topic": topic, "warning": usual}
            ]
    return []


def _chapters_outside(episode: Episode) -> list[str]:
    if episode.audio is None:
        return []
    if len(episode.chapters.all()) > chapters.MOST:
        return [_("An episode can have %(most)d chapters at most.") % {"most": chapters.MOST}]
    late = [chapter.title for chapter in episode.chapters.all() if chapter.start >= episode.audio.duration]
    return [_("The chapter “%(title)s” starts after the end of the recording.") % {"title": title} for title in late]


def _soundbites_outside(episode: Episode) -> list[str]:
    if episode.audio is None:
        return []
    end = episode.audio.duration + SLACK
    late = [bite for bite in episode.soundbites.all() if bite.start + bite.duration > end]
    return [_("The soundbite “%(title)s” goes beyond the end of the recording.") % {"title": bite} for bite in late]


def _warnings_outside(episode: Episode) -> list[str]:
    if episode.audio is None:
        return []
    end = episode.audio.duration + SLACK
    late = [row.warning for row in episode.warnings.all() if row.end is not None and row.end > end]
    text = _("The part that “%(warning)s” is about goes beyond the end of the recording.")
    return [text % {"warning": warning} for warning in late]
