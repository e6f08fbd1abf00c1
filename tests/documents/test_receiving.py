"""A filled form or a scan becomes the draft: read back, looked at, handed on, and only by its author."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents import files, fillable, kinds, pipeline, receiving, uploads
from documents.fillable import Identity, form_pdf
from documents.forms import posted
from documents.heading import sheet_of
from documents.models import Attachment, Version
from documents.rights import readers_in_words
from people.models import User
from programmes.models import Group
from tests import stories
from tests.answers import complete
from tests.documents import hostile

pytestmark = pytest.mark.django_db
GOALS, COMMON = kinds.get("personal-goals"), kinds.get("group-goals")


@pytest.fixture
def common(working_group: Group, nia: User) -> Version:
    """The group goals, begun by Nia; Tomas reviews them."""
    return pipeline.start(COMMON, working_group.space, by=nia)


def printed(version: Version) -> bytes:
    """The fillable form of a version, as people download it."""
    heading = {**kinds.heading_of(version.document), "readers": readers_in_words(version.document)}
    identity = Identity(version.document.kind_slug, document=str(version.document_id))
    assert version.kind is not None
    return form_pdf(version.kind, heading, answers=complete(version.kind), fillable=True, identity=identity)


def filled(data: bytes, values: dict[str, str]) -> bytes:
    """A form in which another program has written something."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for sheet in writer.pages:
        writer.update_page_form_field_values(sheet, values)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def form(version: Version, word: str = "something", changed: dict[str, str] | None = None, **said: object) -> bytes:
    """The same as small as can be: its fields and nothing to see."""
    told = {"kind": version.document.kind_slug, "document": str(version.document_id), **said}
    assert version.kind is not None
    values = posted(version.kind, complete(version.kind, word=word)).dict() | (changed or {})
    values[fillable.FIELD] = str(Identity(**told))
    fields = (b"<</T(%s)/FT/Tx/V<FEFF%s>>>" % (name.encode(), _hex(value)) for name, value in values.items())
    return hostile.pdf(b"/AcroForm<</Fields[" + b"".join(fields) + b"]>>")


def _hex(value: object) -> bytes:
    return str(value).encode("utf-16-be").hex().encode()


def scan(pages: int = 2, shade: int = 200) -> bytes:
    """A scanned paper as PDF."""
    sheets = [Image.new("L", (300, 400), shade + number) for number in range(pages)]
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def send(browser, version: Version, data: bytes, name: str = "goals.pdf", **more: object):
    file = SimpleUploadedFile(name, data)
    version.refresh_from_db()
    return browser.post(page("upload", version), {"upload-file": file, "revision": version.revision, **more})


def page(name: str, thing: Version | Attachment) -> str:
    return reverse(f"documents:{name}", args=(thing.pk,))


def stands(version: Version) -> tuple[str, str, int, int]:
    """State, source, revision, files."""
    version.refresh_from_db()
    return version.state, version.source, version.revision, version.attachments.count()


def test_a_filled_form_becomes_the_draft(common: Version, nia: User, signed_in) -> None:
    answer = send(signed_in(nia), common, filled(printed(common), {"common-goal": "A job for each, Žukaitė"}))
    assert (answer.status_code, answer.url) == (302, page("write", common))
    assert stands(common) == ("draft", "filled", 1, 1)
    assert common.answers["common"]["goal"] == "A job for each, Žukaitė"
    assert common.answers == complete(common.kind, {"common": {**common.answers["common"]}})


def test_a_filled_form_is_handed_in_at_once(common: Version, nia: User, signed_in) -> None:
    data = form(common)
    for _twice in range(2):
        answer = send(signed_in(nia), common, data, **{"hand-on": "1"})
        assert (answer.status_code, answer.url) == (302, page("read", common))
    assert stands(common) == ("submitted", "filled", 1, 1)
    original = common.original
    assert files.place_of(original.path).read_bytes() == data and original.name == "goals.pdf"
    assert "Filled in a PDF form" in signed_in(nia).get(page("read", common)).content.decode()


def test_a_wrong_form_opens_the_web_form_with_its_values_and_errors(common: Version, nia: User, signed_in) -> None:
    data = form(common, "from the paper", {"common-goal": ""})
    answer = send(signed_in(nia), common, data, **{"hand-on": "1"})
    words = answer.content.decode()
    assert answer.status_code == 422 and "Some answers need a change" in words
    assert "This field is required." in words and "from the paper" in words
    assert stands(common) == ("draft", "filled", 1, 1)


