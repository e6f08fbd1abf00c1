"""Every confidential field of the world holds a word that occurs nowhere else: who gets to see it, wherever they look?"""

import io
import re
import zipfile

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from documents import bundles
from documents.models import Document
from jobs import tasks
from jobs.models import Job
from people.models import Letter
from policy.models import Event
from tests.house.door_row import TO_SIGN_IN
from tests.house.doors_table import TABLE
from tests.house.every_page import deeds, pages, reports_of
from tests.house.principals import (
    AUTHOR,
    GROUP,
    LEFT,
    MANAGER,
    MENTEES,
    MENTOR,
    NOBODY,
    PAPERS,
    PRINCIPALS,
    PROGRAMME,
    ROOM,
    SECOND,
    SECOND_GROUP,
    STRANGERS,
    people,
)
from tests.house.test_doors import FORM, address, undone
from tests.house.test_doors import asked as asked_at
from tests.house.world import World

pytestmark = [pytest.mark.usefixtures("its_files", "db", "quiet"), pytest.mark.timeout(600)]
SENDERS = people("nobody mentee peer mentor_other manager_other")  # who would learn most by an answer
TOKEN = re.compile(r"zq\d{4}x|987123|987456")
OTHER_MANAGER = people("manager_other")
CALLED, CALLED_ELSEWHERE = people("mentor author mentee dual mentor_other peer"), people("dual mentee_other")


