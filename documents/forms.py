"""All sections of a kind as one bound form: the same for the web, for a draft and for what is sealed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .kinds import Answers, DocumentKind, Section

Choices = Sequence[tuple[str, Any]]

TEXT_AT_MOST = 20_000  # design 6: characters a field
BLANK_ROWS = 1
PLACE = "place-in-order"


def long_text(
    label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "", **more: Any
) -> forms.CharField:
    """A field for running text of at most ``TEXT_AT_MOST`` characters."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, widget=widget, required=required, max_length=TEXT_AT_MOST, help_text=help_text, **more
    )


def line(label: Any, *, required: bool = False, at_most: int = 300, help_text: Any = "") -> forms.CharField:
    """A field for one line of text."""
    return forms.CharField(label=label, required=required, max_length=at_most, help_text=help_text)


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A field for a day; the browser's own calendar helps, typing works too."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def rating(label: Any, *, required: bool = False) -> forms.ChoiceField:
    """Agreement from 1 to 5 (design 4, scales)."""
    words = (
        ("1", _("1 – strongly disagree")),
        ("2", _("2 – disagree")),
        ("3", _("3 – neither")),
        ("4", _("4 – agree")),
        ("5", _("5 – strongly agree")),
    )
    return choice(label, words, required=required)


def agreement(texts: Sequence[Mapping[str, Any]], *, required: bool = False) -> type[forms.Form]:
    """A form that asks for each text how far somebody agrees; its answers are stored under the texts' keys."""
    return type("Agreement", (forms.Form,), {text["key"]: rating(text["text"], required=required) for text in texts})


