"""Where the administrator's pages about people stand."""

from django.urls import path

from wholepicture.hub.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.list_people, name="list"),
    path("add/", views.add, name="add"),
    path("teams/add/", views.add_team, name="add-team"),
    path("decisions/", views.proposals, name="proposals"),
    path("decisions/<int:proposal>/", views.decide, name="decide"),
    path("<uuid:handle>/", views.person, name="person"),
    path("<uuid:handle>/posts/start/", views.start_post, name="start-post"),
    path("<uuid:handle>/posts/<int:post>/end/", views.end_post, name="end-post"),
    path("<uuid:handle>/manager/", views.set_manager, name="set-manager"),
    path("<uuid:handle>/off/", views.switch_off, name="switch-off"),
    path("<uuid:handle>/on/", views.switch_on, name="switch-on"),
    path("<uuid:handle>/link/", views.new_link, name="new-link"),
    path("<uuid:handle>/second-step/", views.lost_second_factor, name="lost-second-factor"),
]
