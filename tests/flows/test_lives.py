"""Two whole lives, from the first mail to the archive: a group of four mentees, and a pair."""

import re
from collections import Counter, deque

import pytest
from django.test import Client
from django.urls import reverse

from documents.models import Version
from people.models import User
from policy.models import Event
from programmes.models import Group
from sessions.models import Attendance, CallWish, Goal, HomeworkAnswer
from tests import stories
from tests.flows.living import ONCE, Life, begun, in_days, letters_kept_to_the_rules, says
from tests.flows.test_story import fill, open_, post

pytestmark = pytest.mark.django_db
PAGES_AT_MOST, ALIKE_AT_MOST = 60, 2
FILES = re.compile(r"/pdf/|[.]ics$|/me/|/forms/")
READING = re.compile(r"/bundle/$")  # documents are put into one file


def get_to_know(life: Life) -> None:
    """The initial session is planned, and what belongs to the beginning is done, step by step."""
    post(life.mentor, reverse("sessions:new", args=(life.group.pk,)), says(in_days(1), kind="initial", topic="Hello"))
    for browser in (life.mentor, *life.mentees):
        assert life.write(browser, "presentation").state == "sealed"
    for browser in life.mentees:
        life.publish(life.write(browser, "personal-goals"))


def plan_a_series(life: Life, sessions: int) -> None:
    """The wizard: a preview first, then the plan, then the group is told."""
    wish = {"once": ONCE, "day": in_days(8).isoformat(), "time": "18:00", "minutes": "60", "weeks": "1"}
    wish |= {"count": str(sessions), "mode": "online", "link": "https://meet.example.org/ausra"}
    address = reverse("sessions:series", args=(life.group.pk,))
    preview = life.mentor.post(address, {**wish, "step": "preview"})
    assert f"The dates of {sessions} sessions" in preview.content.decode() and life.group.meetings.count() == 1
    post(life.mentor, address, {**wish, "step": "plan"})
    post(life.mentor, reverse("sessions:publish", args=(life.group.pk,)))
    assert life.group.meetings.count() == 1 + sessions


def agree(life: Life) -> None:
    """The contract: offered by the manager, signed by everybody, in force with the last signature."""
    contract = life.write(life.manager, "contract")
    life.act(life.manager, "documents:offer", contract)
    for who, browser in life.browsers.items():
        life.group.refresh_from_db()
        assert life.group.state == "initial"
        life.act(browser, "documents:sign", contract, stories.signature_form(contract, who))
    life.group.refresh_from_db()
    assert life.group.state == "working"


def steps_of(life: Life, browser: Client) -> dict[str, bool]:
    """The checklist of the beginning as somebody sees it: what is completed."""
    return {str(step.title): step.done for step in browser.get(life.room).context["first_steps"]}


def say_the_last_word(life: Life) -> Version:
    """The final session, organised by the manager; then every mentee's last word, and the conclusions."""
    address = reverse("sessions:final", args=(life.group.pk,))
    post(life.manager, address, says(in_days(20), kind="final", topic="Looking back"))
    life.group.refresh_from_db()
    assert life.group.state == "final"
    final = life.pass_by(life.group.meetings.get(kind="final"))
    life.close(final, none="on", day="")
    for browser in life.mentees:
        assert life.write(browser, "final-word").state == "sealed"
    answer = post(life.mentor, reverse("documents:start", args=(life.group.space_id, "conclusions")))
    draft = Version.objects.get(pk=answer.url.split("/")[-3])
    assert len(draft.answers["steps"]) == len(life.mentees), "a row for each is there already"
    assert "Berg: something" in draft.answers["headings"]["now"], "it begins with the last words"
    conclusions = fill(life.mentor, draft)
    life.publish(conclusions, "Thank you all.")
    return conclusions


def end(life: Life) -> None:
    """Certificates for everybody, then the end."""
    for who in life.browsers.keys() - {life.mara}:
        begins = reverse("documents:start", args=(life.group.space_id, "certificate"))
        answer = post(life.manager, begins, {"person": str(who.pk)})
        certificate = fill(life.manager, Version.objects.get(pk=answer.url.split("/")[-3]))
        assert who.name in open_(life.browsers[who], reverse("documents:read", args=(certificate.pk,)))
    life.act(life.mentor, "programmes:group_end", life.group)
    life.group.refresh_from_db()
    assert life.group.has_ended


