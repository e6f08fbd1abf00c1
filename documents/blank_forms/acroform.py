"""Boxes on a printed page become fields that can be filled in (AcroForm).

What WeasyPrint makes of a form has gaps (design 7), so it only says where each box is and where it stands in the
reading order; everything else about a field is written here. Empty fields have an empty look and filled ones a drawn
one in the embedded font, so that every program shows them alike. What is typed is drawn by the program it is typed in:
in Helvetica where that has the letters, in a font of its own where it has not.
"""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject

from ..press.paper import printable
from ..press.pdf_objects import drawing, made, name, packed
from .layout import Option, Question
from .typeface import Typeface

READ_ONLY, MULTILINE, RADIO, COMBO = 1, 1 << 12, 1 << 15, 1 << 17
HIDDEN, PRINTED = 2, 4
ON, OFF = "Yes", "Off"
SIZE, LEADING, MARGIN = 10, 13, 3  # points
LOOK, MARK_LOOK = f"/Helv {SIZE} Tf 0 g", "/ZaDb 0 Tf 0 g"
FONT = {"/Type": name("Font"), "/Subtype": name("Type1")}
FONTS = {
    "/Helv": {**FONT, "/BaseFont": name("Helvetica"), "/Encoding": name("WinAnsiEncoding")},
    "/ZaDb": {**FONT, "/BaseFont": name("ZapfDingbats")},
}
NOTHING = "/Tx BMC EMC"


def make_fields(document: bytes, questions: Iterable[Question], unseen: Mapping[str, str]) -> bytes:
    """The same PDF with a field in every box of ``questions``, and a hidden read-only one for each of ``unseen``.

    A box is an input of the page that was printed, named as the question or as the option that it is for.
    """
    asked = list(questions)
    form = _Form(PdfWriter(clone_from=PdfReader(BytesIO(document))), asked)
    for question in asked:
        form.add(question)
    hidden = {one.name: one.value for one in asked if one.shape == "hidden"}
    for key, value in {**hidden, **unseen}.items():
        form.add_hidden(key, value)
    return form.finished()


class _Form:
    """A PDF whose boxes become fields one after another."""

    def __init__(self, writer: PdfWriter, asked: list[Question]) -> None:
        self.writer = writer
        self.fields: list[IndirectObject] = []
        self.boxes: dict[str, Any] = {str(box["/T"]): box for page in writer.pages for box in _boxes(page)}
        self.looks: dict[tuple[str, float, float], IndirectObject] = {}
        letters = "".join(sorted({letter for one in asked for letter in _shown(one)}))
        self.typeface = Typeface(letters) if letters else None
        self.fonts = {"/Form": self.typeface.put_into(writer)} if self.typeface else None

    def add(self, question: Question) -> None:
        """The field or fields of one question."""
        if question.shape in ("choice", "scale"):
            self._choose_one(question)
        elif question.shape == "several":
            for option in question.options:
                self._tick(option.box, _answer(question, option), option.chosen)
        elif question.shape == "tick":
            self._tick(question.name, _label(question), bool(question.value))
        elif question.shape != "hidden":
            self._write(question)

    def add_hidden(self, key: str, value: str) -> None:
        """A field that nobody sees, for what the application must know when it gets the form back."""
        page: Any = self.writer.pages[0]
        box = {"/Type": name("Annot"), "/Subtype": name("Widget"), "/Rect": [0, 0, 0, 0], "/P": page.indirect_reference}
        field = {"/FT": name("Tx"), "/T": key, "/TU": _("For the application"), "/V": value, "/DA": LOOK}
        kept = self._keep(made({**box, **field, "/Ff": READ_ONLY, "/F": HIDDEN}))
        if "/Annots" not in page:
            page[name("Annots")] = made([])
        page["/Annots"].append(kept)
        self.fields.append(kept)

    def finished(self) -> bytes:
        """The bytes of the whole file."""
        form = {"/Fields": self.fields, "/DR": {"/Font": FONTS}, "/DA": LOOK}
        self.writer.root_object[name("AcroForm")] = self._keep(made(form))
        for page in self.writer.pages:
            page[name("Tabs")] = name("S")
        return packed(self.writer)

    def _write(self, question: Question) -> None:
        """A line, a text or a list that opens."""
        field: dict[str, Any] = {"/FT": name("Tx"), "/V": _kept(question.value), "/DA": LOOK}
        if question.shape == "text":
            field["/Ff"] = MULTILINE
        if question.shape == "pick":
            answers = [["", "–"], *([option.code, option.words] for option in question.options)]
            chosen = next((option.code for option in question.options if option.chosen), "")
            field |= {"/FT": name("Ch"), "/Ff": COMBO, "/Opt": answers, "/V": chosen}
        elif question.at_most:
            field["/MaxLen"] = question.at_most
        width, height = _size(self.boxes[question.name])
        look = self._look(self._drawn(question, width, height), width, height)
        self._field(question.name, {**field, "/TU": _label(question), "/AP": {"/N": look}})

    def _drawn(self, question: Question, width: float, height: float) -> str:
        words = _shown(question)
        if not words or self.typeface is None:
            return NOTHING
        lines = list(wrapped(words, self.typeface, width - 2 * MARGIN)) if question.shape == "text" else [words]
        top = height - MARGIN - SIZE if question.shape == "text" else (height - 0.7 * SIZE) / 2
        rows = f" 0 -{LEADING} Td ".join(f"{self.typeface.written(line)} Tj" for line in lines)
        clip = f"1 1 {width - 2:.2f} {height - 2:.2f} re W n"
        return f"/Tx BMC q {clip} BT /Form {SIZE} Tf 0 g {MARGIN} {top:.2f} Td {rows} ET Q EMC"

    def _tick(self, key: str, label: str, chosen: bool) -> None:
        state = name(ON if chosen else OFF)
        looks = {ON: _cross, OFF: _empty}
        field = {"/FT": name("Btn"), "/TU": label, "/V": state, "/AS": state, "/MK": {"/CA": "8"}, "/DA": MARK_LOOK}
        self._field(key, {**field, "/AP": {"/N": self._states(self.boxes[key], looks)}})

    def _choose_one(self, question: Question) -> None:
        """One field for the question, one circle of it for each answer, each with a state of its own."""
        chosen = next((option.code for option in question.options if option.chosen), OFF)
        group = {"/FT": name("Btn"), "/Ff": RADIO, "/T": question.name, "/TU": _label(question), "/V": name(chosen)}
        parent: Any = self._keep(made(group))
        for option in question.options:
            box = self.boxes[option.box]
            looks = {"/N": self._states(box, {option.code: _dot, OFF: _empty})}
            state = name(option.code if option.chosen else OFF)
            kid = {"/Parent": parent, "/TU": _answer(question, option), "/AS": state, "/MK": {"/CA": "l"}}
            _rewrite(box, {**kid, "/DA": MARK_LOOK, "/AP": looks})
        kids = [self.boxes[option.box].indirect_reference for option in question.options]
        parent.get_object()[name("Kids")] = made(kids)
        self.fields.append(parent)

    def _field(self, key: str, entries: dict[str, Any]) -> None:
        box = self.boxes[key]
        _rewrite(box, {"/T": key, **entries})
        self.fields.append(box.indirect_reference)

    def _states(self, box: DictionaryObject, looks: Mapping[str, Any]) -> dict[str, IndirectObject]:
        size = _size(box)
        return {f"/{state}": self._look(draw(*size), *size) for state, draw in looks.items()}

    def _look(self, strokes: str, width: float, height: float) -> IndirectObject:
        """A drawing; the same one is kept once."""
        key = (strokes, width, height)
        if key not in self.looks:
            fonts = self.fonts if strokes.startswith("/Tx") and strokes != NOTHING else None
            self.looks[key] = self._keep(drawing(strokes, width, height, fonts))
        return self.looks[key]

    def _keep(self, thing: Any) -> IndirectObject:
        return self.writer._add_object(thing)


