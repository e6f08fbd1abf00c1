"""Addresses of monitoring."""

from django.urls import path

from .views import answers, attention, both_sides, check_ins, questionnaires, rounds

app_name = "monitoring"
urlpatterns = [
    path("attention/", attention.everything, name="attention"),
    path("attention/<slug:slug>/remind/", attention.remind, name="remind"),
    path("check-ins/", check_ins.check_ins, name="check_ins"),
    path("p/<uuid:pk>/attention/", attention.watch, name="watch"),
    path("p/<uuid:pk>/both-sides/", both_sides.of_programme, name="both_sides_of_all"),
    path("p/<uuid:pk>/questionnaires/", questionnaires.everything, name="questionnaires"),
    path("p/<uuid:pk>/questionnaires/new/", questionnaires.new, name="questionnaire_new"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/", questionnaires.one, name="questionnaire"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/change/", questionnaires.change, name="questionnaire_change"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/copy/", questionnaires.copy, name="questionnaire_copy"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/open/", questionnaires.opening, name="questionnaire_open"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/close/", questionnaires.close, name="questionnaire_close"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/paper/", questionnaires.on_paper, name="questionnaire_paper"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/remind/", answers.remind, name="questionnaire_remind"),
    path(
        "p/<uuid:pk>/questionnaires/<uuid:questionnaire>/<slug:shape>/", answers.take_out, name="questionnaire_answers"
    ),
    path("g/<uuid:pk>/questionnaires/<uuid:questionnaire>/", answers.answer, name="answer_questionnaire"),
    path("g/<uuid:pk>/both-sides/", both_sides.of_group, name="both_sides"),
    path("g/<uuid:pk>/later/<slug:slug>/", attention.later, name="later"),
    path("g/<uuid:pk>/back/<slug:slug>/", attention.back, name="back"),
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
]
