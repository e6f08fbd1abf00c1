"""A questionnaire without names: its answers are read by nobody, and seen by managers only together, by fives."""

import csv
import io
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Document, Version
from monitoring import signals
from monitoring.questionnaires import answering, export, keeping, together
from monitoring.suppression import LEAST
from people.models import Letter, User
from policy.machine import NotNow
from policy.models import Space
from programmes.models import Group
from tests import stories
from tests.documents.hostile import picture
from tests.monitoring.questionnaires import answered, draft, of_every_kind, opened, question
from tests.monitoring.test_questionnaires_answering import home, place
from tests.monitoring.test_questionnaires_results import file, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def eleven(working_group, nia, ela) -> list[User]:
    """The mentees of a group: Nia, Ela and nine more."""
    more = [stories.person(f"more{n}@example.org", f"More Falk {n}") for n in range(9)]
    for who in more:
        working_group.space.participations.create(person=who, role="mentee")
    return [nia, ela, *more]


def shown(row, by) -> dict[str, Counter]:
    """By kind of question, what a manager sees of it."""
    types = {one["key"]: one["type"] for one in row.texts["questions"]}
    return {types[key]: Counter(map(str, given)) for key, given in together.shown(row, by=by).items()}


def test_whoever_answers_reads_the_promise_first_and_cannot_answer_on_paper(
    working_group, eleven, mara, nia, signed_in
):
    row = opened(working_group.programme, by=mara, readers="together", questions=[question(text="A song?")])
    browser, address = signed_in(nia), place(working_group, row)
    assert "Nobody reads it one by one" in home(browser)
    asked = browser.get(address).content.decode()
    assert "Nobody reads your answers one by one." in asked and "never who" in asked
    write = browser.post(address).url
    form = browser.get(write).content.decode()
    assert "Your first month" in home(browser), "it is to be finished"
    assert form.index("Nobody reads your answers one by one. The managers") < form.index("A song?")
    assert "handwriting tells who wrote it" in form and "Form to print" not in form and 'type="file"' not in form
    upload = reverse("documents:upload", args=(Version.objects.get(document__occasion=row.pk).pk,))
    paper = SimpleUploadedFile("paper.png", picture("PNG"), "image/png")
    refused = browser.post(upload, {"upload-file": paper})
    assert refused.status_code == 422 and "so it is typed here" in refused.content.decode()
    assert signed_in(mara).get(page(row) + "paper/").status_code == 409
    assert row.wording.texts["promise"][0]["text"] == row.promise, "frozen with the questions"


def test_it_is_not_opened_for_fewer_than_five(working_group, mara):
    row = draft(working_group.programme, by=mara, readers="together", audience="both")
    with pytest.raises(NotNow, match="fewer than five"):
        keeping.open_(row, by=mara, seen=0)


def test_nobody_but_its_author_reads_or_finds_it(
    working_group, eleven, mara, tomas, nia, ela, oto, signed_in, run_jobs, django_user_model
):
    staff = django_user_model.objects.create_superuser("staff@example.org", stories.PASSWORD, name="Sita Staff")
    row = opened(working_group.programme, by=mara, readers="together")
    version = answered(working_group, row, by=nia, word="A whisper")
    run_jobs()
    for address in (version.get_absolute_url(), reverse("documents:pdf", args=(version.pk,))):
        assert {signed_in(who).get(address).status_code for who in (mara, tomas, ela, oto, staff)} == {404}, address
    assert signed_in(nia).get(version.get_absolute_url()).status_code == 200
    assert b"".join(signed_in(nia).get(address).streaming_content).startswith(b"%PDF-")
    for person in (mara, tomas, ela):
        assert not Document.objects.visible_to(person).filter(pk=version.document_id).exists()
        for name, thing in (("sessions:dossier", working_group), ("room", working_group)):
            seen = signed_in(person).get(reverse(name, args=(thing.pk,))).content.decode()
            assert str(version.pk) not in seen and "without names" not in seen
    assert str(version.pk) in signed_in(nia).get(reverse("sessions:dossier", args=(working_group.pk,))).content.decode()
    seen = signed_in(mara).get(page(row)).content.decode() + signed_in(mara).get(file(row, "csv")).content.decode()
    assert "A whisper" not in seen and "Nia Berg" not in seen and "1 person has answered." in seen
    assert not Letter.objects.filter(body__contains="Nia", person=mara).exists()
    with pytest.raises(NotNow):
        pipeline.amend(version, by=nia)
    for stranger in (tomas, oto):
        with pytest.raises(PermissionDenied):
            together.shown(row, by=stranger)


