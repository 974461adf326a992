"""Where recording a concern stands."""

from django.urls import path

from wholepicture.hub.web.concern import pages

app_name = "record"
urlpatterns = [
    path("", pages.record, name="new"),
    path("notes/", pages.notes, name="notes"),
    path("draft/", pages.autosave, name="autosave"),
    path("drafts/<uuid:key>/remove/", pages.remove_draft, name="remove-draft"),
    path("add/<str:reference>/", pages.add, name="add"),
]
