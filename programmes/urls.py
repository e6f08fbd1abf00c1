"""Addresses of programmes and of the manager's stages."""

from django.urls import path

from .views import groups, matching, matrix, programmes, selection, texts, training, training_files, units

app_name = "programmes"
urlpatterns = [
    path("p/", programmes.programmes, name="programmes"),
    path("p/new/", programmes.new, name="new"),
    path("p/<uuid:pk>/", programmes.programme, name="programme"),
    path("p/<uuid:pk>/settings/", programmes.settings, name="settings"),
    path("p/<uuid:pk>/texts/", texts.texts, name="texts"),
    path("p/<uuid:pk>/texts/<slug:slug>/", texts.text, name="text"),
    path("p/<uuid:pk>/texts/<slug:slug>/again/<slug:which>/", texts.again, name="text_again"),
    path("p/<uuid:pk>/advance/", programmes.advance, name="advance"),
    path("p/<uuid:pk>/people/", selection.people, name="people"),
    path("p/<uuid:pk>/people/import/", selection.import_people, name="import"),
    path("p/<uuid:pk>/people/import/<uuid:batch>/", selection.preview, name="preview"),
    path("a/<uuid:pk>/", selection.application, name="application"),
    path("a/<uuid:pk>/withdraw/", selection.withdraw, name="withdraw"),
    path("p/<uuid:pk>/training/", training.events, name="trainings"),
    path("p/<uuid:pk>/training/new/", training.new, name="training_new"),
    path("p/<uuid:pk>/training/<uuid:event>/", training.event, name="training"),
    path("p/<uuid:pk>/training/<uuid:event>/change/", training.change, name="training_change"),
    path("p/<uuid:pk>/training/<uuid:event>/cancel/", training.cancel, name="training_cancel"),
    path("p/<uuid:pk>/training/<uuid:event>/invite/", training.invite, name="training_invite"),
    path("p/<uuid:pk>/training/<uuid:event>/coming/", training.answer, name="training_answer"),
    path("p/<uuid:pk>/training/<uuid:event>/expect/", training.expect, name="training_expect"),
    path("p/<uuid:pk>/training/<uuid:event>/files/", training_files.files, name="training_files"),
    path("training/file/<uuid:pk>/", training_files.file, name="training_file"),
    path("p/<uuid:pk>/units/", units.units, name="units"),
    path("p/<uuid:pk>/units/<uuid:unit>/", units.unit, name="unit"),
    path("p/<uuid:pk>/units/<uuid:unit>/change/", units.unit_change, name="unit_change"),
    path("p/<uuid:pk>/matching/", matching.board, name="matching"),
    path("p/<uuid:pk>/matching/propose/", matching.propose, name="propose"),
    path("p/<uuid:pk>/matching/confirm/", matching.confirm, name="confirm"),
    path("p/<uuid:pk>/matching/<uuid:placement>/", matching.place, name="place"),
    path("p/<uuid:pk>/documents/", matrix.matrix, name="matrix"),
    path("p/<uuid:pk>/documents/bundle/", matrix.bundle_all, name="bundle_all"),
    path("g/", groups.groups, name="groups"),
    path("g/<uuid:pk>/name/", groups.name, name="group_name"),
    path("g/<uuid:pk>/end/", groups.end, name="group_end"),
]
