"""Where the page of agencies' tokens stands."""

from django.urls import path

from wholepicture.hub.web.tokens import views

app_name = "tokens"
urlpatterns = [
    path("", views.list_tokens, name="list"),
    path("make/", views.make, name="make"),
    path("<int:token>/revoke/", views.revoke, name="revoke"),
]
