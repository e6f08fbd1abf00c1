"""Addresses of the group's journey."""

from django.urls import path

from .views import calendars, calls, closing, dossier, feedback, goals, homework, log, meetings, planning, series

app_name = "sessions"
urlpatterns = [
    path("g/<uuid:pk>/documents/", dossier.dossier, name="dossier"),
    path("g/<uuid:pk>/feedback/", feedback.feedback, name="feedback"),
    path("g/<uuid:pk>/goals/", goals.goals, name="goals"),
    path("g/<uuid:pk>/plan/", planning.plan, name="plan"),
    path("g/<uuid:pk>/plan/publish/", planning.publish, name="publish"),
    path("g/<uuid:pk>/plan/series/", series.series, name="series"),
    path("g/<uuid:pk>/sessions/new/", planning.new, name="new"),
    path("g/<uuid:pk>/sessions/final/", planning.final, name="final"),
    path("calendar/", calendars.mine, name="calendar"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    path("s/<uuid:pk>/", meetings.meeting, name="meeting"),
    path("s/<uuid:pk>/session.ics", calendars.session, name="ics"),
    path("s/<uuid:pk>/change/", planning.change, name="change"),
    path("s/<uuid:pk>/shift/", series.shift, name="shift"),
    path("s/<uuid:pk>/run/", closing.run, name="run"),
    path("s/<uuid:pk>/close/", closing.close, name="close"),
    path("s/<uuid:pk>/held/", meetings.held, name="held"),
    path("s/<uuid:pk>/cancel/", meetings.cancel, name="cancel"),
    path("s/<uuid:pk>/missed/", meetings.missed, name="missed"),
    path("s/<uuid:pk>/reopen/", meetings.reopen, name="reopen"),
    path("s/<uuid:pk>/diary/", meetings.diary, name="diary"),
    path("s/<uuid:pk>/documents/<slug:slug>/", meetings.paper, name="paper"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:pk>/back/", calls.take_back, name="call_back"),
    path("calls/<uuid:pk>/made/", calls.made, name="call_made"),
    path("homework/<uuid:pk>/", homework.tick, name="homework"),
    path("homework/<uuid:pk>/answer/", homework.answer, name="homework_answer"),
    path("homework/file/<uuid:pk>/", homework.file, name="homework_file"),
    path("goal/<uuid:pk>/", goals.goal, name="goal"),
    path("step/<uuid:pk>/", goals.step, name="step"),
    path("log/", log.log, name="log"),
    path("log/<uuid:pk>/", log.taken, name="log_taken"),
]
