"""Addresses of monitoring."""

from django.urls import path

from .views import (
    answers,
    attention,
    both_sides,
    check_ins,
    closing,
    competencies,
    evaluation,
    next_programme,
    questionnaires,
    recommendations,
    reports,
    rounds,
    sponsors,
)

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
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/longer/", questionnaires.longer, name="questionnaire_longer"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/paper/", questionnaires.on_paper, name="questionnaire_paper"),
    path("p/<uuid:pk>/questionnaires/<uuid:questionnaire>/remind/", answers.remind, name="questionnaire_remind"),
    path(
        "p/<uuid:pk>/questionnaires/<uuid:questionnaire>/<slug:shape>/", answers.take_out, name="questionnaire_answers"
    ),
    path("g/<uuid:pk>/questionnaires/<uuid:questionnaire>/", answers.answer, name="answer_questionnaire"),
    path("g/<uuid:pk>/both-sides/", both_sides.of_group, name="both_sides"),
    path("g/<uuid:pk>/competencies/", competencies.of_group, name="competencies"),
    path("g/<uuid:pk>/later/<slug:slug>/", attention.later, name="later"),
    path("g/<uuid:pk>/back/<slug:slug>/", attention.back, name="back"),
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/remind/", rounds.remind, name="remind_for"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
    path("p/<uuid:pk>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("p/<uuid:pk>/recommendations/new/", recommendations.new, name="recommendation_new"),
    path("recommendations/<uuid:pk>/", recommendations.recommendation, name="recommendation"),
    path("p/<uuid:pk>/closing/", closing.closing, name="closing"),
    path("p/<uuid:pk>/next/", next_programme.new, name="next"),
    # the evaluation of a programme
    path("p/<uuid:pk>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("p/<uuid:pk>/evaluation/targets/", evaluation.targets, name="targets"),
    path("p/<uuid:pk>/evaluation/print/", evaluation.print_executive, name="print_executive"),
    path("p/<uuid:pk>/evaluation/print/<uuid:job>/", evaluation.executive_pdf, name="executive_pdf"),
    path("p/<uuid:pk>/evaluation/links/", sponsors.links, name="links"),
    path("p/<uuid:pk>/evaluation/links/<uuid:link>/end/", sponsors.take_back, name="take_back"),
    path("p/<uuid:pk>/reports/<slug:question>/", reports.report, name="report"),
    path("p/<uuid:pk>/reports/<slug:question>/print/", reports.print_report, name="print_report"),
    path("p/<uuid:pk>/comparison/", evaluation.comparison, name="comparison"),
    path("report/<str:token>/", sponsors.sponsor, name="sponsor"),
]
