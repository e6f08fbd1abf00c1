"""Addresses of monitoring."""

from django.urls import path

from .views import evaluation, reports, rounds, sponsors

app_name = "monitoring"
urlpatterns = [
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
    # the evaluation of a programme
    path("p/<uuid:pk>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("p/<uuid:pk>/evaluation/targets/", evaluation.targets, name="targets"),
    path("p/<uuid:pk>/evaluation/print/", evaluation.print_executive, name="print_executive"),
    path("p/<uuid:pk>/evaluation/print/<uuid:job>/", evaluation.executive_pdf, name="executive_pdf"),
    path("p/<uuid:pk>/evaluation/links/", sponsors.links, name="links"),
    path("p/<uuid:pk>/evaluation/links/<uuid:link>/end/", sponsors.take_back, name="take_back"),
    path("p/<uuid:pk>/reports/<slug:question>/", reports.report, name="report"),
    path("p/<uuid:pk>/comparison/", evaluation.comparison, name="comparison"),
    path("report/<str:token>/", sponsors.sponsor, name="sponsor"),
]
