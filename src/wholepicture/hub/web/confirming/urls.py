"""Where one says who a mention is."""

from django.urls import path

from wholepicture.hub.web.confirming import pages

app_name = "confirming"
urlpatterns = [
    path("<str:mention>/who/", pages.confirm, name="confirm"),
    path("<str:mention>/not-them/", pages.put_right, name="put-right"),
    path("<str:mention>/after-all/", pages.after_all, name="after-all"),
]
