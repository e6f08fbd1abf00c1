"""Lines of the chat, chosen page by page and taken into the diary; also from two windows at the same moment."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from conversations import chats, into_diary, talking
from conversations.models import Message, Thread
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


@pytest.fixture
def kept_by_nia(running, say, nia) -> tuple[str, list[str]]:
    """A long chat whose diary Nia keeps: the address where she chooses, and the ids of its 250 lines."""
    thread = say(nia, "line 1.").thread
    told = {"thread": thread, "by": nia, "at": timezone.now()}
    Message.objects.bulk_create([Message(number=n, changed=n, text=f"line {n}.", **told) for n in range(2, 251)])
    Thread.objects.update(last=250)
    Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.HELD, keeper=nia)
    ids = [str(pk) for pk in Message.objects.order_by("number").values_list("pk", flat=True)]
    return reverse("conversations:into_diary", args=(running.pk,)), ids


def numbers_on(answer, field: str) -> list[int]:
    return [
        int(label.rpartition("line ")[2].rstrip(".")) for _pk, label in answer.context["form"].fields[field].choices
    ]


def test_the_keeper_reaches_every_line_page_by_page_and_loses_no_choice(kept_by_nia, nia, signed_in) -> None:
    url, ids = kept_by_nia
    browser = signed_in(nia)
    newest = browser.get(url)
    assert numbers_on(newest, "lines") == list(range(151, 251)) and "Later lines" not in newest.content.decode()
    sent = {"point": "target", "before": "", "lines": [ids[199]], "turn": newest.context["chat"].earlier}
    middle = browser.post(url, sent)
    assert middle.status_code == 200 and numbers_on(middle, "lines") == list(range(51, 151))
    assert numbers_on(middle, "elsewhere") == [200] and "Tick at least one line." not in middle.content.decode()
    page = middle.context["chat"]
    sent = {"point": "target", "before": page.before, "elsewhere": [ids[199]], "lines": [ids[99]], "turn": page.earlier}
    oldest = browser.post(url, sent)
    assert numbers_on(oldest, "lines") == list(range(1, 51)) and numbers_on(oldest, "elsewhere") == [100, 200]
    page = oldest.context["chat"]
    assert page.earlier is None and oldest.context["form"]["point"].value() == "target"
    assert oldest.content.decode().count("checked") == 2
    sent |= {"before": page.before, "elsewhere": [ids[199], ids[99]], "lines": [ids[0]], "turn": page.later}
    again = browser.post(url, sent)
    assert numbers_on(again, "lines") == list(range(51, 151)) and numbers_on(again, "elsewhere") == [1, 200]
    assert again.context["form"]["lines"].value() == sorted([ids[0], ids[99], ids[199]]) and page.later == 151
    assert again.context["chat"].later == 0
    del sent["turn"]
    assert browser.post(url, {**sent, "elsewhere": [ids[199], ids[99]]}).status_code == 302
    version = Version.objects.get(document__kind_slug="diary")
    assert version.answers["agenda"]["target"] == "Nia Berg: line 1.\nNia Berg: line 100.\nNia Berg: line 200."


def test_what_others_say_meanwhile_moves_no_choice_away(kept_by_nia, running, nia, ela, signed_in) -> None:
    """The oldest line of the page was ticked; one more was said, and it stands on the page before now."""
    url, ids = kept_by_nia
    thread = Thread.objects.get()
    Message.objects.create(thread=thread, by=ela, number=251, changed=251, text="line 251.", at=timezone.now())
    assert signed_in(nia).post(url, {"point": "target", "lines": [ids[150]]}).status_code == 302
    assert "line 151." in Version.objects.get(document__kind_slug="diary").answers["agenda"]["target"]


def test_what_does_not_stand_any_more_is_said_and_the_rest_stays_ticked(kept_by_nia, nia, tomas, signed_in) -> None:
    url, ids = kept_by_nia
    talking.hide(Message.objects.select_related("thread").get(pk=ids[0]), "Private", by=tomas)
    answer = signed_in(nia).post(url, {"point": "target", "elsewhere": [ids[0], ids[1]], "lines": [ids[249]]})
    assert answer.status_code == 422 and "does not stand any more" in answer.content.decode()
    assert numbers_on(answer, "elsewhere") == [2] and answer.content.decode().count("checked") == 2


def test_too_much_for_a_diary_is_said_and_the_choice_stays(kept_by_nia, running, nia, signed_in) -> None:
    url, ids = kept_by_nia
    for more in ({}, {"turn": "51"}):
        answer = signed_in(nia).post(url, {"point": "target", "lines": ids[:201], **more})
        assert answer.status_code == 422 and "at most 200" in answer.content.decode()
    for n, pk in enumerate(ids[:9]):
        Message.objects.filter(pk=pk).update(text=f"{n}" * 3990)
    answer = signed_in(nia).post(url, {"point": "target", "elsewhere": ids[:9]})
    assert answer.status_code == 422 and "would become too long" in answer.content.decode()
    assert answer.content.decode().count("checked") == 9


def test_words_that_are_no_ids_choose_nothing(kept_by_nia, nia, signed_in) -> None:
    url, _ids = kept_by_nia
    for wrong in ("x", "²", "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "\0"):
        for field in ("lines", "elsewhere"):
            assert signed_in(nia).post(url, {"point": "target", field: wrong}).status_code == 422
    for wrong in ("x", "-1", "9" * 40, "²", "0"):
        assert signed_in(nia).post(url, {"turn": wrong}).status_code == 200
