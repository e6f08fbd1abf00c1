"""What may come in: more than forty hostile files are refused, each with its own reason; honest ones become pages."""

import contextvars
import io
import struct
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageFile
from pypdf import PdfReader

from documents import sandbox, uploads
from documents.opening import child
from documents.opening.protocol import unpack
from documents.uploads import Opened, Refused, UploadForm
from tests.documents import hostile
from tests.documents.hostile import pdf, picture

ROTATED = 274  # the EXIF entry that says how a camera was held


@pytest.fixture(autouse=True)
def _as_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint, which other tests of this process have used, lets half a picture pass as a whole one."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)


def sent(data: bytes, name: str = "scan.pdf", kind: str = "application/pdf") -> UploadedFile:
    return SimpleUploadedFile(name, data, kind)


def accepted(data: bytes) -> Opened:
    """Through the real child."""
    return uploads.accept(sent(data))


def refused(data: bytes) -> str:
    """The reason, through the real child."""
    with pytest.raises(Refused) as no:
        accepted(data)
    return no.value.code


def looked_at(data: bytes) -> dict:
    """What the child says, asked in this process: without its limits, and without its start."""
    return contextvars.copy_context().run(lambda: unpack(child.answer_about(data))[0])


def page_of(data: bytes) -> Image.Image:
    (page,) = accepted(data).pages
    return Image.open(io.BytesIO(page))


def test_there_are_many_of_them() -> None:
    assert len(list(hostile.every())) > 70


@pytest.mark.parametrize(
    ("why", "name", "make"), [pytest.param(*one, id=f"{one[0]}: {one[1]}") for one in hostile.every()]
)
def test_a_hostile_file_is_refused_for_its_reason(why: str, name: str, make: hostile.Maker) -> None:
    assert looked_at(make()).get("refused") == why


@pytest.mark.parametrize("why", sorted(hostile.FILES))
def test_the_real_child_says_the_same(why: str) -> None:
    assert refused(next(iter(hostile.FILES[why].values()))()) == why


def test_every_reason_says_something_of_its_own() -> None:
    codes = {*hostile.FILES, "large", "time", "busy"}
    assert len({uploads.reason(code) for code in codes}) == len(codes)
    assert uploads.reason("pages") == "This PDF has too many pages: at most 20. Send only the pages of this document."
    assert uploads.reason("never heard of") == uploads.reason("damaged")


def test_a_drawing_that_fills_the_memory_ends_with_the_child() -> None:
    assert refused(hostile.drawn(b"q ", 5_000_000)) == "memory"


def test_what_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 2)
    assert refused(hostile.drawn(b"0 0 595 842 re f ", 1_000_000)) == "time"


def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.1)
    turns = [sandbox._turns.acquire() for _turn in range(sandbox.AT_ONCE)]
    try:
        assert refused(pdf()) == "busy"
    finally:
        for _turn in turns:
            sandbox._turns.release()


def test_a_large_file_is_not_even_read() -> None:
    class Large(UploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError

    with pytest.raises(Refused) as no:
        uploads.accept(Large(name="scan.pdf", size=settings.UPLOAD_MAX_BYTES + 1))
    assert str(no.value).startswith("This file is too large: at most 10.0\xa0MB.")


def test_the_child_knows_no_django_and_no_secrets() -> None:
    code = (
        "import sys; sys.path.append(sys.argv[1]);"
        "import documents.opening.child, documents.opening.papers;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'mentoring', 'socket'}))"
    )
    told = subprocess.run(
        [sys.executable, "-I", "-c", code, str(settings.BASE_DIR)], capture_output=True, env={}, check=True
    )
    assert told.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/x.pdf", "x.pdf"),
        ("C:\\scans\\goals.pdf", "goals.pdf"),
        ("goals\u202efdp.exe", "goalsfdp.exe"),
        ("go\x00als.pdf", "goals.pdf"),
        ("\r\nSet-Cookie: a=b.pdf", "Set-Cookie: a=b.pdf"),
        ("x" * 300 + ".pdf", "x" * 100),
        ("Žukaitė  tikslai.pdf", "Žukaitė tikslai.pdf"),
        ("..", ".."),
        ("", ""),
    ],
)
def test_a_name_is_only_for_people_to_read(name: str, plain: str) -> None:
    assert uploads.plain_name(name) == plain


