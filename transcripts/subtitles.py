"""Joins the stored segments to the pure subtitle formats."""

from __future__ import annotations

from itertools import groupby

from transcripts.engines.protocol import Segment as TimedSegment
from transcripts.engines.protocol import Word
from transcripts.formats import webvtt as vtt
from transcripts.formats.cues import Cue, cues
from transcripts.models import Segment, Transcript


def webvtt(transcript: Transcript) -> str:
    """The transcript as WebVTT, in cues that can be read in time, each with its speaker's name."""
    made: list[Cue] = []
    for speaker, segments in groupby(transcript.segments.all(), key=lambda segment: segment.speaker):
        made += cues(map(_timed, segments), speaker=speaker or None)
    return vtt.write(made)


def _timed(segment: Segment) -> TimedSegment:
    words = tuple(Word(text, start, end, probability) for text, start, end, probability in segment.words)
    return TimedSegment(segment.start, segment.end, segment.text, words)
