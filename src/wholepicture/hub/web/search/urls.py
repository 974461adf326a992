"""Where search stands."""

from django.urls import path

from wholepicture.hub.web.search import pages

app_name = "search"
urlpatterns = [path("", pages.search, name="search")]
