"""Where case reviews stand."""

from django.urls import path

from wholepicture.hub.web.case_reviews import pages

app_name = "case_reviews"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("<str:entity>/", pages.place, name="place"),
    path("<str:entity>/held/", pages.held, name="held"),
]
