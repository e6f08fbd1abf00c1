"""Files that nobody should have to open, made here and now: each says which reason refuses it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image
from pypdf import PdfReader, PdfWriter

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
JS_BY_NAME = b"<</S/J#61vaScript/J#53(app.alert\\(1\\))>>"
GOES_OUT = b"<</S/URI/URI(https://example.org/?who)>>"
HTML = b"<!doctype html><script>alert(document.domain)</script>"


def pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes, pages: bytes = b"") -> bytes:
    """A PDF of one page with further entries in its catalog, its page and its page tree; ``more`` are objects from 5 on."""
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages" + (pages or b"/Kids[3 0 R]/Count 1") + b">>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R" + page + b">>",
        stream(b""),
        *more,
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), entries + b"/Filter/FlateDecode")


def assembled(*objects: bytes, trailer: bytes = b"", unlisted: bytes = b"") -> bytes:
    """Objects from 1 on with their table; ``unlisted`` stands in no table."""
    out, places = b"%PDF-1.7\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    out += unlisted
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, at = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, at)


def in_object_streams(catalog: bytes) -> bytes:
    """A PDF whose catalog is packed in an object stream, where nobody sees it who does not unpack it."""
    inner = b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"
    told = packed(b"1 0 " + inner, b"/Type/ObjStm/N 1/First 4")
    out, places = b"%PDF-1.7\n", {}
    for number, one in ((2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"), (3, b"<</Type/Page/Parent 2 0 R>>"), (4, told)):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = [(0, 0, 255), (2, 4, 0), *((1, places[number], 0) for number in (2, 3, 4)), (1, len(out), 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    table = packed(table, b"/Type/XRef/Size 6/W[1 4 1]/Root 1 0 R")
    return out + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(out))


def locked(user: str, algorithm: str) -> bytes:
    """A PDF that asks for a password, or only forbids things."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(user, "owner", algorithm=algorithm)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_attachment() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.add_attachment("notes.exe", b"MZ")
    return written(writer)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (60, 80), mode: str = "RGB", **more: object) -> bytes:
    """A small picture in any format."""
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **more)
    return out.getvalue()


def png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    """A PNG that says it is so large, whatever is in it."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pieces = (header, *chunks, _chunk(b"IDAT", zlib.compress(pixels or bytes(1000))), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def wide_jpeg() -> bytes:
    """A JPEG whose header says 65,000 by 65,000."""
    data = picture("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 65_000, 65_000) + data[at + 4 :]


def broken_sum() -> bytes:
    data = bytearray(picture("PNG"))
    data[data.index(b"IDAT") + 6] ^= 0xFF
    return bytes(data)


def film() -> bytes:
    """What phones write behind a “live” photo."""
    return struct.pack(">I4s4sI", 16, b"ftyp", b"mp42", 0) + bytes(200)


def paged(pages: int, count: int | None = None) -> bytes:
    """A PDF of so many pages; ``count`` is what it says itself."""
    kids = b" ".join([b"3 0 R"] * pages)
    return pdf(pages=b"/Kids[%s]/Count %d" % (kids, count or pages))


def deep_pages(depth: int) -> bytes:
    """Page trees in page trees."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 6) for number in range(depth)]
    return pdf(b"", b"", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>", pages=b"/Kids[5 0 R]/Count 1")


def many_fields(number: int) -> bytes:
    kids = b"".join(b"<</T(f%d)/FT/Tx/V(x)>>" % one for one in range(number))
    return pdf(b"/AcroForm<</Fields[%s]>>" % kids)


def field_circle() -> bytes:
    return pdf(b"/AcroForm<</Fields[5 0 R]>>", b"", b"<</T(a)/FT/Tx/Kids[5 0 R]>>")


def many_objects(number: int) -> bytes:
    return pdf(b"", b"", *([b"1"] * number))


def bomb(size: int) -> bytes:
    """So many bytes in an object stream, packed small."""
    return in_object_streams(b"/Long(" + b" " * size + b")")


def drawn(steps: bytes, times: int) -> bytes:
    """A page whose drawing repeats its steps so many times, packed small."""
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        packed(steps * times),
    )


def annotated(entries: bytes) -> bytes:
    return pdf(b"", b"/Annots[<</Type/Annot/Rect[0 0 9 9]" + entries + b">>]")


def form(entries: bytes) -> bytes:
    field = b"<</T(send)/FT/Btn/Subtype/Widget/Rect[0 0 9 9]" + entries + b">>"
    return pdf(b"/AcroForm<</Fields[5 0 R]>>", b"/Annots[5 0 R]", field)


