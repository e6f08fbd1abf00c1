"""Tell people what was done: one letter each, only to those who may read the thing at that moment."""

from typing import Any

from django.apps import apps

from jobs.queue import handles
from people.mail import write_to

from .models import Event
from .permissions import Action, may


@handles("policy.tell")
def tell(job: Any, *, event: int, roles: list[str]) -> None:
    """Write the letters of one event. A recipient who lost the right since the event gets none (3-access, recipients).

    The thing offers ``people_as(roles)`` (who stands in these roles), ``letter_words(person)`` (words for the template,
    nothing confidential) and ``get_absolute_url()``.
    """
    row = Event.objects.select_related("by").get(pk=event)
    thing = apps.get_model(row.thing)._default_manager.filter(pk=row.thing_id).first()
    if thing is None:
        return
    app, model = row.thing.split(".")
    for person in thing.people_as(frozenset(roles)):
        if person.pk == row.by_id or not may(person, Action.READ, thing):
            continue
        write_to(
            person,
            f"{app}/{model}_{row.action.replace('-', '_')}",
            about=f"event {row.pk}",
            words={"thing": thing, "by": row.by, **thing.letter_words()},
            path=thing.get_absolute_url(),
        )
