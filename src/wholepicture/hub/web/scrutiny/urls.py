"""Where scrutiny stands."""

from django.urls import path

from wholepicture.hub.web.scrutiny import pages

app_name = "scrutiny"
urlpatterns = [path("", pages.listed, name="list"), path("seals/", pages.seals, name="seals")]
