"""The documents of the house tests' world: every kind, every state, a token in every text field."""

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from documents import kinds, pipeline, receiving, signing, uploads, wordings
from documents.models import Version
from documents.signing import asking
from monitoring import rounds
from monitoring.questionnaires import answering
from policy.machine import move
from policy.permissions import Action, Role
from sessions import calls, diaries, homework, planning
from sessions import papers as session_papers
from sessions.models import Goal, HomeworkAnswer, Meeting
from tests import stories
from tests.answers import value_for
from tests.monitoring import questionnaires

if TYPE_CHECKING:
    from tests.house.world import World


def write_all(world: "World") -> None:
    """Write them, in the order in which groups do."""
    _contracts(world)
    _meetings(world)
    _diaries(world)
    _goals(world)
    _scan(world)
    _monitoring(world)
    _conclusions(world)
    _selection(world)
    _under_a_session(world)
    _certificate(world)
    _from_others(world)
    _beginnings(world)
    _texts(world)
    _own_questionnaires(world)


def _fill(world: "World", version: Version, name: str) -> Version:
    """Complete answers with a token of its own in every text field."""
    assert version.kind is not None
    answers: dict[str, Any] = {}
    for section in version.kind.sections:
        rows = [_entry(world, section.form, name) for _row in range(max(section.at_least, 1))]
        answers[section.slug] = rows if section.many else rows[0]
    world.papers[name] = version
    return pipeline.write(version, answers, by=version.author)


def _entry(world: "World", form: type[forms.Form], name: str) -> dict[str, Any]:
    values = {}
    for key, field in form().fields.items():
        is_text = type(field) is forms.CharField
        values[key] = world.token(f"paper: {name}") if is_text else value_for(field, "something")
    return {**values, "ends_on": "2027-06-30"} if "ends_on" in values else values


def _start(world: "World", name: str, slug: str, who: str, where: str = "group") -> Version:
    kind, person = kinds.get(slug), world.people[who]
    space = world.things[where].space
    version = pipeline.start(kind, space, by=person, person=person if kind.parts.own else None)
    return _fill(world, version, name)


def _contracts(world: "World") -> None:
    contract = _start(world, "contract", "contract", "manager")
    signing.offer(contract, by=world.people["manager"])
    for row in contract.signatories.select_related("person"):
        signing.sign(contract, by=row.person, name=row.person.name)
    contract.refresh_from_db()
    _fill(world, pipeline.amend(contract, by=world.people["manager"]), "contract, next version")
    theirs = _start(world, "contract, second programme", "contract", "manager_other", "second group")
    signing.offer(theirs, by=world.people["manager_other"])
    _before_signing(world, theirs)


def _before_signing(world: "World", version: Version) -> None:
    """Questions, an answer, a refusal; and the personal link of the mentor."""
    manager, mentor, mentee = (world.people[name] for name in ("manager_other", "dual", "mentee_other"))
    asked = asking.ask(version, by=mentee, text=world.token("question of mentee_other"))
    asking.answer(asked, by=manager, text=world.token("question of mentee_other"))
    signing.refuse(version, by=mentee, reason=world.token("reason of the refusal"))
    world.things["question"] = asking.ask(version, by=mentor, text=world.token("question of dual"))
    world.things["signing link"] = stories.personal_link(mentor).split("/")[-2]


def _meeting(
    world: "World", name: str, who: str = "mentor", group: str = "group", days: int = -2, **more: Any
) -> Meeting:
    mark = f"session, {world.things[group].programme}"
    place = world.token(f"place, {world.things[group].programme}")
    told = {"topic": world.token(mark), "place": place, "link": f"https://{world.token(mark)}.example.org"}
    at = timezone.now().replace(microsecond=0) + timedelta(days=days)
    told = {"homework": [world.token(mark), world.token(mark)], **told} if "homework" not in more else told
    row = stories.meeting(world.things[group], by=world.people[who], at=at, **told, **more)
    world.things[name] = row
    return row


def _close(world: "World", meeting: Meeting, keeper: str, by: str = "mentor") -> None:
    came = {row.person_id: "present" for row in meeting.space.people(Role.MENTOR, Role.MENTEE)}
    planning.close(meeting, came, world.people[keeper].pk, by=world.people[by])
    meeting.refresh_from_db()


def _answered(world: "World") -> HomeworkAnswer:
    """Nia says how her homework went, and sends a picture."""
    mark = "answer to homework"
    opened = uploads.accept(_photo(world, "notes of a camera", f"{world.token(mark)}.png"))
    return homework.answer(world.things["homework"], "partly", world.token(mark), opened, by=world.people["author"])


