from django.urls import path

from transcripts import views

urlpatterns = [path("transcript/<uuid:guid>.<slug:suffix>", views.file, name="transcript-file")]
