from django.urls import path

from episodes import chapter_files, media

urlpatterns = [
    path("media/<uuid:guid>/<str:name>", media.media, name="media"),
    path("cover/<uuid:guid>/<str:name>", media.cover, name="cover"),
    path("chapters/<uuid:guid>.json", chapter_files.file, name="chapters-file"),
]
