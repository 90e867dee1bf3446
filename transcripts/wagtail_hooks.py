"""Joins this app to Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks

from transcripts import admin_views


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The editors' page of a transcript."""
    return [path("transcripts/<uuid:audio_id>/", admin_views.review, name="transcript-review")]
