"""What the library says on the page of its programme."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..lines import Line, Part
from ..models import Programme, Resource


def lines(programme: Programme) -> list[Line]:
    """One line, for those who run a programme. One query."""
    rows = programme.resources.values_list("state").annotate(n=Count("pk")).order_by()
    found: dict[str, int] = dict(rows)
    there, offered = found.get(Resource.State.LIBRARY, 0), found.get(Resource.State.OFFERED, 0)
    words = ngettext("%(n)d resource to suggest", "%(n)d resources to suggest", there) % {"n": there}
    if offered:
        more = ngettext(
            "%(words)s; %(n)d brought by a mentor", "%(words)s; %(n)d brought by mentors", offered
        )  # words: “12 resources to suggest”
        words = more % {"words": words, "n": offered}
    nothing = _("links and files that mentors suggest: none yet")
    return [Line(_("Library"), words if found else nothing, reverse("programmes:resources", args=(programme.pk,)),
                 part=Part.GROUPS)]  # fmt: skip
