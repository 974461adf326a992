"""Where emergency openings stand."""

from django.urls import path

from wholepicture.hub.web.emergencies import pages

app_name = "emergencies"
urlpatterns = [
    path("", pages.openings, name="list"),
    path("counts/", pages.counts, name="counts"),
    path("open/", pages.open_by_reference, name="open"),
    path("open/record/<str:record>/", pages.open_record, name="open-record"),
    path("open/person/<uuid:person>/", pages.open_person, name="open-person"),
    path("<int:opening>/review/", pages.review, name="review"),
]
