"""Where imports stand."""

from django.urls import path

from wholepicture.hub.web.imports import pages

app_name = "imports"
urlpatterns = [
    path("", pages.list_imports, name="list"),
    path("upload/", pages.upload, name="upload"),
    path("<int:number>/", pages.show, name="import"),
    path("<int:number>/progress/", pages.progress, name="progress"),
    path("<int:number>/rejected.csv", pages.rejected, name="rejected"),
    path("<int:number>/table/<int:position>/", pages.map_columns, name="map"),
    path("<int:number>/confirm/", pages.confirm, name="confirm"),
    path("<int:number>/set-aside/", pages.set_aside, name="set-aside"),
    path("<int:number>/undo/", pages.undo, name="undo"),
    path("<int:number>/undo/answer/", pages.answer_undo, name="answer-undo"),
]
