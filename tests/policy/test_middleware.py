"""Refusals become pages: not you, not this way, not now; each says why and that nothing was changed."""

import pytest
from django.urls import reverse

from people.models import User
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db


def test_not_you_says_for_whom_it_is(group: Group, nia: User, signed_in) -> None:
    answer = signed_in(nia).get(reverse("sessions:plan", args=(group.pk,)))
    assert answer.status_code == 403
    assert "To plan sessions is for: mentor." in answer.content.decode()


def test_not_now_says_why(working_group: Group, tomas: User, signed_in) -> None:
    answer = signed_in(tomas).post(reverse("programmes:group_end", args=(working_group.pk,)))
    assert answer.status_code == 409
    assert "The group ends when its conclusions are published." in answer.content.decode()


def test_what_was_typed_into_a_form_that_is_refused_can_be_copied_from_the_page(
    working_group: Group, tomas: User, nia: User, signed_in
) -> None:
    sent = {"reason": "We have reached\r\n<b>everything</b>", "password": "not to be shown", "word": "alone"}
    end = reverse("programmes:group_end", args=(working_group.pk,))
    for who, status in ((tomas, 409), (nia, 403)):
        page = signed_in(who).post(end, sent).content.decode()
        assert "We have reached\r\n&lt;b&gt;everything&lt;/b&gt;" in page, status
        assert "not to be shown" not in page and "alone" not in page
    assert "What you wrote" not in signed_in(tomas).post(end).content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_door_is_opened_in_another_way(method: str, group: Group, nia: User, signed_in) -> None:
    answer = getattr(signed_in(nia), method)(reverse("room", args=(group.pk,)))
    assert (answer.status_code, answer["Allow"]) == (405, "GET")


def test_only_the_head_may_be_asked_for(group: Group, nia: User, signed_in) -> None:
    answer = signed_in(nia).head(reverse("room", args=(group.pk,)))
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_deed_is_not_done_by_looking(group: Group, tomas: User, signed_in) -> None:
    meeting = stories.meeting(group, by=tomas)
    answer = signed_in(tomas).get(reverse("sessions:missed", args=(meeting.pk,)))
    meeting.refresh_from_db()
    assert (answer.status_code, answer["Allow"], meeting.state) == (405, "POST", "planned")
