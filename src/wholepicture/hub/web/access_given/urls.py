"""Where access is given and ended."""

from django.urls import path

from wholepicture.hub.web.access_given import pages

app_name = "relations"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("record/<str:record>/", pages.of_record, name="record"),
    path("person/<uuid:person>/", pages.of_person, name="person"),
    path("<int:relation>/end/", pages.end, name="end"),
]