def test_a_form_of_something_else_changes_nothing(common: Version, nia: User, tomas: User, signed_in) -> None:
    wrong = {
        "another kind of document": {"kind": "diary"},
        "another document of this kind": {"document": "00000000-0000-4000-8000-000000000000"},
        "too old to be read": {"format": fillable.FORMAT + 1},
    }
    for words, said in wrong.items():
        answer = send(signed_in(nia), common, form(common, **said))
        assert answer.status_code == 422 and words in answer.content.decode()
    assert stands(common) == ("draft", "typed", 0, 0)


def test_a_form_with_older_texts_is_read_but_not_handed_in(common: Version, nia: User, signed_in) -> None:
    answer = send(signed_in(nia), common, form(common, wording=7), **{"hand-on": "1"})
    assert answer.status_code == 200 and "its questions have changed" in answer.content.decode()
    assert stands(common) == ("draft", "filled", 1, 1)


def test_a_refused_file_says_why_and_what_was_typed_stays(common: Version, nia: User, signed_in) -> None:
    pipeline.write(common, {"common": {"goal": "Kept as typed"}}, by=nia)
    answer = send(signed_in(nia), common, hostile.pdf(b"/OpenAction" + hostile.SCRIPT))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a script in this PDF." in words and "Kept as typed" in words and "<details class" in words
    empty = signed_in(nia).post(page("upload", common), {"revision": 1})
    assert empty.status_code == 422 and "Choose a file first." in empty.content.decode()
    assert stands(common) == ("draft", "typed", 1, 0)


def test_a_scan_becomes_the_draft_and_lives_like_any_other(
    common: Version, nia: User, tomas: User, signed_in, run_jobs: Callable[[], int]
) -> None:
    pipeline.write(common, {"common": {"goal": "What was typed before"}}, by=nia)
    data, browser = scan(), signed_in(nia)
    assert send(browser, common, data, "../../goals\u202e.pdf").url == page("read", common)
    assert stands(common) == ("draft", "scanned", 2, 3)
    assert browser.get(page("write", common)).url == page("read", common)
    words = browser.get(page("read", common)).content.decode()
    assert 'alt="Scan, page 2 of 2"' in words and "What was typed before" not in words
    assert browser.post(page("scan", common)).url == page("read", common)
    assert stands(common)[0] == "submitted"
    pipeline.publish(common, by=tomas)
    assert stands(common)[:2] == ("sealed", "scanned") and common.answers == {}
    run_jobs()
    common.refresh_from_db()
    pdf = PdfReader(files.place_of(common.pdf))
    assert len({image.data for sheet in pdf.pages for image in sheet.images}) == 2
    assert "The scanned paper" in " ".join(sheet.extract_text() for sheet in pdf.pages)


def test_a_scan_sent_twice_is_taken_once_and_another_takes_its_place(common: Version, nia: User, signed_in) -> None:
    browser = signed_in(nia)
    for data, due in ((scan(), (1, 3)), (scan(), (1, 3)), (scan(1), (2, 2))):
        assert send(browser, common, data).status_code == 302
        assert stands(common)[2:] == due
    refused = send(browser, common, hostile.HTML)
    assert refused.status_code == 422 and "neither a PDF nor a PNG" in refused.content.decode()
    assert browser.post(page("scan", common), {"type": "1"}).url == page("write", common)
    assert stands(common) == ("draft", "typed", 3, 0)
    assert browser.get(page("write", common)).status_code == 200


def test_an_autosave_that_comes_late_does_not_write_over_a_scan(common: Version, nia: User, signed_in) -> None:
    send(signed_in(nia), common, scan())
    assert signed_in(nia).post(page("write", common), {"autosave": "1", "revision": "0"}).status_code == 302
    with pytest.raises(pipeline.NotNow, match="This is a scan now"):
        pipeline.write(common, {}, by=nia)
    assert stands(common) == ("draft", "scanned", 1, 3)


def test_who_saved_meanwhile_is_not_written_over(common: Version, nia: User, ela: User, signed_in) -> None:
    pipeline.write(common, {"common": {"goal": "Ela's own"}}, by=ela)
    file = SimpleUploadedFile("scan.pdf", scan())
    answer = signed_in(nia).post(page("upload", common), {"upload-file": file, "revision": "0"})
    assert answer.status_code == 422 and f"{ela.name} saved this meanwhile" in answer.content.decode()
    assert stands(common) == ("draft", "typed", 1, 0)
    assert send(signed_in(nia), common, scan()).status_code == 302


