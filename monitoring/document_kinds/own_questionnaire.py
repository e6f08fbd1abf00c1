"""The answers to a questionnaire that a programme's managers built: two kinds, told apart by who reads (R49, R52).

Which questions they hold is no matter of the kind: each version stands on the wording that was frozen when its
questionnaire was opened. ``occasion`` is the id of the questionnaire, ``label`` its title.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.kinds import DocumentKind, Parts, register
from documents.workflows import FILED
from policy.permissions import Role

from ..questionnaires.questions import sections_from

# What the form is when nothing was asked: one open question, so that the kind stands by itself.
ANYTHING = {
    "questions": [
        {"key": "anything", "section": "", "type": "text", "text": "…", "help": "", "options": "", "required": "yes"}
    ]
}


def _kind(slug: str, title: Any, readers: frozenset[Role]) -> DocumentKind:
    return register(
        DocumentKind(
            slug=slug,
            title=title,
            purpose=_(
                "Questions that the managers of the programme ask. Nobody reads your answers before you send them."
            ),
            sections=sections_from(ANYTHING),
            workflow=FILED,
            parts=Parts(writers=frozenset({Role.MENTEE, Role.MENTOR}), own=True, readers=readers),
            stage="monitoring",
            must=False,
            repeats=True,
            elsewhere=True,
            sections_from=sections_from,
        )
    )


OWN_QUESTIONNAIRE = _kind("own-questionnaire", _("Questionnaire of the programme"), frozenset({Role.MANAGER}))
OWN_QUESTIONNAIRE_SHARED = _kind(
    "own-questionnaire-shared",
    _("Questionnaire of the programme, for the mentor too"),
    frozenset({Role.MANAGER, Role.MENTOR}),
)
BOTH = (OWN_QUESTIONNAIRE, OWN_QUESTIONNAIRE_SHARED)
