from django.urls import path, re_path

from episodes import addresses  # noqa: F401 - registers <episode:…>
from listening import (
    embedding,
    kept,
    oembed,
    signs,  # noqa: F401 - registers <signs:…>
    sitemap,
    views,
)

urlpatterns = [
    path("episode/", views.all_episodes, name="episodes"),
    path("topik-<signs:wanted>/", views.topic, name="topic"),
    path("orang/<signs:wanted>/", views.person, name="person"),
    path("sematan/<episode:episode>/", embedding.player, name="embed"),
    path("oembed", oembed.oembed, name="oembed"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    re_path(r"^(?P<show>[-\w]+)/(?P<signs>[a-z2-7]{8})/$", kept.page),  # Wagtail would find it too, but slowly
]
