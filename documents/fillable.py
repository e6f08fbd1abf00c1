"""Paper and web are one: a kind of document as a form to print or to fill in, and what comes back from it.

The fields of a fillable form are named as those of the web form, so that a filled one passes the same Django forms.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from . import pdf
from .blank_forms.layout import codes_of, lay_out_form, shape_of
from .kinds import DocumentKind, Section
from .press.paper import printable

FORMAT = 1  # of names and values in a form; grows when older ones cannot be read any more as they are
FIELD = "mentoring-form"
SAID = re.compile(r"(\d{1,4}) ([\w-]{1,40}) (\d{1,9}) ([0-9a-f-]{36}|-)")
STYLES = ("asset:tokens.css", "asset:paper.css", "asset:form.css")
OFF = "Off"  # the state of what is not chosen
UNTICKED = {"", "off", "no", "false", "0", "none"}
MARKS = {"\u00fe\u00ff": "utf-16-be", "\u00ff\u00fe": "utf-16-le", "\u00ef\u00bb\u00bf": "utf-8"}  # read as Latin-1
LANGUAGE_MARK = re.compile("\x1b[^\x1b]{2,5}\x1b")  # tells the language of a text inside it (PDF, text strings)
DAY = re.compile(r"(\d{4})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{1,2})\.?|(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\.?")


@dataclass(frozen=True)
class Identity:
    """Which form a file is: the kind, the number of the programme's own texts (0: standard), the document (or "")."""

    kind: str
    wording: int = 0
    document: str = ""
    format: int = FORMAT

    def __str__(self) -> str:
        return f"{self.format} {self.kind} {self.wording} {self.document or '-'}"


def form_pdf(
    kind: DocumentKind,
    heading: Mapping[str, Any],
    *,
    answers: Mapping[str, Any] | None = None,
    fillable: bool,
    identity: Identity,
) -> bytes:
    """A form of ``kind`` as PDF, blank or with ``answers`` in it; to be filled in on screen or printed with ruled lines.

    ``heading`` is what ``kinds.heading_of`` gives, with ``readers`` (who will read it, in words) and, where it is one of
    many, ``label``. The form is in the heading's language. The same call gives the same bytes.
    """
    with translation.override(heading["language"]):
        blocks = lay_out_form(kind, answers)
        # Translators: words around two numbers in the footer of a PDF, in this order
        before, between, after = re.split(r"\{pages?\}", _("page {page} of {pages}"))
        context = {
            "kind": kind,
            "heading": printable(dict(heading)),
            "blocks": blocks,
            "fillable": fillable,
            "identity": identity,
            "numbering": {"before": before, "between": between, "after": after},
        }
        page = render_to_string("documents/form_paper.html", context)
        document = pdf.render(page, identifier=f"{FIELD} {identity}", forms=fillable, styles=STYLES)
        if not fillable:
            return document
        from .blank_forms.acroform import make_fields  # what reads forms back needs no PDF library

        return make_fields(document, [one for block in blocks for one in block.questions], {FIELD: str(identity)})


def identity_of(fields: Mapping[str, Any]) -> Identity | None:
    """Which form these fields come from; ``None`` when they are not of one of our forms."""
    found = SAID.fullmatch(_text(fields.get(FIELD)).strip())
    if found is None:
        return None
    number, kind, wording, document = found.groups()
    return Identity(kind, int(wording), "" if document == "-" else document, int(number))


def read_back(kind: DocumentKind, fields: Mapping[str, Any]) -> QueryDict:
    """What was filled in as a browser would send it: hand it to ``documents.forms.Filling(kind, data=…)``.

    ``fields`` is name -> value as pypdf's ``get_fields`` gives them: texts, states like ``/Yes``, lists. Values that do
    not fit are kept as they are, for the form to say so. Names that the kind does not know are passed over.
    """
    data = QueryDict(mutable=True)
    for section in kind.sections:
        if not section.many:
            _read(section, section.slug, fields, data)
            continue
        rows = range(min(_rows_in(section, fields), section.at_most))
        filled = [number for number in rows if _read(section, f"{section.slug}-{number}", fields, data)]
        data[f"{section.slug}-TOTAL_FORMS"] = str(max([section.at_least, *(number + 1 for number in filled)]))
        data[f"{section.slug}-INITIAL_FORMS"] = "0"
    return data


def _rows_in(section: Section, fields: Mapping[str, Any]) -> int:
    numbers = (re.match(rf"{re.escape(section.slug)}-(\d{{1,4}})-", str(name)) for name in fields)
    return max((int(found.group(1)) + 1 for found in numbers if found), default=0)


def _read(section: Section, prefix: str, fields: Mapping[str, Any], data: QueryDict) -> bool:
    """Take over what was filled in in one form; whether there was anything."""
    form, is_filled = section.form(prefix=prefix), False
    for name in form.fields:
        values = _values(form[name], fields)
        if values:
            data.setlist(form[name].html_name, values)
            is_filled = is_filled or not form[name].is_hidden
    return is_filled


def _values(bound: forms.BoundField, fields: Mapping[str, Any]) -> list[str]:
    shape, given = shape_of(bound), fields.get(bound.html_name)
    if shape == "several":
        ticked = (value for code, (value, _words) in codes_of(bound).items() if _is_on(fields, bound, code))
        return [*ticked, *(_chosen(bound, one) for one in given or () if isinstance(given, list))]
    if shape == "tick":
        return ["on"] if _is_ticked(given) else []
    read = {"choice": partial(_chosen, bound), "scale": partial(_chosen, bound), "pick": partial(_chosen, bound)}
    said = read.get(shape, _text)(given)
    if isinstance(bound.field, forms.DateField):
        said = DAY.sub(_iso, said.strip()) if DAY.fullmatch(said.strip()) else said.replace("/", " / ")  # 3/4: which?
    return [said] if said.strip() else []


def _is_on(fields: Mapping[str, Any], bound: forms.BoundField, code: str) -> bool:
    return _is_ticked(fields.get(f"{bound.html_name}={code}"))


def _is_ticked(value: Any) -> bool:
    return _text(value).removeprefix("/").strip().casefold() not in UNTICKED


def _chosen(bound: forms.BoundField, given: Any) -> str:
    """The value of a choice: programs write the state of its circle, the exported value or the words on show."""
    said, codes = _text(given), codes_of(bound)
    state = said.removeprefix("/")
    if state in codes:
        return codes[state][0]
    if state in ("", "–", OFF):
        return ""
    by_words = {_plain(words): value for value, words in codes.values()}
    return said if said in by_words.values() else by_words.get(_plain(said), said)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _text(value: Any) -> str:
    """Words as a browser sends them, however the program that filled them in has written them down."""
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    said = "" if value is None else str(value)
    for mark, encoding in MARKS.items():
        if said.startswith(mark) and all(ord(letter) < 256 for letter in said):
            said = said.encode("latin-1").decode(encoding, errors="replace")
    said = LANGUAGE_MARK.sub("", said.removeprefix("\ufeff"))
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _iso(found: re.Match[str]) -> str:
    """A day as the web form sends it: 4.3.2027 and 2027/3/4 are 2027-03-04."""
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    return f"{year}-{int(month):02}-{int(day):02}"
