"""An interview is arranged, moved and called off; each change is one letter with an entry for the calendar."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from policy.machine import NotNow
from policy.permissions import Action
from programmes import selection
from programmes.models import Interview
from programmes.selecting import interviews
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> dict:
    at = (timezone.now() + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    return {
        "starts_at": at,
        "minutes": 30,
        "place": "Library",
        "link": "https://call.example.org/secret",
        "with_whom": "Mara",
    }


def entries() -> list[tuple]:
    """What came by mail: the method, its number, and whose it is."""
    found = []
    for letter in mail.outbox:
        (file,) = [part for part in letter.alternatives if part.mimetype.startswith("text/calendar")]
        (event,) = Calendar.from_ical(file.content).walk("VEVENT")
        found.append(
            (str(Calendar.from_ical(file.content)["method"]), event["sequence"], str(event["uid"]), letter.to[0])
        )
    return found


def test_each_change_is_one_letter_about_the_same_entry(nia_row, mara, told, run_jobs, fresh):
    for _twice in range(2):
        interviews.arrange(nia_row, told, by=mara)
    interviews.arrange(nia_row, {**told, "starts_at": told["starts_at"] + timedelta(hours=1)}, by=mara)
    for _twice in range(2):
        interviews.call_off(nia_row, by=mara)
    run_jobs()
    assert [(method, number) for method, number, *_more in entries()] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    assert {(uid.partition("@")[0], to) for *_more, uid, to in entries()} == {
        (str(Interview.objects.get().pk), "nia@example.org")
    }
    first = mail.outbox[0]
    assert first.subject.startswith("Your interview for Step into work 2026: ") and "Library" in first.body
    assert "secret" not in first.body and "The link to the video call is on your page." in first.body


def test_a_decline_strikes_it_out_and_then_none_can_be_arranged(nia_row, mara, told, run_jobs, fresh):
    interviews.arrange(nia_row, told, by=mara)
    selection.decide([nia_row], Action.DECLINE, by=mara, reason="Late.")
    assert interviews.of(nia_row) is None
    with pytest.raises(NotNow, match="closed"):
        interviews.arrange(fresh(nia_row), told, by=mara)


def test_it_is_arranged_in_the_programmes_zone_and_the_applicant_finds_the_link(nia_row, nia, mara, signed_in):
    address, browser = reverse("programmes:interview", args=(nia_row.pk,)), signed_in(mara)
    day = stories.today() + timedelta(days=4)
    said = {"day": f"{day}", "time": "15:00", "minutes": "40", "place": "", "link": "", "with_whom": "Mara"}
    assert "Give a place or a link" in browser.post(address, said).content.decode()
    past = browser.post(address, {**said, "place": "Library", "day": "2020-01-01"}).content.decode()
    assert "Choose a moment from now on" in past and 'value="Library"' in past
    assert browser.post(address, {**said, "link": "https://call.example.org/7"}).status_code == 302
    row = Interview.objects.get()
    assert row.starts_at.astimezone(nia.zone).strftime("%H:%M") == "15:00"
    page = signed_in(nia).get(nia_row.get_absolute_url()).content.decode()
    assert "https://call.example.org/7" in page and "40 minutes" in page and "15:00" in page
    assert signed_in(nia).get(address).status_code == 403
    browser.post(address, {"step": "off"})
    assert interviews.of(nia_row) is None
