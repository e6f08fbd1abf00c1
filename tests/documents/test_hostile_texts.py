"""Whatever people write is printed as words: nothing is fetched, nothing links, nothing runs, and every word is there."""

import io
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import page
import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from documents import pdf
from documents.press.paper import printable
from documents.sheet import digest_of
from tests.documents.test_pdf import DIGEST, answers, reader, run, sheet, table

MARKUP = [
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<img src=file:///etc/passwd>",
    '<img src="http://localhost:9/x.png">',
    '<img src="scan:0000" alt="x">',
    "<a href=javascript:alert(1)>click</a>",
    '<a href="https://evil.example">click</a>',
    "<a href='data:text/html;base64,PHNjcmlwdD4='>click</a>",
    "https://evil.example/?a=1&b=2",
    "javascript:alert(document.cookie)",
    "file:///etc/passwd",
    '<link rel=attachment href="file:///etc/passwd">',
    '<link rel="stylesheet" href="//evil.example/x.css">',
    "<style>@import 'file:///etc/passwd';</style>",
    "<style>* { content: url(file:///etc/passwd) }</style>",
    "<style>@font-face { font-family: x; src: url(http://localhost:9/) }</style>",
    "</style></title></p></div></body></html>",
    "<!-- never closed",
    "--> closed before",
    "<base href=file:///etc/>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=file:///etc/passwd>",
    "<iframe srcdoc='<img src=file:///etc/passwd>'></iframe>",
    "<svg><image href='file:///etc/passwd'/></svg>",
    "<svg xmlns:xlink='x'><use xlink:href='file:///etc/passwd#a'/></svg>",
    "<math><maction actiontype='statusline#http://evil.example'>x</maction></math>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "<input name=a value=b><textarea>c</textarea>",
    "<table><tr><td>out of its cell</td></tr></table></td></tr></table>",
    "<div id=seal style='position:fixed;inset:0'>over everything</div>",
    "&lt;b&gt; &amp; &#60;i&#62; &nbsp; &#0; &#x202e;",
    "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>&b;",
    "<?xml-stylesheet href='file:///etc/passwd'?>",
    "<![CDATA[ x ]]>",
    "\"quoted\" and 'quoted' and `quoted`",
    '" onload="alert(1)" data-x="',
    "' style='content:url(file:///etc/passwd)'",
    "expression(alert(1)) url(file:///etc/passwd) attr(data-id)",
    "content: counter(page) \\A \\000041",
]
LANGUAGES = [
    "{% include 'x' %} {{ sheet.id }} {# gone #}",
    "{% load static %}{% static 'x' %}{{ settings.SECRET_KEY }}",
    "${7*7} #{7*7} %(x)s %s %n {0} {x!r} {sheet.__class__}",
    "/URI (https://evil.example) >> endobj",
    ") Tj ET Q endstream endobj trailer << /Root 1 0 R >> %%EOF",
    "/JavaScript /JS (app.alert(1)) /Launch /OpenAction",
    "<FEFF0041> \\050 \\051 \\\\ \\n",
    "xref 0 1 0000000000 65535 f startxref 0",
    "=HYPERLINK('https://evil.example')",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+49 30 123456; -1; =1+1",
    "../../../../etc/passwd ..\\..\\windows\\win.ini",
    "'; DROP TABLE documents_version; --",
    "$(touch /tmp/x) `id` | id && id",
    "\\begin{document} \\input{/etc/passwd}",
    "<?php system('id'); ?> <%= 7*7 %>",
]
SIGNS = [
    "NUL \x00 bell \x07 escape \x1b[31m delete \x7f next line \x85 end",
    "half \ud800 a \udfff character",
    "no character \uffff \ufdd0 \U0010ffff",
    "private \ue000 \U000f0000",
    "turned \u202e around \u202c and \u202d back \u202a again",
    "set apart \u2066 from \u2069 the rest \u200e\u200f",
    "tags \U000e0041\U000e0042 and variants \ufe0f\U000e0100",
    "a line\u2028or a paragraph\u2029of its own",
    "old\rends\r\nof\nlines",
    "zero\u200bwidth\u200cspaces\u200dand\u2060joiners\ufeffhere",
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030b\u030c pile",
    "e\u0301 n\u0303 o\u0308 a\u030a without composition",
    "ﬁ ﬂ ﬃ ligatures and ① ² ½ ℡",
    "Ⅻ 𝐁𝐨𝐥𝐝 𝓢𝓬𝓻𝓲𝓹𝓽 ｆｕｌｌ",
    "\U0001f600 and \U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 and \U0001f1f1\U0001f1f9",
    "Gikaraitė, Žukauskienė, Иванова, Παπαδοπούλου, Nguyễn, Őrsi",
    "漢字 and ไทยทำ and \U00020000",
    "soft\u00adhyphen and non\u2011breaking\u00a0ones",
    "pаypаl with two Cyrillic letters",
    "ßẞ İı ǅ ŉ ſ",
]
RIGHT_TO_LEFT = ["שלום עולם", "مرحبا بالعالم", "mixed שלום and 123 مرحبا"]
TEXTS = MARKUP + LANGUAGES + SIGNS
LONG = [
    "a" * 20_000, "ab " * 6_666, "\n" * 20_000, "a\u00a0" * 10_000, "a" + "\u0301" * 19_999, " " * 20_000,
    "\U0001f600" * 10_000, "\x00\x1b\ud800\uffff" * 5_000, "&lt;" * 5_000,
]  # fmt: skip
FORBIDDEN = {"/URI", "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/GoToR", "/GoToE", "/ImportData", "/OpenAction",
             "/AA", "/RichMedia", "/XFA", "/AcroForm", "/Annots"}  # fmt: skip


