"""A new group, or pair, for a mentee who is in none."""

import uuid

import pytest
from django.urls import reverse

from policy.machine import NotNow
from policy.permissions import Role
from programmes.models import Application
from sessions import changing
from sessions.changing.holding import Asked, as_seen
from tests import stories
from tests.pages import hidden_in
from tests.sessions.changes import WHY, asked, subjects
from tests.sessions.waiting import gone, of

pytestmark = pytest.mark.django_db


def form_of(answer) -> dict[str, str]:
    """What a browser sends back of a page before a change, with a reason."""
    return {**hidden_in(answer.content), "reason": WHY}


def test_a_new_group_is_formed_for_who_is_in_none(working_group, successor, rasa, nia, mara):
    one, wanted = gone(working_group, nia, mara), Asked(uuid.uuid4(), as_seen(), WHY)
    change = changing.place_anew(one, successor, asked=wanted, by=mara)
    new = change.group
    assert (new.name, new.number, new.mentor, new.mentees(), change.kind) == ("Group 2", 2, rasa, [nia], "founded")
    assert "You are the mentor of Group 2 now" in subjects(rasa) and "You are in Group 2 now" in subjects(nia)
    assert changing.place_anew(of(nia), successor, asked=wanted, by=mara) is None
    Application.objects.filter(pk=successor.pk).update(capacity=1)
    late = stories.newcomer("Late", one.programme, Role.MENTEE, by=mara)
    with pytest.raises(NotNow, match="has no room"):
        changing.place_anew(of(late.person), successor, asked=asked(new), by=mara)
    with pytest.raises(NotNow, match="belongs to somebody else"):
        changing.place_anew(of(late.person), successor, asked=wanted, by=mara)


def test_of_two_pages_that_open_a_new_group_with_one_mentor_the_second_is_shown_the_first(
    working_group, successor, rasa, nia, mara, signed_in
):
    one, late = gone(working_group, nia, mara), stories.newcomer("Late", working_group.programme, Role.MENTEE, by=mara)
    browser = signed_in(mara)
    pages = [f"{reverse('sessions:place', args=(row.pk,))}?to={successor.pk}" for row in (one, late)]
    forms = [form_of(browser.get(page)) for page in pages]  # both before the first is sent
    assert browser.post(pages[0], forms[0]).url == one.get_absolute_url()
    answer = browser.post(pages[1], forms[1])
    refused = answer.content.decode()
    assert f"The groups of {rasa.name} have changed since you opened this page." in refused
    assert "leads Group 2 already; this is one more group" in refused and WHY in refused
    assert working_group.programme.groups.count() == 2
    assert browser.post(pages[1], form_of(answer)).url == late.get_absolute_url(), "now it is known"
    assert working_group.programme.groups.count() == 3


def test_one_pair_more_with_a_mentor_is_no_news_in_individual_mentoring(mara, tomas, nia):
    programme = stories.programme(by=mara, is_individual=True)
    stories.group(programme, mentor=tomas, mentees=[nia], by=mara)
    rows = [of(stories.newcomer(name, programme, Role.MENTEE, by=mara).person) for name in ("Ada", "Bea")]
    mentor = Application.objects.select_related("person", "programme").get(person=tomas)
    for row, wanted in [(row, asked()) for row in rows]:
        changing.place_anew(row, mentor, asked=wanted, by=mara)
    assert programme.groups.count() == 3
