"""What monitoring says on the page of a programme: what is always there, recommendations that wait, the end."""

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
    return [*first, *_always(programme), Line(_("Recommendations"), words, url), *_end(programme)]


def _always(programme: Programme) -> list[Line]:
    """What a manager looks at, builds or sets all along."""
    both = _("the same statements, answered by mentees and mentors at the start, half-way and at the end")
    own = _("what you want to know besides: build it, open it, read and take out the answers")
    told = (
        (_("Monitoring"), _("how often each group is looked at, when last, and when next"), "rhythms"),
        (_("How both sides see it"), both, "both_sides_of_all"),
        (_("Questionnaires of your own"), own, "questionnaires"),
        (_("When a group needs you"), _("after how many days what is missing stands on your home page"), "watch"),
        (_("Evaluation"), _("objectives, key figures with targets, reports and links for sponsors"), "evaluation"),
    )
    return [Line(verb, words, reverse(f"monitoring:{page}", args=(programme.pk,))) for verb, words, page in told]


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