class Fetched(Exception):
    """Somebody asked the network for something."""


@pytest.fixture(scope="module")
def printed() -> Iterator[bytes]:
    """Every text in every place of one document, printed where no network is to be had."""
    with pytest.MonkeyPatch.context() as patch:
        pdf.print_sheet(sheet(), DIGEST)  # fonts and styles are there from now on
        asked: list[str] = []
        patch.setattr(pdf, "asset", asked.append)
        for name in ("socket", "create_connection", "getaddrinfo"):
            patch.setattr(socket, name, refuse)
        begin = time.process_time()
        document = pdf.print_sheet(everywhere(), DIGEST, answers={text: [text, {text: text}] for text in TEXTS})
        assert time.process_time() - begin < 30
        assert asked == []
        yield document


def refuse(*args: Any, **kwargs: Any) -> None:
    raise Fetched(args)


def everywhere() -> dict[str, Any]:
    """Each text three times or more: as an answer, in a table, and somewhere in the head, the clauses or at the end."""
    rows = [[text, RIGHT_TO_LEFT[n % 3]] for n, text in enumerate(TEXTS)]
    clauses = [{"title": text, "text": text} for text in TEXTS[::2]]
    places = ["title", "label", "programme", "group", "motto", "stage", "written", "readers", "kept_until", "id", "status",
              "intro", "tone", "version"]  # fmt: skip
    signature = {place: " ".join(TEXTS[n::5]) for n, place in enumerate(("name", "role", "way", "when", "digest"))}
    comment = {place: " ".join(TEXTS[n::3]) for n, place in enumerate(("name", "when", "text"))}
    return sheet(
        **{place: " ".join(TEXTS[n :: len(places)]) for n, place in enumerate(places)},
        people=TEXTS,
        blocks=[
            answers(*TEXTS),
            table(["Text", "Other"], rows),
            {"layout": "clauses", "title": TEXTS[0], "note": TEXTS[1], "clauses": clauses},
        ],
        signatures=[signature],
        comments=[comment],
    )


@pytest.fixture(scope="module")
def extracted(printed: bytes) -> str:
    return squeezed("".join(leaf.extract_text() for leaf in reader(printed).pages))


