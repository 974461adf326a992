"""Where the page of those who lead agencies stands."""

from django.urls import path

from wholepicture.hub.web.partnership import pages

app_name = "partnership"
urlpatterns = [path("", pages.week, name="week")]
