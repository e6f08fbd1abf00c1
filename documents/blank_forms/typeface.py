"""The letters of what was filled in already, cut out of the font of documents, to draw it into the boxes of a form."""

from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import IndirectObject, StreamObject

from ..press import fonts
from ..press.pdf_objects import made, name

NAME = "FORMXX+NotoSans"
ADDED = {"GSUB", "GPOS", "GDEF", "STAT"}  # beyond the letters themselves
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{pairs}
endcmap CMapName currentdict /CMap defineresource pop end end"""


class Typeface:
    """The glyphs of one text: how wide each letter is, and how it is written in a PDF."""

    def __init__(self, text: str) -> None:
        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont

        font = TTFont(BytesIO(fonts.cut(400)), recalcTimestamp=False)
        for table in ADDED & set(font.keys()):
            del font[table]
        subsetter = Subsetter(Options(hinting=False, notdef_outline=True, name_IDs=[]))
        subsetter.populate(text=text)
        subsetter.subset(font)
        out = BytesIO()
        font.save(out)
        names = {glyph: number for number, glyph in enumerate(font.getGlyphOrder())}
        scale = 1000 / font["head"].unitsPerEm
        self.data = out.getvalue()
        self.glyphs = {chr(code): names[glyph] for code, glyph in font.getBestCmap().items()}
        self.widths = [round(font["hmtx"][glyph][0] * scale) for glyph in font.getGlyphOrder()]
        self.bounds = [round(getattr(font["head"], side) * scale) for side in ("xMin", "yMin", "xMax", "yMax")]
        self.rise, self.fall = (round(getattr(font["hhea"], side) * scale) for side in ("ascent", "descent"))

    def width(self, text: str) -> float:
        """How wide a text is, in thousandths of its size."""
        return sum(self.widths[self.glyphs.get(letter, 0)] for letter in text)

    def written(self, text: str) -> str:
        """The text as a hexadecimal string of glyphs."""
        return f"<{''.join(f'{self.glyphs.get(letter, 0):04X}' for letter in text)}>"

    def put_into(self, writer: PdfWriter) -> IndirectObject:
        """The font as an object of a PDF; the whole of what was cut out is embedded."""
        file = StreamObject()
        file.set_data(self.data)
        file.update(made({"/Length1": len(self.data)}))
        about = {
            "/Type": name("FontDescriptor"), "/FontName": name(NAME), "/Flags": 4, "/FontBBox": self.bounds,
            "/ItalicAngle": 0, "/Ascent": self.rise, "/Descent": self.fall, "/CapHeight": 714, "/StemV": 80,
            "/FontFile2": writer._add_object(file.flate_encode()),
        }  # fmt: skip
        descendant = {
            "/Type": name("Font"), "/Subtype": name("CIDFontType2"), "/BaseFont": name(NAME), "/CIDToGIDMap": name("Identity"),
            "/CIDSystemInfo": {"/Registry": b"Adobe", "/Ordering": b"Identity", "/Supplement": 0},
            "/FontDescriptor": writer._add_object(made(about)), "/DW": 600, "/W": [0, self.widths],
        }  # fmt: skip
        whole: dict[str, Any] = {
            "/Type": name("Font"), "/Subtype": name("Type0"), "/BaseFont": name(NAME), "/Encoding": name("Identity-H"),
            "/DescendantFonts": [writer._add_object(made(descendant))], "/ToUnicode": writer._add_object(self._letters()),
        }  # fmt: skip
        return writer._add_object(made(whole))

    def _letters(self) -> StreamObject:
        """Which letter a glyph stands for, so that the text can be read and copied."""
        rows = [
            f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
            for letter, glyph in sorted(self.glyphs.items(), key=lambda one: one[1])
        ]
        parts = [rows[start : start + 100] for start in range(0, len(rows), 100)]
        stream = StreamObject()
        pairs = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
        stream.set_data(CMAP.replace("{pairs}", pairs).encode())
        return stream.flate_encode()
