"""Joins the stored segments to the pure subtitle formats."""

from __future__ import annotations

from transcripts.models import Transcript


def webvtt(transcript: Transcript) -> str:
    """The transcript as WebVTT."""
    return ""