def is_a_readable_archive(life: Life) -> None:
    """Pages of every sort that are linked from the room open, and none offers to write: but certificates and the own outcome sheet."""
    certificates = Version.objects.filter(document__space=life.group.space, document__kind_slug="certificate")
    certified = {reverse("documents:amend", args=(version.pk,)) for version in certificates}
    certified |= {reverse("documents:start", args=(life.group.space_id, "certificate"))}
    outcome = {reverse("documents:start", args=(life.group.space_id, "outcome-sheet"))}
    for who in (life.group.mentor, life.group.mentees()[0], life.mara):
        browser, shapes = life.browsers[who], Counter()
        waiting, seen, offered = deque([life.room]), {life.room}, []
        while waiting:
            address = waiting.popleft()
            main = re.sub(r"(?s).*<main|</main>.*", "", open_(browser, address))
            for form in re.findall(r'<form[^>]*method="post"[^>]*>', main):
                where = re.search(r'action="([^"]*)"', form)
                offered.append((address, where.group(1) if where else address))
            for link in re.findall(r'<a[^>]*href="(/[^"#?]*)', main):
                shape = re.sub("[0-9a-f-]{36}", "#", link)
                if link in seen or FILES.search(link) or shapes[shape] >= ALIKE_AT_MOST:
                    continue
                shapes[shape] += 1
                seen.add(link)
                waiting.append(link)
            assert len(seen) <= PAGES_AT_MOST, sorted(seen)
        left = {action for _page, action in offered if not READING.search(action)}
        own = outcome if who in life.group.mentees() else set()
        assert left <= (certified if who == life.mara else own), who.name
        assert len(seen) >= 8, (who.name, seen)


def deeds(group: Group, thing: str) -> Counter:
    """How often what was done to things of a kind in a group."""
    return Counter(Event.objects.filter(space=group.space, thing=thing).values_list("action", flat=True))


