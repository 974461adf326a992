"""Where identity custody stands."""

from django.urls import path

from wholepicture.hub.web.custody import pages

app_name = "identity"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("ask/", pages.ask, name="ask"),
    path("<int:number>/", pages.opening, name="opening"),
    path("<int:number>/agree/", pages.agree, name="agree"),
]
