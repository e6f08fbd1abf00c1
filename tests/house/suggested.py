"""The libraries of the world, and what is suggested from them: to a whole group, to Nia alone, with a session."""

import uuid
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from documents import files
from programmes.models import Resource
from programmes.resources import importing, library
from sessions import suggesting

if TYPE_CHECKING:
    from tests.house.world import World


def write(world: "World") -> None:
    """A resource, a file and a list in each programme; suggestions in each group."""
    for prefix, manager in (("", "manager"), ("second ", "manager_other")):
        _fill(world, prefix, manager)
    group, tomas, nia = world.things["group"], world.people["mentor"], world.people["author"]
    mark = "suggested to all, Step into work"
    whom = suggesting.For(meeting=world.things["planned"])
    world.things["suggestion"] = _suggest(world, world.things["resource"], whom, mark)
    world.things["suggested file"] = _suggest(world, world.things["file of a resource"], suggesting.For(), mark)
    title, link = world.token("resource brought by the mentor"), "https://example.org/of-his-own"
    why, whom = world.token("suggested to the author"), suggesting.For(nia, homework=None)
    own = suggesting.bring(title, link, group, whom, why, pk=uuid.uuid4(), by=tomas)
    world.things["own suggestion"], world.things["resource of the mentor"] = own, own.resource
    suggesting.say(own, "partly", world.token("suggested to the author"), by=nia)


def _fill(world: "World", prefix: str, who: str) -> None:
    programme, by = world.things[f"{prefix}programme"], world.people[who]
    told = {"programme": programme, "title": world.token(f"resource, {programme}"), "about": "About it"}
    row = Resource(**told, link="https://example.org/in-the-library")
    world.things[f"{prefix}resource"] = library.add(row, None, by=by)
    path = files.keep(b"a sheet", ".pdf", folder="resources")
    of_file = Resource(**told, file=path, file_name="sheet.pdf", media_type="application/pdf")
    world.things[f"{prefix}file of a resource"] = library.add(of_file, None, by=by)
    rows = f"title,link\n{world.token(f'list of resources, {programme}')},https://example.org/new\n"
    file = SimpleUploadedFile("list.csv", rows.encode())
    world.things[f"{prefix}list of resources"] = importing.read(programme, file, by=by)


def _suggest(world: "World", resource: Resource, whom: suggesting.For, mark: str) -> suggesting.Suggestion:
    group, by = world.things["group"], world.people["mentor"]
    return suggesting.suggest(resource, group, whom, world.token(mark), pk=uuid.uuid4(), by=by)
