"""Two people at the same moment: signing last, beginning the same document, writing the same draft."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from documents import kinds, pipeline, printing, signing
from documents.models import Document, Version
from jobs import tasks
from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from policy.models import Event
from programmes.models import Group
from tests import stories
from tests.answers import complete
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4
SIGNING_ROUNDS = 100 if connection.vendor == "postgresql" else 25  # where one writer at a time is let in anyway
SIGNERS = ["Mara Vilks", "Tomas Lind", "Ela Žukaitė", "Nia Berg"]  # in the order of the signature page


def fresh(version: Version) -> Version:
    """As a request of its own would load it."""
    return Version.objects.select_related("document__space").get(pk=version.pk)


def signed_but_by(version: Version, *last: User) -> None:
    for row in version.signatories.exclude(person__in=last).select_related("person"):
        signing.sign(fresh(version), by=row.person, name=row.person.name)


@pytest.mark.timeout(300)  # a hundred rounds, on a busy machine
def test_of_two_last_signers_at_the_same_moment_one_seals_time_and_again(
    group: Group, mara: User, nia: User, ela: User, signed_in
) -> None:
    """Nia by her personal link, Ela signed in; after each round everything is wound back to the moment before."""
    version, browser = stories.offered_contract(group, by=mara), signed_in(ela)
    signed_but_by(version, nia, ela)
    link, page = stories.personal_link(nia), reverse("documents:sign", args=(version.pk,))
    hers, mine = (stories.signature_form(version, who) for who in (nia, ela))
    before = {name: getattr(version, name) for name in ("state", "sheet", "digest", "sealed_at")}
    for number in range(SIGNING_ROUNDS):
        if number % 10:
            answers = at_once(
                lambda: signing.sign(fresh(version), by=nia, name=nia.name, way="link"),
                lambda: signing.sign(fresh(version), by=ela, name=ela.name, way="account"),
            )
            assert sorted(answers, key=str) == [False, True]
        else:  # through the pages, which cost more than the signatures
            pages = at_once(lambda: Client().post(link, hers), lambda: browser.post(page, mine))
            assert [getattr(answer, "status_code", answer) for answer in pages] == [302, 302]
        version.refresh_from_db()
        assert (version.state, version.signatories.filter(signed_at=None).count()) == ("sealed", 0)
        assert [row["name"] for row in version.sheet["signatures"] if row["when"]] == SIGNERS
        assert Job.objects.filter(key=f"{printing.JOB}:{version.pk}").delete()[0] == 1
        Version.objects.filter(pk=version.pk).update(**before)
        version.signatories.filter(person__in=(nia, ela)).update(signed_at=None, name_typed="", digest="", way="")
    sealed = Event.objects.filter(action="seal")
    assert (sealed.count(), Event.objects.filter(action="sign").count()) == (SIGNING_ROUNDS, 2 + 2 * SIGNING_ROUNDS)
    group.refresh_from_db()
    assert group.state == "working"
    _one_letter_each(sealed)


def _one_letter_each(sealed: QuerySet[Event]) -> None:
    """Each sealing is told by one job: everyone but who signed last gets one letter."""
    telling = Job.objects.filter(name="policy.tell", arguments__event__in=list(sealed.values_list("pk", flat=True)))
    assert telling.count() == len({job.arguments["event"] for job in telling}) == SIGNING_ROUNDS
    for job in telling:
        tasks.run(str(job.pk))
        event = sealed.select_related("by").get(pk=job.arguments["event"])
        told = Letter.objects.filter(about=f"event {event.pk}").values_list("person__name", flat=True)
        assert sorted([*told, event.by.name]) == sorted(SIGNERS)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_signature_sent_twice_at_the_same_moment_counts_once(
    _round: int, group: Group, mara: User, nia: User
) -> None:
    version = stories.offered_contract(group, by=mara)
    results = at_once(*[lambda: signing.sign(fresh(version), by=nia, name=nia.name)] * 2)
    assert {type(result) for result in results} == {bool, NotNow}
    assert version.signatories.exclude(signed_at=None).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_people_who_begin_the_same_document_share_one_draft(
    _round: int, working_group: Group, tomas: User, nia: User
) -> None:
    goals = kinds.get("group-goals")
    results = at_once(*(lambda who=who: pipeline.start(goals, working_group.space, by=who) for who in (tomas, nia)))
    assert {result.pk for result in results} == {Version.objects.get(document__kind_slug="group-goals").pk}
    assert Document.objects.filter(kind_slug="group-goals").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_people_writing_at_the_same_moment_one_is_told(
    _round: int, working_group: Group, tomas: User, nia: User, ela: User
) -> None:
    goals = kinds.get("group-goals")
    version = pipeline.start(goals, working_group.space, by=tomas)
    texts = {who: complete(goals, word=who.name) for who in (nia, ela)}
    results = at_once(
        *(lambda who=who: pipeline.write(fresh(version), texts[who], by=who, seen=0) for who in (nia, ela))
    )
    kept = next(result for result in results if isinstance(result, Version))
    told = next(result for result in results if isinstance(result, pipeline.SavedMeanwhile))
    assert (kept.revision, told.version.revision) == (1, 1)
    assert fresh(version).answers == told.version.answers == texts[fresh(version).author]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_publishing_and_sending_back_at_the_same_moment_one_happens(
    _round: int, working_group: Group, tomas: User, nia: User
) -> None:
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    results = at_once(
        lambda: pipeline.publish(fresh(version), by=tomas, comment="Good."),
        lambda: pipeline.send_back(fresh(version), by=tomas, text="More, please."),
    )
    done = [result for result in results if result is None]
    assert len(done) == 1  # the other was too late, or stood before a draft already
    assert {type(result) for result in results} - {type(None)} <= {NotNow, PermissionDenied}
    assert (fresh(version).state, version.comments.get().text) in (("sealed", "Good."), ("draft", "More, please."))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_version_is_amended_once_by_two_people(_round: int, working_group: Group, mara: User) -> None:
    contract = Version.objects.get(document__kind_slug="contract")
    results = at_once(*[lambda: pipeline.amend(fresh(contract), by=mara)] * 2)
    assert {(result.number, result.state) for result in results} == {(2, "draft")}
    assert contract.document.versions.count() == 2
