from django.urls import path, re_path

from feeds import views

urlpatterns = [
    path("<slug:slug>/feed.xml", views.feed, {"name": "feed.xml"}, name="feed"),
    re_path(r"^(?P<slug>[-\w]+)/(?P<name>[a-z0-9-]+\.(?:xml|json))$", views.feed, name="feed-document"),
]
