"""The names and terms for which the speech engine listens in one episode: its people, its places, its field's words."""

from __future__ import annotations

from typing import Any

from episodes.models import AudioFile
from transcripts.glossary import glossary, names_in

#: Measured: up to about 15 terms help, longer lists made the text worse.
MOST = 15


def hotwords(audio: AudioFile) -> tuple[str, ...]:
    """People first, then places that the episode's texts name, then the glossary terms of its topics by weight.

    Letter-acronyms are left out: the base model never hears them, with or without help.
    """
    page = audio.episode
    if page is None:
        return ()
    episode = page.get_latest_revision_as_object()  # what editors have filled in, published or not
    said = f"{episode.draft_title} {episode.title} {episode.summary}".lower()
    places = [place["term"] for place in glossary()["places"] if place["term"].lower() in said]
    codes = {topic.code for topic in episode.topics.all()}
    terms = sorted(
        (term for term in glossary()["terms"] if _helps(term) and codes & set(term["topics"])),
        key=lambda term: -term["weight"],
    )
    return tuple(dict.fromkeys([*names_in(page), *places, *(term["term"] for term in terms)]))[:MOST]


def _helps(term: dict[str, Any]) -> bool:
    return bool(
        term["asr_hotword"]
        and term["status"] == "current"
        and not any(sign.isdigit() for sign in term["term"])
        and not term["term"].isupper()
    )
