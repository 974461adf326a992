"""Where the review of links stands."""

from django.urls import path

from wholepicture.hub.web.links import pages

app_name = "links"
urlpatterns = [
    path("", pages.next_link, name="next"),
    path("answer/", pages.answer, name="answer"),
    path("skip/", pages.skip, name="skip"),
    path("undo/", pages.undo, name="undo"),
    path("mine/", pages.mine, name="mine"),
    path("<str:left>/<str:right>/", pages.pair, name="pair"),
]
