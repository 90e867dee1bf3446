from django.urls import path

from feeds import syndication

urlpatterns = [path("<slug:slug>/feed.xml", syndication.feed, name="feed")]