def test_a_contract_is_not_scanned_but_signed(group: Group, mara: User, signed_in) -> None:
    contract = pipeline.start(stories.CONTRACT, group.space, by=mara)
    answer = send(signed_in(mara), contract, scan())
    assert answer.status_code == 422 and "signed by each person" in answer.content.decode()
    assert stands(contract)[1:] == ("typed", 0, 0)


def test_a_draft_takes_files_from_its_author_alone(
    common: Version, nia: User, tomas: User, ela: User, oto: User, mara: User, working_group: Group, signed_in
) -> None:
    own = pipeline.start(GOALS, working_group.space, by=nia, person=nia)
    for outsider, version in ((oto, common), (mara, common), (oto, own), (ela, own), (tomas, own), (mara, own)):
        assert send(signed_in(outsider), version, scan()).status_code == 404
        assert signed_in(outsider).post(page("scan", version), {"type": "1"}).status_code == 404
    assert stands(own) == stands(common) == ("draft", "typed", 0, 0)


def test_files_are_for_those_who_may_read_the_version(
    nia: User, tomas: User, ela: User, oto: User, mara: User, working_group: Group, signed_in
) -> None:
    own = pipeline.start(GOALS, working_group.space, by=nia, person=nia)
    data = hostile.picture("PNG", (300, 400))
    send(signed_in(nia), own, data, "my goals.png")
    original, first = own.attachments.order_by("number")

    def got(person: User) -> list[int]:
        answers = [signed_in(person).get(page("file", one)) for one in (original, first)]
        assert all(b"".join(answer.streaming_content) for answer in answers if answer.streaming)
        return [answer.status_code for answer in answers]

    assert [got(person) for person in (nia, tomas, ela, oto)] == [[200] * 2, [404] * 2, [404] * 2, [404] * 2]
    signed_in(nia).post(page("scan", own))
    assert [got(person) for person in (nia, tomas, ela, oto)] == [[200] * 2, [200] * 2, [404] * 2, [404] * 2]
    answers = [signed_in(tomas).get(page("file", one)) for one in (original, first)]
    assert [answer["Content-Type"] for answer in answers] == ["application/octet-stream", "image/jpeg"]
    assert answers[0]["Content-Disposition"].startswith("attachment; filename=") and "my goals" not in str(answers[0])
    assert {answer["X-Content-Type-Options"] for answer in answers} == {"nosniff"}
    assert {answer["Content-Security-Policy"] for answer in answers} == {"default-src 'none'; sandbox"}
    sent, drawn = (b"".join(answer.streaming_content) for answer in answers)
    assert sent == data and drawn.startswith(b"\xff\xd8")


def test_a_file_that_was_changed_on_the_disk_is_not_served(common: Version, nia: User, signed_in) -> None:
    send(signed_in(nia), common, scan(1))
    first = common.attachments.get(number=1)
    files.place_of(first.path).write_bytes(b"something else")
    assert signed_in(nia).get(page("file", first)).status_code == 404
    assert signed_in(nia).get(page("read", common)).status_code == 200


def test_when_the_disk_is_full_nothing_has_changed(common: Version, nia: User, signed_in, settings) -> None:
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT) / "no-folder"
    Path(settings.MEDIA_ROOT).write_bytes(b"")  # as good as full: nothing can be written below it
    answer = send(signed_in(nia), common, scan())
    assert answer.status_code == 422 and "could not be kept" in answer.content.decode()
    assert stands(common) == ("draft", "typed", 0, 0)


def test_a_scanned_version_has_a_sheet_of_pages(common: Version, nia: User) -> None:
    opened = uploads.accept(SimpleUploadedFile("scan.pdf", scan()))
    receiving.receive_scan(common, opened, by=nia)
    (block,) = sheet_of(common, at=common.created_at)["blocks"]
    assert block["layout"] == "scan" and [row["words"] for row in block["pages"]] == [
        "Scan, page 1 of 2",
        "Scan, page 2 of 2",
    ]
    assert [files.is_intact(row["path"], row["digest"]) for row in block["pages"]] == [True, True]


def test_the_next_version_of_a_scan_is_typed_from_the_beginning(common: Version, nia: User, tomas: User) -> None:
    opened = uploads.accept(SimpleUploadedFile("scan.pdf", scan(1)))
    receiving.receive_scan(common, opened, by=nia)
    pipeline.submit(common, by=nia)
    pipeline.publish(common, by=tomas)
    following = pipeline.amend(common, by=nia)
    assert (following.number, following.source, following.attachments.count()) == (2, "typed", 0)
