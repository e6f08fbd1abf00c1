"""Addresses of what is said. The socket of a chat is at ``s/<id>/chat/live`` (``live/socket.py``)."""

from django.urls import path

from .views import chat, diary, forums, guests, messages, posts, search, titles, topics

app_name = "conversations"
urlpatterns = [
    path("s/<uuid:pk>/chat/", chat.chat, name="chat"),
    path("s/<uuid:pk>/chat/say/", chat.say, name="say"),
    path("s/<uuid:pk>/chat/point/", chat.reach, name="reach"),
    path("s/<uuid:pk>/chat/diary/", diary.into_diary, name="into_diary"),
    path("s/<uuid:pk>/chat/invite/", guests.invite, name="invite"),
    path("invited/<uuid:pk>/end/", guests.see_out, name="see_out"),
    path("said/<uuid:pk>/take-back/", messages.take_back, name="take_back"),
    path("said/<uuid:pk>/hide/", messages.hide, name="hide"),
    path("messages/", forums.messages, name="messages"),
    path("messages/of/<uuid:pk>/", forums.forum, name="forum"),
    path("messages/of/<uuid:pk>/new/", forums.new, name="new"),
    path("t/<uuid:pk>/", topics.topic, name="topic"),
    path("t/<uuid:pk>/reply/", topics.reply, name="reply"),
    path("t/<uuid:pk>/read/", topics.mark_read, name="mark_read"),
    path("t/<uuid:pk>/follow/", topics.follow, name="follow"),
    path("t/<uuid:pk>/settle/", topics.settle, name="settle"),
    path("t/<uuid:pk>/title/", titles.put_right, name="title"),
    path("t/<uuid:pk>/title/hide/", titles.hide, name="title_hide"),
    path("t/said/<uuid:pk>/take-back/", posts.take_back, name="topic_take_back"),
    path("t/said/<uuid:pk>/hide/", posts.hide, name="topic_hide"),
    path("t/file/<uuid:pk>/", posts.file, name="file"),
    path("search/", search.look_for, name="search"),
]