def entitled(mark: str) -> frozenset[str]:
    """Who may see what a token marks (design 3, as far as this version goes)."""
    if mark == "paper: feedback, released":  # the paper stays closed, its words are read on a page of the mentor's
        return PAPERS["feedback, released"].readers | people("mentor")
    if mark.startswith("paper: "):
        return PAPERS[mark.removeprefix("paper: ")].readers
    if mark.startswith("phone of "):
        who = mark.removeprefix("phone of ")  # managers call everybody of their groups (R59)
        theirs = (MANAGER if who in CALLED else NOBODY) | (OTHER_MANAGER if who in CALLED_ELSEWHERE else NOBODY)
        return people(who) - STRANGERS | theirs
    if mark.startswith("application, "):
        _application, programme, who = mark.split(", ")
        return people(who) | (OTHER_MANAGER if programme == "Second chance" else MANAGER)
    return {
        "new address of the author": AUTHOR,
        "page where people apply": frozenset(PRINCIPALS),
        "question to who applies, Step into work": people("applicant") | MANAGER,
        "question to who applies, Second chance": OTHER_MANAGER,
        "draft of an application": NOBODY,
        "sent with the application": people("applicant") | MANAGER,
        "session, Step into work": ROOM,
        "session, Second chance": SECOND,
        "answer to homework": AUTHOR | MENTOR,
        "said, first group": GROUP,
        "said, second group": SECOND_GROUP,
        "said to a guest": ROOM,
        "why a manager was invited": ROOM,
        "why it was hidden": GROUP,
        "topic, first group": GROUP,
        "topic, second group": SECOND_GROUP,
        "network for everyone, Step into work": PROGRAMME,
        "network for everyone, Second chance": SECOND,
        "network for mentors, Step into work": people("mentor mentor_other manager"),
        "network for mentees, Step into work": MENTEES | people("peer manager"),
        "what was hidden": MENTOR,
        "wish to be called": AUTHOR | MANAGER,
        "notes of a camera": NOBODY,
        "place, Step into work": ROOM,
        "place, Second chance": SECOND,
        "training, Step into work": PROGRAMME,
        "training, Second chance": SECOND,
        "told to managers at a training": AUTHOR | MANAGER,
        "unit that is off": MANAGER,
        "resource, Step into work": ROOM | people("mentor_other"),
        "resource, Second chance": people("manager_other dual"),
        "list of resources, Step into work": MANAGER,
        "list of resources, Second chance": OTHER_MANAGER,
        "suggested to all, Step into work": ROOM - MANAGER,
        "resource brought by the mentor": AUTHOR | MENTOR | MANAGER,
        "suggested to the author": AUTHOR | MENTOR,
        "import, Step into work": MANAGER,
        "import, Second chance": OTHER_MANAGER,
        "recommendation, Step into work": MANAGER,
        "recommendation, Second chance": OTHER_MANAGER,
        "reasons, Step into work": MANAGER,
        "texts, Step into work": MANAGER,
        "texts, Second chance": OTHER_MANAGER,
        "questionnaire, Step into work": MANAGER,
        "questionnaire, Second chance": OTHER_MANAGER,
        "reasons, Second chance": OTHER_MANAGER,
        "letter of a manager, Step into work": AUTHOR | MANAGER,
        "letter of a manager, Second chance": people("mentee_other manager_other"),
        "letter of the mentor": ROOM - MANAGER,
        "draft of a manager": MANAGER,
        "text to begin letters with, Step into work": MANAGER,
        "text to begin letters with, Second chance": OTHER_MANAGER,
        "goal of author that may be spoken of": ROOM,
        "goal of mentee_left that may be spoken of": ROOM | LEFT,
        "group Tomas Lind": ROOM | LEFT,  # its name, on what they keep
        "why a group was changed, Step into work": MANAGER,
        "why a group was changed, Second chance": OTHER_MANAGER,
        "why somebody ended, Step into work": MANAGER,
        "why somebody ended, Second chance": OTHER_MANAGER,
        "why a mentor without a group fits, Step into work": MANAGER,
        "why a mentor without a group fits, Second chance": OTHER_MANAGER,
        "word to the successor": ROOM,
        "group Mentor Other Falk": people("peer mentor_other manager"),
        "group Dual Falk": SECOND,
        "why a group can wait": MANAGER,
        "reason of the decline": people("rejected manager"),
        "noted reason, Step into work": MANAGER,
        **{f"{what}, Step into work": MANAGER for what in ("criterion", "note of a score")},
        **{f"{what}, Second chance": OTHER_MANAGER for what in ("criterion", "note of a score")},
        "reason of the refusal": OTHER_MANAGER,
        "question of mentee_other": people("mentee_other manager_other"),
        "question of dual": people("dual manager_other"),
        "job of the manager": MANAGER,
        "feedback from others": AUTHOR,
        "words for others": AUTHOR,
        "address of somebody outside": NOBODY,
        "score, Step into work": MANAGER,
        "score, Second chance": OTHER_MANAGER,
        **{f"{what}, Step into work": MANAGER for what in ("objective", "benchmark", "sponsor link")},
        **{f"{what}, Second chance": OTHER_MANAGER for what in ("objective", "benchmark", "sponsor link")},
        **{f"afterwards, {programme}": NOBODY for programme in ("Step into work", "Second chance")},  # fewer than five
        "why a place was declined, Step into work": MANAGER,
        "why a place was declined, Second chance": OTHER_MANAGER,
    }[mark]


def words(answer, read: dict[bytes, str]) -> str:
    """All that an answer says: its headers, and its body, or the text of its PDF."""
    said = " ".join(answer.headers.values())
    if not answer.streaming and answer.content.startswith(b"PK"):  # a workbook
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return said + " ".join(book.read(name).decode() for name in book.namelist())
    if not answer.streaming:
        return said + answer.content.decode(errors="replace")
    data = b"".join(answer.streaming_content)
    if not data.startswith(b"%PDF-"):  # a picture, or a file as it was sent
        return said + data.decode("latin-1")
    if data not in read:
        reader = PdfReader(io.BytesIO(data))
        text = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        read[data] = re.sub(r"\s|\u200b|\u00ad", "", text)
    return said + read[data]


@pytest.fixture(scope="module")
def read_already() -> dict[bytes, str]:
    """The text of PDFs that somebody has opened."""
    return {}


