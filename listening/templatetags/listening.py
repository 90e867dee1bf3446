"""What templates may ask about lists: where those of a topic and of a person are."""

from __future__ import annotations

from django import template
from django.urls import reverse

from episodes.models import Person, Topic
from listening import signs

register = template.Library()


@register.simple_tag
def topic_path(topic: Topic) -> str:
    """The path of the page that lists a topic's episodes."""
    return reverse("topic", args=[signs.of_topic(topic)])


@register.simple_tag
def person_path(person: Person) -> str:
    """The path of the page of somebody who agreed to be named; there as long as an episode of theirs is public."""
    return reverse("person", args=[signs.of_person(person)])
