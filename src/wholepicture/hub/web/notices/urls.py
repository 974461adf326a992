"""Where notices stand."""

from django.urls import path

from wholepicture.hub.web.notices import pages

app_name = "notices"
urlpatterns = [
    path("", pages.notices, name="list"),
    path("mail/", pages.mail, name="mail"),
    path("<int:notice>/seen/", pages.seen, name="seen"),
]
