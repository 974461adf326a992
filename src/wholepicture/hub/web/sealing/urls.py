"""Where seals stand."""

from django.urls import path

from wholepicture.hub.web.sealing import pages

app_name = "sealing"
urlpatterns = [
    path("", pages.seals, name="list"),
    path("record/<str:record>/", pages.seal_record, name="record"),
    path("person/<uuid:person>/", pages.seal_person, name="person"),
    path("<int:seal>/", pages.seal, name="seal"),
    path("<int:seal>/name/", pages.name_another, name="name"),
    path("<int:seal>/accept/", pages.accept, name="accept"),
    path("<int:seal>/ask-to-lift/", pages.ask_to_lift, name="ask-to-lift"),
    path("<int:seal>/lift/", pages.lift, name="lift"),
    path("<int:seal>/not-about/<str:record>/", pages.not_about_them, name="not-about"),
]
