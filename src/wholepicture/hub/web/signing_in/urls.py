"""Where the pages around signing in stand."""

from django.urls import path

from wholepicture.hub.web.signing_in import views

app_name = "signing_in"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/second-factor/", views.second_factor, name="second-factor"),
    path("sign-in/post/", views.choose_post, name="choose-post"),
    path("sign-in/training/<uuid:handle>/", views.train, name="train"),
    path("sign-in/set-up/<str:secret>/", views.set_up, name="set-up"),
]
