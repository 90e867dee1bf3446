from django.urls import path

from reporting.handoff import views

urlpatterns = [
    path("kirim/", views.send, name="hand-off"),
    path("tukar/", views.exchange, name="hand-off-exchange"),
    path("kunci/", views.published_keys, name="hand-off-keys"),
]