def squeezed(text: str) -> str:
    """Without what cannot be seen, and without stand-ins: they depend on the fonts of the machine."""
    return re.sub("[\\s\u00ad\u200b-\u200f\u2060-\u2069\ufe0f\ufeff\U000e0100]", "", text)


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS + RIGHT_TO_LEFT + LONG) > 80 and len(set(TEXTS)) == len(TEXTS)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_it_is_printed_as_it_was_typed(text: str, extracted: str) -> None:
    """Normalised (NFC); a sign that no font here draws is named or stands as �."""
    due = squeezed(printable(text))
    pattern = "".join(
        re.escape(sign) if sign < "\u0500" else rf"(?:{re.escape(sign)}|\ufffd|\[[a-z -]+\])" for sign in due
    )
    assert re.search(pattern, extracted)


@pytest.mark.parametrize("word", ["שלום", "مرحبا"])
def test_words_from_right_to_left_are_printed(word: str, extracted: str) -> None:
    assert word in extracted or word[::-1] in extracted or "\ufffd" * len(word) in extracted


def test_nothing_in_it_links_runs_or_is_filled_in(printed: bytes) -> None:
    document = reader(printed)
    found = {word for thing in every_object(document) for word in words_of(thing)}
    assert "/StructElem" in found and "/EmbeddedFile" in found  # it was looked at
    assert found & FORBIDDEN == set()
    assert list(document.attachments) == ["answers.json"]


def every_object(document: pypdf.PdfReader) -> Iterator[Any]:
    known = {number for rows in document.xref.values() for number in rows} | set(document.xref_objStm)
    for number in sorted(known):
        thing = IndirectObject(number, 0, document).get_object()
        inside = [thing]
        while inside:
            one = inside.pop()
            yield one
            if isinstance(one, DictionaryObject):
                inside += one.values()
            elif isinstance(one, ArrayObject):
                inside += one


def words_of(thing: Any) -> set[str]:
    """Names that say what an object is or does: keys, and values that are names."""
    if not isinstance(thing, DictionaryObject):
        return set()
    values = {value for value in thing.values() if isinstance(value, pypdf.generic.NameObject)}
    return {str(word) for word in {*thing, *values}}


def test_both_standards_hold_whatever_is_written(printed: bytes) -> None:
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(printed, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_words_that_are_half_a_character_have_a_digest() -> None:
    assert digest_of(sheet(title="half \ud800")) != digest_of(sheet(title="half \ud801"))


def test_a_page_of_ours_that_does_ask_for_a_file_is_printed_without_it(capfd: pytest.CaptureFixture[str]) -> None:
    html = (
        "<html lang=en><title>t</title><img alt=x src=file:///etc/passwd><img alt=x src=scan:1><img alt=x src=scan:2>"
    )
    html += "<p><a href=https://evil.example>still here</a>"
    document = pdf.render(html, identifier=DIGEST, images={"scan:2": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})
    text = "".join(leaf.extract_text() for leaf in reader(document).pages)
    assert "still here" in text and "root:" not in text
    assert {word for thing in every_object(reader(document)) for word in words_of(thing)} & FORBIDDEN == set()
    assert capfd.readouterr() == ("", "")


def test_long_and_strange_texts_are_printed_in_little_time() -> None:
    """One after the other in a process of its own, each within the time that a print job has."""
    code = f"import time; from {__name__} import LONG\n"
    code += "for text in LONG:\n  begin = time.process_time()\n"
    code += "  pdf.print_sheet(sheet(blocks=[answers(text, text)]), DIGEST)\n"
    code += "  print(round(time.process_time() - begin, 2), ascii(text[:4]))\n"
    done = run(code)
    assert done.returncode == 0, done.stderr[-500:]
    took = [line.split(" ", 1) for line in done.stdout.splitlines()]
    assert len(took) == len(LONG)
    assert [line for line in took if float(line[0]) > 10] == []


def test_a_name_of_a_file_that_is_a_path_stays_a_name() -> None:
    document = pdf.render("<html lang=en><title>t</title><p>x", identifier=DIGEST, attachments={"../x.json": b"{}"})
    assert list(reader(document).attachments) == ["../x.json"] and io.BytesIO(document).read(5) == b"%PDF-"