def test_five_are_shown_without_names_in_an_order_that_joins_nothing(working_group, eleven, mara, signed_in):
    asked = [question("line", "First"), question("line", "Second"), question("one", "Drink"), question("scale", "Mark")]
    row = opened(working_group.programme, by=mara, readers="together", questions=asked)
    for n, who in enumerate(eleven[:10]):
        if n == 4:
            assert "said by" not in signed_in(mara).get(page(row)).content.decode()
        answered(working_group, row, by=who, line=f"said by {n}", one="2", scale=str(n))
    seen = signed_in(mara).get(page(row)).content.decode()
    assert "on average 4.5" in seen and all(f"said by {n}" in seen for n in range(10))
    assert not any(who.name in seen for who in eleven)
    told = signed_in(mara).get(file(row, "csv")).content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(told, newline=""))
    assert head == ["First", "Second", "Drink", "Mark"] and len(lines) == 10
    first, second, marks = ([line[n] for line in lines] for n in (0, 1, 3))
    sent = [f"said by {n}" for n in range(10)]
    assert sorted(first) == sorted(second) == sent and sorted(marks) == [str(n) for n in range(10)]
    assert first != second and sent not in (first, second) and marks != [words[-1] for words in first]


def test_an_adversary_who_compares_every_look_and_the_file_finds_nobody(working_group, eleven, mara):
    """After each single answer: what is seen has changed by five people or not at all, and the file says the same."""
    row = opened(working_group.programme, by=mara, readers="together", questions=of_every_kind())
    before = shown(row, mara)
    for n, who in enumerate(eleven):
        skipped = (
            {"scale": "", "several": []} if n % 3 == 0 else {"scale": str(n % 11)}
        )  # not everybody answers everything
        answered(working_group, row, by=who, word=f"word {n}", **skipped)
        now = shown(row, mara)
        for type, given in now.items():
            assert before[type] <= given, "what was shown stays"
            assert (given - before[type]).total() in (0, LEAST) and given.total() % LEAST == 0
        columns = zip(*export.rows(row, mara)[1:], strict=True)
        assert [sum(cell != "" for cell in column) for column in columns] in ([], [one.total() for one in now.values()])
        before = now
    assert before["text"].total() == 10 and before["scale"].total() == 5


def test_somebody_of_two_groups_counts_once(working_group, eleven, mara, nia, programme):
    space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
    other = Group.objects.create(programme=programme, space=space, number=77, name="Two", state="working")
    other.space.participations.create(person=nia, role="mentee")
    row = opened(programme, by=mara, readers="together", questions=[question()])
    for who in eleven[:4]:
        answered(working_group, row, by=who)
    answered(other, row, by=nia)
    assert shown(row, mara)["text"].total() == 0, "five answers of four people"


def test_the_reminder_goes_to_whoever_is_silent_and_tells_nobody_who(working_group, eleven, mara, nia, ela, signed_in):
    row = opened(working_group.programme, by=mara, readers="together")
    answered(working_group, row, by=nia)
    address = reverse("monitoring:questionnaire_remind", args=(working_group.programme.pk, row.pk))
    said = [signed_in(mara).post(address, follow=True).content.decode() for _twice in range(2)]
    assert all("Whoever has not answered is reminded, once a day." in one and "Ela" not in one for one in said)
    reminded = Letter.objects.filter(subject__contains="still missing")
    assert {letter.person for letter in reminded} == set(eleven) - {nia}
    assert len(reminded) == len(answering.missing(row)) == 10


def test_who_leaves_does_not_show_by_the_numbers_whether_they_had_answered(working_group, eleven, mara, nia, ela):
    row, told = opened(working_group.programme, by=mara, readers="together"), []
    answered(working_group, row, by=nia)
    for who in (nia, ela):
        working_group.space.participations.filter(person=who).update(ends_at=timezone.now())
        told.append(answering.counts(working_group.programme, [row])[row.pk])
    assert told == [(1, 10), (1, 9)]


def test_answering_is_no_sign_of_life_of_a_group(working_group, eleven, mara, nia):
    def quiet_since():
        return Group.objects.annotate(**signals.since_columns(timezone.now())).get(pk=working_group.pk).since_quiet

    row = opened(working_group.programme, by=mara, readers="together")
    before = quiet_since()
    answered(working_group, row, by=nia)
    assert quiet_since() == before
