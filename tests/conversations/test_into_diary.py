"""Lines of the chat, taken into the diary from two windows at the same moment."""

from functools import partial

import pytest
from django.utils import timezone

from conversations import chats, into_diary
from conversations.showing import Chat
from documents.models import Version
from sessions.models import Meeting
from tests.races import meanwhile


@pytest.mark.django_db(transaction=True)
def test_lines_taken_under_two_points_at_once_are_all_there_and_once(running, say, nia, ela) -> None:
    say(ela, "The bus is late"), say(nia, "We compared CVs")
    Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.HELD, keeper=nia)
    meeting = Meeting.objects.select_related("group__programme", "group__space", "keeper").get(pk=running.pk)
    thread = chats.thread_of(meeting)
    lines = Chat(meeting, thread, nia, thread.roles_of(nia), timezone.now()).lines
    into_diary.take(meeting, lines[:1], "how", by=nia)
    took = meanwhile(*[partial(into_diary.take, meeting, lines, point, by=nia) for point in ("how", "target")])
    version = Version.objects.get(document__kind_slug="diary")
    assert [one.pk for one in took] == [version.pk] * 2
    agenda = version.answers["agenda"]
    assert agenda["how"] == agenda["target"] == "Ela Žukaitė: The bus is late\nNia Berg: We compared CVs"
