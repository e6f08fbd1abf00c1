"""What the groups' journey says on the page of a programme: who is in no group while the groups work."""

from django.urls import reverse
from django.utils.translation import ngettext

from programmes import without_group
from programmes.lines import Line
from programmes.models import Programme


def lines(programme: Programme) -> list[Line]:
    """What stands first while somebody who was selected takes no part. One query, none before the groups are formed."""
    n = without_group.mentees(programme).count()
    words = ngettext("%(n)d mentee is in no group", "%(n)d mentees are in no group", n) % {"n": n}
    url = reverse("sessions:without_group", args=(programme.pk,))
    return [Line("", words, url, is_first=True)] if n else []
