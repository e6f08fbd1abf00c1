"""Links for sponsors: what their bearers read, and what nobody learns."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring import evaluating
from monitoring.models import SponsorLink
from people.models import User
from programmes.models import Group, Programme
from tests import stories
from tests.monitoring import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(mara) -> Programme:
    programme = records.lived(mara, 8, seed=31).programme
    evaluating.set_objectives(programme, ["Half find work"], by=mara)
    return programme


def make(browser, programme: Programme, **more: str):
    until = (stories.today() + timedelta(days=30)).isoformat()
    told = {"label": "Board", "until": until, "once": "", **more}
    return browser.post(reverse("monitoring:links", args=(programme.pk,)), told)


def address_in(answer) -> str:
    found = re.search(r"<code>https?://[^/]+(/report/[\w-]+/)</code>", answer.content.decode())
    assert found
    return found.group(1)


def test_the_address_is_shown_once_and_only_its_digest_is_kept(lived, mara, signed_in) -> None:
    browser = signed_in(mara)
    address = address_in(make(browser, lived))
    token = address.split("/")[2]
    again = browser.get(reverse("monitoring:links", args=(lived.pk,))).content.decode()
    assert token not in again and "Board" in again
    row = SponsorLink.objects.get()
    assert token not in str(row.__dict__) and len(row.digest) == 64 and row.by == mara


def test_a_bearer_reads_the_figures_and_no_names(lived, mara, signed_in, client) -> None:
    stories.person("someone-else@example.org", "Someone Else")
    answer = client.get(address_in(make(signed_in(mara), lived)))
    text = answer.content.decode()
    assert answer.status_code == 200 and "Half find work" in text and text.count("<svg") == 3
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and '<meta name="robots" content="noindex' in text
    assert records.SECRET not in text
    for name in [*User.objects.values_list("name", flat=True), *Group.objects.values_list("name", flat=True)]:
        assert not re.search(rf"\b{re.escape(name)}\b", text), name
    assert re.findall(r'<a [^>]*href="([^"]+)"', text) == [] and "<form" not in text  # no way into the house


def test_whoever_is_signed_in_sees_the_same_page(lived, mara, oto, signed_in, client) -> None:
    address = address_in(make(signed_in(mara), lived))
    assert signed_in(oto).get(address).content == client.get(address).content == signed_in(mara).get(address).content


def test_small_numbers_are_hidden_from_bearers(working_group, mara, client) -> None:
    until = stories.today() + timedelta(days=1)
    token = evaluating.open_for(working_group.programme, "Board", until, by=mara)
    stories.held_meeting(working_group, by=working_group.mentor)
    text = " ".join(
        re.sub(r"<[^>]+>", " ", client.get(reverse("monitoring:sponsor", args=(token,))).content.decode()).split()
    )
    assert "Mentees who come fewer than 5 people" in text and "Training done fewer than 5 people" in text
    assert "Well matched fewer than 5 answers" in text and "Sessions held 100 %" in text


def test_a_link_that_never_was_was_taken_back_or_has_ended_opens_the_same_page(lived, mara, signed_in, client) -> None:
    browser = signed_in(mara)
    back, over = (address_in(make(browser, lived, label=label)) for label in ("Back", "Over"))
    assert [client.get(one).status_code for one in (back, over)] == [200, 200]
    row = SponsorLink.objects.get(label="Back")
    assert browser.post(reverse("monitoring:take_back", args=(lived.pk, row.pk))).status_code == 302
    SponsorLink.objects.filter(label="Over").update(until=stories.today() - timedelta(days=2))
    answers = [client.get(one) for one in (back, over, "/report/never-was-one/")]
    assert [one.status_code for one in answers] == [404] * 3
    assert len({(one.content, str(sorted(one.headers.items()))) for one in answers}) == 1
    assert str(lived) not in answers[0].content.decode()


def test_on_its_last_day_a_link_still_opens(lived, mara, client) -> None:
    token = evaluating.open_for(lived, "Board", stories.today(), by=mara)
    assert evaluating.opened_by(token) == lived
    assert evaluating.opened_by(token + "x") is None


def test_a_link_is_for_a_year_at_most(lived, mara, signed_in) -> None:
    today = stories.today()
    for days, status in ((-1, 422), (366, 422), (365, 200), (0, 200)):
        assert make(signed_in(mara), lived, until=(today + timedelta(days=days)).isoformat()).status_code == status
    assert make(signed_in(mara), lived, label="").status_code == 422
    evaluating.open_for(lived, "Board", today + timedelta(days=4000), by=mara)
    assert max(SponsorLink.objects.values_list("until", flat=True)) == today + timedelta(days=365)


def test_a_form_sent_twice_makes_one_link_whose_last_address_opens(lived, mara, signed_in, client) -> None:
    once = "6d1f9a50-7a4c-4c88-9d8f-0f6d3c8e3a11"
    first, second = (address_in(make(signed_in(mara), lived, once=once)) for _twice in range(2))
    assert SponsorLink.objects.count() == 1
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    other = stories.programme(by=mara, name="Other")
    make(signed_in(mara), other, once=once)
    assert SponsorLink.objects.filter(space=lived.space).get().pk.hex == once.replace("-", "")
    assert client.get(second).status_code == 200 and SponsorLink.objects.count() == 2


def test_a_link_of_another_programme_is_not_taken_back_under_mine(lived, mara, signed_in) -> None:
    other = stories.programme(by=mara, name="Other")
    evaluating.open_for(other, "Board", stories.today(), by=mara)
    row = SponsorLink.objects.get()
    assert signed_in(mara).post(reverse("monitoring:take_back", args=(lived.pk, row.pk))).status_code == 404
    row.refresh_from_db()
    assert row.taken_back_at is None


def test_managers_see_when_a_link_was_last_opened(lived, mara, signed_in, client) -> None:
    browser, page = signed_in(mara), reverse("monitoring:links", args=(lived.pk,))
    address = address_in(make(browser, lived))
    assert "not opened yet" in browser.get(page).content.decode()
    client.get(address)
    first = SponsorLink.objects.get().opened_at
    assert first is not None and "last opened on" in browser.get(page).content.decode()
    client.get(address)
    assert SponsorLink.objects.get().opened_at == first  # within the hour nothing is written
    SponsorLink.objects.update(opened_at=first - timedelta(minutes=61))
    client.get(address)
    assert SponsorLink.objects.get().opened_at >= first
    SponsorLink.objects.update(opened_at=None, taken_back_at=first)
    client.get(address)
    assert SponsorLink.objects.get().opened_at is None
