from django.urls import path

from transcripts import views

urlpatterns = [path("transcript/<uuid:guid>.vtt", views.vtt, name="transcript-vtt")]
