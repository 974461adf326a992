"""Where the access log stands."""

from django.urls import path

from wholepicture.hub.web.access_log import pages

app_name = "access"
urlpatterns = [
    path("", pages.latest, name="list"),
    path("record/<str:record>/", pages.of_record, name="record"),
]
