"""Where what is known of somebody or something stands."""

from django.urls import path

from wholepicture.hub.web.chronology import pages

app_name = "chronology"
urlpatterns = [
    path("person/<uuid:person>/", pages.person, name="person"),
    path("<str:entity>/", pages.entity, name="entity"),
]
