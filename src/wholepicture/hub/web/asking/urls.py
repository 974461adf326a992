"""Where requests stand."""

from django.urls import path

from wholepicture.hub.web.asking import pages

app_name = "asking"
urlpatterns = [
    path("", pages.requests, name="list"),
    path("ask/<str:record>/", pages.ask, name="ask"),
    path("<int:ask>/answer/", pages.answer, name="answer"),
]
