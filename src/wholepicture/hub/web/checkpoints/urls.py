"""Where checkpoints stand."""

from django.urls import path

from wholepicture.hub.web.checkpoints import pages

app_name = "checkpoints"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("checkpoint-<int:size>.txt", pages.note, name="note"),
    path("keys.txt", pages.keys, name="keys"),
]