def test_a_group_of_four_from_the_first_mail_to_the_archive(mara: User, run_jobs) -> None:
    life = begun(mara, ["Nia", "Ela", "Ivo", "Ona"], run_jobs)
    nia, ela, ivo, ona = (life.called(name) for name in ("Nia", "Ela", "Ivo", "Ona"))
    assert "No session is planned yet" in life.see(nia, "home")

    get_to_know(life)
    life.act(ela, "programmes:group_name", life.group, {"name": "Aušra", "motto": "Small steps count"})
    life.publish(life.write(ivo, "group-goals"), "We go on from here.")
    plan_a_series(life, 4)
    open_steps = {title for title, done in steps_of(life, life.mentor).items() if not done}
    assert open_steps == {"Contract, signed by all", "How often the manager looks how it goes"}
    agree(life)
    life.night()
    assert "“Small steps count”" in open_(ona, life.room) and Goal.objects.filter(person=None).exists()

    # the initial session is closed, and the next one gets its topic and homework on the same page
    homework = "Bring a CV\nCall the library\nIvo: rest"
    life.close(life.pass_by(life.coming(kind="initial")), topic="Writing a CV", homework=homework)
    assert "Writing a CV" in life.see(ona, "home") and "Ivo: rest" not in life.see(ona, "home")
    first = life.coming(kind="task")
    cv, library, rest = first.homework.all()
    life.act(nia, "sessions:homework", cv, {"done": "1"})
    partly = {"went": "partly", "words": "The first half."}
    life.act(ela, "sessions:homework_answer", cv, partly)
    life.act(ivo, "sessions:homework_answer", rest, {"went": "not", "words": "No time."})
    assert "The first half." in life.see(life.mentor, "sessions:meeting", first.pk)
    assert "The first half." not in life.see(nia, "sessions:meeting", first.pk)
    said = HomeworkAnswer.objects.filter(homework__in=(cv, library, rest)).values_list("went", flat=True)
    assert Counter(said) == {"done": 1, "partly": 1, "not": 1}

    # the first task session: notes while it runs, then closed; the rotation says who keeps the diary
    life.pass_by(first)
    life.act(life.mentor, "sessions:run", first, {"notes": "Ela speaks up."})
    assert "Ela speaks up." in life.see(life.mentor, "sessions:run", first.pk)
    life.close(first, topic="Telling my story")
    keepers = list(life.group.meetings.filter(kind="task").order_by("starts_at").values_list("keeper", flat=True))
    assert keepers == [who.pk for who in life.group.mentees()], "each of the four once"
    by_keeper = {who.pk: browser for who, browser in life.browsers.items()}
    assert "Write the diary" in life.see(by_keeper[first.keeper_id], "home")
    diary = life.keep_diary(by_keeper[first.keeper_id], first)
    second = life.coming(kind="task")
    left = [row.task for row in second.homework.all()]
    assert "Call the library" in left and "Ivo: rest" in left and "Bring a CV" not in left, (
        "carried over to whom it concerns"
    )
    life.night()

    # the second one: its closing page publishes the diary of the first with the mentor's comment
    life.close(life.pass_by(second), **{f"diary-{diary.pk}-comment": "A good start, all of you."})
    assert second.keeper_id != first.keeper_id
    assert "A good start, all of you." in life.see(ona, "documents:read", diary.pk)
    life.publish(life.keep_diary(by_keeper[second.keeper_id], second))

    # mid-way the manager looks how it goes
    post(life.manager, reverse("monitoring:new", args=(life.group.pk,)), says(in_days(2), kind="monitoring"))
    look = life.group.meetings.get(kind="monitoring")
    for browser in life.mentees:
        assert "Answer the questionnaire" in life.see(browser, "home")
        assert life.answer(browser, look).state == "sealed"
        assert "Answer the questionnaire" not in life.see(browser, "home")
    came = {str(who.pk): "present" for who in life.browsers if who != mara}
    life.act(life.manager, "sessions:held", life.pass_by(look), came)
    life.night()

    # a session is moved and then cancelled; nobody comes to another; neither holds anything up
    third = life.coming(kind="task")
    told = says(in_days(30), topic="Vacancies", reason="The library is closed", tell="1")
    life.act(life.mentor, "sessions:change", third, told)
    assert "Moved from" in life.see(nia, "sessions:meeting", third.pk)
    life.act(life.mentor, "sessions:cancel", third, {"reason": "Tomas is ill"})
    assert "Tomas is ill" in life.see(nia, "sessions:meeting", third.pk)
    fourth = life.pass_by(life.coming(kind="task"))
    life.act(life.mentor, "sessions:missed", fourth)
    assert "Plan the next session" in life.see(life.mentor, "home") and "Write the diary" not in life.see(ona, "home")
    states = Counter(life.group.meetings.values_list("state", flat=True))
    assert states == {"held": 4, "cancelled": 1, "missed": 1}

    # one is planned and will never be held
    post(life.mentor, reverse("sessions:new", args=(life.group.pk,)), says(in_days(40)))

    # feedback, as far as it is released; a wish to be called
    answer = post(nia, reverse("sessions:paper", args=(second.pk, "mentee-feedback")))
    feedback = Version.objects.get(pk=answer.url.split("/")[-3])
    feedback.answers["afterwards"] = {"may_read": "name"}  # it begins with “no”: nothing is released by itself
    fill(nia, feedback)
    assert "Nia Berg" in life.see(life.mentor, "sessions:feedback", life.group.pk)
    post(ela, reverse("sessions:calls"), {"group": str(life.group.pk), "words": "In the evening"})
    assert "In the evening" in life.see(life.manager, "sessions:calls")
    life.act(life.manager, "sessions:call_made", CallWish.objects.get(space=life.group.space, words="In the evening"))
    assert "In the evening" not in life.see(life.manager, "sessions:calls")
    life.night()

    conclusions = say_the_last_word(life)
    life.night()
    assert "End the group" in life.see(life.mentor, "home")
    fill(life.mentor, Version.objects.get(document__kind_slug="session-record"))
    end(life)
    life.night()
    is_a_readable_archive(life)
    assert "Thank you all." in life.see(ona, "documents:read", conclusions.pk)

    assert deeds(life.group, "programmes.group") == {"begin": 1, "work": 1, "finish": 1, "end": 1}
    met = deeds(life.group, "mentoring_sessions.meeting")
    assert (met["hold"], met["cancel"], met["miss"], met["monitor"]) == (5, 1, 1, 0)
    signed = deeds(life.group, "documents.version")
    assert (signed["sign"], signed["seal"], signed["offer"]) == (6, 1, 1)
    assert Attendance.objects.filter(meeting__group=life.group, came="present").count() == 5 * 5
    letters_kept_to_the_rules(life)


