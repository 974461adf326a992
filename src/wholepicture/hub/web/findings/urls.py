"""Where findings stand."""

from django.urls import path

from wholepicture.hub.web.findings import pages

app_name = "findings"
urlpatterns = [
    path("", pages.this_week, name="list"),
    path("one/<slug:finding>/", pages.finding, name="finding"),
    path("one/<slug:finding>/keep/", pages.keep, name="keep"),
    path("<slug:view>/", pages.others, name="others"),
]
