"""Addresses of the group's journey."""

from django.urls import path

from .views import dossier, feedback, goals, log, meetings

app_name = "sessions"
urlpatterns = [
    path("g/<uuid:pk>/documents/", dossier.dossier, name="dossier"),
    path("g/<uuid:pk>/feedback/", feedback.feedback, name="feedback"),
    path("g/<uuid:pk>/goals/", goals.goals, name="goals"),
    path("g/<uuid:pk>/plan/", meetings.plan, name="plan"),
    path("g/<uuid:pk>/plan/publish/", meetings.publish, name="publish"),
    path("g/<uuid:pk>/sessions/new/", meetings.new, name="new"),
    path("s/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("s/<uuid:pk>/change/", meetings.change, name="change"),
    path("s/<uuid:pk>/held/", meetings.held, name="held"),
    path("s/<uuid:pk>/cancel/", meetings.cancel, name="cancel"),
    path("s/<uuid:pk>/missed/", meetings.missed, name="missed"),
    path("s/<uuid:pk>/reopen/", meetings.reopen, name="reopen"),
    path("s/<uuid:pk>/diary/", meetings.diary, name="diary"),
    path("s/<uuid:pk>/documents/<slug:slug>/", meetings.paper, name="paper"),
    path("goal/<uuid:pk>/", goals.goal, name="goal"),
    path("step/<uuid:pk>/", goals.step, name="step"),
    path("log/", log.log, name="log"),
    path("log/<uuid:pk>/", log.taken, name="log_taken"),
    path("homework/<uuid:pk>/", meetings.homework, name="homework"),
]
