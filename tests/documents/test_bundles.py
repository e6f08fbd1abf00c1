"""All documents in one file: what one person may read, nothing else, for a week, for them alone."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import page
import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from documents import bundles, files, pipeline, printing
from documents.bundles import making, packing
from documents.models import Bundle, Document, Version
from jobs import tasks
from jobs.models import Job
from people.models import User
from policy.models import Participation
from programmes.models import Group
from sessions.document_kinds.goals import PERSONAL_GOALS
from sessions.document_kinds.group_goals import GROUP_GOALS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.usefixtures("its_files", "db")


@dataclass
class World:
    """A group, its people by name, and the bundles that two of them asked for."""

    group: Group
    people: dict[str, User]
    folder: Path
    of_tomas: Bundle
    of_nia: Bundle

    def row(self, who: str, *versions: Version) -> Bundle:
        """A bundle as if it had been made: next to nothing in its files."""
        made = {"pdf": files.keep(b"%PDF-1.7", ".pdf", folder="bundles"), "made_at": timezone.now(), "documents": 1}
        made |= {"archive": files.keep(b"PK", ".zip", folder="bundles"), "contents": [str(one.pk) for one in versions]}
        return Bundle.objects.create(space=self.group.space, by=self.people[who], **made)


def published_goals(group: Group, *, of: User, by: User, word: str) -> Version:
    begun = Document.objects.filter(kind_slug="personal-goals", person=of).first()
    last = begun.newest if begun else None
    version = pipeline.amend(last, by=of) if last else pipeline.start(PERSONAL_GOALS, group.space, by=of, person=of)
    pipeline.write(version, complete(PERSONAL_GOALS, word=word), by=of)
    pipeline.submit(version, by=of)
    pipeline.publish(version, by=by)
    return version


def build(folder: Path) -> World:
    """The goals of both mentees, Nia's in a second version; goals of the group that are only handed in."""
    mara = stories.manager("mara@example.org", "Mara Vilks")
    names = {"tomas": "Tomas Lind", "nia": "Nia Berg", "ela": "Ela Žukaitė", "oto": "Oto Falk"}
    people = {"mara": mara} | {who: stories.person(f"{who}@example.org", name) for who, name in names.items()}
    tomas, nia, ela = people["tomas"], people["nia"], people["ela"]
    group = stories.group(stories.programme(by=mara), mentor=tomas, mentees=[nia, ela], by=mara)
    published_goals(group, of=nia, by=tomas, word="Quokka")
    published_goals(group, of=nia, by=tomas, word="Numbat")
    published_goals(group, of=ela, by=tomas, word="Bilby")
    shared = pipeline.start(GROUP_GOALS, group.space, by=nia)
    pipeline.write(shared, complete(GROUP_GOALS, word="Wombat"), by=nia)
    pipeline.submit(shared, by=nia)
    return World(group, people, folder, made(group, tomas), made(group, nia, older=True))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Printed once for all tests here; every test's own changes are rolled back on top of it."""
    folder = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield build(folder)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def its_files(world: World, settings, _files_of_this_test, tmp_path) -> None:
    """The files of the world, to be spoiled by each test as it likes."""
    shutil.copytree(world.folder, tmp_path / "copy")
    settings.MEDIA_ROOT = tmp_path / "copy"


def made(group: Group, by: User, *, older: bool = False) -> Bundle:
    job = bundles.ask(group.space, by=by, older=older)
    tasks.run_all()
    return Bundle.objects.get(pk=job.pk)


def words_of(bundle: Bundle) -> set[str]:
    text = "".join(page.extract_text() for page in PdfReader(files.place_of(bundle.pdf)).pages)
    return {word for word in ("Quokka", "Numbat", "Bilby", "Wombat") if word in text}


def names_in(bundle: Bundle) -> list[str]:
    return zipfile.ZipFile(files.place_of(bundle.archive)).namelist()


