"""Addresses of monitoring."""

from django.urls import path

from .views import closing, next_programme, recommendations, rounds

app_name = "monitoring"
urlpatterns = [
    path("g/<uuid:pk>/monitoring/new/", rounds.new, name="new"),
    path("s/<uuid:pk>/monitoring/", rounds.one, name="round"),
    path("s/<uuid:pk>/monitoring/answer/", rounds.answer, name="answer"),
    path("p/<uuid:pk>/recommendations/", recommendations.recommendations, name="recommendations"),
    path("p/<uuid:pk>/recommendations/new/", recommendations.new, name="recommendation_new"),
    path("recommendations/<uuid:pk>/", recommendations.recommendation, name="recommendation"),
    path("p/<uuid:pk>/closing/", closing.closing, name="closing"),
    path("p/<uuid:pk>/next/", next_programme.new, name="next"),
]
