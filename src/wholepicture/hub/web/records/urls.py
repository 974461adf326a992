"""Where records stand."""

from django.urls import path

from wholepicture.hub.web.records import pages

app_name = "records"
urlpatterns = [path("<str:record>/", pages.record, name="record")]