def addresses(bundle: Bundle) -> list[str]:
    return [reverse(f"documents:{name}", args=(bundle.pk,)) for name in ("bundle", "bundle_pdf", "bundle_zip")]


def status_of(browser: Client, address: str) -> int:
    answer = browser.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, which closes the file
    return answer.status_code


def goals_of(name: str) -> Version:
    return Version.objects.in_force().get(document__kind_slug="personal-goals", document__person__name=name)


def test_a_bundle_holds_what_its_asker_may_read(world):
    assert words_of(world.of_tomas) == {"Numbat", "Bilby"}
    assert names_in(world.of_tomas) == [
        "01 - Personal goals and objectives - Nia Berg - v2.pdf",
        "02 - Personal goals and objectives - Ela Zukaite - v1.pdf",
    ]
    assert world.of_tomas.contents == [str(goals_of(name).pk) for name in ("Nia Berg", "Ela Žukaitė")]


def test_the_older_versions_come_when_they_are_asked_for(world):
    assert words_of(world.of_nia) == {"Quokka", "Numbat"}
    assert [name[-6:] for name in names_in(world.of_nia)] == ["v1.pdf", "v2.pdf"]


def test_the_merged_file_has_contents_bookmarks_and_tags_for_everyone(world):
    data = files.place_of(world.of_tomas.pdf).read_bytes()
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        assert [failure.message for failure in page.validate_pdf_bytes(data, profile=profile).failures] == []
    reader = PdfReader(io.BytesIO(data))
    top = [mark for mark in reader.outline if not isinstance(mark, list)]
    goals = [f"Personal goals and objectives – {name}" for name in ("Nia Berg", "Ela Žukaitė")]
    assert [mark.title for mark in top] == ["Documents of Group 1", *goals]
    cover = " ".join(reader.pages[0].extract_text().split())
    starts = [reader.get_destination_page_number(mark) + 1 for mark in top]
    assert f"1 {goals[0]} 2 {starts[1]} 2 {goals[1]} 1 {starts[2]}" in cover
    assert starts[0] == 1 and starts[1] == 2 < starts[2]
    ends = [reader.pages[number - 1].extract_text() for number in starts[1:]]
    assert all(f"page {n} of {len(reader.pages)}" in text for n, text in zip(starts[1:], ends, strict=True))
    links = [note.get_object() for note in reader.pages[0]["/Annots"]]
    assert {link["/Dest"] for link in links} == {"document-1", "document-2"} and "/URI" not in str(links)


def test_every_file_of_the_zip_is_the_documents_own(world):
    archive = zipfile.ZipFile(files.place_of(world.of_tomas.archive))
    digests = [files.digest_of(archive.read(name)) for name in archive.namelist()]
    assert digests == [Version.objects.get(pk=pk).pdf_digest for pk in world.of_tomas.contents]


def test_names_are_plain_and_lead_nowhere_else(world):
    document = goals_of("Nia Berg").document
    Document.objects.filter(pk=document.pk).update(label="../../etc/passwd\\con: Łódź “ß” Дневник.exe")
    User.objects.filter(pk=document.person_id).update(name="Δ/../Ørsted")
    version = Version.objects.select_related("document__person").get(document=document, number=2)
    due = "007 - Personal goals and objectives - etc passwd con Lodz ss exe - Orsted - v2.pdf"
    assert packing.name_of(7, version, 120) == due
    assert packing.folded("Дневник") == ""


def test_what_is_pressed_twice_is_one_job(world, signed_in):
    tomas, mara = signed_in(world.people["tomas"]), signed_in(world.people["mara"])
    address = reverse("documents:make_bundle", args=(world.group.space_id,))
    first, second = [tomas.post(address).url for _press in range(2)]
    assert first == second and mara.post(address).url != first != tomas.post(address, {"older": "1"}).url
    job = Job.objects.get(pk=first.split("/")[-2])
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert tomas.post(address).url == first, "not while it is being done either"
    done = copy(world.of_tomas)
    done.pk = job.pk
    done.save(force_insert=True)  # made, and the worker died before it said so
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    tasks.run(str(job.pk))
    assert tomas.get(first).url == reverse("documents:bundle", args=(job.pk,))
    assert tomas.post(address).url != first, "one that is done is done"


