"""Those awaited are reminded: by hand, at most once a day, and by itself after three and ten days."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documents import signing
from documents.models import Version
from documents.signing import reminding
from jobs.models import Job
from people.models import User
from policy.models import Event, Participation
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(group: Group, mara: User) -> Version:
    """Offered by Mara to Tomas, Nia and Ela."""
    return stories.offered_contract(group, by=mara)


def told(start: str) -> list[str]:
    """To whom letters went whose subject begins like this."""
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox if letter.subject.startswith(start))


def sign_all(version: Version, *but: User) -> None:
    for row in version.signatories.exclude(person__in=but).select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)


def test_a_reminder_goes_to_those_awaited_with_a_fresh_link_once_a_day(
    contract, mara, tomas, nia, ela, run_jobs
) -> None:
    signing.sign(contract, by=tomas, name=tomas.name)
    signing.refuse(contract, by=ela, reason="No.")
    before = stories.personal_link(nia)
    assert reminding.remind(contract, by=mara) == [nia]
    assert stories.personal_link(nia) != before
    assert reminding.remind(contract, by=mara) == []
    contract.signatories.update(reminded_at=timezone.now() - timedelta(days=1, minutes=1))
    assert reminding.remind(contract, by=mara) == [nia]
    run_jobs()
    assert told("Your signature is awaited") == ["nia", "nia"]
    assert Event.objects.filter(thing_id=contract.pk, action="remind").count() == 2
    with pytest.raises(PermissionDenied):
        reminding.remind(contract, by=nia)


def come_due() -> None:
    Job.objects.filter(name=reminding.JOB, state="waiting").update(not_before=timezone.now())


def test_reminders_go_out_by_themselves_after_three_and_ten_days(contract, mara, nia, ela, tomas, run_jobs) -> None:
    jobs = Job.objects.filter(name=reminding.JOB).order_by("not_before")
    assert [round((job.not_before - job.created_at) / timedelta(days=1)) for job in jobs] == [3, 10]
    run_jobs()
    assert told("Your signature is awaited") == []
    sign_all(contract, nia, mara)
    come_due()
    run_jobs()
    assert told("Your signature is awaited") == ["nia"], "both at once are one; who offered has it on the own page"
    assert not jobs.exclude(state="done").exists()


@pytest.mark.parametrize("why", ["signed", "taken back", "offered anew", "declined", "the manager left"])
def test_a_reminder_that_is_not_due_any_more_does_nothing(why: str, contract, mara, nia, ela, run_jobs) -> None:
    if why == "signed":
        sign_all(contract)
    elif why == "declined":
        signing.refuse(contract, by=ela, reason="No.")
    elif why == "the manager left":
        Participation.objects.filter(person=mara).update(ends_at=timezone.now())
    else:
        signing.recall(contract, by=mara)
    run_jobs()
    come_due()
    if why == "offered anew":
        signing.offer(Version.objects.get(pk=contract.pk), by=mara)
    run_jobs()
    assert told("Your signature is awaited") == []
