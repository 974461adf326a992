"""Where the question stands."""

from django.urls import path

from wholepicture.hub.web.why import pages

app_name = "why"
urlpatterns = [path("", pages.ask, name="ask")]