def _meetings(world: "World") -> None:
    for name, keeper in (("held, published", "author"), ("held, handed in", "mentee"), ("held, sent back", "author")):
        _close(world, _meeting(world, name), keeper)
    _meeting(world, "planned", days=5, keeper=world.people["author"])
    world.things["homework"] = world.things["planned"].homework.first()
    world.things["answer"] = _answered(world)
    about = world.token("wish to be called")
    world.things["wish"] = calls.wish(world.things["group"], about, by=world.people["author"])
    cancelled = _meeting(world, "cancelled", days=6)
    reason = world.token(f"session, {world.things['programme']}")
    move(cancelled, Action.CANCEL, by=world.people["mentor"], reason=reason)
    move(_meeting(world, "missed"), Action.MISS, by=world.people["mentor"])
    theirs = _meeting(world, "second held", who="dual", group="second group", kind="initial")
    _close(world, theirs, "mentee_other", by="dual")
    _meeting(world, "second planned", who="dual", group="second group", days=4)
    world.things["second homework"] = world.things["second planned"].homework.first()
    world.papers["plan, replaced"] = planning.publish(world.things["group"], by=world.people["mentor"])
    _meeting(world, "planned later", days=20)
    world.papers["plan, in force"] = planning.publish(world.things["group"], by=world.people["mentor"])


def _diary(world: "World", name: str, meeting: str, keeper: str) -> Version:
    version = diaries.begin(world.things[meeting], by=world.people[keeper])
    _fill(world, version, name)
    pipeline.submit(version, by=world.people[keeper])
    return version


def _diaries(world: "World") -> None:
    published = _diary(world, "diary, published", "held, published", "author")
    pipeline.publish(published, by=world.people["mentor"], comment=world.token("paper: diary, published"))
    _diary(world, "diary, handed in", "held, handed in", "mentee")
    sent_back = _diary(world, "diary, sent back", "held, sent back", "author")
    pipeline.send_back(sent_back, by=world.people["mentor"], text=world.token("paper: diary, sent back"))
    theirs = _diary(world, "diary, group only", "second held", "mentee_other")
    pipeline.publish(theirs, by=world.people["dual"], comment=world.token("paper: diary, group only"))


def _goals(world: "World") -> None:
    for name, who in (("goals, published", "author"), ("goals of who left", "mentee_left")):
        version = _start(world, name, "personal-goals", who)
        _one_to_be_spoken_of(world, version, who)
        pipeline.submit(version, by=world.people[who])
        pipeline.publish(version, by=world.people["mentor"], comment=world.token(f"paper: {name}"))
    kept = Goal.objects.filter(person=world.people["author"])
    world.things |= {"goal": kept.get(is_shared=False), "shared goal": kept.get(is_shared=True)}
    world.things["step"] = world.things["goal"].steps.get()
    _start(world, "goals, draft", "personal-goals", "mentee")
    shared = _start(world, "group goals, handed in", "group-goals", "dual")
    pipeline.submit(shared, by=world.people["dual"])


def _photo(world: "World", mark: str, name: str) -> SimpleUploadedFile:
    out, note = io.BytesIO(), PngInfo()
    note.add_text("Comment", world.token(mark))
    Image.new("L", (300, 400), 200).save(out, "PNG", pnginfo=note)
    return SimpleUploadedFile(name, out.getvalue())


def _one_to_be_spoken_of(world: "World", version: Version, who: str) -> None:
    """The goals of a sheet stay with its readers; one more may be spoken of in the group, with where it began."""
    own = [{**row, "group": "no"} for row in version.answers["goals"]]
    told = {name: world.token(f"goal of {who} that may be spoken of") for name in ("goal", "now")}
    pipeline.write(version, {**version.answers, "goals": [*own, {**own[0], **told, "group": "yes"}]}, by=version.author)


def _scan(world: "World") -> None:
    """A photo of a paper, with a token among the notes that the camera wrote into the file."""
    who = world.people["mentee_other"]
    version = pipeline.start(kinds.get("personal-goals"), world.things["second group"].space, by=who, person=who)
    receiving.receive_scan(version, uploads.accept(_photo(world, "paper: goals, scanned", "goals.png")), by=who)
    pipeline.submit(version, by=who)
    world.papers["goals, scanned"] = version
    world.things["scan as it was sent"], world.things["page of the scan"] = version.attachments.order_by("number")


