"""Fill in a form the way people do in a PDF reader, and look at what it then holds."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter

from documents.blank_forms.layout import Question, lay_out_form
from documents.fillable import Identity
from documents.kinds import DocumentKind

WORD = "Žukauskienė, Иванова (Παπαδοπούλου)"
DOCUMENT = "8f3a12c4-0000-4000-8000-000000000000"
HEADING = {
    "programme": "Step into work 2026",
    "group": "Aušra",
    "motto": "Small steps count",
    "stage": "Task-oriented sessions",
    "people": ["Tomas Lind (mentor)", "Nia Berg (mentee)", "Ela Žukaitė (mentee)"],
    "kept_until": date(2027, 12, 31),
    "language": "en",
    "time_zone": "Europe/Vilnius",
    "readers": "the mentor and the managers of the programme",
}


def identity(kind: DocumentKind) -> Identity:
    """A form of that kind on the third texts of a programme, for one document."""
    return Identity(kind.slug, 3, DOCUMENT)


def questions(kind: DocumentKind, answers: Mapping[str, Any] | None = None) -> list[Question]:
    """Every question of a form."""
    return [question for block in lay_out_form(kind, answers) for question in block.questions]


def values(kind: DocumentKind, answers: Mapping[str, Any], *, by_words: bool = False) -> dict[str, str]:
    """What is typed, chosen and ticked, by the name of its field; ``by_words``: lists take the words on show."""
    found: dict[str, str] = {}
    for question in questions(kind, answers):
        chosen = [option for option in question.options if option.chosen]
        if question.shape == "several":
            found |= {option.box: "/Yes" for option in chosen}
        elif chosen and question.shape == "pick":
            found[question.name] = chosen[0].words if by_words else chosen[0].code
        elif chosen:
            found[question.name] = f"/{chosen[0].code}"
        elif question.value and not question.options:
            found[question.name] = "/Yes" if question.shape == "tick" else question.value
    return found


def filled(form: bytes, entries: Mapping[str, str]) -> bytes:
    """The form with these values in it, as pypdf writes them."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(form))), BytesIO()
    writer.update_page_form_field_values(None, dict(entries), auto_regenerate=True)
    writer.write(out)
    return out.getvalue()


def fields(form: bytes) -> dict[str, Any]:
    """Name -> value of every field, as the application gets them."""
    found = PdfReader(BytesIO(form)).get_fields() or {}
    return {name: field.get("/V") for name, field in found.items()}