def test_a_pair_from_the_first_mail_to_the_archive(mara: User, run_jobs) -> None:
    life = begun(mara, ["Nia"], run_jobs, is_individual=True)
    (nia,) = life.mentees
    get_to_know(life)
    assert nia.get(reverse("programmes:group_name", args=(life.group.pk,))).status_code == 409, "a pair has no motto"
    assert life.mentor.post(reverse("documents:start", args=(life.group.space_id, "group-goals"))).status_code == 409
    plan_a_series(life, 2)
    assert set(steps_of(life, nia)) == {
        "Short presentations of everyone",
        "Contract, signed by all",
        "My personal goals",
        "Session plan",
        "How often the manager looks how it goes",
    }
    agree(life)

    # the mentee always keeps the diary, and nobody is asked whose turn it is
    life.close(life.pass_by(life.coming(kind="initial")), topic="Writing a CV", homework="Bring a CV")
    for _session in range(2):
        meeting = life.pass_by(life.coming(kind="task"))
        assert "Diary keeper" not in life.see(life.mentor, "sessions:close", meeting.pk)
        more = {} if life.group.meetings.filter(state="planned").count() > 1 else {"none": "on", "day": ""}
        life.close(meeting, **more)
        assert meeting.keeper == life.group.mentees()[0]
        life.publish(life.keep_diary(nia, meeting), "Well done.")
    life.night()
    for browser in life.browsers.values():
        for page in (life.room, reverse("sessions:dossier", args=(life.group.pk,))):
            assert not re.search("motto|Goals and objectives of the group|Diary keeper", open_(browser, page))
    plan = life.see(life.mentor, "sessions:plan", life.group.pk)
    assert "Writing a CV" in plan and "Diary keeper" not in plan

    say_the_last_word(life)
    end(life)
    life.night()
    is_a_readable_archive(life)
    kinds = set(Version.objects.filter(document__space=life.group.space).values_list("document__kind_slug", flat=True))
    assert "group-goals" not in kinds and {"contract", "diary", "session-plan", "conclusions"} <= kinds
    assert deeds(life.group, "programmes.group") == {"begin": 1, "work": 1, "finish": 1, "end": 1}
    assert deeds(life.group, "mentoring_sessions.meeting")["hold"] == 4
    letters_kept_to_the_rules(life)


def test_a_mentor_who_writes_nothing_optional_comes_to_the_end_too(
    working_group, mara, tomas, nia, ela, signed_in
) -> None:
    life = Life(working_group, mara, {who: signed_in(who) for who in (mara, tomas, nia, ela)})
    bare = {"link": "", "topic": "", "homework": ""}
    for kind in ("initial", "task"):
        post(life.mentor, reverse("sessions:new", args=(life.group.pk,)), says(in_days(3), kind=kind, **bare))
        life.close(life.pass_by(life.coming()), none="on", day="")
    post(life.manager, reverse("sessions:final", args=(life.group.pk,)), says(in_days(9), kind="final", **bare))
    final = life.pass_by(life.coming())
    assert life.mentor.get(reverse("sessions:close", args=(final.pk,))).context["desk"].whether["none"].value()
    life.close(final, none="on", day="")
    conclusions = life.write(life.browsers[nia], "conclusions")
    life.publish(conclusions)
    assert "End the group" in open_(life.mentor, life.room)
    life.act(life.mentor, "programmes:group_end", life.group)
    life.group.refresh_from_db()
    assert life.group.has_ended
    written = Version.objects.filter(document__space=life.group.space)
    assert set(written.values_list("document__kind_slug", "author__name")) == {
        ("contract", mara.name),
        ("session-plan", tomas.name),
        ("conclusions", nia.name),
    }
