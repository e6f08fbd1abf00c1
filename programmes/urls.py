"""Addresses of programmes and of the manager's stages."""

from django.urls import path

from .views import groups, matching, programmes, selection, training

app_name = "programmes"
urlpatterns = [
    path("p/", programmes.programmes, name="programmes"),
    path("p/new/", programmes.new, name="new"),
    path("p/<uuid:pk>/", programmes.programme, name="programme"),
    path("p/<uuid:pk>/settings/", programmes.settings, name="settings"),
    path("p/<uuid:pk>/advance/", programmes.advance, name="advance"),
    path("p/<uuid:pk>/people/", selection.people, name="people"),
    path("p/<uuid:pk>/people/import/", selection.import_people, name="import"),
    path("p/<uuid:pk>/people/import/<uuid:batch>/", selection.preview, name="preview"),
    path("a/<uuid:pk>/", selection.application, name="application"),
    path("a/<uuid:pk>/withdraw/", selection.withdraw, name="withdraw"),
    path("p/<uuid:pk>/training/", training.events, name="trainings"),
    path("p/<uuid:pk>/training/new/", training.new, name="training_new"),
    path("p/<uuid:pk>/training/<uuid:event>/", training.event, name="training"),
    path("p/<uuid:pk>/matching/", matching.board, name="matching"),
    path("p/<uuid:pk>/matching/propose/", matching.propose, name="propose"),
    path("p/<uuid:pk>/matching/confirm/", matching.confirm, name="confirm"),
    path("p/<uuid:pk>/matching/<uuid:placement>/", matching.place, name="place"),
    path("g/", groups.groups, name="groups"),
    path("g/<uuid:pk>/name/", groups.name, name="group_name"),
    path("g/<uuid:pk>/end/", groups.end, name="group_end"),
]
