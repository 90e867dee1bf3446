from django.urls import path

from search import views

urlpatterns = [
    path("cari/", views.search, name="search"),
    path("cari/api/", views.api, name="search-api"),
]
