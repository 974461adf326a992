"""Where the pages of the partnership's ladders stand."""

from django.urls import path

from wholepicture.hub.web.ladders import pages

app_name = "ladders"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("propose/", pages.propose, name="propose"),
    path("adopt/", pages.adopt, name="adopt"),
    path("refuse/", pages.refuse, name="refuse"),
]
