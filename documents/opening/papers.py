"""A PDF: every value in it is looked at before anything is drawn; then its form fields are read and its pages drawn."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdf import Configuration, PdfReader, overwrite_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from .fields import values_of
from .pictures import page_of
from .protocol import LONG_SIDE, NODES, OBJECTS, PAGES, Refused, pack

DOTS_PER_POINT = 170 / 72
UNPACKED = 32 * 1024 * 1024  # bytes that one packed part may become
KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/Collection": "attachment",
    "/RichMediaContent": "media",
    "/RichMediaSettings": "media",
    "/XFA": "xfa",
}
ACTIONS = {
    "/JavaScript": "script",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/GoTo3DView": "media",
    "/RichMediaExecute": "media",
    "/Launch": "acts",
    "/SubmitForm": "acts",
    "/ImportData": "acts",
    "/GoToR": "acts",
    "/GoToE": "acts",
}
SUBTYPES = {
    "/FileAttachment": "attachment",
    "/RichMedia": "media",
    "/3D": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
}
HARMLESS = {"/GoTo", "/Named", "/ResetForm", "/Hide", "/SetOCGState", "/Trans", "/Thread"}
# Also in plain sight, for readers that find parts of a file which its own table of contents does not name.
IN_SIGHT = re.compile(
    rb"/(?:(JavaScript)|(EmbeddedFiles?)|(RichMedia)|(Launch|SubmitForm|ImportData)|(XFA(?=\s*[\[0-9])))\b"
)
ESCAPED, CODE = re.compile(rb"/(?:[A-Za-z]*#[0-9A-Fa-f]{2}){1,20}[A-Za-z]*"), re.compile(rb"#([0-9A-Fa-f]{2})")
SIGHTS = ("script", "attachment", "media", "acts", "xfa")


def opened(data: bytes) -> bytes:
    """The packed answer: the pages as pictures, and the values of the form fields; raises ``Refused``."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("damaged")
    if data[end + 5 :].strip(b"\0\t\n\x0c\r "):
        raise Refused("mixed")
    if data.count(b" obj") > OBJECTS:
        raise Refused("tangled")
    try:
        fields = values_of(_looked_through(data))
    except LimitReachedError:
        raise Refused("memory") from None
    return pack({"media_type": "application/pdf", "fields": fields}, list(_drawn(data)))


def _looked_through(data: bytes) -> DictionaryObject:
    """The root of a PDF in which nothing was found that does not belong in a paper."""
    overwrite_configuration(Configuration(
        zlib_maximum_output_length=UNPACKED, lzw_maximum_output_length=UNPACKED,
        run_length_maximum_output_length=UNPACKED, array_based_stream_maximum_output_length=UNPACKED,
        brotli_maximum_output_length=UNPACKED, jbig2dec_binary=None,
    ))  # fmt: skip
    try:
        reader = PdfReader(io.BytesIO(data), xref_stream_maximum_entries=4 * OBJECTS)
        is_locked = reader.is_encrypted
    except LimitReachedError:
        raise
    except Exception:
        if re.search(rb"/Encrypt\b", data):
            raise Refused("encrypted") from None
        raise
    if is_locked:
        raise Refused("encrypted")
    _see(data)
    known = {(number, 0) for number in reader.xref_objStm}
    known |= {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    if len(known) > OBJECTS:
        raise Refused("tangled")
    _walk([reader.trailer, *(IndirectObject(number, generation, reader) for number, generation in sorted(known))])
    _count_pages(reader.root_object)
    return reader.root_object


def _see(data: bytes) -> None:
    plain = ESCAPED.sub(lambda name: CODE.sub(lambda code: bytes.fromhex(code[1].decode()), name[0]), data)
    if found := IN_SIGHT.search(plain):
        raise Refused(SIGHTS[found.lastindex - 1])  # type: ignore[operator]


def _walk(objects: list[Any]) -> None:
    """Look at every numbered object, and at all that lies directly within it."""
    seen = 0
    for start in objects:
        inside = [start.get_object()]
        while inside:
            value = inside.pop()
            seen += 1
            if seen > NODES:
                raise Refused("tangled")
            if isinstance(value, DictionaryObject):
                _look_at(value)
                inside += value.values()
            elif isinstance(value, ArrayObject):
                inside += value


def _look_at(value: DictionaryObject) -> None:
    for key in value.keys() & KEYS.keys():
        raise Refused(KEYS[key])
    for key, words in (("/S", ACTIONS), ("/Subtype", SUBTYPES), ("/Type", {"/EmbeddedFile": "attachment"})):
        word: Any = value.get(key)  # looked up, where it is only pointed at
        if isinstance(word, NameObject) and word in words:
            raise Refused(words[word])
    if isinstance(value, StreamObject) and "/F" in value:  # its content lies in another file
        raise Refused("attachment")
    for key in ("/OpenAction", "/AA"):
        if key in value:
            _stays_here(value[key])


def _stays_here(value: Any) -> None:
    """What happens by itself, when a paper is opened or a page is turned, leads nowhere outside."""
    waiting: list[Any] = [value]
    seen = 0
    while waiting:
        one = waiting.pop().get_object()
        seen += 1
        if seen > 100:
            raise Refused("tangled")
        if isinstance(one, DictionaryObject) and "/S" in one:
            does = str(one["/S"])
            if does not in HARMLESS:
                raise Refused(ACTIONS.get(does, "acts"))
            following: Any = one.get("/Next")
            waiting += following if isinstance(following, ArrayObject) else [following] if following else []
        elif isinstance(one, DictionaryObject):
            waiting += one.values()


def _count_pages(root: DictionaryObject) -> None:
    """Refuses a page tree that is too large, too deep, or turns in a circle."""
    waiting: list[tuple[Any, int]] = [(root["/Pages"], 0)]
    nodes = pages = 0
    while waiting:
        node, depth = waiting.pop()
        nodes += 1
        if depth > 20 or nodes > 20 * PAGES:
            raise Refused("tangled")
        node = node.get_object()
        kids = node.get("/Kids") if isinstance(node, DictionaryObject) else None
        if isinstance(kids, ArrayObject):
            waiting += [(kid, depth + 1) for kid in kids[: 20 * PAGES]]
        elif (pages := pages + 1) > PAGES:
            raise Refused("pages")


def _drawn(data: bytes) -> Iterator[bytes]:
    paper = pypdfium2.PdfDocument(data)
    if len(paper) > PAGES:
        raise Refused("pages")
    if not len(paper):
        raise Refused("damaged")
    paper.init_forms()
    for page in paper:
        scale = min(DOTS_PER_POINT, LONG_SIDE / max(*page.get_size(), 1))
        yield page_of(page.render(scale=scale).to_pil())
