"""Some months after the end mentees are asked by a link: whom, when, how often; and what is learned of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, Version
from monitoring import next_programme
from monitoring.afterwards import answering, asking, figures
from monitoring.models import AskingAfterwards, FollowUp, FollowUpAnswer
from people.models import Letter, User
from policy.models import Event, Participation
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db
END = datetime(2026, 1, 31, 18, tzinfo=UTC)
AFTER_3 = datetime(2026, 4, 30, 9, tzinfo=UTC)  # the last day of a shorter month
SAID = {
    "results": ["job", "network"],
    "change": "better",
    "goals": "partly",
    "contact": "yes",
    "helped": "That I was asked",
}


@pytest.fixture
def ended(working_group: Group, tomas: User) -> Group:
    """Tomas's group ended with Nia and Ela on 31 January."""
    Group.objects.filter(pk=working_group.pk).update(state="ended")
    where = {"space": working_group.space, "thing": "programmes.group", "thing_id": working_group.pk}
    Event.objects.create(by=tomas, action="end", at=END, **where)
    return working_group


def asked(group: Group, now: datetime) -> list[str]:
    return sorted(one.person.name for one in asking.due(now))


def filed(group: Group, slug: str, answers: dict[str, Any], person: User | None = None) -> None:
    document = Document.objects.create(kind_slug=slug, space=group.space, person=person)
    Version.objects.create(
        document=document, number=1, state="sealed", sealed_at=END, answers=answers, author=person or group.mentor
    )


def agreed(group: Group, person: User, may: bool) -> None:
    filed(group, "final-questionnaire-mentee", {"onward": {"later": may}}, person)


def links(person: User) -> list[str]:
    """The addresses in the letters to somebody, the newest first."""
    rows = Letter.objects.filter(person=person, about__startswith="monitoring/afterwards")
    return [re.search(r"/afterwards/l/[\w-]+/", row.body).group() for row in rows]  # type: ignore[union-attr]


def now_asked(group: Group) -> None:
    """Everybody is asked now, three months after the end."""
    Event.objects.filter(thing_id=group.pk, action="end").update(at=timezone.now() - timedelta(days=93))
    assert asking.write(now=timezone.now()) == 2


def test_who_stayed_to_the_end_is_asked_once_after_each_of_three_times(ended, nia, ela) -> None:
    assert asked(ended, AFTER_3 - timedelta(days=1)) == []
    for now in (AFTER_3, AFTER_3 + timedelta(days=29), datetime(2026, 7, 31, 9, tzinfo=UTC)):
        assert asked(ended, now) == ["Ela Žukaitė", "Nia Berg"]
    assert asked(ended, AFTER_3 + timedelta(days=30)) == []  # that was too long ago
    assert (asking.write(now=AFTER_3), asking.write(now=AFTER_3)) == (2, 0)
    assert asking.write(now=datetime(2027, 1, 31, 9, tzinfo=UTC)) == 2
    assert sorted(FollowUp.objects.values_list("months", flat=True)) == [3, 3, 12, 12]
    assert len(links(nia)) == 2


def test_who_left_before_is_switched_off_or_said_no_is_not_asked(ended, nia, ela) -> None:
    Participation.objects.filter(space=ended.space, person=nia).update(ends_at=END - timedelta(days=1))
    assert asked(ended, AFTER_3) == ["Ela Žukaitė"]
    Participation.objects.filter(space=ended.space, person=nia).update(ends_at=END + timedelta(days=9))  # closed later
    assert asked(ended, AFTER_3) == ["Ela Žukaitė", "Nia Berg"]
    User.objects.filter(pk=nia.pk).update(is_active=False)
    Programme.objects.update(is_demo=True)  # whose addresses belong to nobody
    assert asked(ended, AFTER_3) == []
    Programme.objects.update(is_demo=False)
    assert asked(ended, AFTER_3) == ["Ela Žukaitė"]
    agreed(ended, ela, False)
    assert asked(ended, AFTER_3) == []


