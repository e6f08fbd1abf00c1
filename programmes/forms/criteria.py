"""The criteria of both roles on one page."""

from typing import Any

from django.forms import formset_factory

from documents.forms import Rows
from policy.permissions import Role

from ..models import Programme, SelectionRules
from ..selecting import criteria
from .selecting import CriterionForm

CriterionRows: Any = formset_factory(
    CriterionForm, formset=Rows, extra=1, max_num=criteria.AT_MOST, absolute_max=criteria.AT_MOST, validate_max=True
)


class CriteriaForms:
    """For each role the rows of its criteria, or, where somebody has scored, the words that stay."""

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        rules = SelectionRules.of(programme)
        fixed = criteria.scored_roles(programme)
        self.data, self.rows, self.fixed = data, {}, {}  # type: Any, dict[Role, Any], dict[Role, Any]
        for role in (Role.MENTEE, Role.MENTOR):
            there = criteria.of(rules, role)
            if role in fixed:
                self.fixed[role] = there
            else:
                given = [{"words": one.words, "weight": str(one.weight)} for one in there]
                self.rows[role] = CriterionRows(data, prefix=role.value, initial=None if data is not None else given)

    @property
    def forms(self) -> list[Any]:
        """Every single form, for the error summary."""
        return [form for rows in self.rows.values() for form in rows.forms]

    @property
    def shown(self) -> list[tuple[str, Any]]:
        """What can be changed: the words of the role, and its rows."""
        return [(str(role.label), rows) for role, rows in self.rows.items()]

    @property
    def shown_fixed(self) -> list[tuple[str, Any]]:
        """What stays."""
        return [(str(role.label), rows) for role, rows in self.fixed.items()]

    def is_valid(self) -> bool:
        """Whether all of it was sent and makes sense."""
        verdicts = [rows.is_valid() for rows in self.rows.values()]  # each is asked, so that each shows its errors
        return self.data is not None and bool(verdicts) and all(verdicts)

    def chosen(self) -> dict[str, list[tuple[str, int]]]:
        """Words and weight by role; an empty list where it is the usual ones again."""
        found = {}
        for role, rows in self.rows.items():
            said = [form.cleaned_data for form in rows.forms]
            told = [(row["words"], row["weight"]) for row in said if row.get("words")]
            usual = [(one.words, one.weight) for one in criteria.usual(role)]
            found[role.value] = [] if told == usual else told
        return found
