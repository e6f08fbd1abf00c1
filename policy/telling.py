"""Tell people what was done: one letter each, only to those who may read the thing at that moment."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction

from jobs.queue import handles
from people import day_letters
from people.mail import write_to
from people.models import Letter

from .models import Event, Space
from .permissions import Action, may


@handles("policy.tell")
def tell(job: Any, *, event: int, roles: list[str]) -> None:
    """Write the letters of one event. A recipient who lost the right since the event gets none (3-access, recipients).

    The thing offers ``people_as(roles)`` (who stands in these roles), ``letter_words(person)`` (words for the template,
    nothing confidential) and ``get_absolute_url()``; and, if it likes, ``letter_files(person)``: whoever did it is
    written to only for the sake of a file.
    """
    row = Event.objects.select_related("by").get(pk=event)
    thing = _thing_of(row)
    if thing is None:
        return
    app, model = row.thing.split(".")
    template = f"{app}/{model}_{row.action.replace('-', '_')}"
    words = {"thing": thing, "by": row.by, **thing.letter_words()}
    for person in thing.people_as(frozenset(roles)):
        files = thing.letter_files(person) if hasattr(thing, "letter_files") else ()
        if person.pk == row.by_id and not files:
            continue
        with transaction.atomic():
            day_letters.hold(person)  # whoever ends their part does so before, or finds this letter
            if may(person, Action.READ, thing):
                path = thing.get_absolute_url()
                write_to(person, template, about=f"event {row.pk}", words=words, path=path, files=files)


def may_still_know(letter: Letter) -> bool:
    """Whether the reader of a letter that was held back may still read what it tells of.

    ``about`` says what that is: “event” and its number, or “thing”, the label of a model and an id. Other letters tell
    of nothing that somebody could lose sight of.
    """
    kind, _space, rest = letter.about.partition(" ")
    if kind == "event":
        row = Event.objects.filter(pk=rest).first()
        thing = _thing_of(row) if row else None
    elif _is_of_thing(letter):
        thing = _found(*rest.split()[:2])
    else:
        return True
    return thing is not None and may(letter.person, Action.READ, thing)


def tells_of(space: Space, letters: Iterable[Letter]) -> set[UUID]:
    """The ids of those among these letters that tell of something in ``space``, as far as ``about`` says what that is."""
    rows = list(letters)
    numbers = {row.pk: row.about.removeprefix("event ") for row in rows if row.about.startswith("event ")}
    events = Event.objects.filter(space=space, pk__in=numbers.values()).values_list("pk", flat=True)
    here = {str(pk) for pk in events}
    things = {row.pk: _found(*row.about.split()[1:3]) for row in rows if _is_of_thing(row)}
    found = {pk for pk, thing in things.items() if getattr(thing, "space", None) == space}
    return found | {pk for pk, number in numbers.items() if number in here}


def _is_of_thing(letter: Letter) -> bool:
    words = letter.about.split()
    return len(words) > 2 and words[0] == "thing" and "." in words[1]


def _thing_of(row: Event) -> Any:
    return _found(row.thing, row.thing_id)


def _found(label: str, pk: Any) -> Any:
    return apps.get_model(label)._default_manager.filter(pk=pk).first()