def test_it_is_fetched_by_its_asker_alone_for_a_week(world, signed_in):
    tomas, bundle = signed_in(world.people["tomas"]), world.of_tomas
    answers = [tomas.get(address) for address in addresses(bundle)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert b"".join(answers[1].streaming_content).startswith(b"%PDF-")
    assert b"".join(answers[2].streaming_content).startswith(b"PK")
    assert answers[2]["Content-Disposition"] == 'attachment; filename="Group 1.zip"'
    for who in ("mara", "nia", "oto"):
        assert [signed_in(world.people[who]).get(one).status_code for one in addresses(bundle)] == [404, 404, 404]
    Bundle.objects.filter(pk=bundle.pk).update(made_at=timezone.now() - timedelta(days=7, seconds=1))
    gone = tomas.get(addresses(bundle)[0])
    assert gone.status_code == 410 and "has been deleted" in gone.content.decode()
    assert [tomas.get(address).url for address in addresses(bundle)[1:]] == [addresses(bundle)[0]] * 2


def test_after_a_week_rows_and_files_go_and_the_documents_stay(world):
    waiting = Job.objects.filter(name=making.EXPIRE)
    assert waiting.count() == 2 and not waiting.filter(not_before__lt=timezone.now() + timedelta(days=6)).exists()
    old, fresh, twin = world.of_tomas, world.of_nia, world.row("tomas")
    same = world.row("nia")  # two bundles may share a file
    Bundle.objects.filter(pk__in=(old.pk, twin.pk)).update(made_at=timezone.now() - timedelta(days=8))
    waiting.update(not_before=timezone.now())
    tasks.run_all()
    assert set(Bundle.objects.all()) == {fresh, same}
    assert [files.place_of(one.pdf).exists() for one in (old, fresh, same)] == [False, True, True]
    assert [files.place_of(one.archive).exists() for one in (old, fresh, same)] == [False, True, True]
    assert all(printing.is_intact(version) for version in Version.objects.filter(pk__in=old.contents))


def test_who_has_left_fetches_nothing_and_makes_nothing(world, signed_in):
    nia, waiting = world.people["nia"], bundles.ask(world.group.space, by=world.people["nia"])
    assert signed_in(nia).get(addresses(world.of_nia)[0]).status_code == 200
    Participation.objects.filter(person=nia, space=world.group.space).update(ends_at=timezone.now())
    assert [signed_in(nia).get(address).status_code for address in addresses(world.of_nia)] == [404, 404, 404]
    address = reverse("documents:make_bundle", args=(world.group.space_id,))
    assert signed_in(nia).post(address).status_code == 404
    tasks.run_all()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error) == ("failed", "You do not take part here any more.")
    assert not Bundle.objects.filter(pk=waiting.pk).exists()


def test_rights_that_were_narrowed_hold_for_bundles_made_before(world, signed_in):
    mara, version = world.people["mara"], goals_of("Nia Berg")
    bundle = world.row("mara", version)
    assert signed_in(mara).get(addresses(bundle)[0]).status_code == 200
    pipeline.withhold("personal-goals", [world.group.space], "manager")
    answer = signed_in(mara).get(addresses(bundle)[0])
    assert answer.status_code == 410 and "has changed what you may read" in answer.content.decode()
    assert [signed_in(mara).get(address).status_code for address in addresses(bundle)[1:]] == [302, 302]
    assert bundles.chosen(world.group.space, mara) == []


