"""What the groups' journey says on the page of a programme: who is in no group while the groups work."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes import without_group
from programmes.lines import Line, Part
from programmes.models import Programme


def lines(programme: Programme) -> list[Line]:
    """What stands first while a selected mentee takes no part, and among the groups that mentors are spare.

    Two queries, none before the groups are formed.
    """
    mentees, mentors = without_group.mentees(programme).count(), without_group.mentors(programme).count()
    url = reverse("sessions:without_group", args=(programme.pk,))
    waiting = ngettext("%(n)d mentee is in no group", "%(n)d mentees are in no group", mentees) % {"n": mentees}
    spare = ngettext("%(n)d leads no group", "%(n)d lead no group", mentors) % {"n": mentors}
    found = [Line("", waiting, url, is_first=True)] if mentees else []
    return [*found, *([Line(_("Mentors"), spare, f"{url}#mentors", part=Part.GROUPS)] if mentors else [])]