def _monitoring(world: "World") -> None:
    meeting = _meeting(world, "monitoring", who="manager", days=1, kind="monitoring", homework=[])
    filed = rounds.answer(meeting, by=world.people["author"])
    _fill(world, filed, "questionnaire, filed")
    pipeline.file(filed, by=world.people["author"])
    _fill(world, rounds.answer(meeting, by=world.people["mentee"]), "questionnaire, draft")


def _conclusions(world: "World") -> None:
    _start(world, "conclusions, draft", "conclusions", "author")


def _filed(world: "World", version: Version, name: str) -> None:
    _fill(world, version, name)
    pipeline.file(version, by=version.author)


def _selection(world: "World") -> None:
    """What an applicant writes, and what the manager writes about the same applicant."""
    for name, slug, who in (
        ("profile, filed", "mentee-profile", "applicant"),
        ("interview notes", "interview-notes", "manager"),
    ):
        pipeline.file(_start(world, name, slug, who, "application"), by=world.people[who])


def _under_a_session(world: "World") -> None:
    """What mentor and mentee note for themselves and for the manager after a session."""
    for name, slug, who in (
        ("session record", "session-record", "mentor"),
        ("reflective log", "reflective-log", "mentor"),
        ("reflection", "reflection", "author"),
        ("feedback", "mentee-feedback", "author"),
        ("feedback, released", "mentee-feedback", "mentee"),
    ):
        begun = session_papers.begin(world.things["held, published"], kinds.get(slug), by=world.people[who])
        _fill(world, begun, name)
        if slug == "mentee-feedback":
            choice = "name" if "released" in name else "no"
            after = {**begun.answers["afterwards"], "may_read": choice}
            pipeline.write(begun, {**begun.answers, "afterwards": after}, by=begun.author)
        pipeline.file(begun, by=begun.author)


def _beginnings(world: "World") -> None:
    for name, slug in (
        ("presentation", "presentation"),
        ("well matched", "well-matched"),
        ("final word", "final-word"),
    ):
        pipeline.file(_start(world, name, slug, "author"), by=world.people["author"])


def _certificate(world: "World") -> None:
    kind, space = kinds.get("certificate"), world.things["group"].space
    begun = pipeline.start(kind, space, by=world.people["manager"], person=world.people["author"])
    _filed(world, begun, "certificate")


def _from_others(world: "World") -> None:
    kind, author = kinds.get("feedback-from-others"), world.people["author"]
    begun = pipeline.start(kind, world.things["group"].space, by=author, person=author)
    _filed(world, begun, "feedback from others")


def _texts(world: "World") -> None:
    """Texts that are a programme's own, of a kind of which nothing is begun after them."""
    for prefix, who in (("", "manager"), ("second ", "manager_other")):
        programme, contract = world.things[f"{prefix}programme"], kinds.get("contract")
        for number in range(2):  # older ones can be looked at too
            own = {"title": world.token(f"texts, {programme}"), "text": world.token(f"texts, {programme}")}
            texts = {**wordings.in_use(contract, programme.space), "clauses": [own]}
            wordings.adapt(contract, programme.space, texts, by=world.people[who], seen=number)


def _own_questionnaires(world: "World") -> None:
    """One that is being written in each programme, and three that ask: for the managers, for the mentor too, without names."""
    for prefix, who in (("", "manager"), ("second ", "manager_other")):
        programme, by = world.things[f"{prefix}programme"], world.people[who]
        mark = f"questionnaire, {programme}"
        asked = [questionnaires.question("one", world.token(mark), options=f"{world.token(mark)}\n{world.token(mark)}")]
        told = {"title": world.token(mark), "purpose": world.token(mark), "questions": asked}
        world.things[f"{prefix}questionnaire"] = questionnaires.draft(programme, by=by, **told)
    for name, readers, writers in (
        ("open questionnaire", "managers", {"author": "own questionnaire", "mentee": "own questionnaire, draft"}),
        ("shared questionnaire", "shared", {"mentee": "own questionnaire, shared"}),
        ("nameless questionnaire", "together", {"author": "own questionnaire, together"}),
    ):
        told = {"readers": readers, "audience": "both" if readers == "together" else "mentees"}
        row = questionnaires.opened(world.things["programme"], by=world.people["manager"], **told)
        world.things[name] = row
        for who, paper in writers.items():
            version = answering.begin(world.things["group"], row, by=world.people[who])
            _fill(world, version, paper)
            if "draft" not in paper:
                pipeline.file(version, by=world.people[who])
