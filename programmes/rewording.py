"""The lists of texts of a kind on the manager's desk: rows that can be added, emptied, moved, and looked at first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents import wordings
from documents.comparing.changes import Changes, between
from documents.forms import BLANK_ROWS, PLACE, Filling, OrderedRows, in_order, line, long_text
from documents.kinds import DocumentKind, Section, TextList, Texts
from documents.models import Wording
from documents.sheet import digest_of

from .models import Programme


class TextForm(forms.Form):
    """One text of a list. Without a heading and a text it is removed."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    title = line(_("Heading"), required=True, at_most=wordings.TITLE_AT_MOST)
    text = long_text(_("Text"), required=True, rows=2)

    def __init__(self, *args: Any, titled: bool, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not titled:
            del self.fields["title"]
        for name in self.fields.keys() & {"title", "text"}:
            self.fields[name].widget.attrs["lang"] = language

    def has_changed(self) -> bool:
        """Whether something is written in it; its key alone is nothing."""
        return any(str(self[name].value() or "").strip() for name in self.fields.keys() & {"title", "text"})


class TextRows(OrderedRows):
    """The texts of one list; together they must fit what the list asks for."""

    def __init__(self, *args: Any, texts: TextList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = texts

    def clean(self) -> None:
        """As many as there must be, no two alike."""
        if not any(form.errors for form in self.forms) and (problem := wordings.problem_of(self.of, self.texts())):
            raise forms.ValidationError(problem)

    def texts(self) -> list[dict[str, str]]:
        """The texts in their new order, without rows that were emptied."""
        rows = [form.cleaned_data if form.has_changed() else {} for form in self.forms]
        ordered = in_order(rows, [form[PLACE].value() for form in self.forms])
        names = ("key", "title", "text") if self.of.titled else ("key", "text")
        return [{name: row[name].replace("\r\n", "\n") for name in names} for row in ordered if row]


@dataclass(frozen=True)
class OneList:
    """A list and its rows, and the other kinds that have the same texts."""

    of: TextList
    rows: TextRows
    shared_with: list[DocumentKind]


class Desk:
    """The texts of one kind as a manager of a programme is changing them.

    Bound to ``data`` (a POST) or showing ``texts``; without either, those in use. Nothing is saved before it was looked
    at: ``is_looked_at`` is true when exactly these words were shown before. With both, ``data`` only says which texts
    were open.
    """

    def __init__(
        self, kind: DocumentKind, programme: Programme, data: QueryDict | None = None, texts: Texts | None = None
    ) -> None:
        self.kind, self.programme, self.data = kind, programme, data
        self.given = texts

    @cached_property
    def wording(self) -> Wording | None:
        """The programme's own texts that count now, if it has any."""
        return wordings.newest(self.kind, self.programme.space)

    @property
    def number(self) -> int:
        """The number of the texts that count now; 0: the standard."""
        return self.wording.number if self.wording else 0

    @cached_property
    def seen(self) -> int:
        """The number of the texts that were open when the manager began to change them."""
        said = self.data.get("seen", "") if self.data else ""
        return int(said) if said.isdecimal() and len(said) < 10 else self.number

    @cached_property
    def in_use(self) -> Texts:
        """The texts that count now."""
        return wordings.in_use(self.kind, self.programme.space)

    @cached_property
    def lists(self) -> list[OneList]:
        """Each list of the kind with its rows."""
        return [OneList(one, self._rows(one), wordings.sharing(self.kind, [one.slug])) for one in self.kind.texts]

    @property
    def forms(self) -> list[TextRows]:
        """All formsets, for the error summary."""
        return [one.rows for one in self.lists]

    def is_valid(self) -> bool:
        """Whether all of it could be saved."""
        verdicts = [one.rows.is_valid() for one in self.lists]  # each is asked, so that each shows its errors
        return all(verdicts)

    @cached_property
    def texts(self) -> Texts:
        """What stands on the desk."""
        if self.given is not None or self.data is None:
            return self.given or self.in_use
        return {one.of.slug: one.rows.texts() for one in self.lists}

    @property
    def digest(self) -> str:
        """Of the words on the desk: what was looked at is what is saved."""
        return digest_of({slug: wordings.words_of(texts) for slug, texts in self.texts.items()})

    @property
    def is_looked_at(self) -> bool:
        """Whether these very words were shown before, with whom they reach."""
        return self.data is not None and "confirm" in self.data and self.data.get("looked-at") == self.digest

    @property
    def changed(self) -> list[str]:
        """The lists whose words differ from those that count now."""
        old, new = self.in_use, self.texts
        return [slug for slug in old if wordings.words_of(old[slug]) != wordings.words_of(new[slug])]

    def changes(self) -> Changes:
        """What is new against the texts that count now."""
        return between(self._sheet(self.in_use), self._sheet(self.texts))

    def laid_out(self) -> list[OneList]:
        """A fresh desk with the same texts in their new order, and blank rows again."""
        return Desk(self.kind, self.programme, texts=self.texts).lists

    def look(self) -> Filling | None:
        """What becomes of the form, as its writer will see it: the sections that change; ``None`` when none does."""
        now = {section.slug: _drawn(section) for section in self.kind.worded(self.in_use).sections}
        changed = [one for one in self.kind.worded(self.texts).sections if now.get(one.slug) != _drawn(one)]
        return Filling(replace(self.kind, sections=tuple(changed))) if changed else None

    def look_on_paper(self) -> Mapping[str, Any]:
        """The texts as a sheet has them, for kinds whose texts are proposed and can be rewritten in each document."""
        return self._sheet(self.texts)

    def _rows(self, one: TextList) -> TextRows:
        rows: Any = forms.formset_factory(
            TextForm,
            formset=TextRows,
            extra=BLANK_ROWS,
            min_num=0,
            max_num=one.at_most,
            absolute_max=one.at_most,
            validate_max=True,
        )
        kwargs = {"use_required_attribute": False, "titled": one.titled, "language": self.programme.language}
        initial = None if self.data is not None else [dict(text) for text in self.texts[one.slug]]
        return rows(self.data, prefix=f"list-{one.slug}", initial=initial, form_kwargs=kwargs, texts=one)

    def _sheet(self, texts: Texts) -> Mapping[str, Any]:
        return {
            "blocks": [_block(one, texts[one.slug]) for one in self.kind.texts],
            "language": self.programme.language,
        }


def _drawn(section: Section) -> tuple[str, ...]:
    return str(section.title), str(section.note), str(section.form())


def _block(one: TextList, texts: list[dict[str, str]]) -> Mapping[str, Any]:
    if one.titled:
        return {"layout": "clauses", "title": one.title, "clauses": texts}
    return {"layout": "table", "title": one.title, "columns": [_("Text")], "rows": [[text["text"]] for text in texts]}