def test_the_own_answer_goes_before_that_of_the_group(ended, nia) -> None:
    filed(ended, "conclusions", {"after": {"records": "deleted"}})
    assert asked(ended, AFTER_3) == []
    agreed(ended, nia, True)
    assert asked(ended, AFTER_3) == ["Nia Berg"]


def test_a_programme_asks_when_it_wants_and_the_next_one_too(ended, mara, nia, signed_in) -> None:
    programme, page = ended.programme, reverse("monitoring:afterwards", args=(ended.programme.pk,))
    browser = signed_in(mara)
    assert browser.get(page).context["form"].initial == {"months": [3, 6, 12]}
    assert browser.post(page, {"months": ["12", "6"]}).status_code == 302
    assert browser.post(page, {"months": ["4"]}).status_code == 422
    assert AskingAfterwards.objects.get().months == [6, 12] and asked(ended, AFTER_3) == []
    assert "not asked" in browser.get(page).content.decode()
    after = next_programme.begin(programme, pk=uuid4(), name="Next", starts_on=programme.ends_on, by=mara)
    assert asking.months_of([after]) == {after.pk: [6, 12]}
    assert [signed_in(nia).get(page).status_code, signed_in(nia).post(page).status_code] == [403, 403]


def test_one_reminder_after_a_week_with_a_new_link(ended, nia, ela) -> None:
    now_asked(ended)
    now = timezone.now()
    first = links(nia)[0]
    answering.stop(FollowUp.objects.get(person=ela))
    assert asking.write(now=now + timedelta(days=6)) == 0
    assert [asking.write(now=now + timedelta(days=days)) for days in (8, 9, 20)] == [1, 0, 0]
    assert len(links(nia)) == 2 and len(links(ela)) == 1
    (newest,) = set(links(nia)) - {first}
    assert [Client().get(link).status_code for link in (first, newest)] == [200, 200]
    assert Client().post(first, SAID).url == reverse("monitoring:follow_up_thanks")  # it was open before the reminder
    assert (FollowUpAnswer.objects.count(), b'name="change"' in Client().get(newest).content) == (1, False)
    assert all(row.is_secret for row in Letter.objects.filter(person=nia, about__startswith="monitoring/after"))


def test_an_answer_is_kept_without_a_name_and_counted_once(ended, nia) -> None:
    now_asked(ended)
    client, link = Client(), links(nia)[0]
    page = client.get(link)
    assert page.status_code == 200 and FollowUp.objects.filter(outcome="").count() == 2  # looking changes nothing
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("strict-origin", "no-store, private")
    assert "Nia" not in page.content.decode()
    wrong = client.post(link, {**SAID, "change": "", "results": ["nothing", "job"], "helped": "Kept as typed"})
    assert wrong.status_code == 422 and b"Kept as typed" in wrong.content and b"There is a problem" in wrong.content
    sent = [client.post(link, SAID) for _twice in range(2)]
    assert [answer.url for answer in sent] == [reverse("monitoring:follow_up_thanks")] * 2
    assert client.get(sent[0].url).status_code == 200
    row = FollowUpAnswer.objects.get()
    assert row.answers == SAID and {field.name for field in row._meta.fields} == {
        "id", "created_at", "space", "months", "answers",
    }  # fmt: skip
    assert asking.write(now=timezone.now() + timedelta(days=8)) == 1  # Ela alone is reminded


def test_who_is_erased_stays_counted(programme) -> None:
    gone = stories.person("gone@example.org", "Gone Falk")
    where = {"space": programme.space, "months": 3}
    row = FollowUp.objects.create(person=gone, digest="x", until=timezone.now() + timedelta(days=9), **where)
    answering.answer(row, SAID)
    gone.delete()
    assert FollowUp.objects.get().person is None and FollowUpAnswer.objects.get().answers == SAID
    assert figures.waves(programme, now=timezone.now())[0].asked == 1