Maker = Callable[[], bytes]
FILES: dict[str, dict[str, Maker]] = {
    "empty": {"nothing": lambda: b""},
    "type": {
        "a web page": lambda: HTML,
        "SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "GIF": lambda: picture("GIF"),
        "WebP": lambda: picture("WEBP"),
        "BMP": lambda: picture("BMP"),
        "TIFF": lambda: picture("TIFF"),
        "HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(300),
        "a Word file": archive,
        "a program": lambda: b"MZ" + bytes(300),
        "text": lambda: b"My goals: find work.",
        "PostScript": lambda: b"%!PS-Adobe-3.0\n",
        "zeros": lambda: bytes(4000),
    },
    "mixed": {
        "a web page before a PDF": lambda: HTML + pdf(),
        "a blank before a PDF": lambda: b"\n" + pdf(),
        "a web page behind a PDF": lambda: pdf() + HTML,
        "a ZIP behind a PDF": lambda: pdf() + archive(),
        "a ZIP within a PDF": lambda: pdf(b"", b"", stream(archive())),
        "a photo behind a PDF": lambda: pdf() + picture("JPEG"),
        "a ZIP behind a PNG": lambda: picture("PNG") + archive(),
        "a script behind a PNG": lambda: picture("PNG") + HTML,
        "a ZIP behind a JPEG": lambda: picture("JPEG") + archive(),
        "a script behind a JPEG": lambda: picture("JPEG") + b"*/=alert(1)//",
        "a film behind a JPEG": lambda: picture("JPEG") + film(),
        "false notes behind a JPEG": lambda: picture("JPEG") + b"SEFH" + HTML + struct.pack("<I", 9) + b"SEFT",
    },
    "damaged": {
        "half a PDF": lambda: pdf()[:200],
        "a PDF without its objects": lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF",
        "a PDF without pages": lambda: assembled(b"<</Type/Catalog>>"),
        "half a PNG": lambda: picture("PNG", (600, 800))[:-30],
        "half a JPEG": lambda: picture("JPEG", (600, 800))[:-30],
        "a PNG with a false sum": broken_sum,
        "a PNG with too few dots": lambda: png(800, 600),
        "a JPEG of noise": lambda: b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4 + b"\xff\xd9",
    },
    "encrypted": {
        "with a password": lambda: locked("secret", "RC4-128"),
        "with an owner's password": lambda: locked("", "AES-256"),
        "with a lock nobody knows": lambda: assembled(
            b"<</Type/Catalog>>", trailer=b"/Encrypt<</Filter/Odd/V 9>>/ID[(a)(b)]"
        ),
    },
    "script": {
        "in the names": lambda: pdf(b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>"),
        "when it opens": lambda: pdf(b"/OpenAction" + SCRIPT),
        "when it opens, by another name": lambda: pdf(b"/OpenAction" + JS_BY_NAME),
        "when it closes": lambda: pdf(b"/AA<</WC" + SCRIPT + b">>"),
        "when a page turns": lambda: pdf(b"", b"/AA<</O" + SCRIPT + b">>"),
        "in a note": lambda: annotated(b"/Subtype/Link/AA<</E" + SCRIPT + b">>"),
        "in a field": lambda: form(b"/AA<</K" + SCRIPT + b">>"),
        "after something harmless": lambda: pdf(b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next" + SCRIPT + b">>"),
        "in an object stream": lambda: in_object_streams(b"/OpenAction" + SCRIPT),
        "that nothing points to": lambda: pdf(b"", b"", SCRIPT),
        "in the names, packed": lambda: in_object_streams(b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>"),
        "that only a search finds": lambda: assembled(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R>>",
            unlisted=b"9 0 obj\n" + SCRIPT + b"\nendobj\n",
        ),
    },
    "acts": {
        "starts a program": lambda: pdf(b"/OpenAction<</S/Launch/F(calc.exe)>>"),
        "sends a form": lambda: form(b"/A<</S/SubmitForm/F(https://example.org)>>"),
        "takes data in": lambda: form(b"/A<</S/ImportData/F(x.fdf)>>"),
        "opens a page elsewhere": lambda: pdf(b"/OpenAction" + GOES_OUT),
        "opens a page elsewhere, later": lambda: pdf(b"", b"/AA<</O<</S/Named/N/NextPage/Next[" + GOES_OUT + b"]>>>>"),
        "opens another file": lambda: annotated(b"/Subtype/Link/A<</S/GoToR/F(//example.org/x)/D[0/Fit]>>"),
        "opens a file inside": lambda: annotated(b"/Subtype/Link/A<</S/GoToE/D(x)>>"),
    },
    "attachment": {
        "a file inside": with_attachment,
        "pinned to a page": lambda: annotated(b"/Subtype/FileAttachment/Name/Paperclip"),
        "a portfolio": lambda: pdf(b"/Collection<</View/D>>"),
        "content from elsewhere": lambda: pdf(b"", b"", stream(b"", b"/F(//example.org/x)")),
    },
    "media": {
        "a rich one": lambda: annotated(b"/Subtype/RichMedia"),
        "a film": lambda: annotated(b"/Subtype/Movie"),
        "a sound": lambda: annotated(b"/Subtype/Sound"),
        "a model": lambda: annotated(b"/Subtype/3D"),
        "a player": lambda: annotated(b"/Subtype/Screen/A<</S/Rendition/OP 0>>"),
    },
    "xfa": {"XFA": lambda: pdf(b"/AcroForm<</Fields[]/XFA[(template)5 0 R]>>", b"", stream(b"<xdp/>"))},
    "pages": {
        "one too many": lambda: paged(21),
        "more than it says": lambda: paged(60, 1),
    },
    "tangled": {
        "a page tree in a circle": lambda: pdf(pages=b"/Kids[2 0 R]/Count 1"),
        "a page tree too deep": lambda: deep_pages(500),
        "fields in a circle": field_circle,
        "too many fields": lambda: many_fields(4000),
        "lists in lists": lambda: pdf(b"", b"", b"[" * 20_000 + b"]" * 20_000),
        "actions without end": lambda: pdf(b"/OpenAction 5 0 R", b"", b"<</S/GoTo/Next 5 0 R>>"),
        "too many objects": lambda: many_objects(30_000),
    },
    "memory": {
        "a packed part": lambda: bomb(40_000_000),
    },
    "pixels": {
        "2,500 million dots": lambda: png(50_000, 50_000),
        "64 million dots": lambda: png(8000, 8000),
        "a wide JPEG": wide_jpeg,
    },
}  # fmt: skip


def every() -> Iterator[tuple[str, str, Maker]]:
    """Reason, name and maker of each."""
    for why, files in FILES.items():
        for name, make in files.items():
            yield why, name, make
