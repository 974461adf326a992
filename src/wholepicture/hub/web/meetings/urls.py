"""Where meetings stand."""

from django.urls import path

from wholepicture.hub.web.meetings import pages

app_name = "meetings"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("not-shared/", pages.not_shared, name="not-shared"),
    path("call/<slug:kind>/<str:subject>/", pages.call, name="call"),
    path("<slug:meeting>/", pages.meeting, name="meeting"),
    path("<slug:meeting>/pack/", pages.pack, name="pack"),
    path("<slug:meeting>/<slug:deed>/", pages.way, name="way"),
]
