"""A sheet on paper can be read by everyone, is the same every time, and carries nothing but words."""

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest
from PIL import Image

from documents import files, pdf

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = list(csv.DictReader((ROOT / "tests/data/participants.csv").read_text("utf-8").splitlines()))
DIGEST = "8f3a12c4d5e6f7a8" * 4


def sheet(**changes: Any) -> dict[str, Any]:
    """A published diary of Nia's, changed as a test needs it."""
    return {
        "title": "Diary",
        "label": "Session 3 · Tuesday 4 March 2026",
        "language": "en",
        "programme": "Step into work 2026",
        "group": "Aušra",
        "motto": "Small steps count",
        "stage": "Task-oriented sessions",
        "version": 2,
        "replaces": 1,
        "status": "Published",
        "tone": "done",
        "written": "Nia Berg, 4 March 2026",
        "people": ["Tomas Lind (mentor)", "Nia Berg (mentee)"],
        "readers": "Tomas Lind (mentor) and the managers",
        "kept_until": "31 December 2027",
        "id": "8f3a12c4",
        "intro": "",
        "blocks": [answers("Find a job")],
        "signatures": [],
        "comments": [],
    } | changes


def answers(*texts: str, shape: str = "text") -> dict[str, Any]:
    entry = [{"question": "Goal", "answer": text, "shape": shape} for text in texts]
    return {"layout": "answers", "title": "Goals", "note": "", "entries": [entry]}


def table(columns: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"layout": "table", "title": "Sessions", "note": "", "columns": columns, "rows": rows}


def contract() -> dict[str, Any]:
    clauses = [{"title": f"Clause {n}", "text": "What is said here stays here. " * 9} for n in range(20)]
    signature = {"role": "mentee", "way": "signed in", "when": "4 March 2026, 18:02 (Europe/Vilnius)", "digest": DIGEST}
    return sheet(
        title="Mentoring contract",
        blocks=[{"layout": "clauses", "title": "What we agree", "note": "", "clauses": clauses}],
        signatures=[signature | {"name": name} for name in ("Nia Berg", "Ela Novak", "Tomas Lind")],
    )


def everything() -> dict[str, Any]:
    plan = table([f"Column {n}" for n in range(11)], [[f"cell {n}" for n in range(11)]] * 30)
    comment = {"name": "Tomas Lind", "when": "5 March 2026", "text": "Good notes.\nThank you."}
    lines = answers("Find a job", "", shape="line")
    return contract() | {"blocks": [*contract()["blocks"], plan, lines], "comments": [comment], "intro": "Read this."}


@cache
def printed(make: Any) -> bytes:
    """One of the sheets above, printed once for all tests that only look at it."""
    return pdf.print_sheet(make(), DIGEST)


def reader(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(document))


def words(document: bytes) -> str:
    """All text of the PDF with every white space as one blank."""
    return " ".join(" ".join(leaf.extract_text() for leaf in reader(document).pages).split())


