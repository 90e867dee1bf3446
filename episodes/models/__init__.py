"""What a podcast is made of: shows, episodes, their sound, their people, and the words that describe them."""

from episodes.models.audio import AudioFile, MirroredSound, Rendition
from episodes.models.episode import Episode
from episodes.models.parts import Chapter, EpisodePerson, EpisodeWarning, Soundbite
from episodes.models.person import Person
from episodes.models.show import PodrollEntry, Show
from episodes.models.taxonomy import AgeRating, ContentWarning, Topic

__all__ = [
    "AgeRating",
    "AudioFile",
    "Chapter",
    "ContentWarning",
    "Episode",
    "EpisodePerson",
    "EpisodeWarning",
    "MirroredSound",
    "Person",
    "PodrollEntry",
    "Rendition",
    "Show",
    "Soundbite",
    "Topic",
]
