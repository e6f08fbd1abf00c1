"""From selected people to a proposal: what they told and what the managers set goes to the matching, by a job."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from documents.questions import choices_of
from jobs.queue import GivenUp, enqueue, handles, report_progress
from policy.machine import NotNow, record
from policy.permissions import Action, Role, require

from .accepting.refusals import refusals
from .matching.people import Mentee, Mentor, Person, years_in
from .matching.terms import DEFAULT_WEIGHTS, Terms
from .models import Application, Asking, MatchingTerms, Placement, Programme, Proposal, Tie
from .training.attendance import left_out_of_matching

JOB = "programmes.propose"
TIES = 200
KEPT = 3  # proposals of a programme: the newest, and what it can be compared with
FLOOR = 40  # hundredths of the greatest score: where fairness is asked for, what lies below counts three times
DEFAULT_RULES = ("language",)


def terms_of(programme: Programme) -> Terms:
    """On which terms people are matched in a programme: as its managers set them, else the usual ones."""
    row = MatchingTerms.objects.filter(programme=programme).first() or MatchingTerms(
        programme=programme, weights=DEFAULT_WEIGHTS, rules=DEFAULT_RULES
    )
    return Terms(
        weights={**DEFAULT_WEIGHTS, **row.weights},
        rules=frozenset(row.rules),
        in_groups=not programme.is_individual,
        at_least=min(row.at_least, programme.group_at_most),
        at_most=programme.group_at_most,
        together=row.together,
        floor=FLOOR if row.is_fair else 0,
    )


def ask_for_proposal(programme: Programme, *, by: Any, keeping: Proposal | None = None) -> Any:
    """Have a proposal made by a job; returns the job. Who is locked in ``keeping`` stays where they are."""
    require(by, Action.RUN, programme)
    if programme.state != Programme.State.MATCHING:
        raise NotNow(_("Groups are proposed while the programme is in the matching stage."))
    kept = str(keeping.pk) if keeping else ""
    return enqueue(JOB, by=by, key=f"{JOB}:{programme.pk}", programme=str(programme.pk), keeping=kept)


@handles(JOB, seconds=110)
def propose(job: Any, *, programme: str, keeping: str = "") -> None:
    """Match all selected people and keep it as the newest proposal of the programme."""
    row = Programme.objects.filter(pk=programme, state=Programme.State.MATCHING).first()
    if row is None:
        raise GivenUp(_("The programme is not in the matching stage any more."))
    begun = time.perf_counter()
    mentees, mentors = _selected(row, Role.MENTEE), _selected(row, Role.MENTOR)
    locked = _locked(row, keeping)
    _report(job, 1)
    placements, figures = worked_out(row, mentees, mentors, locked)
    figures["seconds"] = round(time.perf_counter() - begun, 2)
    _report(job, 2)
    with transaction.atomic():
        if not hold_programme(row):
            raise GivenUp(_("The programme is not in the matching stage any more."))
        _keep(row, placements, figures)
    _report(job, 3)


def _report(job: Any, step: int) -> None:
    if job is not None:
        report_progress(job, step, 3)


def _keep(programme: Programme, placements: Sequence[Placement], figures: dict[str, Any]) -> None:
    """The newest proposal goes on counting revisions: whoever has an older one before them cannot confirm this one."""
    before = Proposal.objects.filter(programme=programme).first()
    number, revision = (before.number + 1, before.revision + 1) if before else (1, 0)
    terms = {**asdict(terms_of(programme)), "rules": sorted(terms_of(programme).rules)}
    proposal = Proposal.objects.create(
        programme=programme, number=number, revision=revision, terms=terms, figures=figures
    )
    for one in placements:
        one.proposal = proposal
    Placement.objects.bulk_create(placements, batch_size=2000)
    asked = Asking.objects.filter(programme=programme).values("proposal")
    Proposal.objects.filter(programme=programme, number__lte=number - KEPT).exclude(pk__in=asked).delete()


def hold_programme(programme: Programme) -> bool:
    """Take the programme for this transaction; whether it is in the matching stage."""
    rows = Programme.objects.select_for_update().filter(pk=programme.pk, state=Programme.State.MATCHING)
    return rows.first() is not None


def hold(proposal: Proposal, seen: int | None = None) -> None:
    """Take the proposal for this transaction: whoever else changes it waits here and then sees what we did.

    ``seen``: the revision that somebody had before them; raises ``NotNow`` when there has been another since.
    """
    rows = Proposal.objects.filter(pk=proposal.pk)
    if seen is not None:
        rows = rows.filter(revision=seen)
    if not hold_programme(proposal.programme) or not rows.update(revision=F("revision") + 1):
        raise NotNow(_("The proposal has changed since you opened it. Look at it again."))


def look_at(proposal: Proposal, seen: int) -> None:
    """The same for whoever changes nothing in it."""
    rows = Proposal.objects.filter(pk=proposal.pk, revision=seen)
    if not hold_programme(proposal.programme) or not rows.exists():
        raise NotNow(_("The proposal has changed since you opened it. Look at it again."))


def _selected(programme: Programme, role: Role) -> list[Application]:
    rows = programme.applications.filter(role=role, state=Application.State.SELECTED)
    rows = rows.exclude(person__in=left_out_of_matching(programme))  # who is not trained, where that is asked for (R16)
    return list(rows.select_related("person", "sent_form").order_by("created_at", "pk"))


def _locked(programme: Programme, keeping: str) -> dict[Any, Any]:
    """The mentor of each mentee who is locked in a proposal, by the ids of their applications."""
    if not keeping:
        return {}
    rows = Placement.objects.filter(proposal__pk=UUID(keeping), proposal__programme=programme, is_locked=True)
    return dict(rows.exclude(mentor=None).values_list("mentee_id", "mentor_id"))


def worked_out(
    programme: Programme, mentees: Sequence[Application], mentors: Sequence[Application], locked: dict[Any, Any]
) -> tuple[list[Placement], dict[str, Any]]:
    """Where everyone is placed, with reasons, and the figures of the matching. Reads the ties; writes nothing."""
    from .matching import making  # numpy is loaded where it is needed, not when a web process starts

    refused = refusals(programme)
    young = [as_mentee(one, refused.get(one.pk, frozenset())) for one in mentees]
    old, terms = [as_mentor(one, programme) for one in mentors], terms_of(programme)
    row, column = {one.pk: at for at, one in enumerate(mentees)}, {one.pk: at for at, one in enumerate(mentors)}
    fixed = {row[mentee]: column[mentor] for mentee, mentor in locked.items() if mentee in row and mentor in column}
    settled = making.Settled(fixed, *ties(programme, row))
    found = making.match(young, old, terms, settled)
    told = making.told(found, young, old)
    placements = [
        Placement(
            mentee=one,
            mentor=None if (j := found.mentor_of[i]) is None else mentors[j],
            is_locked=i in fixed,
            **told[i],
        )
        for i, one in enumerate(mentees)
    ]
    solution = found.solution
    figures = {
        "matched": solution.matched,
        "matched_at_most": solution.matched_at_most,
        "total": solution.total,
        "worth": solution.worth,
        "bound": solution.bound,
        "greatest": terms.greatest,
        "costs": making.what_rules_cost(young, old, terms, settled, solution.matched),
    }
    return placements, figures


def ties(programme: Programme, row: dict[Any, int]) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    """Who comes into one group (sets of places), and which two never do."""
    sets: list[set[int]] = []
    apart: list[tuple[int, int]] = []
    for one, other, kind in programme.ties.values_list("one", "other", "kind"):
        if one not in row or other not in row:
            continue
        pair = {row[one], row[other]}
        if kind == Tie.Kind.APART:
            apart.append((row[one], row[other]))
            continue
        joined = [found for found in sets if found & pair]
        sets = [found for found in sets if not found & pair] + [pair.union(*joined)]
    return [tuple(sorted(found)) for found in sets], apart


def _told(application: Application) -> dict[str, Any]:
    return vars(
        Person(
            id=str(application.pk),
            address=application.person.email.lower(),
            languages=frozenset(application.languages),
            goals=frozenset(application.goals),
            times=frozenset(application.availability),
            field=application.field,
            mode=application.mode,
            years=years_in(application.experience),
            place=application.place,
            zone=application.person.time_zone,
            wishes=frozenset(application.wishes),
            not_with=frozenset(application.not_with),
            answers=_answers(application),
            reports_to=application.reports_to,
        )
    )


def _answers(application: Application) -> frozenset[str]:
    """The answers to questions of the programme's own that are used in matching, as “question: answer”.

    Both sides have their own list of questions: the words of both have to be the same.
    """
    sent = getattr(application, "sent_form", None)
    if sent is None:
        return frozenset()
    found = set()
    for question in sent.questions:
        said = sent.answers.get(question["key"]) if question.get("matching") else None
        words = dict(choices_of(question)) if said else {}
        chosen = said if isinstance(said, list) else [said]
        found |= {f"{question['text']}: {words[key]}" for key in chosen if key in words}
    return frozenset(found)


def as_mentee(application: Application, refused: frozenset[str] = frozenset()) -> Mentee:
    """What of an application counts in the matching. ``refused``: addresses of mentors that are no more proposed."""
    told = _told(application)
    return Mentee(**{**told, "not_with": told["not_with"] | refused})


def as_mentor(application: Application, programme: Programme) -> Mentor:
    """The same of a mentor, with the room there is."""
    return Mentor(**_told(application), capacity=room(application, programme))


def room(mentor: Application, programme: Programme) -> int:
    """How many mentees a mentor has room for: their own word, and in group mentoring the size of a group."""
    return mentor.capacity if programme.is_individual else min(mentor.capacity, programme.group_at_most)


def placed(mentee: Application, mentor: Application | None, programme: Programme) -> dict[str, Any]:
    """The score and the reasons of one pair, and what stands in the way, as fields of a placement."""
    from .matching import making

    terms = terms_of(programme)
    if mentor is None:
        return {"score": 0, "reasons": [], "why_not": {}}
    return making.against_all(as_mentee(mentee), [as_mentor(mentor, programme)], replace(terms, in_groups=False))[0]


def ranked(
    mentee: Application, mentors: Sequence[Application], programme: Programme
) -> list[tuple[Application, dict[str, Any]]]:
    """Mentors with what ``placed`` says of each, whom no rule forbids first, then by score."""
    from .matching import making

    terms = replace(terms_of(programme), in_groups=False)
    told = making.against_all(as_mentee(mentee), [as_mentor(one, programme) for one in mentors], terms)
    rows = zip(mentors, told, strict=True)
    return sorted(rows, key=lambda row: (bool(row[1]["why_not"]), -row[1]["score"], row[0].person.name))


def asks_both_sides(programme: Programme) -> bool:
    """Whether everyone in a proposal is asked before the groups are final."""
    return MatchingTerms.objects.filter(programme=programme, asks_both_sides=True).exists()


def fits(
    mentees: Sequence[Application], mentors: Sequence[Application], programme: Programme
) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """What ``placed`` says of each of these mentees with each of these mentors, by their ids. One query."""
    from .matching import making

    terms, old = replace(terms_of(programme), in_groups=False), [as_mentor(one, programme) for one in mentors]
    found: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    for mentee in mentees if mentors else ():
        told = making.against_all(as_mentee(mentee), old, terms)
        found |= {(mentee.pk, mentor.pk): said for mentor, said in zip(mentors, told, strict=True)}
    return found


def set_terms(programme: Programme, told: dict[str, Any], *, by: Any) -> None:
    """Keep on which terms people are matched from now on; proposals that stand stay as they were made."""
    require(by, Action.RUN, programme)
    with transaction.atomic():
        MatchingTerms.objects.update_or_create(programme=programme, defaults=told)
        record(programme, Action.RUN, by=by, target="matching-terms")


def tie(programme: Programme, one: Application, other: Application, kind: str, *, by: Any) -> None:
    """Settle something about two mentees; said again, or the other way round, it takes the place of what was."""
    require(by, Action.RUN, programme)
    first, second = sorted((one, other), key=lambda row: str(row.pk))
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        if programme.ties.count() >= TIES and not programme.ties.filter(one=first, other=second).exists():
            raise NotNow(_("There are %(n)d such rules already. Take one out first.") % {"n": TIES})
        told = {"programme": programme, "kind": kind, "by": by}
        Tie.objects.update_or_create(one=first, other=second, defaults=told)


def untie(row: Tie, *, by: Any) -> None:
    """Take out what was settled about two."""
    require(by, Action.RUN, row.programme)
    row.delete()