def choice(label: Any, words: Choices, *, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    """One of a few answers, all of them in sight; ``words`` are pairs of what is stored and what is read."""
    return forms.ChoiceField(
        label=label, choices=words, required=required, widget=forms.RadioSelect, help_text=help_text
    )


def pick(label: Any, words: Choices, *, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    """One of several answers from a list that opens, for rows of a table; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=(("", _("– choose –")), *words), required=required, help_text=help_text
    )


def progress(label: Any, *, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    """How far a goal was reached, from −2 to +2 (design 4, scales)."""
    words = (
        ("-2", _("−2 – much less than expected")),
        ("-1", _("−1 – less than expected")),
        ("0", _("0 – as expected")),
        ("1", _("+1 – more than expected")),
        ("2", _("+2 – much more than expected")),
    )
    return pick(label, words, required=required, help_text=help_text)


# design 4, scales: the other way to say how far a goal was reached
REACHED = (
    ("not", _("not started")),
    # Translators: how far something was reached, done or fulfilled
    ("partly", _("partly")),
    ("mostly", _("mostly")),
    # Translators: a goal
    ("fully", _("reached")),
)
FIT = (("good", _("good")), ("unsure", _("not sure yet")), ("not", _("not good")))  # design 4, scales


def number(
    label: Any, *, least: int = 0, most: int = 10_000, required: bool = False, help_text: Any = ""
) -> forms.IntegerField:
    """A whole number in a range."""
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required, help_text=help_text)


def several(
    label: Any, words: Choices | Callable[[], Choices], *, required: bool = False, help_text: Any = ""
) -> forms.MultipleChoiceField:
    """As many of these as fit; ``words`` that are to be asked for when the field is shown are called then."""
    return forms.MultipleChoiceField(
        label=label, choices=words, required=required, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def tick(label: Any, *, required: bool = False, help_text: Any = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=required, help_text=help_text)


@dataclass(frozen=True)
class FilledSection:
    """A section and what is filled in: a form, or a formset where it can be there many times."""

    section: Section
    body: Any

    @property
    def forms(self) -> list[forms.Form]:
        """Its forms, one or many."""
        return list(self.body.forms) if self.section.many else [self.body]


class Filling:
    """A kind's sections over one set of answers.

    With ``data`` (a POST) it is bound to what was typed; without, it shows ``answers``. Nothing that was typed is
    ever lost: ``answers()`` gives it back even where it is not valid.
    """

    def __init__(
        self, kind: DocumentKind, answers: Mapping[str, Any] | None = None, data: QueryDict | None = None
    ) -> None:
        self.kind = kind
        self.given: Mapping[str, Any] = answers or {}
        self.data = data

    def __iter__(self) -> Iterator[FilledSection]:
        return iter(self.sections)

    @cached_property
    def sections(self) -> list[FilledSection]:
        """Each section with its bound or unbound form."""
        return [FilledSection(section, self._body(section)) for section in self.kind.sections]

    @property
    def forms(self) -> list[forms.Form]:
        """Every single form in it, for the error summary."""
        return [form for filled in self.sections for form in filled.forms]

    @property
    def errors(self) -> bool:
        """Whether something in it is wrong: the title of the page says so."""
        return any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        """Whether all of it may be submitted."""
        verdicts = [filled.body.is_valid() for filled in self.sections]  # each is asked, so that each shows its errors
        return all(verdicts)

    def answers(self) -> Answers:
        """What was typed, as JSON, valid or not; rows left empty are dropped."""
        found: Answers = {}
        for filled in self.sections:
            rows = [_typed(form) for form in filled.forms]
            if filled.section.ordered and self.data is not None:
                rows = in_order(rows, [form[PLACE].value() for form in filled.forms])
            found[filled.section.slug] = [row for row in rows if any(row.values())] if filled.section.many else rows[0]
        return found

    def _body(self, section: Section) -> Any:
        given = self.given.get(section.slug)
        if not section.many:
            return section.form(self.data, prefix=section.slug, initial=given or {}, use_required_attribute=False)
        rows = forms.formset_factory(
            section.form,
            formset=OrderedRows if section.ordered else Rows,
            extra=BLANK_ROWS,
            min_num=section.at_least,
            validate_min=True,
            max_num=section.at_most,
            absolute_max=section.at_most,
            validate_max=True,
        )
        return rows(
            self.data,
            prefix=section.slug,
            initial=None if self.data else given,
            form_kwargs={"use_required_attribute": False},
        )


class Rows(forms.BaseFormSet):
    """Rows that can be emptied to be removed: none of them counts as fixed, only ``min_num`` must be filled."""

    def initial_form_count(self) -> int:
        """No row is fixed."""
        return 0

    def full_clean(self) -> None:
        """Any row may stay empty as long as enough of the others are filled, the first one too."""
        if self.is_bound and sum(form.has_changed() for form in self.forms) >= self.min_num:
            for form in self.forms:
                form.empty_permitted = True
        super().full_clean()

    def total_form_count(self) -> int:
        """As many as were sent; else the given rows and a few blank ones, never more than allowed."""
        if self.is_bound:
            return super().total_form_count()
        return min(max(len(self.initial or ()), self.min_num) + self.extra, self.max_num)


class OrderedRows(Rows):
    """Rows that can be moved: each asks for the number of another place, which is no part of the answers."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Ask where the row is to go; what is typed there alone does not make a blank row count."""
        super().add_fields(form, index)
        form.fields[PLACE] = Place(
            label=_("Move to place number"), min_value=1, max_value=self.absolute_max, required=False
        )


class Place(forms.IntegerField):
    """Where a row is to go; never a change of what the row says."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """It is not."""
        return False


def in_order(rows: list[dict[str, Any]], places: list[Any]) -> list[dict[str, Any]]:
    """The rows with those that name a place moved there: down behind the row that stands there, up before it."""
    keys: list[float] = []
    for here, place in enumerate(places, start=1):
        wanted = int(place) if str(place or "").isdecimal() and int(place) else here
        keys.append(wanted + (wanted > here) * 0.5 - (wanted < here) * 0.5)
    return [rows[i] for i in sorted(range(len(rows)), key=keys.__getitem__)]


def posted(kind: DocumentKind, answers: Mapping[str, Any]) -> QueryDict:
    """Answers as a browser would send them, so that stored ones pass the same forms as typed ones."""
    data = QueryDict(mutable=True)
    for section in kind.sections:
        given: Any = answers.get(section.slug) or ([] if section.many else {})
        entries: dict[str, Any] = (
            {f"{section.slug}-{i}": row for i, row in enumerate(given)} if section.many else {section.slug: given}
        )
        if section.many:
            data[f"{section.slug}-TOTAL_FORMS"] = str(max(len(given), section.at_least))
            data[f"{section.slug}-INITIAL_FORMS"] = "0"
        for prefix, entry in entries.items():
            for name, value in entry.items():
                if isinstance(value, list):
                    data.setlist(f"{prefix}-{name}", [str(one) for one in value])
                elif value not in (False, None):
                    data[f"{prefix}-{name}"] = str(value)
    return data


def _typed(form: forms.Form) -> dict[str, Any]:
    """The values of one form as they were typed or given, in types that JSON knows."""
    values: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, Place):
            continue
        value = form[name].value()
        if isinstance(field, forms.BooleanField):
            values[name] = bool(value)
        elif isinstance(value, list | tuple):
            values[name] = [_clean(one) for one in value]
        else:
            values[name] = "" if value is None else _clean(value)
    return values


def _clean(value: Any) -> str:
    """One line end for all systems; and no NUL, which PostgreSQL cannot keep."""
    return str(value).replace("\r\n", "\n").replace("\x00", "")
