"""What templates may ask of episodes: what is public, and how times and waves are written."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from wagtail.models import Page

from episodes import artwork, mending, moments
from episodes.models import AudioFile, Episode, Show
from siniar.jobs.models import Job

register = template.Library()

NEUTRAL_COVER = "feeds/umum.jpg"  # where there is no other that tells nothing


@register.simple_tag
def public_shows() -> list[Show]:
    """All shows that are public now."""
    return list(Show.objects.public().select_related("cover").order_by("title"))


@register.simple_tag
def newest_episodes(count: int = 10) -> list[Episode]:
    """The newest public episodes of all shows."""
    return list(Episode.objects.public().newest_first().with_cards()[:count])


@register.simple_tag
def show_cover(show: Show) -> str | None:
    """The address of a show's cover on this site, or None."""
    return artwork.cover_path(show, artwork.SMALL)


@register.simple_tag
def surface_cover(episode: Episode) -> str:
    """The address on this site of the picture that a locked screen may show beside an episode."""
    show, neutral = episode.show, episode.discreet
    own = None if neutral else artwork.path(episode.guid, episode.cover, size=artwork.SMALL)
    picture = show.neutral_cover if neutral else show.cover
    of_show = artwork.path(show.podcast_guid, picture, neutral=neutral, size=artwork.SMALL)
    return own or of_show or static(NEUTRAL_COVER)


@register.filter
def in_lines(lines: Iterable[tuple[float, str]]) -> SafeString:
    """The lines of a turn, each with its moment. Django's own way of writing HTML takes five times as long for the
    hundreds that there are.
    """
    written = (f'<span data-t="{seconds(start)}">{escape(said)}</span>' for start, said in lines)
    return mark_safe(" ".join(written))  # noqa: S308 - escaped above, and a number


@register.simple_tag
def page_path(page: Page) -> str:
    """The path of a page on this site, whatever host the site record names."""
    parts = page.get_url_parts()
    return parts[2] if parts else "/"


@register.simple_tag
def feed_path(show: Show) -> str:
    """The path of a show's feed."""
    return reverse("feed", args=[show.slug])


@register.inclusion_tag("episodes/admin/steps.html")
def recording_steps(audio: AudioFile) -> dict[str, object]:
    """The steps of a recording as editors see them."""
    jobs = list(Job.objects.of(audio.pk).current())
    return {"audio": audio, "jobs": jobs, "loss": mending.loss_of(audio)}


@register.filter
def minutes(duration: float) -> str:
    """A length in whole minutes, at least one: “32 menit”."""
    count = max(1, round(duration / 60))
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


@register.filter
def clock(moment: float | Decimal) -> str:
    """A moment as m:ss, or h:mm:ss from one hour on."""
    whole = int(moment)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


@register.filter
def moment(start: Decimal) -> str:
    """A moment to the millisecond, as editors write it in their language."""
    return moments.write(start, point=get_format("DECIMAL_SEPARATOR"))


@register.filter
def seconds(moment: float | Decimal) -> str:
    """A moment in seconds as addresses and attributes carry it: a point, no needless zeros, in every language."""
    return f"{Decimal(str(moment)):.3f}".rstrip("0").rstrip(".")


@register.simple_tag
def waveform(peaks: list[int], height: int = 48) -> SafeString:
    """The bars of a recording as one SVG path; empty without bars. Says nothing to screen readers."""
    if not peaks:
        return mark_safe("")
    bars = "".join(
        f"M{place * 3} {(height - size) / 2:.1f}v{size:.1f}"
        for place, size in ((place, max(1.0, peak / 255 * height)) for place, peak in enumerate(peaks))
    )
    return format_html(
        '<svg class="wave" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"><path d="{}"/></svg>',
        len(peaks) * 3,
        height,
        bars,
    )
