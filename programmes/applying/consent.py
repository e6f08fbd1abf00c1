"""What somebody agrees to who applies, in words from the rules: what is kept, who reads it, how long (design 4)."""

from django.utils.translation import gettext as _

from documents import kinds
from people.moments import date_format
from policy.permissions import Role

from ..heading import MADE_BY, kept_until
from ..models import Opening, SelectionRules

KIND = {role: slug for slug, role in MADE_BY.items()}


def terms(opening: Opening) -> str:
    """What stands above the box to tick, in the active language."""
    programme = opening.programme
    until = kept_until(programme, kinds.get(KIND[Role(opening.role)]).keeps)
    return _(
        "What you wrote is used to choose the people who take part in %(programme)s and to put mentors and mentees "
        "together. The managers of the programme read it, and nobody else unless you allow it. It is kept until "
        "%(until)s; if you are not selected, for %(days)d days after the decision. You can withdraw your application at "
        "any time."
    ) % {
        "programme": programme.name,
        "until": date_format(until, "j F Y"),
        "days": SelectionRules.of(programme).keep_declined_days,
    }


def agreement() -> str:
    """The sentence at the box."""
    return _("I agree that my application is kept and read in this way.")


def recorded(opening: Opening) -> str:
    """The words that are kept with the moment of the consent."""
    return f"{terms(opening)}\n\n{agreement()}"
