"""The story of the product, from an empty house to the end of a group, through the pages people use."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import kinds, printing
from documents.forms import posted
from documents.models import Document, Version
from jobs import tasks
from people.models import User
from programmes.models import Application, Group, Placement, Programme
from sessions.models import Meeting
from tests import stories
from tests.answers import complete
from tests.conftest import PARTICIPANTS

pytestmark = pytest.mark.django_db(transaction=True)


def post(browser: Client, address: str, data=None, *, to: int = 302):
    """Send a form; a redirect is what every finished form answers with."""
    answer = browser.post(address, data or {})
    assert answer.status_code == to, (address, answer.status_code, answer.content.decode()[:3000])
    return answer


def open_(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return re.sub(r"\s+", " ", answer.content.decode())


def set_up(browser: Client) -> Programme:
    told = {
        "name": "Step into work",
        "purpose": "A next step.",
        "starts_on": "2026-09-01",
        "ends_on": "2027-06-30",
        "languages": ["en", "lt"],
        "language": "en",
        "time_zone": "Europe/Vilnius",
        "mode": "blended",
        "is_individual": "False",
        "group_at_most": "6",
        "diary_readers": "managers",
        "once": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    }
    post(browser, reverse("programmes:new"), told)
    post(browser, reverse("programmes:new"), told)  # sent twice
    return Programme.objects.get()


def import_everyone(browser: Client, programme: Programme) -> None:
    for _again in range(2):
        with PARTICIPANTS.open("rb") as file:
            answer = post(browser, reverse("programmes:import", args=(programme.pk,)), {"file": file})
        page = open_(browser, answer.url)
        assert "Карина Тодорова" in page and "is not an e-mail address" in page
        post(browser, answer.url)
        tasks.run_all()
    assert programme.applications.filter(role="mentee").count() == 60
    assert programme.applications.filter(role="mentor").count() == 17


def decide(browser: Client, programme: Programme, applications, decision: str, reason: str = "") -> None:
    told = {"applications": [row.pk for row in applications], "decision": decision, "reason": reason}
    post(browser, reverse("programmes:people", args=(programme.pk,)), told)


def advance(browser: Client, programme: Programme, step: str) -> None:
    post(browser, reverse("programmes:advance", args=(programme.pk,)), {"step": step})


def fill(browser: Client, version: Version, hand_on: bool = True) -> Version:
    """Fill in every field of a draft and hand it on."""
    data = posted(version.kind, complete(version.kind, version.answers))
    data["revision"] = version.revision
    if hand_on:
        data["hand-on"] = "1"
    post(browser, reverse("documents:write", args=(version.pk,)), data)
    version.refresh_from_db()
    return version


def begin(browser: Client, group: Group, slug: str) -> Version:
    answer = post(browser, reverse("documents:start", args=(group.space_id, slug)))
    return Version.objects.get(pk=answer.url.split("/")[-3])


def plan(browser: Client, group: Group, days: int, **more) -> Meeting:
    when = timezone.now() + timedelta(days=days)
    told = {
        "kind": "task",
        "day": when.date().isoformat(),
        "time": "18:00",
        "minutes": "60",
        "mode": "online",
        "link": "https://meet.example.org/x",
        "topic": "Writing a CV",
        "homework": "Bring a job advert\nDraft a CV",
        **more,
    }
    before = set(group.meetings.values_list("pk", flat=True))
    post(browser, reverse("sessions:new", args=(group.pk,)), told)
    return group.meetings.exclude(pk__in=before).get()


def test_a_programme_runs_from_selection_to_the_final_session(mara: User, signed_in, run_jobs) -> None:
    manager = signed_in(mara)
    programme = set_up(manager)

    # selection
    advance(manager, programme, "open-selection")
    import_everyone(manager, programme)
    everyone = list(programme.applications.select_related("person"))
    decide(manager, programme, everyone[:1], "decline", "No seat left this time.")
    decide(manager, programme, everyone[1:2], "reserve")
    decide(manager, programme, everyone[:0] + everyone[2:], "select")
    states = programme.applications.values_list("state", flat=True)
    assert {state: list(states).count(state) for state in set(states)} == {"declined": 1, "reserve": 1, "selected": 75}

    # training
    advance(manager, programme, "open-training")
    post(
        manager,
        reverse("programmes:training_new", args=(programme.pk,)),
        {
            "title": "Joint workshop",
            "audience": "joint",
            "starts_at": "2026-09-10T17:00",
            "place": "Library",
            "aims": "Meet.",
        },
    )
    event = programme.trainings.get()
    trained = [row.person_id for row in everyone[2:40]]
    post(
        manager,
        reverse("programmes:training", args=(programme.pk, event.pk)),
        dict.fromkeys(map(str, trained), "there"),
    )
    assert event.attendances.count() == len(trained)

    # matching: proposed, one moved by button, confirmed
    advance(manager, programme, "open-matching")
    post(manager, reverse("programmes:propose", args=(programme.pk,)))
    run_jobs()
    board = open_(manager, reverse("programmes:matching", args=(programme.pk,)))
    assert "Both speak" in board
    placements = Placement.objects.filter(proposal__programme=programme)
    unhappy = placements.get(mentee__person__name="Dovydas Čepaitis")
    assert unhappy.mentor is None or unhappy.mentor.person.email != "hildegard.brandl@example.org"
    loads = {mentor: placements.filter(mentor=mentor).count() for mentor in Application.objects.filter(role="mentor")}
    assert all(load <= min(mentor.capacity, 6) for mentor, load in loads.items())
    leaver = placements.exclude(mentor=None).select_related("mentor").first()
    roomy = leaver.mentor
    moved = placements.exclude(mentor=roomy).exclude(mentor=None).exclude(mentee=unhappy.mentee).first()
    post(manager, reverse("programmes:place", args=(programme.pk, moved.pk)), {"mentor": roomy.pk}, to=409)
    post(manager, reverse("programmes:place", args=(programme.pk, leaver.pk)), {"mentor": ""})
    post(manager, reverse("programmes:place", args=(programme.pk, moved.pk)), {"mentor": roomy.pk})
    moved.refresh_from_db()
    assert moved.mentor == roomy
    open_(manager, reverse("programmes:confirm", args=(programme.pk,)))
    post(manager, reverse("programmes:confirm", args=(programme.pk,)), {"revision": moved.proposal.revision})
    programme.refresh_from_db()
    assert programme.state == "mentoring"
    run_jobs()
    invited = [letter for letter in mail.outbox if letter.subject.startswith("Invitation to")]
    seated = sum(len(group.mentees()) for group in programme.groups.all())
    assert len(invited) == seated + programme.groups.count()

    # one group: everyone accepts the invitation in their mail
    group = max(programme.groups.all(), key=lambda group: len(group.mentees()))
    browsers = {}
    for who in [group.mentor, *group.mentees()]:
        letter = next(letter for letter in invited if letter.to == [who.email])
        link = re.search(r"https?://\S+(/me/invitation/\S+)", letter.body).group(1)
        browsers[who] = Client()
        open_(browsers[who], link)
        post(browsers[who], link, {"name": who.name, "password": stories.PASSWORD})
    mentor, mentees = browsers[group.mentor], [browsers[who] for who in group.mentees()]
    room = reverse("room", args=(group.pk,))
    assert "No session is planned yet" in open_(mentees[0], reverse("home"))

    # the initial session and its documents
    initial = plan(mentor, group, 2, kind="initial", topic="Getting to know each other", homework="")
    post(mentor, reverse("sessions:publish", args=(group.pk,)))
    post(
        mentees[0], reverse("programmes:group_name", args=(group.pk,)), {"name": "Aušra", "motto": "Small steps count"}
    )
    contract = fill(manager, begin(manager, group, "contract"))
    post(manager, reverse("documents:offer", args=(contract.pk,)))
    for browser, who in [(manager, mara), *browsers_with_people(browsers)]:
        page = open_(browser, reverse("documents:read", args=(contract.pk,)))
        assert "Confidentiality" in page
        told = stories.signature_form(contract, who)
        for _twice in range(2):
            post(browser, reverse("documents:sign", args=(contract.pk,)), told)
    contract.refresh_from_db()
    group.refresh_from_db()
    assert (contract.state, group.state) == ("sealed", "working")

    goals = fill(mentees[0], begin(mentees[0], group, "personal-goals"))
    post(mentor, reverse("documents:publish", args=(goals.pk,)), {"text": "Good steps."})
    common = fill(mentees[1], begin(mentees[1], group, "group-goals"))
    post(mentor, reverse("documents:publish", args=(common.pk,)))
    keeper = group.mentees()[0]
    came = {str(who.pk): "present" for who in browsers}
    post(mentor, reverse("sessions:held", args=(initial.pk,)), {**came, "keeper": ""})

    # a task session: plan, homework, held, diary
    task = plan(mentor, group, 7)
    post(mentor, reverse("sessions:publish", args=(group.pk,)))
    home = open_(mentees[0], reverse("home"))
    assert "Next session" in home and "Writing a CV" in home and "Bring a job advert" in home
    homework = task.homework.first()
    post(mentees[0], reverse("sessions:homework", args=(homework.pk,)), {"done": "1", "from": "home"})
    assert "done" in open_(mentor, room)
    post(mentor, reverse("sessions:held", args=(task.pk,)), {**came, "keeper": str(keeper.pk)})
    assert "It is your turn" in open_(mentees[0], reverse("home"))
    answer = post(mentees[0], reverse("sessions:diary", args=(task.pk,)))
    diary = fill(mentees[0], Version.objects.get(pk=answer.url.split("/")[-3]))
    assert "Comment and publish" in open_(mentor, reverse("home"))
    post(mentor, reverse("documents:publish", args=(diary.pk,)), {"text": "A good start, all of you."})
    assert "A good start, all of you." in open_(mentees[1], reverse("documents:read", args=(diary.pk,)))

    # monitoring
    post(
        manager,
        reverse("monitoring:new", args=(group.pk,)),
        {
            "kind": "monitoring",
            "day": timezone.now().date().isoformat(),
            "time": "18:00",
            "minutes": "45",
            "mode": "online",
        },
    )
    session = group.meetings.get(kind="monitoring")
    answer = post(mentees[0], reverse("monitoring:answer", args=(session.pk,)))
    answers = fill(mentees[0], Version.objects.get(pk=answer.url.split("/")[-3]))
    assert answers.state == "sealed"
    assert "answered" in open_(manager, reverse("monitoring:round", args=(session.pk,)))
    assert mentor.get(reverse("documents:read", args=(answers.pk,))).status_code == 404
    post(manager, reverse("sessions:held", args=(session.pk,)), came)

    # the final session, the conclusions, the end
    final = plan(mentor, group, 14, kind="final", topic="Looking back")
    post(mentor, reverse("sessions:held", args=(final.pk,)), {**came, "keeper": ""})
    conclusions = fill(mentees[0], begin(mentees[0], group, "conclusions"))
    post(mentor, reverse("documents:publish", args=(conclusions.pk,)))
    post(mentor, reverse("programmes:group_end", args=(group.pk,)))
    group.refresh_from_db()
    assert group.state == "ended"

    # every document is a PDF, attached to the group, open to its members
    run_jobs()
    sealed = Version.objects.filter(document__space=group.space, state="sealed")
    assert {version.document.kind_slug for version in sealed} == {
        "contract",
        "personal-goals",
        "group-goals",
        "session-plan",
        "diary",
        "initial-questionnaire",
        "conclusions",
    }
    for version in sealed:
        assert printing.is_intact(version), version
    page = open_(mentees[1], room)
    for slug in ("contract", "group-goals", "session-plan", "diary", "conclusions"):
        version = sealed.get(document__kind_slug=slug)
        assert reverse("documents:pdf", args=(version.pk,)) in page
        answer = mentees[1].get(reverse("documents:pdf", args=(version.pk,)))
        assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Document.objects.filter(space=group.space, kind_slug__in=[kind.slug for kind in kinds.every()]).count() == 7


def browsers_with_people(browsers: dict) -> list[tuple[Client, User]]:
    return [(browser, who) for who, browser in browsers.items()]