def test_name_and_sent_type_decide_nothing() -> None:
    lying = uploads.accept(sent(picture("PNG"), "../../goals.pdf", "application/pdf"))
    assert (lying.media_type, lying.name, len(lying.pages)) == ("image/png", "goals.pdf", 1)
    form = UploadForm({}, {"upload-file": sent(hostile.HTML, "photo.png", "image/png")})
    assert not form.is_valid() and form.errors["file"] == [uploads.reason("type")]


def test_a_photo_is_turned_upright_made_smaller_and_loses_what_it_knows() -> None:
    exif = Image.Exif()
    exif[ROTATED], exif[0x010F] = 6, "Secret Camera"
    photo = picture("JPEG", (4000, 3000), exif=exif, comment=b"Secret Street 5")
    assert b"Secret" in photo
    opened = accepted(photo)
    page = Image.open(io.BytesIO(opened.pages[0]))
    assert (page.format, page.size, dict(page.getexif()), page.info.get("comment")) == ("JPEG", (1500, 2000), {}, None)
    assert b"Secret" not in opened.pages[0] and opened.data == photo


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "I;16"])
def test_pictures_of_every_depth_are_drawn_on_white(mode: str) -> None:
    out = io.BytesIO()
    clear = {"RGBA": (0, 0, 0, 0), "LA": (0, 0), "P": 0, "1": 1, "I;16": 65_535}[mode]
    Image.new(mode, (40, 30), clear).save(out, "PNG", **({"transparency": 0} if mode == "P" else {}))
    page = page_of(out.getvalue()).convert("RGB")
    assert page.size == (40, 30) and min(page.getpixel((20, 15))) > 250


def test_what_phones_write_behind_a_photo_is_let_in() -> None:
    notes = b"Image_UTC_Data1700000000000" + b"SEFH" + bytes(20)
    assert "refused" not in looked_at(picture("JPEG") + picture("JPEG", (30, 40)))
    assert "refused" not in looked_at(picture("JPEG", progressive=True) + notes + struct.pack("<I", 24) + b"SEFT")


def test_a_scan_becomes_pages() -> None:
    out = io.BytesIO()
    first, second = (Image.new("L", (2480, 3508), shade) for shade in (255, 0))
    first.save(out, "PDF", resolution=300, save_all=True, append_images=[second])
    opened = accepted(out.getvalue())
    sizes = [Image.open(io.BytesIO(page)).size for page in opened.pages]
    assert (opened.media_type, opened.fields, sizes) == ("application/pdf", {}, [(1406, 1988)] * 2)
    assert [Image.open(io.BytesIO(page)).convert("L").getpixel((9, 9)) > 128 for page in opened.pages] == [True, False]


def test_a_link_that_somebody_has_to_press_is_no_harm() -> None:
    """Scanning applications write “scanned with …” under each page."""
    link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A" + hostile.GOES_OUT + b">>]"
    assert looked_at(pdf(b"/OpenAction[3 0 R/Fit]", link))["fields"] == {}


def test_values_of_fields_are_read_however_they_were_written() -> None:
    fields = (
        b"<</T(goals)/Kids["
        b"<</T(0-goal)/FT/Tx/V(Find\\rwork)>><</T(name)/FT/Tx/V<FEFF017D0075>>>"
        b"<</T(agree)/FT/Btn/V/Yes>><</T(shown)/FT/Btn/AS/On>><</T(no)/FT/Btn/AS/Off>>"
        b"<</T(which)/FT/Ch/V[(a)(b)]>><</T(empty)/FT/Tx>>"
        b"<</T(scale)/FT/Btn/V/2/Kids[<</AS/Off>><</AS/2>>]>><</T(unsaid)/FT/Btn/Kids[<</AS/Off>><</AS/3>>]>>]>>"
    )
    found = looked_at(pdf(b"/AcroForm<</Fields[" + fields + b"]>>"))["fields"]
    values = {name.removeprefix("goals."): value for name, value in found.items()}
    assert values == {
        "0-goal": "Find\nwork", "name": "Žu", "agree": "Yes", "shown": "On", "no": "", "which": ["a", "b"],
        "empty": "", "scale": "2", "unsaid": "3",
    }  # fmt: skip


def test_hostile_files_are_really_what_they_are_called() -> None:
    """A file that is refused for being broken would prove nothing about what hides in it."""
    assert PdfReader(io.BytesIO(pdf())).root_object["/Type"] == "/Catalog"
    for honest in (pdf(), hostile.in_object_streams(b""), hostile.paged(20), hostile.many_fields(100), picture("PNG")):
        assert "refused" not in looked_at(honest)
    assert "refused" not in looked_at(hostile.png(10, 10, pixels=bytes(310)))
