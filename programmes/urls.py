"""Addresses of programmes and of the manager's stages."""

from django.urls import path

from .views import arriving, groups, managers, matching, matrix, programmes, selection, setting_up, texts, training

app_name = "programmes"
urlpatterns = [
    path("p/", programmes.programmes, name="programmes"),
    path("p/new/", setting_up.new, name="new"),
    path("p/<uuid:pk>/", programmes.programme, name="programme"),
    path("p/<uuid:pk>/settings/", programmes.settings, name="settings"),
    path("p/<uuid:pk>/texts/", texts.texts, name="texts"),
    path("p/<uuid:pk>/texts/<slug:slug>/", texts.text, name="text"),
    path("p/<uuid:pk>/texts/<slug:slug>/again/<slug:which>/", texts.again, name="text_again"),
    path("p/<uuid:pk>/advance/", programmes.advance, name="advance"),
    path("p/<uuid:pk>/people/", selection.people, name="people"),
    path("p/<uuid:pk>/setup/", setting_up.setup, name="setup"),
    path("p/<uuid:pk>/managers/", managers.managers, name="managers"),
    path("p/<uuid:pk>/managers/<uuid:row>/remove/", managers.remove, name="manager_remove"),
    path("p/<uuid:pk>/people/import/", arriving.import_people, name="import"),
    path("p/<uuid:pk>/people/import/<uuid:batch>/", arriving.preview, name="preview"),
    path("p/<uuid:pk>/invitations/", arriving.invitations, name="invitations"),
    path("p/<uuid:pk>/invitations/<uuid:arrival>/", arriving.arrival, name="arrival"),
    path("p/<uuid:pk>/invitations/<uuid:arrival>/back/", arriving.take_back, name="take_back"),
    path("a/<uuid:pk>/", selection.application, name="application"),
    path("a/<uuid:pk>/withdraw/", selection.withdraw, name="withdraw"),
    path("p/<uuid:pk>/training/", training.events, name="trainings"),
    path("p/<uuid:pk>/training/new/", training.new, name="training_new"),
    path("p/<uuid:pk>/training/<uuid:event>/", training.event, name="training"),
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
