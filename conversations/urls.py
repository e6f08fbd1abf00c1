"""Addresses of what is said. The socket of a chat is at ``s/<id>/chat/live`` (``live/socket.py``)."""

from django.urls import path

from .views import chat, diary, messages

app_name = "conversations"
urlpatterns = [
    path("s/<uuid:pk>/chat/", chat.chat, name="chat"),
    path("s/<uuid:pk>/chat/say/", chat.say, name="say"),
    path("s/<uuid:pk>/chat/point/", chat.reach, name="reach"),
    path("s/<uuid:pk>/chat/diary/", diary.into_diary, name="into_diary"),
    path("said/<uuid:pk>/take-back/", messages.take_back, name="take_back"),
    path("said/<uuid:pk>/hide/", messages.hide, name="hide"),
]
