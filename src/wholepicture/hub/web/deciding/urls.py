"""Where decisions stand."""

from django.urls import path

from wholepicture.hub.web.deciding import finding_pages, pages

app_name = "deciding"
urlpatterns = [
    path("decisions/", pages.listed, name="list"),
    path("decisions/findings/", finding_pages.waiting, name="findings"),
    path("decisions/<str:reference>/", pages.concern, name="concern"),
    path("decisions/<str:reference>/<slug:way>/", pages.way, name="way"),
    path("my-concerns/<str:reference>/say/<slug:way>/", pages.say, name="say"),
    path("findings/one/<slug:finding>/answers/", finding_pages.answers, name="answers"),
    path("findings/one/<slug:finding>/answers/<slug:way>/", finding_pages.answer, name="answer"),
    path("register/", pages.register, name="register"),
]
