"""The answers to a questionnaire that a programme's managers built: three kinds, told apart by who reads (R49, R52).

The answers to the third are read by nobody but their writer: managers see them counted with those of others
(``monitoring/questionnaires/together.py``).

Which questions they hold is no matter of the kind: each version stands on the wording that was frozen when its
questionnaire was opened. ``occasion`` is the id of the questionnaire, ``label`` its title.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.kinds import DocumentKind, Parts, register
from documents.workflows import FILED, SENT_ONCE
from policy.permissions import Role

from ..questionnaires.questions import sections_from

# What the form is when nothing was asked: one open question, so that the kind stands by itself.
ANYTHING = {
    "questions": [
        {"key": "anything", "section": "", "type": "text", "text": "…", "help": "", "options": "", "required": "yes"}
    ]
}


def _kind(slug: str, title: Any, purpose: Any, *, readers: frozenset[Role], together: frozenset[Role]) -> DocumentKind:
    return register(
        DocumentKind(
            slug=slug,
            title=title,
            purpose=purpose,
            sections=sections_from(ANYTHING),
            workflow=SENT_ONCE if together else FILED,
            parts=Parts(writers=frozenset({Role.MENTEE, Role.MENTOR}), own=True, readers=readers, together=together),
            stage="monitoring",
            must=False,
            repeats=True,
            elsewhere=True,
            sections_from=sections_from,
        )
    )


_ASKED = _("Questions that the managers of the programme ask. Nobody reads your answers before you send them.")
_NOBODY: frozenset[Role] = frozenset()
OWN_QUESTIONNAIRE = _kind(
    "own-questionnaire",
    _("Questionnaire of the programme"),
    _ASKED,
    readers=frozenset({Role.MANAGER}),
    together=_NOBODY,
)
OWN_QUESTIONNAIRE_SHARED = _kind(
    "own-questionnaire-shared",
    _("Questionnaire of the programme, for the mentor too"),
    _ASKED,
    readers=frozenset({Role.MANAGER, Role.MENTOR}),
    together=_NOBODY,
)
OWN_QUESTIONNAIRE_TOGETHER = _kind(
    "own-questionnaire-together",
    _("Questionnaire of the programme, without names"),
    _("Questions that the managers of the programme ask. Nobody reads your answers one by one."),
    readers=_NOBODY,
    together=frozenset({Role.MANAGER}),
)
