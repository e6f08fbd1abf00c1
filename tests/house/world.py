"""One world for the house tests: two programmes with everything in them, and a token in every confidential field."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from documents import bundles, files
from documents.models import Bundle, Version
from jobs import tasks
from jobs.models import Job
from monitoring import recommendations, watching
from monitoring.models import Recommendation
from monitoring.signals import BY_SLUG
from people import addresses, invitations, mail, tokens
from people.models import AddressChange, Device, Letter, User
from policy.models import Participation
from policy.permissions import Action, Role
from programmes import grouping, selection, training
from programmes.accepting import answering, asking
from programmes.arriving import reading
from programmes.models import (
    Application,
    Arrival,
    Group,
    MatchingTerms,
    Placement,
    Programme,
    Proposal,
    Tie,
    TrainingEvent,
    TrainingMaterial,
)
from programmes.training import expectations, places, units
from sessions import feeds
from tests import phones, stories
from tests.house import (
    applying,
    changes,
    evaluation,
    from_others,
    papers,
    selecting,
    suggested,
    talking,
    topics,
    written,
)
from tests.house.principals import PRINCIPALS

SCORES = {"Step into work": 987_123, "Second chance": 987_456}  # of matches: for managers alone


@dataclass
class World:
    """People by principal, things by name, versions by paper, and what each token marks."""

    people: dict[str, User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, Version] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def token(self, mark: str) -> str:
        """A word that occurs nowhere else, for the field that ``mark`` describes."""
        word = f"zq{len(self.tokens):04d}x"
        self.tokens[word] = mark
        return word

    def browser(self, principal: str, **more: Any) -> Client:
        """A fresh browser with the session of a principal."""
        client = Client(**more)
        if principal != "anon":
            client.cookies["sessionid"] = self.keys[principal]
        return client


def build(*, worked: bool = True) -> World:
    """The whole world; not ``worked`` where nobody has printed or sent anything yet."""
    world = World()
    _people(world)
    _first_programme(world)
    _second_programme(world)
    papers.write_all(world)
    _odds_and_ends(world)
    evaluation.write(world)
    from_others.write(world)
    selecting.write(world)
    applying.write(world)
    talking.write(world)
    topics.write(world)
    _departures(world)
    suggested.write(world)
    written.write(world)
    asked = bundles.ask(world.things["group"].space, by=world.people["manager"])
    if worked:
        tasks.run_all()  # only now, so that letters go to those who are still there
        world.things["bundle"] = Bundle.objects.get(pk=asked.pk)
    _sessions(world)
    return world


def _people(world: World) -> None:
    names = {"manager": "Mara Vilks", "mentor": "Tomas Lind", "author": "Nia Berg", "mentee": "Ela Žukaitė"}
    for principal in PRINCIPALS:
        if principal in ("anon", "siteadmin"):
            continue
        make = stories.manager if principal.startswith("manager") else stories.person
        name = names.get(principal, f"{principal.replace('_', ' ').title()} Falk")
        world.people[principal] = make(f"{principal.replace('_', '-')}@example.org", name)
        User.objects.filter(pk=world.people[principal].pk).update(phone=world.token(f"phone of {principal}"))
    world.people["siteadmin"] = User.objects.create_superuser("admin@example.org", stories.PASSWORD, name="Sita Admin")


def _apply(world: World, programme: Programme, who: str, role: Role, by: User, *, select: bool = True) -> Application:
    mark = f"application, {programme}, {who}"
    told = {name: world.token(mark) for name in ("field", "situation", "experience")}
    goals = [world.token(mark)]
    addresses = {name: f"{world.token(mark)}@example.org" for name in ("not with", "wishes", "reports to")}
    told |= {"goals": goals, "place": world.token(mark), "reports to": addresses["reports to"]}
    told |= {name: [addresses[name]] for name in ("not with", "wishes")}
    return stories.application(programme, world.people[who], role, by=by, select=select, **told)


def _group(world: World, programme: Programme, by: User, groups: dict[str, list[str]]) -> list[Group]:
    applied = {mentor: _apply(world, programme, mentor, Role.MENTOR, by) for mentor in groups}
    placed = [(_apply(world, programme, who, Role.MENTEE, by), applied[at]) for at in groups for who in groups[at]]
    stories.in_matching(programme, by=by)
    proposal = Proposal.objects.create(programme=programme, number=2)
    for mentee, mentor in placed:
        reasons = [["goals", 30, 60, [world.token(f"reasons, {programme}")]]]
        Placement.objects.create(
            proposal=proposal, mentee=mentee, mentor=mentor, score=SCORES[programme.name], reasons=reasons
        )
    other = Proposal.objects.create(programme=programme, number=1)
    for one in list(proposal.placements.all()):
        Placement.objects.create(proposal=other, mentee=one.mentee, mentor=None, why_not={"mentors": 1, "fitting": 1})
    _ask_both_sides(world, proposal, by)
    made = grouping.confirm(proposal, by=by)
    for one in made:
        told = {
            "name": f"Group {world.token(f'group {one.mentor.name}')}",
            "motto": world.token(f"group {one.mentor.name}"),
        }
        Group.objects.filter(pk=one.pk).update(**told)
        one.refresh_from_db()
    return made


def _ask_both_sides(world: World, proposal: Proposal, by: User) -> None:
    """Everybody is asked; one declines, and the question is taken back, so that the groups can be made."""
    programme = proposal.programme
    terms = MatchingTerms.objects.create(programme=programme, asks_both_sides=True)
    asking.ask(proposal, timezone.localdate() + timedelta(days=7), by=by, seen=proposal.revision)
    row = proposal.placements.select_related("mentee__person", "mentee__space", "mentee__programme__space")[0].mentee
    reason = world.token(f"why a place was declined, {programme}")
    answering.answer(row, row.offers.get().pk, False, reason, by=row.person)
    question = asking.running(programme)
    assert question is not None
    asking.take_back(question, by=by)
    MatchingTerms.objects.filter(pk=terms.pk).update(asks_both_sides=False)


def _first_programme(world: World) -> None:
    mara = world.people["manager"]
    programme = stories.programme(by=mara, name="Step into work")
    everyone = {"mentor": ["author", "mentee", "dual", "mentee_left"], "mentor_other": ["peer"]}
    first, other = _group(world, programme, mara, everyone)
    for former in ("manager_past", "disabled"):
        Participation.objects.create(space=programme.space, person=world.people[former], role=Role.MANAGER)
    open_ = _apply(world, programme, "applicant", Role.MENTEE, mara, select=False)
    declined = _apply(world, programme, "rejected", Role.MENTEE, mara, select=False)
    selection.decide([declined], Action.DECLINE, by=mara, reason=world.token("reason of the decline"))
    world.things |= {"programme": programme, "group": first, "other group": other}
    world.things |= {"application": open_, "declined application": declined}


def _second_programme(world: World) -> None:
    theirs = world.people["manager_other"]
    programme = stories.programme(by=theirs, name="Second chance", diary_readers="group")
    (group,) = _group(world, programme, theirs, {"dual": ["mentee_other"]})
    world.things |= {"second programme": programme, "second group": group}


def _odds_and_ends(world: World) -> None:
    for prefix, who in (("", "manager"), ("second ", "manager_other")):
        programme, by = world.things[f"{prefix}programme"], world.people[who]
        mark = f"training, {programme}"
        event = TrainingEvent(
            programme=programme, title=world.token(mark), aims=world.token(mark), place=world.token(mark),
            starts_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip
        world.things[f"{prefix}training"] = training.arrange(event, by=by)
        _learning(world, prefix, event, by)
        mark = f"import, {programme}"
        rows = (
            f"role,name,email\nmentee,{world.token(mark)},not an address\nmentee,{world.token(mark)},new@example.net\n"
        )
        file = SimpleUploadedFile(f"{world.token(mark)}.csv", rows.encode())
        world.things[f"{prefix}import"] = reading.read_file(programme, file, by=by)
        world.things[f"{prefix}arrival"] = Arrival.objects.create(
            programme=programme, by=by, way="apply", letters_at=timezone.now()
        )
        world.things[f"{prefix}part of a manager"] = programme.space.participations.get(role=Role.MANAGER, person=by)
        mark = f"recommendation, {programme}"
        told = {name: world.token(mark) for name in ("words", "decision", "changed")}
        row = Recommendation(space=programme.space, source="call", said_by="mentee", said_on=date(2026, 10, 1), **told)
        world.things[f"{prefix}recommendation"] = recommendations.note(row, by=by)
        world.things[f"{prefix}placement"] = programme.proposals.first().placements.first()
        one, two = programme.applications.all()[:2]
        world.things[f"{prefix}tie"] = Tie.objects.create(programme=programme, one=one, other=two, kind="apart", by=by)
        world.things[f"{prefix}application of a mentor"] = programme.applications.filter(role="mentor").first()
    until, why = timezone.localdate() + timedelta(days=30), world.token("why a group can wait")
    for slug in ("quiet", "call-due", "no-session"):
        watching.put_off(world.things["group"], BY_SLUG[slug], until=until, reason=why, by=world.people["manager"])
    _settings_of_the_author(world)
    world.things["calendar of the author"] = feeds.open_for(world.people["author"])
    world.things["job"] = Job.objects.create(
        name="documents.print",
        asked_by=world.people["manager"],
        state="failed",
        error=world.token("job of the manager"),
    )
    newcomer = User.objects.create_user("newcomer@example.org", name="New Comer")
    invitations.invite(newcomer, to_what="Step into work", as_what="mentee", about="invitation", by=None)
    world.things["invitation"] = Letter.objects.get(person=newcomer).body.split("/me/invitation/")[1].split("/")[0]


def _learning(world: World, prefix: str, event: TrainingEvent, by: User) -> None:
    """A file and links of a training, a unit that is on; what one person told managers; a unit that is off."""
    programme, mark = event.programme, f"training, {event.programme}"
    event.links = f"{world.token(mark)} https://example.org/{world.token(mark)}"
    training.change(event, by=by)
    path = files.keep(b"a plan", ".pdf", folder="training")
    told = {"path": path, "media_type": "application/pdf", "digest": "0", "by": by}
    row = TrainingMaterial.objects.create(event=event, name=world.token(mark), **told)
    world.things[f"{prefix}file of a training"] = row
    unit = units.take(programme, "confidentiality", by=by)
    unit.title, unit.text = world.token(mark), world.token(mark)
    units.change(unit, unit.questions, by=by)
    world.things[f"{prefix}unit"] = unit
    if not prefix:
        told_to = "told to managers at a training"
        expectations.write(event, [world.token(told_to)], by=world.people["author"])
        places.answer(event, False, world.token(told_to), by=world.people["author"])
        off = units.take(programme, "setting-goals", by=by)
        off.title, off.text, off.is_on = world.token("unit that is off"), world.token("unit that is off"), False
        units.change(off, off.questions, by=by)


def _departures(world: World) -> None:
    past = Participation.objects.filter(person=world.people["manager_past"])
    past.exclude(role=Role.APPLICANT).update(ends_at=timezone.now())
    changes.write(world)
    world.tokens |= {str(score): f"score, {name}" for name, score in SCORES.items()}


def _sessions(world: World) -> None:
    phones.set_up(world.people["peer"])
    for principal, person in world.people.items():
        client = Client()
        client.force_login(person)
        world.keys[principal] = client.cookies["sessionid"].value
    User.objects.filter(pk=world.people["disabled"].pk).update(is_active=False)


def _settings_of_the_author(world: World) -> None:
    """Another address that waits to be confirmed, a second browser, and the way to stop her letters."""
    author, now = world.people["author"], timezone.now()
    new = f"{world.token('new address of the author')}@example.org"
    change = addresses.ask(author, new, now=now)
    for name, field_name in (("address", "digest"), ("way back", "stop_digest")):
        token, digest = tokens.fresh()
        AddressChange.objects.filter(pk=change.pk).update(**{field_name: digest})
        world.things[f"{name} of the author"] = token
    world.things["letters of the author"] = mail.way_to_stop(author)
    world.things["device of the author"] = Device.objects.create(
        person=author, session_key="elsewhere", browser="Firefox", system="Windows", last_seen_at=now
    )
