from django.urls import path

from episodes import media

urlpatterns = [
    path("media/<uuid:guid>/<str:name>", media.media, name="media"),
    path("cover/<uuid:guid>/<str:name>", media.cover, name="cover"),
]
