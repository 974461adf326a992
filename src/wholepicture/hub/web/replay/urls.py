"""Where replays stand."""

from django.urls import path

from wholepicture.hub.web.replay import pages

app_name = "replay"
urlpatterns = [
    path("<slug:kind>/<str:key>/", pages.replay, name="replay"),
    path("<slug:kind>/<str:key>/chronology.<slug:way>", pages.export, name="export"),
]