def test_who_does_not_want_to_be_asked_is_never_asked_again(ended, nia, ela) -> None:
    now_asked(ended)
    client, link = Client(), links(nia)[0]
    for _twice in range(2):
        assert client.post(link, {"stop": "yes"}).url == reverse("monitoring:follow_up_stopped")
    assert client.get(reverse("monitoring:follow_up_stopped")).status_code == 200
    assert not FollowUpAnswer.objects.exists()
    Event.objects.filter(thing_id=ended.pk, action="end").update(at=timezone.now() - timedelta(days=185))
    assert asked(ended, timezone.now()) == [ela.name]


def test_links_that_are_used_have_ended_or_never_were_open_one_same_page(ended, nia, ela) -> None:
    now_asked(ended)
    client, (used, over) = Client(), [links(who)[0] for who in (nia, ela)]
    client.post(used, SAID)
    FollowUp.objects.filter(person=ela).update(until=timezone.now())
    never = reverse("monitoring:follow_up", args=("never-was-one",))
    answers = [client.get(link) for link in (used, over, never)] + [client.post(over, SAID), client.post(never, SAID)]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({(answer.content, str(sorted(answer.headers.items()))) for answer in answers}) == 1
    assert FollowUpAnswer.objects.count() == 1


def said(programme: Programme, people: int, months: int = 3) -> None:
    for n in range(people):
        FollowUp.objects.create(space=programme.space, months=months, digest=uuid4().hex, until=END)
        answers = {**SAID, "change": "better" if n < 4 else "worse", "helped": f"Text {n}"}
        FollowUpAnswer.objects.create(space=programme.space, months=months, answers=answers)


def counted(text: str) -> dict[str, list[str]]:
    """The cells of every answer on the managers' page."""
    rows = re.findall(r'<th scope="row">([^<]+)</th>((?:\s*<td[^>]*>[^<]*</td>)+)', text)
    return {words: [one.strip() for one in re.findall(r">([^<]+)<", cells)] for words, cells in rows}


def test_managers_read_numbers_and_texts_from_five_on_and_in_fives(programme, mara, signed_in) -> None:
    page, browser = reverse("monitoring:afterwards", args=(programme.pk,)), signed_in(mara)
    said(programme, 4)
    text = browser.get(page).content.decode()
    assert "fewer than 5 people" in text and "fewer than 5 answers" in text and "Text 0" not in text
    said(programme, 5)  # nine in all: the last four are not counted yet
    text = browser.get(page).content.decode()
    assert "9 people" in text and "at least 5" in text and text.count("Text ") == 5
    assert counted(text)["better"] == ["5 of 5", "–", "–"]  # the ninth, who said worse, is not counted yet
    said(programme, 1)
    assert counted(browser.get(page).content.decode())["worse"] == ["1 of 10", "–", "–"]


def test_it_asks_as_much_for_many_as_for_one(ended, programme, mara, nia, signed_in) -> None:
    counts = set()
    for people in (1, 12):
        said(programme, people)
        with CaptureQueriesContext(connection) as found:
            assert asked(ended, AFTER_3) == ["Ela Žukaitė", "Nia Berg"]
            figures.waves(programme, now=AFTER_3)
        counts.add(len(found))
        other = Group.objects.create(
            programme=programme, space=type(ended.space).objects.create(kind="group", within=programme.space),
            number=10 + people, name=f"Group {people}", state="ended",
        )  # fmt: skip
        Event.objects.create(
            space=other.space, by=mara, action="end", at=END, thing="programmes.group", thing_id=other.pk
        )
        Participation.objects.create(space=other.space, person=nia, role="mentee")  # in two groups: asked once
    assert len(counts) == 1


def test_the_agreement_is_read_as_the_form_keeps_it() -> None:
    from django.http import QueryDict

    from documents import kinds
    from documents.forms import Filling

    kind = kinds.get("final-questionnaire-mentee")
    told = Filling(kind, {}, QueryDict("onward-later=on")).answers()
    assert told["onward"]["later"] and not Filling(kind, {}, QueryDict("onward-next=x")).answers()["onward"]["later"]
