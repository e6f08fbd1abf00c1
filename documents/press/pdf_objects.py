"""Plain Python values as the objects of a PDF, and all of them packed tightly into a file."""

from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

SHORT = 200  # bytes that are not worth packing


def made(value: Any) -> Any:
    """A PDF object of a value: words are a text, ``b"…"`` is a plain string; names are made with ``name``."""
    if isinstance(value, PdfObject):
        return value
    if isinstance(value, dict):
        return DictionaryObject({NameObject(key): made(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return ArrayObject(made(item) for item in value)
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(round(value, 2))
    if isinstance(value, bytes):
        return ByteStringObject(value)
    return TextStringObject(value)


def name(words: str) -> NameObject:
    """A name: ``name("Btn")``."""
    return NameObject(f"/{words}")


def drawing(strokes: str, width: float, height: float, fonts: Any = None) -> StreamObject:
    """A picture of that size, in points, made of drawing commands."""
    stream = StreamObject()
    stream.set_data(strokes.encode("ascii"))
    stream = stream.flate_encode() if len(strokes) > SHORT else stream
    resources = {"/Font": fonts} if fonts else {}
    head = {"/Type": name("XObject"), "/Subtype": name("Form"), "/BBox": [0, 0, width, height], "/Resources": resources}
    stream.update(made(head))
    return stream


def packed(writer: PdfWriter) -> bytes:
    """The bytes of a PDF with its small objects packed together, which pypdf does not do, and no lost ones."""
    root = {"/Root": writer.root_object.indirect_reference}
    trailer = {**root, "/Info": writer._info_obj, "/ID": writer._ID} if writer._ID else root
    found = sorted(_found(trailer), key=lambda one: one[0])
    size, out = found[-1][0] + 1, BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, 2)
    places = dict.fromkeys(range(size), (0, 0, 65535))  # those that nothing leads to stay free
    small: list[bytes] = []
    starts: list[bytes] = []
    at = 0
    for number, thing in found:
        if isinstance(thing, StreamObject):
            places[number] = (1, _write(thing, number, out), 0)
            continue
        places[number] = (2, size, len(small))
        small.append(_bytes_of(thing))
        starts.append(b"%d %d" % (number, at))
        at += len(small[-1]) + 1
    index = b" ".join(starts)
    head = {"/Type": name("ObjStm"), "/N": len(small), "/First": len(index) + 1}
    places[size] = (1, _write(_stream(b"\n".join([index, *small]), head), size, out), 0)
    places[size + 1] = (1, out.tell(), 0)
    head = {"/Type": name("XRef"), "/W": [1, 4, 2], "/Size": size + 2, **trailer}
    _write(_stream(_table(places), head), size + 1, out)
    out.write(b"startxref\n%d\n%%%%EOF\n" % places[size + 1][1])
    return out.getvalue()


def _table(places: dict[int, tuple[int, int, int]]) -> bytes:
    """Where each object is, in the order of their numbers."""
    rows = (places[number] for number in range(len(places)))
    return b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + more.to_bytes(2, "big") for kind, where, more in rows
    )


def _found(start: Any) -> list[tuple[int, PdfObject]]:
    """Every object that a reader can come to, with its number."""
    found: dict[int, PdfObject] = {}
    waiting = [start]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject) and thing.idnum not in found:
            inside = thing.get_object()
            assert inside is not None
            found[thing.idnum] = inside
            waiting.append(inside)
        elif isinstance(thing, dict):
            waiting += dict.values(thing)
        elif isinstance(thing, list):
            waiting += list.__iter__(thing)
    return list(found.items())


def _stream(data: bytes, head: dict[str, Any]) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    stream = stream.flate_encode()
    stream.update(made(head))
    return stream


def _write(thing: PdfObject, number: int, out: BytesIO) -> int:
    """Write an object by itself; where it begins."""
    start = out.tell()
    out.write(b"%d 0 obj\n%s\nendobj\n" % (number, _bytes_of(thing)))
    return start


def _bytes_of(thing: PdfObject) -> bytes:
    out = BytesIO()
    thing.write_to_stream(out)
    return out.getvalue()