def test_where_nothing_is_published_there_is_nothing_to_put_together(world, signed_in):
    mara = world.people["mara"]
    pipeline.withhold("personal-goals", [world.group.space], "manager")
    answer = signed_in(mara).post(reverse("documents:make_bundle", args=(world.group.space_id,)))
    assert answer.status_code == 409 and "nothing to put together" in answer.content.decode()
    dossier = signed_in(mara).get(reverse("sessions:dossier", args=(world.group.pk,))).content.decode()
    assert "When the first document is published" in dossier and "All documents in one file" not in dossier
    job = bundles.ask(world.group.space, by=mara)
    tasks.run(str(job.pk))
    job.refresh_from_db()
    assert job.state == "failed" and "nothing to put together" in job.error


def test_what_has_no_intact_file_is_printed_first_and_what_cannot_be_is_named(world, signed_in):
    nia, ela = goals_of("Nia Berg"), goals_of("Ela Žukaitė")
    files.place_of(ela.pdf).write_bytes(b"damaged")
    Version.objects.filter(pk=nia.pk).update(pdf="", pdf_digest="")
    Job.objects.filter(key=f"{printing.JOB}:{nia.pk}").update(state="failed", error="It took too long.")
    bundle = made(world.group, world.people["tomas"])
    assert printing.is_intact(Version.objects.get(pk=ela.pk))
    assert bundle.contents == [str(ela.pk)] and words_of(bundle) == {"Bilby"}
    cover = PdfReader(files.place_of(bundle.pdf)).pages[0].extract_text()
    assert "Nia Berg" in cover.split("Not included")[1]


def test_too_much_for_one_file_comes_in_volumes_one_a_turn(world, monkeypatch, signed_in):
    monkeypatch.setattr(making, "VOLUME_WEIGHS", 100)  # so little that each document is a volume of its own
    job = bundles.ask(world.group.space, by=world.people["tomas"])
    tasks.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done_so_far, job.done_in_all) == ("waiting", 3, 4)
    tasks.run_all()
    bundle = Bundle.objects.get(pk=job.pk)
    assert bundle.pdf == "" and names_in(bundle)[:2] == [f"00 - All - volume {n} of 2.pdf" for n in (1, 2)]
    archive = zipfile.ZipFile(files.place_of(bundle.archive))
    cover = PdfReader(io.BytesIO(archive.read(names_in(bundle)[1]))).pages[0].extract_text()
    assert "Volume 2 of 2" in cover and "Ela" in cover and "Nia" not in cover
    assert not making._workshop(job).exists()
    tomas = signed_in(world.people["tomas"])
    assert [status_of(tomas, address) for address in addresses(bundle)] == [200, 404, 200]


def test_long_printing_is_done_in_turns(world, monkeypatch):
    Version.objects.filter(pk=goals_of("Nia Berg").pk).update(pdf="")
    monkeypatch.setattr(making, "TURN", -1)  # the turn is over before it begins
    job = bundles.ask(world.group.space, by=world.people["tomas"])
    tasks.run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done_so_far, job.done_in_all, job.attempts) == ("waiting", 1, 2, 0)


def test_the_manager_has_all_pdfs_of_the_programme_a_folder_for_each_group(world, signed_in):
    mara, programme = world.people["mara"], world.group.programme
    Group.objects.update(name="Aušra / ../ 1")
    address = reverse("programmes:bundle_all", args=(programme.pk,))
    for who, status in (("tomas", 403), ("nia", 403), ("oto", 404)):
        assert signed_in(world.people[who]).post(address).status_code == status
    where = signed_in(mara).post(address).url
    tasks.run_all()
    bundle = Bundle.objects.get(by=mara)
    assert signed_in(mara).get(where).url == addresses(bundle)[0]
    assert [name.split("/")[0] for name in names_in(bundle)] == ["01 - Ausra 1"] * 2
    assert "ZIP with a folder for each group" in signed_in(mara).get(addresses(bundle)[0]).content.decode()


def test_who_runs_the_programme_no_more_gets_nothing_of_it(world):
    mara, space = world.people["mara"], world.group.programme.space
    job = bundles.ask_all(space, by=mara)
    Participation.objects.filter(person=mara, space=space).update(role="sponsor")
    tasks.run_all()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "You do not run this programme any more.")
