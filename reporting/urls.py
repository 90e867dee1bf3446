from django.urls import include, path

from episodes import addresses  # noqa: F401 - registers <episode:…>
from reporting import qr, views

urlpatterns = [
    path("lapor/", include("reporting.handoff.urls")),
    path("lapor/", views.report, name="report"),
    path("b/", views.short, name=qr.NAME),
    path("lapor/<episode:episode>/", views.report_from, name="report-from"),
]
