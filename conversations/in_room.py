"""The way to the topics: from the room of a group, and for managers from the page of their programme."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from programmes.lines import Line, Part
from programmes.models import Group, Programme
from sessions.beside import Beside

from . import reading
from .forums import forum_of
from .models import Thread


def topics(group: Group, person: Any) -> Beside | None:
    """For whoever is in the group; nothing for the managers of its programme. Three queries."""
    forum = forum_of(group.space, person)
    if forum is None:
        return None
    here = Thread.objects.filter(space=group.space, kind=Thread.Kind.TOPIC)
    said, new = here.count(), reading.topics_with_news(person).filter(space=group.space).count()
    return Beside("conversations/_room.html", {"forum": forum, "topics": said, "new": new})


def lines(programme: Programme) -> list[Line]:
    """The network, for those who run the programme; of a closed one there is none."""
    if programme.state == Programme.State.CLOSED:
        return []
    words = _("topics for everyone, for the mentors, for the mentees")
    return [Line(_("Network"), words, reverse("conversations:forum", args=(programme.space_id,)), part=Part.GROUPS)]
