"""What templates may ask of transcripts."""

from __future__ import annotations

from decimal import Decimal

from django import template

from episodes.models import AudioFile, Episode
from transcripts import reading
from transcripts.models import Transcript

register = template.Library()


@register.simple_tag
def text_to_read(episode: Episode, parts: list[tuple[Decimal, Decimal]]) -> reading.Text | None:
    """The approved text of a public episode in lines that can be followed, or None. `parts` are the sensitive ones."""
    return reading.text(episode, parts)


@register.simple_tag
def transcript_of(audio: AudioFile) -> Transcript | None:
    """The transcript of a recording in whatever state: for editors only."""
    return Transcript.objects.filter(audio_file=audio).first()
