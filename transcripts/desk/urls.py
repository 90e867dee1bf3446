"""The addresses of the desk, below /admin/transcripts/<id of the recording>/."""

from django.urls import URLPattern, path

from transcripts.desk import bringing, chapters, glossary, history, overview, views

PLACE = "transcripts/<uuid:audio_id>/"


def addresses() -> list[URLPattern]:
    """All of them."""
    return [
        path("transcripts/", overview.transcripts, name="transcripts"),
        path(PLACE, views.desk, name="transcript-desk"),
        path(f"{PLACE}save/", views.save, name="transcript-save"),
        path(f"{PLACE}leave/", views.leave, name="transcript-leave"),
        path(f"{PLACE}speakers/", views.speakers, name="transcript-speakers"),
        path(f"{PLACE}replace/", views.replace, name="transcript-replace"),
        path(f"{PLACE}again/", views.hear_again, name="transcript-again"),
        path(f"{PLACE}chapters/", chapters.page, name="transcript-chapters"),
        path(f"{PLACE}chapters/waveform", chapters.waveform, name="transcript-waveform"),
        path(f"{PLACE}glossary/", glossary.check, name="transcript-glossary"),
        path(f"{PLACE}history/", history.versions, name="transcript-history"),
        path(f"{PLACE}history/<int:number>/", history.version, name="transcript-version"),
        path(f"{PLACE}upload/", bringing.upload, name="transcript-upload"),
        path(f"{PLACE}carry/", bringing.carry, name="transcript-carry"),
        path(f"{PLACE}text.<slug:suffix>", bringing.download, name="transcript-download"),
    ]
