from django.urls import path

from episodes import (
    addresses,  # noqa: F401 - registers <episode:…>
    chapter_files,
    media,
)

urlpatterns = [
    path("media/<episode:episode>/<str:name>", media.media, name="media"),
    path("cover/<uuid:guid>/<str:name>", media.cover, name="cover"),
    path("chapters/<episode:episode>.json", chapter_files.file, name="chapters-file"),
]
