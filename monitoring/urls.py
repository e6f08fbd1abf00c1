"""Addresses of monitoring."""

from django.urls import path

from .views import rounds

app_name = "monitoring"
urlpatterns = [
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
]
