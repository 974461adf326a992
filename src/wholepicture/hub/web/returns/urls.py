"""Where returns from missing stand."""

from django.urls import path

from wholepicture.hub.web.returns import pages

app_name = "returns"
urlpatterns = [
    path("", pages.listed, name="list"),
    path("<slug:record>/", pages.one, name="return"),
    path("<slug:record>/<slug:deed>/", pages.way, name="way"),
]
