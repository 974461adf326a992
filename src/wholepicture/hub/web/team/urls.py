"""Where a manager's teams stand."""

from django.urls import path

from wholepicture.hub.web.team import pages

app_name = "team"
urlpatterns = [path("", pages.listed, name="list")]
