from django.urls import path, re_path

from feeds import directory, review, views

urlpatterns = [
    path("umpan.opml", directory.feeds, name="feeds-opml"),
    path("umpan-netral.opml", directory.feeds, {"neutral": True}, name="neutral-feeds-opml"),
    path("<slug:slug>/feed.xml", views.feed, {"name": "feed.xml"}, name="feed"),
    path("<slug:slug>/tinjau.xml", review.feed, name="review-feed"),
    path("<slug:slug>/tinjau/<uuid:guid>/<str:name>", review.sound, name="review-sound"),
    re_path(r"^(?P<slug>[-\w]+)/(?P<name>[a-z0-9-]+\.(?:xml|json))$", views.feed, name="feed-document"),
]
