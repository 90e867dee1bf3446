"""All addresses of the site. Composition only: views live in their apps."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from siniar import health, offline, pictures, privacy

urlpatterns = [
    path("admin/pictures/<path:name>", pictures.picture, name="picture"),
    path("admin/", include(wagtailadmin_urls)),
    path("healthz", health.alive, name="healthz"),
    path("keluar/", privacy.leave, name="leave"),
    path("keluar/jejak/", privacy.forget, name="forget"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    path("offline/", offline.offline, name="offline"),
    path("_util/<path:rest>", privacy.nowhere),
    path("", include("episodes.urls")),
    path("", include("transcripts.urls")),
    path("", include("feeds.urls")),
    path("", include("reporting.urls")),
    path("", include("search.urls")),
    path("", include("siniar.pages.urls")),
    path("", include("listening.urls")),
    path("", include(wagtail_urls)),
]

handler400, handler403, handler500 = (f"siniar.errors.{name}" for name in ("bad_request", "forbidden", "failed"))
