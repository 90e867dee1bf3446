"""Transcripts, who speaks in them, their earlier versions, and what is stored on the way there."""

from transcripts.models.desk import Presence
from transcripts.models.hearing import TranscribedWindow
from transcripts.models.transcript import Segment, Speaker, Transcript
from transcripts.models.version import Version

__all__ = ["Presence", "Segment", "Speaker", "TranscribedWindow", "Transcript", "Version"]