def closed_to(principal: str, world: World) -> frozenset[str]:
    """Where this person was met by test_doors.py, and told word by word what is told about a thing that never was."""
    return frozenset(
        address(row, world)
        for row in TABLE
        if ("GET", principal) in asked_at(row) and row.status("GET", principal) in (TO_SIGN_IN, 404)
    )


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_everyone_sees_what_is_theirs_and_nothing_else(principal: str, world: World, read_already) -> None:
    seen: dict[str, str] = {}
    closed, hidden, asked = closed_to(principal, world), set(), set()
    browser = world.browser(principal)
    session = browser.cookies.get("sessionid")
    for method, urls in (("GET", pages()), ("POST", deeds() if principal in SENDERS else [])):
        for url, thing in urls:
            if method == "GET" and url in closed and thing not in asked | {None}:
                hidden.add(thing)
            if thing in hidden or (method == "GET" and url in closed):
                continue  # whose own page is not found has no other page for this person: the doors say so
            with undone():
                answer = browser.get(url) if method == "GET" else browser.post(url, FORM)
                for token in TOKEN.findall(words(answer, read_already)):
                    seen.setdefault(token, f"{method} {url}")
            if thing and thing not in asked and answer.status_code in (302, 404):
                hidden.add(thing)
            asked.add(thing)
            browser.cookies.clear()
            if session:
                browser.cookies["sessionid"] = session.value
    due = {token for token, mark in world.tokens.items() if principal in entitled(mark)}
    leaked = {world.tokens[token]: seen[token] for token in seen.keys() - due}
    missing = {world.tokens[token] for token in due - seen.keys()}
    assert (leaked, missing) == ({}, set())


def test_the_bearer_of_a_personal_link_sees_that_version_and_the_own_question_alone(world: World) -> None:
    page = world.browser("anon").get(reverse("documents:by_link", args=(world.things["signing link"],)))
    due = {"paper: contract, second programme", "question of dual", "group Dual Falk"}
    assert {world.tokens[token] for token in TOKEN.findall(page.content.decode())} == due


def test_whoever_has_a_calendar_address_reads_where_its_owner_meets_and_no_more(world: World) -> None:
    answer = world.browser("anon").get(reverse("sessions:feed", args=(world.things["calendar of the author"],)))
    said = answer.content.decode().replace("\r\n ", "")
    marks = {world.tokens[token] for token in TOKEN.findall(said)}
    assert marks == {"group Tomas Lind", "place, Step into work"}
    assert said.count("BEGIN:VEVENT") > 2


def test_somebody_who_is_asked_reads_the_statements_and_nothing_that_others_said(world: World) -> None:
    page = world.browser("anon").get(reverse("monitoring:others_answer", args=(world.things["address for feedback"],)))
    assert {world.tokens[token] for token in TOKEN.findall(page.content.decode())} == {"words for others"}


def test_whoever_has_the_link_to_a_draft_reads_that_draft_and_no_other(world: World) -> None:
    token = world.things["draft of an application"]
    page = world.browser("anon").get(reverse("programmes:apply_step", args=(token, "hopes")))
    assert {world.tokens[token] for token in TOKEN.findall(page.content.decode())} == {"draft of an application"}
    page = world.browser("anon").get(reverse("programmes:apply_check", args=(token,)))
    said = {world.tokens[token] for token in TOKEN.findall(page.content.decode())}
    assert said == {"draft of an application", "question to who applies, Step into work"}
    for name, thing in (("apply_sent", "sent application"), ("apply_confirm", "application to confirm")):
        page = world.browser("anon").get(reverse(f"programmes:{name}", args=(world.things[thing],)))
        assert {world.tokens[token] for token in TOKEN.findall(page.content.decode())} <= {"page where people apply"}


def test_a_sponsor_reads_the_objectives_and_no_more(world: World, read_already) -> None:
    """On the page behind the link, whoever opens it; in the report for a director it is the same."""
    for who in ("anon", "author", "manager"):
        page = world.browser(who).get(reverse("monitoring:sponsor", args=(world.things["sponsor address"],)))
        assert {world.tokens[token] for token in TOKEN.findall(words(page, read_already))} == {
            "objective, Step into work"
        }
    report = (world.things["programme"].pk, world.things["executive report"].pk)
    said = words(world.browser("manager").get(reverse("monitoring:executive_pdf", args=report)), read_already)
    assert {world.tokens[token] for token in TOKEN.findall(said)} == {"objective, Step into work"}


