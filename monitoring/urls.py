"""Addresses of monitoring."""

from django.urls import path

from .views import attention, both_sides, check_ins, rounds

app_name = "monitoring"
urlpatterns = [
    path("attention/", attention.everything, name="attention"),
    path("attention/<slug:slug>/remind/", attention.remind, name="remind"),
    path("check-ins/", check_ins.check_ins, name="check_ins"),
    path("p/<uuid:pk>/attention/", attention.watch, name="watch"),
    path("p/<uuid:pk>/both-sides/", both_sides.of_programme, name="both_sides_of_all"),
    path("g/<uuid:pk>/both-sides/", both_sides.of_group, name="both_sides"),
    path("g/<uuid:pk>/later/<slug:slug>/", attention.later, name="later"),
    path("g/<uuid:pk>/back/<slug:slug>/", attention.back, name="back"),
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
]
