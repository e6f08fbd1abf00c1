"""“I would like the manager to call me.”"""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import kinds, pipeline
from people.models import Letter
from policy.machine import NotNow
from sessions import calls
from sessions.models import CallWish
from tests import stories

PAGE = "sessions:calls"


def test_a_mentee_asks_and_the_managers_alone_learn_of_it(group, mara, tomas, nia, ela, signed_in):
    words = "It is about the times we meet."
    page = signed_in(nia).post(reverse(PAGE), {"group": group.pk, "words": words}, follow=True).content.decode()
    assert "You asked on" in page and "write it in your settings" in page
    (letter,) = Letter.objects.filter(about__startswith="call wish")
    assert letter.person == mara and words not in letter.body and nia.name not in letter.subject + letter.body
    seen = {who: words in signed_in(who).get(reverse(PAGE)).content.decode() for who in (mara, tomas, ela)}
    assert seen == {mara: True, tomas: False, ela: False}
    assert "Somebody in 1 group would like a call" in signed_in(mara).get(reverse("home")).content.decode()


def test_asking_twice_is_one_wish_with_the_newer_words(group, tomas):
    calls.wish(group, "Tomorrow?", by=tomas)
    calls.wish(group, "Or on Friday.", by=tomas)
    assert [row.words for row in CallWish.objects.all()] == ["Or on Friday."]
    assert Letter.objects.filter(about__startswith="call wish").count() == 1


def test_it_is_taken_back_by_whoever_asked_and_answered_by_a_manager(group, mara, nia, ela, oto):
    row = calls.wish(group, "", by=nia)
    for somebody in (ela, oto, mara):
        with pytest.raises(PermissionDenied):
            calls.take_back(row, by=somebody)
    for somebody in (ela, oto, nia):
        with pytest.raises(PermissionDenied):
            calls.made(row, by=somebody)
    calls.take_back(row, by=nia)
    assert not CallWish.objects.exists()
    again = calls.wish(group, "", by=nia)
    calls.made(again, by=mara)
    with pytest.raises(NotNow):
        calls.made(again, by=mara)
    assert calls.waiting_for(mara) == [] == calls.waiting_of(nia, [group])
    assert calls.wish(group, "Once more.", by=nia).pk != again.pk


def test_who_takes_part_in_no_group_asks_in_none(group, oto, nia, signed_in):
    answer = signed_in(oto).post(reverse(PAGE), {"group": group.pk, "words": ""})
    assert answer.status_code == 200 and not CallWish.objects.exists()
    assert "You take part in no group now." in answer.content.decode()
    with pytest.raises(PermissionDenied):
        calls.wish(group, "", by=oto)


def test_the_way_to_it_is_on_every_page(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas)
    for url in (reverse("home"), group.get_absolute_url(), meeting.get_absolute_url()):
        assert f'href="{reverse(PAGE)}"' in signed_in(nia).get(url).content.decode()


@pytest.mark.parametrize("ticked", [True, False])
def test_the_box_on_a_form_asks_for_a_call_when_it_is_filed(working_group, tomas, nia, ticked):
    """A draft asks for nothing; a wish that waits keeps its words."""
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    said = {"useful": "4", "heard": "4", "sharing": "right"}
    for slug, occasion, answers in (
        ("mentee-feedback", held.pk, {"session": said, "afterwards": {"may_read": "no", "call": ticked}}),
        ("well-matched", None, {"match": {"fit": "good", "call": ticked}}),
    ):
        kind = kinds.get(slug)
        draft = pipeline.start(kind, working_group.space, by=nia, person=nia, occasion=occasion)
        pipeline.write(draft, answers, by=nia)
        assert not calls.waiting_of(nia, [working_group])
        pipeline.file(draft, by=nia)
        assert len(calls.waiting_of(nia, [working_group])) == ticked
        for row in calls.waiting_of(nia, [working_group]):
            calls.take_back(row, by=nia)
