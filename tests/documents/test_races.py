"""Two people at the same moment: signing last, beginning the same document, writing the same draft."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from documents import kinds, pipeline, printing, signing
from documents.models import Document, Version
from jobs.models import Job
from people.models import User
from policy.machine import NotNow
from policy.models import Event
from programmes.models import Group
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 4


def at_the_same_moment(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed returned, or the exception it raised; all start together, each on a connection of its own."""
    gate = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=20)
            results[place] = deed()
        except Exception as fault:  # handed to the test, which looks at it
            results[place] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def fresh(version: Version) -> Version:
    """As a request of its own would load it."""
    return Version.objects.select_related("document__space").get(pk=version.pk)


def signed_but_by(version: Version, *last: User) -> None:
    for row in version.signatories.exclude(person__in=last).select_related("person"):
        signing.sign(fresh(version), by=row.person, name=row.person.name)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_last_signers_at_the_same_moment_one_seals(
    _round: int, group: Group, mara: User, nia: User, ela: User, run_jobs
) -> None:
    version = stories.offered_contract(group, by=mara)
    signed_but_by(version, nia, ela)
    run_jobs()
    results = at_the_same_moment(
        *(lambda who=who: signing.sign(fresh(version), by=who, name=who.name) for who in (nia, ela))
    )
    assert sorted(results, key=str) == [False, True]
    version.refresh_from_db()
    assert version.state == "sealed" and not version.signatories.filter(signed_at=None).exists()
    assert {row["name"] for row in version.sheet["signatures"] if row["when"]} == {
        "Mara Vilks", "Tomas Lind", "Nia Berg", "Ela Žukaitė",
    }  # fmt: skip
    assert Version.objects.filter(document=version.document, state="sealed").count() == 1
    assert Event.objects.filter(thing_id=version.pk, action="seal").count() == 1
    assert Job.objects.filter(key=f"{printing.JOB}:{version.pk}").count() == 1
    group.refresh_from_db()
    assert group.state == "working"


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_signature_sent_twice_at_the_same_moment_counts_once(
    _round: int, group: Group, mara: User, nia: User
) -> None:
    version = stories.offered_contract(group, by=mara)
    results = at_the_same_moment(*[lambda: signing.sign(fresh(version), by=nia, name=nia.name)] * 2)
    assert {type(result) for result in results} == {bool, NotNow}
    assert version.signatories.exclude(signed_at=None).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_people_who_begin_the_same_document_share_one_draft(
    _round: int, working_group: Group, tomas: User, nia: User
) -> None:
    goals = kinds.get("group-goals")
    results = at_the_same_moment(
        *(lambda who=who: pipeline.start(goals, working_group.space, by=who) for who in (tomas, nia))
    )
    assert {result.pk for result in results} == {Version.objects.get(document__kind_slug="group-goals").pk}
    assert Document.objects.filter(kind_slug="group-goals").count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_people_writing_at_the_same_moment_one_is_told(
    _round: int, working_group: Group, tomas: User, nia: User, ela: User
) -> None:
    goals = kinds.get("group-goals")
    version = pipeline.start(goals, working_group.space, by=tomas)
    texts = {who: complete(goals, word=who.name) for who in (nia, ela)}
    results = at_the_same_moment(
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
    results = at_the_same_moment(
        lambda: pipeline.publish(fresh(version), by=tomas, comment="Good."),
        lambda: pipeline.send_back(fresh(version), by=tomas, text="More, please."),
    )
    assert {type(result) for result in results} == {type(None), NotNow}
    assert (fresh(version).state, version.comments.get().text) in (("sealed", "Good."), ("draft", "More, please."))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_version_is_amended_once_by_two_people(_round: int, working_group: Group, mara: User) -> None:
    contract = Version.objects.get(document__kind_slug="contract")
    results = at_the_same_moment(*[lambda: pipeline.amend(fresh(contract), by=mara)] * 2)
    assert {(result.number, result.state) for result in results} == {(2, "draft")}
    assert contract.document.versions.count() == 2
