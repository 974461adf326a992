"""Where the work list stands."""

from django.urls import path

from wholepicture.hub.web.work_list import pages

app_name = "work"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("<slug:record>/", pages.owner, name="owner"),
]
