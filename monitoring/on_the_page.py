"""What monitoring says on the page of a programme: recommendations that wait, the closing, the next programme."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.lines import Line
from programmes.models import Programme

from . import recommendations
from .closing import ENDING, waiting_words


def lines(programme: Programme) -> list[Line]:
    """The lines for those who run a programme; first what an earlier one left to decide. One query."""
    found = recommendations.waiting(programme)
    url = reverse("monitoring:recommendations", args=(programme.pk,))
    first = [Line("", _from_earlier(n, name), f"{url}?state=open", is_first=True) for name, n in found.items() if name]
    in_all = sum(found.values())
    words = waiting_words(in_all) if in_all else _("what people recommend, what you decided, what has changed")
    monitoring = reverse("monitoring:rhythms", args=(programme.pk,))
    return [
        *first,
        Line(_("Monitoring"), _("how often each group is looked at, when last, and when next"), monitoring),
        Line(_("Recommendations"), words, url),
        *_end(programme),
    ]


def _from_earlier(n: int, name: str) -> str:
    words = ngettext(
        "%(n)d recommendation from %(programme)s waits for a decision",
        "%(n)d recommendations from %(programme)s wait for a decision",
        n,
    )
    return words % {"n": n, "programme": name}


def _end(programme: Programme) -> list[Line]:
    """How it is closed, and what comes after it."""
    if programme.state not in ENDING:
        return []
    closing, following = (reverse(f"monitoring:{name}", args=(programme.pk,)) for name in ("closing", "next"))
    return [
        Line(_("Closing"), _("what is still missing, what stays, and until when"), closing),
        Line(_("The next programme"), _("begin it with these settings, texts and findings"), following),
    ]
