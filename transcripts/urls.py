from django.urls import path

from episodes import addresses  # noqa: F401 - registers <episode:…>
from transcripts import views

urlpatterns = [path("transcript/<episode:episode>.<slug:suffix>", views.file, name="transcript-file")]