def test_no_report_says_a_word_that_somebody_wrote(world: World, read_already) -> None:
    for url in reports_of(world.things["programme"]):
        answer = world.browser("manager").get(url)
        assert answer.status_code == 200 and not TOKEN.search(words(answer, read_already)), url


@pytest.mark.parametrize("principal", ["author", "manager"])
def test_a_bundle_holds_what_its_asker_may_read_and_nothing_else(principal: str, world: World, read_already) -> None:
    """The text of the merged PDF, and the names in the ZIP: everything published that is theirs to read."""
    group, browser = world.things["group"], world.browser(principal)
    with undone():
        job = bundles.ask(group.space, by=world.people[principal])
        tasks.run(str(job.pk))
        said = words(browser.get(reverse("documents:bundle_pdf", args=(job.pk,))), read_already)
        zipped = b"".join(browser.get(reverse("documents:bundle_zip", args=(job.pk,))).streaming_content)
        said += " ".join(zipfile.ZipFile(io.BytesIO(zipped)).namelist())
    seen = {world.tokens[token] for token in TOKEN.findall(said)}
    due = {
        f"paper: {name}"
        for name, paper in PAPERS.items()
        if paper.state == "sealed"
        and principal in paper.readers
        and world.papers[name].space == group.space
        and not world.papers[name].document.kind.parts.is_private
    }
    due &= set(world.tokens.values())  # a plan says the sessions' words, none of its own
    assert {mark for mark in seen if mark.startswith("paper: ")} == due and len(due) > 1
    assert all(principal in entitled(mark) for mark in seen)


def test_a_manager_sees_that_a_withheld_diary_was_filed(world: World) -> None:
    """Where the diaries are the group's own: that it is there, by whom; no link to it, and not its text."""
    version = world.papers["diary, group only"]
    room = world.browser("manager_other").get(reverse("room", args=(world.things["second group"].pk,))).content.decode()
    assert version.document.title in room and "Mentee Other Falk" in room and "not yours to read" in room
    assert str(version.pk) not in room
    assert Document.objects.visible_to(world.people["manager_other"]).filter(pk=version.document_id).exists()


def test_letters_say_what_happened_and_nothing_of_what_was_written(world: World) -> None:
    """A letter may name the group, the person it is to, and the place where they meet; nothing told in confidence.

    What a manager or a mentor wrote to people is in the letters to these people, and in no other.
    """
    whose = {person.pk: name for name, person in world.people.items()}
    letters = list(Letter.objects.select_related("person"))
    assert len(letters) > 20 and {letter.state for letter in letters} == {"sent", "held"}
    names = {token for token, mark in world.tokens.items() if mark.startswith(("group ", "place, "))}
    for letter in letters:
        said = set(TOKEN.findall(f"{letter.subject}\n{letter.body}\n{letter.about}"))
        written = {token for token in said if world.tokens[token].startswith("letter of")}
        assert all(whose[letter.person_id] in entitled(world.tokens[token]) for token in written)
        assert said - written <= names, (letter.subject, {world.tokens[token] for token in said})


def test_whoever_gets_a_letter_about_a_document_may_read_it(world: World) -> None:
    """Recipients: each link in a letter to somebody who is still there opens for its reader."""
    opened = 0
    for letter in Letter.objects.select_related("person"):
        principal = next((name for name, person in world.people.items() if person == letter.person), None)
        link = re.search(r"https?://[^/\s]+(/(?:d|s|a|g|t)/\S+)", letter.link or letter.body)
        if principal is None or link is None or principal in STRANGERS:
            continue
        answer = world.browser(principal).get(link.group(1), follow=True)  # to what is begun already
        assert answer.status_code == 200, (letter.subject, principal)
        opened += 1
    assert opened > 15


def test_what_is_kept_about_deeds_and_jobs_holds_no_text(world: World) -> None:
    kept = [str(row) for row in Event.objects.values_list()] + [
        str(row) for row in Job.objects.values_list("arguments")
    ]
    assert len(kept) > 50
    assert not TOKEN.search(" ".join(kept))


def test_nothing_was_sent_that_is_not_a_letter(world: World) -> None:
    assert {letter.subject for letter in mail.outbox} <= set(Letter.objects.values_list("subject", flat=True))