def wrapped(words: str, typeface: Typeface, width: float) -> Iterator[str]:
    """The lines of a text in a box of that width; a word that is too long for a line is cut."""
    most = width * 1000 / SIZE
    for paragraph in words.split("\n"):
        line, used = "", 0.0
        for word in paragraph.split(" "):
            for piece in _pieces(word, typeface, most):
                wide = typeface.width(piece)
                gap = typeface.width(" ") if line else 0.0
                if line and used + gap + wide > most:
                    yield line
                    line, used = piece, wide
                else:
                    line, used = f"{line} {piece}" if line else piece, used + gap + wide
        yield line


def _pieces(word: str, typeface: Typeface, most: float) -> Iterator[str]:
    """A word in pieces that fit on a line; in time that grows with its length, not with its square."""
    start, used = 0, 0.0
    for at, letter in enumerate(word):
        used += typeface.width(letter)
        if used > most and at > start:
            yield word[start:at]
            start, used = at, typeface.width(letter)
    yield word[start:]


def _boxes(page: Any) -> Iterator[DictionaryObject]:
    for reference in page.get("/Annots", ()):
        box = reference.get_object()
        if box.get("/Subtype") == "/Widget":
            yield box


def _shown(question: Question) -> str:
    """The words in a box: of a list, those of the chosen answer."""
    if question.shape == "pick":
        return next((option.words for option in question.options if option.chosen), "")
    words = printable(question.value).replace("\t", " ").replace("\u200b", "")
    return {"line": words.replace("\n", " "), "short": words, "text": words}.get(question.shape, "")


def _kept(value: str) -> str:
    """A value as it was typed; only half characters, which no file can hold, are replaced."""
    return value.encode("utf-16-be", "replace").decode("utf-16-be")


def _label(question: Question) -> str:
    """What a screen reader says of a field."""
    label = f"{question.label} ({_('required')})" if question.required else question.label
    return f"{label}. {question.hint}" if question.hint else label


def _answer(question: Question, option: Option) -> str:
    """What a screen reader says of one of several boxes."""
    # Translators: read aloud in a PDF form: a question, and one of the answers to choose from
    return _("%(question)s: %(answer)s") % {"question": question.label, "answer": option.words}


def _rewrite(box: DictionaryObject, entries: dict[str, Any]) -> None:
    """Leave of a box where it is and where it is read; say the rest anew."""
    kept = {key: box[key] for key in ("/Type", "/Subtype", "/Rect", "/StructParent") if key in box}
    page = box.raw_get("/P")
    box.clear()
    box.update(made({**kept, "/P": page, "/F": PRINTED, **entries}))


def _size(box: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(side) for side in box["/Rect"])
    return round(abs(right - left), 1), round(abs(top - bottom), 1)  # so that boxes of one size share their looks


def _empty(width: float, height: float) -> str:
    return ""


def _cross(width: float, height: float) -> str:
    near, wide, high = 1.5, width - 1.5, height - 1.5
    return f"q 1.3 w 1 J 0 G {near} {near} m {wide:.2f} {high:.2f} l {near} {high:.2f} m {wide:.2f} {near} l S Q"


def _dot(width: float, height: float) -> str:
    x, y, r = width / 2, height / 2, min(width, height) * 0.3
    k = 0.5523 * r
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y),
    )  # fmt: skip
    return f"q 0 g {x + r:.2f} {y:.2f} m " + " ".join(" ".join(f"{n:.2f}" for n in c) + " c" for c in curves) + " f Q"
