"""Applicants come in from a file after a yes, and each of them once."""

import uuid
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import User
from policy.permissions import Role
from programmes.arriving import entering, reading
from programmes.models import Application, Import, Programme
from tests import stories
from tests.conftest import PARTICIPANTS
from tests.races import at_once, meanwhile

pytestmark = pytest.mark.django_db

TWO = "role,name,email,capacity\nmentee,Ina Mäkelä,INA@example.org,\nmentor,Ula Ó Briain,ula@example.org,3\n"


def batch(programme: Programme, text: str = TWO, *, by: User) -> Import:
    return reading.read_file(programme, SimpleUploadedFile("people.csv", text.encode()), by=by)


def add_people(found: Import, *, by: User, way: str = "list") -> int:
    """Say yes, and do what a job would do; how many were added."""
    arrival, _job = entering.begin(found.programme, way, by=by, pk=uuid.uuid4(), batch=found)
    while not entering.some(arrival.pk):
        pass
    arrival.refresh_from_db()
    return arrival.added


def roles(person: User, programme: Programme) -> set[str]:
    return set(programme.space.roles_of(person))


def test_reading_a_file_adds_nobody(programme, mara):
    people = User.objects.count()
    found = batch(programme, by=mara)
    assert [row["verdict"] for row in found.rows] == ["good", "good"]
    assert (User.objects.count(), Application.objects.count()) == (people, 0)


def test_a_yes_adds_the_good_rows_as_applicants(programme, mara):
    assert add_people(batch(programme, by=mara), by=mara) == 2
    row = Application.objects.get(person__email="ina@example.org")
    assert (row.role, row.state, str(row.person), row.programme) == ("mentee", "applied", "Ina Mäkelä", programme)
    assert not row.person.has_usable_password()
    assert roles(row.person, programme) == set(), "an applicant does not take part yet"
    assert set(row.roles_of(row.person)) == {Role.APPLICANT}
    assert Application.objects.get(role="mentor").capacity == 3


def test_importing_twice_adds_nobody_twice(programme, mara):
    first, second = batch(programme, by=mara), batch(programme, by=mara)
    assert add_people(first, by=mara) == 2
    assert [add_people(again, by=mara) for again in (first, second, batch(programme, by=mara))] == [0, 0, 0]
    assert [row["verdict"] for row in batch(programme, by=mara).rows] == ["known", "known"]
    assert Application.objects.count() == 2
    first.refresh_from_db()
    assert first.added == 2


def test_somebody_with_an_account_keeps_it(programme, nia, mara):
    text = "role,name,email,time zone\nmentee,N. Somebody,Nia@Example.org,Europe/Madrid\n"
    assert add_people(batch(programme, text, by=mara), by=mara) == 1
    row = Application.objects.get()
    nia.refresh_from_db()
    assert (row.person, nia.name, nia.time_zone) == (nia, "Nia Berg", "Europe/Vilnius")


def test_only_a_manager_of_the_programme_imports(programme, tomas, mara):
    found = batch(programme, by=mara)
    with pytest.raises(PermissionDenied):
        batch(programme, by=tomas)
    with pytest.raises(PermissionDenied):
        add_people(found, by=tomas)
    assert not Application.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_say_yes_at_the_same_moment_add_everyone_once(programme, mara):
    found = batch(programme, PARTICIPANTS.read_text(), by=mara)

    def add() -> int:
        return add_people(Import.objects.select_related("programme__space").get(pk=found.pk), by=mara)

    assert sum(at_once(add, add)) == 77
    assert Application.objects.count() == 77
    found.refresh_from_db()
    assert found.added == 77


@pytest.mark.django_db(transaction=True)
def test_people_with_accounts_are_added_once_too(programme, mara, nia, ela):
    found = batch(programme, "role,name,email\nmentee,Nia,nia@example.org\nmentee,Ela,ela@example.org\n", by=mara)

    def add() -> int:
        return add_people(Import.objects.select_related("programme__space").get(pk=found.pk), by=mara)

    assert meanwhile(add, add) == (2, 0)
    assert {row.person for row in Application.objects.all()} == {nia, ela}


@pytest.mark.django_db(transaction=True)
def test_two_programmes_may_bring_the_same_person_in_at_the_same_moment(programme, mara):
    other = stories.programme(by=mara, name="Another")
    first, second = batch(programme, by=mara), batch(other, by=mara)
    outcomes = meanwhile(lambda: add_people(first, by=mara), lambda: add_people(second, by=mara))
    assert outcomes == (2, 2)
    assert User.objects.filter(email="ina@example.org").count() == 1
    assert Application.objects.filter(person__email="ina@example.org").count() == 2


# importing, through the page


def upload(browser, programme: Programme, data: bytes, name: str = "people.csv"):
    file = BytesIO(data)
    file.name = name
    return browser.post(reverse("programmes:import", args=(programme.pk,)), {"file": file})


def test_the_page_shows_each_row_and_adds_nobody_before_the_yes(programme, mara, signed_in, run_jobs):
    manager = signed_in(mara)
    answer = upload(manager, programme, PARTICIPANTS.read_bytes())
    assert answer.status_code == 302
    page = manager.get(answer.url).content.decode()
    assert "77 people can be added." in page and "1 line cannot be used." in page
    assert "Карина Тодорова" in page and "“.@example.org” is not an e-mail address." in page
    assert "Gintarė Gikaraitė" in page
    assert not Application.objects.exists()
    check = manager.get(f"{answer.url}?way=list")
    assert "Nobody is written to." in check.content.decode() and not Application.objects.exists()
    yes = {"way": "list", "once": str(check.context["once"])}
    job = manager.post(answer.url, yes).url
    assert manager.post(answer.url, yes).url == job, "a form sent twice is one"
    run_jobs()
    assert "77 people were added" in manager.get(job, follow=True).content.decode()
    assert Application.objects.count() == 77


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b"name,mail\nNia,nia@example.org\n", "The first line must name the columns. Missing: role."),
        (b"PK\x03\x04" + bytes(500), "This spreadsheet is damaged"),
        (b"%PDF-1.7" + bytes(500), "This is not a CSV file."),
        (b"role,name,email\n" + b"x" * 3_000_000, "The file is larger than 2 MB."),
    ],
)
def test_a_file_that_cannot_be_used_gets_a_sentence(programme, mara, signed_in, data, sentence):
    page = upload(signed_in(mara), programme, data).content.decode()
    assert sentence in page
    assert not Import.objects.exists()


def test_no_file_gets_a_sentence(programme, mara, signed_in):
    answer = signed_in(mara).post(reverse("programmes:import", args=(programme.pk,)), {"file": ""})
    assert answer.status_code == 200 and "Paste the lines with people, or choose a file." in answer.content.decode()


def test_a_batch_of_another_programme_does_not_open_here(programme, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    found = batch(other, by=mara)
    manager = signed_in(mara)
    assert manager.get(reverse("programmes:preview", args=(other.pk, found.pk))).status_code == 200
    assert manager.get(reverse("programmes:preview", args=(programme.pk, found.pk))).status_code == 404
    assert manager.post(reverse("programmes:preview", args=(programme.pk, found.pk))).status_code == 404
    assert not Application.objects.exists()
