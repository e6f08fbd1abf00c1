"""Addresses of programmes and of the manager's stages."""

from django.urls import path

from .views import applying, groups, matching, matrix, openings, programmes, selection, texts, training

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
    path("p/<uuid:pk>/applications/", openings.applying, name="applying"),
    path("p/<uuid:pk>/applications/<slug:role>/", openings.opening, name="opening"),
    path("p/<uuid:pk>/applications/<slug:role>/preview/", openings.preview, name="opening_preview"),
    path("p/<uuid:pk>/applications/<slug:role>/code/", openings.code, name="opening_code"),
    path("p/<uuid:pk>/applications/<slug:role>/poster/", openings.print_poster, name="poster"),
    path("p/<uuid:pk>/applications/poster/<uuid:job>/", openings.poster_pdf, name="poster_pdf"),
    path("apply/<uuid:pk>/", applying.apply, name="apply"),
    path("apply/draft/<str:token>/<slug:slug>/", applying.step, name="apply_step"),
    path("apply/check/<str:token>/", applying.check, name="apply_check"),
    path("apply/sent/<str:token>/", applying.sent, name="apply_sent"),
    path("apply/confirm/<str:token>/", applying.confirm, name="apply_confirm"),
    path("apply/done/", applying.done, name="apply_done"),
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
