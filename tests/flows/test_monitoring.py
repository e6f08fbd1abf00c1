"""A group is monitored from the initial to the final session: questionnaires, calls, interviews, and what both sides see."""

from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Document, Version
from people.models import Letter, User
from programmes.models import Group
from sessions.models import Meeting
from tests.flows.living import Life, in_days, says
from tests.flows.test_story import fill, post

QUESTIONNAIRE = "Answer the questionnaire"


def monitor(life: Life, days: int) -> Meeting:
    """The manager organises a monitoring session, and its time passes."""
    post(life.manager, reverse("monitoring:new", args=(life.group.pk,)), says(in_days(days), kind="monitoring"))
    meeting = life.pass_by(life.group.meetings.order_by("number").last())
    life.act(life.manager, "sessions:held", meeting, {str(who.pk): "present" for who in life.browsers})
    return meeting


def answer(
    life: Life, browser: Client, meeting: Meeting, kind: str, person: User | None = None, **said: dict
) -> Version:
    """Somebody begins a form of a monitoring session and fills it in."""
    told = {"kind": kind, **({"person": str(person.pk)} if person else {})}
    begun = life.act(browser, "monitoring:answer", meeting, told)
    version = Version.objects.get(pk=begun.url.split("/")[-3])
    version.answers = {**version.answers, **said}
    return fill(browser, version)


def call(life: Life, person: User, number: int) -> Version:
    """The manager logs a call with somebody, from the page of those who are to be called."""
    told = {"person": str(person.pk), "occasion": str(UUID(int=number))}
    begun = post(life.manager, reverse("documents:start", args=(life.group.space_id, "check-in")), told)
    return Version.objects.get(pk=begun.url.split("/")[-3])


def age(life: Life, days: float) -> None:
    """Everything that was held so far was held that many days earlier."""
    for meeting in life.group.meetings.filter(starts_at__lt=timezone.now()):
        ago = timedelta(days=days)
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=meeting.starts_at - ago, ends_at=meeting.ends_at - ago)


def test_a_group_is_monitored_from_its_initial_to_its_final_session(
    working_group: Group, mara, tomas, nia, ela, signed_in
) -> None:
    life = Life(working_group, mara, {who: signed_in(who) for who in (mara, tomas, nia, ela)})
    by_nia, by_ela = life.browsers[nia], life.browsers[ela]

    # the initial session; two days later both sides are to be called
    post(life.mentor, reverse("sessions:new", args=(life.group.pk,)), says(in_days(3), kind="initial"))
    life.close(life.pass_by(life.coming(kind="initial")), topic="Writing a CV", homework="Bring a CV")
    assert "are to be called" not in life.see(life.manager, "home")
    age(life, 3)
    assert "People of 1 group are to be called" in life.see(life.manager, "home")
    for number, person in enumerate((tomas, nia, ela)):
        page = life.see(life.manager, "monitoring:check_ins")
        assert person.name in page
        log = call(life, person, number)
        log.answers["call"]["reached"] = "yes"
        log.answers["actions"] = [{"what": "Be prepared", "who": person.name, "due": ""}]
        log.answers["afterwards"]["next_call"] = in_days(20).isoformat()
        fill(life.manager, log)
    assert "are to be called" not in life.see(life.manager, "home")
    again = call(life, nia, 9)
    assert again.answers["before"] == [{"what": "Be prepared", "who": "Nia Berg"}], "and whether it happened is asked"

    # the monitoring at the start: who has not answered is seen, and reminded with one click
    start = monitor(life, 5)
    assert QUESTIONNAIRE in life.see(by_nia, "home") and QUESTIONNAIRE in life.see(by_ela, "home")
    answer(life, by_nia, start, "initial-questionnaire")
    answer(life, life.mentor, start, "initial-questionnaire-mentor")
    assert "not yet" in life.see(life.manager, "monitoring:round", start.pk)
    age(life, 4)
    assert "Initial questionnaires of 1 group are missing" in life.see(life.manager, "home")
    post(life.manager, reverse("monitoring:remind", args=("initial-missing",)), {"group": str(life.group.pk)})
    assert Letter.objects.filter(person=ela, subject__startswith="Your answers are still missing").count() == 1
    assert not Letter.objects.filter(person=nia, subject__startswith="Your answers are still missing").exists()
    answer(life, by_ela, start, "initial-questionnaire")
    assert "are missing" not in life.see(life.manager, "home")

    # half-way the manager talks with both sides; neither learns what the other said
    half_way = monitor(life, 6)
    for person in (nia, tomas):
        answer(life, life.manager, half_way, "mid-term-interview", person)
    for browser in (by_nia, by_ela, life.mentor):
        assert "Mid-term interview" not in life.see(browser, "sessions:dossier", life.group.pk)

    # the final session, and what is asked at its end
    post(life.manager, reverse("sessions:final", args=(life.group.pk,)), says(in_days(9), kind="final"))
    final = life.close(life.pass_by(life.coming(kind="final")), none="on", day="")
    for browser, kind in ((by_nia, "mentee"), (by_ela, "mentee"), (life.mentor, "mentor")):
        answer(life, browser, final, f"final-questionnaire-{kind}")
    view = life.see(life.manager, "monitoring:both_sides", life.group.pk)
    assert view.count("of 2") >= 2 * 8, "two mentees, eight statements, at the start and at the end"

    # every tool stands under its session, and in a PDF of its own
    filled = Document.objects.filter(space=life.group.space, versions__state="sealed")
    under = {
        meeting: set(filled.filter(occasion=meeting.pk).values_list("kind_slug", flat=True))
        for meeting in (start, half_way, final)
    }
    assert under == {
        start: {"initial-questionnaire", "initial-questionnaire-mentor"},
        half_way: {"mid-term-interview"},
        final: {"final-questionnaire-mentee", "final-questionnaire-mentor"},
    }
