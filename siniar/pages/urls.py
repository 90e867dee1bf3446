"""The addresses of the plain pages."""

from django.urls import path

from siniar.pages import views

urlpatterns = [
    path("tentang/", views.about, name="about"),
    path("cara-aman/", views.safety, name="safety"),
    path("privasi/", views.privacy, name="privacy"),
]
