"""What a page says about signing to one reader: who has signed, who is awaited, what was asked, what may be done now."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import GRANTS, Action

from .. import comparing, workflows
from ..comparing.changes import Changes
from ..models import Question, Signatory, Version
from ..pipeline import require_complete
from . import asking, steps
from .forms import AnswerForm, PaperForm, QuestionForm, RefusalForm, SignatureForm
from .reminding import AT_MOST_EVERY


@dataclass(frozen=True)
class Preview:
    """What an author looks over before offering: whom it will ask, and why it cannot be offered yet."""

    asked: list[Participation]
    missing: str


@dataclass(frozen=True)
class Signatures:
    """The signatures of a version as one reader may know them."""

    version: Version
    reader: Any
    is_author: bool
    may_sign: bool
    rows: list[Signatory]
    questions: list[Question]

    @property
    def is_open(self) -> bool:
        """Whether signatures are still taken."""
        return self.version.state == workflows.SIGNING

    @property
    def mine(self) -> Signatory | None:
        """The reader's own line."""
        return next((row for row in self.rows if row.person_id == self.reader.pk), None)

    @property
    def can_sign(self) -> bool:
        """Whether the reader's signature is awaited."""
        return self.is_open and self.may_sign and self.mine is not None and self.mine.is_awaited

    @property
    def signed(self) -> int:
        """How many have signed."""
        return sum(1 for row in self.rows if row.signed_at)

    @property
    def declined(self) -> list[Signatory]:
        """Those because of whom it cannot come into force as it is."""
        return [row for row in self.rows if row.declined_at]

    @property
    def awaited(self) -> list[Signatory]:
        """Those who have neither signed nor declined."""
        return [row for row in self.rows if row.is_awaited]

    @property
    def on_paper(self) -> list[Signatory]:
        """Whose signature on paper the reader may attach: one's own, and the author everybody's."""
        return [
            row for row in self.awaited if self.is_open and (self.is_author or (self.can_sign and row == self.mine))
        ]

    @property
    def can_remind(self) -> bool:
        """Whether a reminder would reach anybody: each is reminded at most once a day."""
        before = timezone.now() - AT_MOST_EVERY
        others = [row for row in self.awaited if row.person_id != self.reader.pk]
        return self.is_author and any(row.reminded_at is None or row.reminded_at <= before for row in others)


def of_version(version: Version, reader: Any) -> Signatures:
    """The signatures of a version for ``reader``. Three queries, or none for kinds that nobody signs."""
    if version.machine is not workflows.SIGNED:
        return Signatures(version, reader, False, False, [], [])
    roles = version.roles_of(reader)
    return Signatures(
        version,
        reader,
        is_author=bool(GRANTS[Action.ANSWER] & roles),
        may_sign=bool(GRANTS[Action.SIGN] & roles),
        rows=list(version.signatories.select_related("person")),
        questions=list(asking.read_by(reader, version)),
    )


def preview_of(version: Version, reader: Any) -> Preview | None:
    """What is to be looked over before a draft is offered; ``None`` where the reader cannot offer it."""
    if version.state != workflows.DRAFT or version.machine is not workflows.SIGNED:
        return None
    try:
        require_complete(version)
    except NotNow as reason:
        return Preview([], str(reason))
    return Preview(steps.whom_to_ask(version, by=reader), "")


def changes_of(version: Version) -> Changes | None:
    """What changed since the version in force, while the next one is drafted or signed; ``None`` when there is none."""
    if version.state not in (workflows.DRAFT, workflows.SIGNING) or version.machine is not workflows.SIGNED:
        return None
    before = version.document.versions.in_force().exclude(pk=version.pk).first()
    return comparing.since(before, version) if before is not None else None


def context_of(version: Version, reader: Any, **bound: Any) -> dict[str, Any]:
    """All that the templates of signing show to ``reader``; ``bound`` brings forms back as they were sent."""
    signatures = of_version(version, reader)
    return {
        "signatures": signatures,
        "preview": preview_of(version, reader),
        "changes": changes_of(version),
        "sent_forms": list(bound.values()),
        **_forms_of(signatures, **bound),
    }


def _forms_of(signatures: Signatures, **bound: Any) -> dict[str, Any]:
    sent = bound.get("answer_form")
    return {
        "signature_form": SignatureForm(person=signatures.reader, version=signatures.version),
        "refusal_form": RefusalForm(),
        "question_form": QuestionForm(),
        "paper_form": PaperForm(rows=signatures.on_paper),
        "asked": [
            (question, sent if sent and sent.question == question else AnswerForm(question=question))
            for question in signatures.questions
        ],
        **bound,
    }
