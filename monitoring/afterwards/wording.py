"""What is asked afterwards: each question with its answers, for the form and for the figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..document_kinds.final_questionnaire_mentee import RESULTS

Options = tuple[tuple[str, Any], ...]
BETTER = "better"
CHANGES: Options = ((BETTER, _("better")), ("same", _("about the same")), ("worse", _("worse")))
# by the name under which the answer is kept; ``results``: the answers of the final questionnaire, to be compared with it
QUESTIONS: dict[str, tuple[Any, Options]] = {
    "results": (_("What has come of it by now"), RESULTS),
    "change": (_("Compared with the start of the programme, my situation is"), CHANGES),
    "goals": (
        _("Do you still follow the goals that you set?"),
        (("yes", _("yes")), ("partly", _("partly")), ("no", _("no"))),
    ),
    "contact": (_("Are you still in contact with your mentor?"), (("yes", _("yes")), ("no", _("no")))),
}
TEXT_AT_MOST = 500