def run(code: str) -> "subprocess.CompletedProcess[str]":
    """A sheet printed by a process of its own; `code` finds `pdf`, `sheet` and friends."""
    start = f"import django; django.setup(); from {__name__} import *\n"
    return subprocess.run([sys.executable, "-c", start + code], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_a_name_in_any_alphabet_can_be_read_back() -> None:
    names = [person["name"] for person in PEOPLE]
    text = pdf.print_sheet(sheet(blocks=[table(["Name", "Role"], [[name, "mentee"] for name in names])]), DIGEST)
    lines = [line.strip() for leaf in reader(text).pages for line in leaf.extract_text().splitlines()]
    assert len(names) == 78
    assert [name for name in names if not any(line in (name, f"{name} mentee") for line in lines)] == []


def test_the_same_sheet_gives_the_same_bytes_in_another_process_and_another_second() -> None:
    here = printed(everything)
    code = "import hashlib, os, time; os.environ['TZ'] = 'Asia/Tokyo'; time.tzset(); time.sleep(1.1)\n"
    code += "pdf.print_sheet(sheet(), DIGEST); print(hashlib.sha256(pdf.print_sheet(everything(), DIGEST)).hexdigest())"
    assert run(code).stdout.split()[-1] == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("profile", ["ua1", "3a"])
@pytest.mark.parametrize("make", [sheet, contract, everything])
def test_a_printed_sheet_is_for_everyone_and_for_the_archive(make: Any, profile: str) -> None:
    report = page.validate_pdf_bytes(printed(make), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_the_answers_are_attached_for_programs() -> None:
    document = pdf.print_sheet(sheet(), DIGEST, answers={"goal": "Žalia", "half": "\ud800"})
    assert page.is_pdf_compliant_bytes(document, profile="3a")
    assert json.loads(reader(document).attachments["answers.json"][0]) == {"goal": "Žalia", "half": "\ud800"}
    (file,) = (one.get_object() for one in reader(document).trailer["/Root"]["/AF"])
    assert (file["/AFRelationship"], file["/EF"]["/F"]["/Subtype"]) == ("/Data", "/application/json")


def test_a_scanned_page_is_printed_if_it_is_the_one_that_was_sealed() -> None:
    scan = io.BytesIO()
    Image.new("L", (60, 80), "gray").save(scan, "JPEG")
    path, digest = files.keep(scan.getvalue(), ".jpg"), files.digest_of(scan.getvalue())
    kept = {"path": path, "digest": digest}
    signed = contract()["signatures"][0] | {"scans": [kept]}
    shown = sheet(blocks=[{"layout": "scan", "title": "Page", "note": "", "pages": [kept]}], signatures=[signed])
    assert pdf._scans(shown) == {f"scan:{digest}": scan.getvalue()}
    files.place_of(path).write_bytes(b"\xff\xd8\xff another page")
    with pytest.raises(pdf.ScanAltered):
        pdf.print_sheet(shown, DIGEST)


def test_of_the_pictures_only_those_that_are_given_are_shown() -> None:
    scan = io.BytesIO()
    Image.new("L", (60, 80), "gray").save(scan, "PNG")
    html = "<html lang=en><title>t</title><style>img { image-rendering: crisp-edges }</style>"
    html += "<p><img src=scan:1 alt=one><img src=scan:2 alt=two><img src=scan:3 alt=three>"
    given = {"scan:1": scan.getvalue(), "scan:3": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"}
    document = pdf.render(html, identifier=DIGEST, images=given)
    assert len(reader(document).pages[0].images) == 1
    assert page.is_pdf_compliant_bytes(document, profile="3a")


def test_a_pdf_says_its_title_and_language_and_no_date() -> None:
    document = reader(printed(sheet))
    assert document.metadata.title == "Diary · Session 3 · Tuesday 4 March 2026 · Step into work 2026"
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert not {"/CreationDate", "/ModDate"} & set(document.metadata)


def test_every_page_carries_its_number_the_document_and_the_status() -> None:
    leaves = reader(printed(contract)).pages
    assert len(leaves) > 2
    for number, leaf in enumerate(leaves, 1):
        text = leaf.extract_text()
        assert f"page {number} of {len(leaves)}" in text
        assert "Step into work 2026 · Mentoring contract" in text
        assert f"Document 8f3a12c4 · {DIGEST[:12]}" in text
        assert "Published" in text


def test_the_head_says_who_can_read_it_and_how_long_it_is_kept() -> None:
    text = words(printed(sheet))
    for words_of_the_head in ("Aušra – Small steps count", "Version 2, replaces version 1", "Nia Berg (mentee)"):
        assert words_of_the_head in text
    assert "Who can read this Tomas Lind (mentor) and the managers" in text
    assert "Kept until 31 December 2027" in text


def test_what_nobody_answered_stands_in_one_line() -> None:
    assert "Not answered: Goal" in words(pdf.print_sheet(sheet(blocks=[answers("", shape="line")]), DIGEST))


def test_a_contract_ends_with_a_page_of_signatures() -> None:
    leaves = [leaf.extract_text() for leaf in reader(printed(contract)).pages]
    assert leaves[-1].startswith("Signatures")
    assert "Nia Berg" in leaves[-1] and "4 March 2026, 18:02 (Europe/Vilnius)" in leaves[-1]
    assert "Clause 19" in leaves[-2]


def test_the_head_of_a_table_is_repeated_on_every_page() -> None:
    rows = [[str(n), "A long afternoon"] for n in range(120)]
    leaves = reader(pdf.print_sheet(sheet(blocks=[table(["No.", "Topic"], rows)]), DIGEST)).pages
    assert len(leaves) > 2
    assert all("Topic" in leaf.extract_text() for leaf in leaves)


def test_a_table_of_many_columns_is_laid_on_its_side() -> None:
    upright, lying = (pdf.print_sheet(sheet(blocks=[table(["Word"] * n, [["x"] * n])]), DIGEST) for n in (7, 8))
    assert reader(upright).pages[0].mediabox.height > reader(upright).pages[0].mediabox.width
    assert reader(lying).pages[0].mediabox.height < reader(lying).pages[0].mediabox.width


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://localhost:9/", "https://example.org/", "data:text/css,*{}", "paper.css",
            "../settings.py", "asset:../paper.css", "asset:", "", "ASSET:PAPER.CSS", "//example.org/x", "ftp://x/y"],
)  # fmt: skip
def test_the_fetcher_refuses_whatever_has_no_name_here(url: str) -> None:
    with pytest.raises(pdf.UnknownAsset):
        pdf._fetcher().fetch(url)


def test_the_fetcher_knows_its_assets() -> None:
    for name in (*pdf.STYLES, *pdf.FONTS):
        assert pdf._fetcher().fetch(name).read(4)


def test_a_printer_with_512_megabytes_and_10_seconds_prints_a_contract_and_dies_of_a_bomb() -> None:
    def limits(seconds: int) -> str:
        memory = "import resource; size = int(open('/proc/self/statm').read().split()[0]) * 4096 + (512 << 20)\n"
        memory += "resource.setrlimit(resource.RLIMIT_AS, (size, size))\n"
        return memory + f"resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))\n"

    assert run(limits(10) + "print(len(pdf.print_sheet(everything(), DIGEST)))").returncode == 0
    bomb = run(limits(5) + "pdf.print_sheet(sheet(blocks=[table(['a'] * 8, [['cell'] * 8] * 20_000)]), DIGEST)")
    assert bomb.returncode != 0  # it would take minutes: five of the ten seconds tell as much


def test_the_sheet_itself_is_not_changed_by_printing() -> None:
    one, other = everything(), everything()
    pdf.paper(one, DIGEST)
    assert one == other


def test_no_element_on_paper_lies_deeper_than_one_flex() -> None:
    flexed = re.findall(
        r"([^{}]+)\{[^{}]*display:\s*(?:inline-)?(?:flex|grid)", (ROOT / "static/css/paper.css").read_text()
    )
    classes = {name for selector in flexed for name in re.findall(r"\.([\w-]+)", selector)}
    depth = _Depth(classes)
    depth.feed(pdf.paper(everything(), DIGEST))
    assert depth.deepest <= 1


def test_only_light_values_are_printed() -> None:
    marks = reader(printed(sheet)).pages[0].get_contents().get_data().decode("latin1")
    ink = re.search(r"--ink: #(\w{6})", (ROOT / "static/css/tokens.css").read_text())
    assert ink is not None
    red, green, blue = (round(int(ink[1][n : n + 2], 16) / 255, 6) for n in (0, 2, 4))
    assert f"{red:g} {green:g} {blue:g} rg" in marks


def test_the_check_names_the_missing_system_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf.check_renderer(None) == []
    monkeypatch.setattr(pdf, "LIBRARIES", {"libpango-1.0-0": ("libnowhere.so.0",)})
    assert [warning.hint for warning in pdf.check_renderer(None)] == ["apt-get install libpango-1.0-0"]


class _Depth(HTMLParser):
    """How many elements with one of the classes lie within each other."""

    def __init__(self, classes: set[str]) -> None:
        super().__init__()
        self.classes, self.open, self.deepest = classes, [], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "col", "br"}:
            self.open.append(bool(self.classes & set((dict(attrs).get("class") or "").split())))
            self.deepest = max(self.deepest, sum(self.open))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()
