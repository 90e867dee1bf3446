from django.urls import path

from siniar import privacy

urlpatterns = [path("<slug:slug>/feed.xml", privacy.nowhere, name="feed")]
