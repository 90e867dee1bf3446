"""What templates may ask of transcripts."""

from __future__ import annotations

from django import template

from episodes.models import AudioFile, Episode
from transcripts.models import Transcript
from transcripts.turns import PublicText, public_text

register = template.Library()


@register.simple_tag
def public_transcript(episode: Episode) -> PublicText | None:
    """The approved text of a public episode in turns, or None."""
    return public_text(episode)


@register.simple_tag
def transcript_of(audio: AudioFile) -> Transcript | None:
    """The transcript of a recording in whatever state: for editors only."""
    return Transcript.objects.filter(audio_file=audio).first()
