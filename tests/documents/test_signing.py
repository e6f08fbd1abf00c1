"""A contract is offered, signed, declined, asked about, taken back and amended; each by those who may, when they may."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documents import kinds, pipeline, signing
from documents.models import Attachment, Version
from documents.signing import asking, reminding, signatures
from documents.uploads import Opened
from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from policy.models import Event, Participation
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db
SCAN = Opened(b"%PDF as sent", "signed.pdf", "application/pdf", (b"a page as a picture",), {})


@pytest.fixture
def contract(group: Group, mara: User) -> Version:
    """Offered by Mara to Tomas, Nia and Ela."""
    return stories.offered_contract(group, by=mara)


def again(version: Version) -> Version:
    """As a request of its own would load it."""
    return Version.objects.get(pk=version.pk)


def line(version: Version, who: User):
    return version.signatories.select_related("person").get(person=who)


def sign_all(version: Version, *but: User) -> None:
    for row in version.signatories.exclude(person__in=but).select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)


def told(start: str) -> list[str]:
    """To whom letters went whose subject begins like this."""
    return sorted(letter.to[0].split("@")[0] for letter in mail.outbox if letter.subject.startswith(start))


def deeds(version: Version) -> list[str]:
    return list(Event.objects.filter(thing_id=version.pk).order_by("pk").values_list("action", flat=True))


# offered


def test_everyone_but_who_offers_gets_one_letter_with_a_link_of_their_own(contract, tomas, nia, ela, run_jobs) -> None:
    links = {stories.personal_link(who) for who in (tomas, nia, ela)}
    assert len(links) == 3
    run_jobs()
    assert told("Please sign: Contract of mentoring") == ["ela", "nia", "tomas"]
    letters = [one for one in mail.outbox if one.subject.startswith("Please sign")]
    assert all(contract.get_absolute_url() in one.body and "The link is yours alone" in one.body for one in letters)
    tokens = [link.split("/")[-2] for link in links]
    kept = str(list(Letter.objects.values())) + str(list(Job.objects.values())) + str(list(Event.objects.values()))
    assert not any(token in kept + str(list(contract.signatories.values())) for token in tokens), (
        "sent, it is forgotten"
    )


def test_while_it_is_signed_the_words_are_those_that_were_offered(contract, mara) -> None:
    offered = contract.sheet["blocks"]
    Version.objects.filter(pk=contract.pk).update(answers={})
    sheet = signatures_page(again(contract))
    assert sheet["blocks"] == offered


def signatures_page(version: Version):
    from documents.heading import sheet_of

    return sheet_of(version, at=timezone.now())


def test_who_has_read_other_words_signs_nothing(contract, mara, nia) -> None:
    seen = contract.digest
    signing.recall(contract, by=mara)
    answers = again(contract).answers
    answers["frame"]["purpose"] = "Another purpose."
    signing.offer(pipeline.write(again(contract), answers, by=mara), by=mara)
    with pytest.raises(NotNow, match="The text was changed after you opened this page"):
        signing.sign(contract, by=nia, name=nia.name, seen=seen)
    assert not contract.signatories.exclude(signed_at=None).exists()
    assert signing.sign(contract, by=nia, name=nia.name, seen=again(contract).digest) is False


def test_an_author_sees_who_will_be_asked_and_what_is_missing(group, mara, tomas, nia, ela) -> None:
    version = pipeline.start(kinds.get("contract"), group.space, by=mara)
    preview = signatures.preview_of(version, mara)
    assert preview and preview.missing == ""
    assert [(row.person, row.role) for row in preview.asked] == [
        (mara, "manager"), (tomas, "mentor"), (ela, "mentee"), (nia, "mentee"),
    ]  # fmt: skip
    pipeline.write(version, {}, by=mara)
    preview = signatures.preview_of(version, mara)
    assert preview and preview.asked == [] and "Some answers are missing" in preview.missing


def test_who_was_switched_off_is_not_asked(group, mara, nia) -> None:
    User.objects.filter(pk=nia.pk).update(is_active=False)
    version = stories.offered_contract(group, by=mara)
    assert nia not in [row.person for row in version.signatories.all()] and version.signatories.count() == 3


def test_every_signature_is_recorded(contract, mara, nia) -> None:
    signing.sign(contract, by=nia, name=nia.name)
    assert deeds(contract) == ["offer", "sign"]
    assert Event.objects.filter(thing_id=contract.pk, action="sign").get().by == nia


# declined


def test_declined_it_cannot_come_into_force_and_the_author_is_told_without_the_reason(
    contract, mara, tomas, nia, ela, run_jobs
) -> None:
    signing.refuse(contract, by=nia, reason="Too many sessions.")
    sign_all(contract, nia)
    run_jobs()
    assert (again(contract).state, line(contract, nia).reason) == ("signing", "Too many sessions.")
    assert told("Nia Berg declined to sign") == ["mara"]
    assert not any("Too many" in one.subject + one.body for one in mail.outbox)
    assert deeds(contract).count("refuse") == 1
    with pytest.raises(NotNow, match="You have declined to sign this"):
        signing.sign(contract, by=nia, name=nia.name)
    with pytest.raises(NotNow, match="You have signed this already"):
        signing.refuse(contract, by=ela, reason="I have changed my mind.")
    assert line(contract, ela).signed_at and not line(contract, ela).declined_at


@pytest.mark.parametrize(("who", "sees"), [("mara", True), ("tomas", False), ("ela", False), ("nia", False)])
def test_everyone_sees_that_somebody_declined_and_only_the_author_why(
    who: str, sees: bool, contract, nia, request, signed_in
) -> None:
    signing.refuse(contract, by=nia, reason="Too many sessions.")
    text = signed_in(request.getfixturevalue(who)).get(contract.get_absolute_url()).content.decode()
    assert "Nia Berg has declined to sign." in text and "declined to sign</span>" in text
    assert ("Too many sessions." in text) is sees


def test_taken_back_and_offered_again_who_declined_is_asked_again(contract, mara, nia) -> None:
    before = stories.personal_link(nia)
    signing.refuse(contract, by=nia, reason="Too many sessions.")
    signing.recall(again(contract), by=mara)
    signing.offer(again(contract), by=mara)
    assert line(contract, nia).is_awaited and stories.personal_link(nia) != before
    sign_all(contract)
    assert again(contract).state == "sealed"


@pytest.mark.parametrize("deed", ["sign", "refuse", "ask", "remind"])
def test_outsiders_and_who_left_do_nothing(deed: str, contract, nia, oto) -> None:
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    acts = {
        "sign": lambda who: signing.sign(contract, by=who, name=who.name),
        "refuse": lambda who: signing.refuse(contract, by=who, reason="No."),
        "ask": lambda who: asking.ask(contract, by=who, text="Why?"),
        "remind": lambda who: reminding.remind(contract, by=who),
    }
    for who in (nia, oto):
        with pytest.raises(PermissionDenied):
            acts[deed](who)
    assert deeds(contract) == ["offer"]


# on paper


def test_a_signature_on_paper_counts_and_may_be_the_last(contract, mara, tomas, nia, ela, run_jobs) -> None:
    sign_all(contract, nia)
    assert signing.sign_on_paper(line(contract, nia), SCAN, by=mara) is True
    run_jobs_but_printing(run_jobs)
    version, row = again(contract), line(contract, nia)
    assert (version.state, row.way, row.name_typed, row.digest) == ("sealed", "paper", nia.name, contract.digest)
    assert told("Your signature on paper was added") == ["nia"]
    (signature,) = [one for one in version.sheet["signatures"] if one["name"] == nia.name]
    page = Attachment.objects.get(signatory=row, purpose="page")
    assert signature["scans"] == [
        {"id": str(page.pk), "path": page.path, "digest": page.digest, "words": "Scan, page 1 of 1"}
    ]
    assert deeds(contract)[-2:] == ["scan", "seal"]


def run_jobs_but_printing(run_jobs) -> None:
    Job.objects.filter(name="documents.print").delete()
    run_jobs()


def test_ones_own_paper_brings_no_letter(contract, nia, run_jobs) -> None:
    assert signing.sign_on_paper(line(contract, nia), SCAN, by=nia) is False
    run_jobs()
    assert told("Your signature on paper was added") == []
    assert line(contract, nia).way == "paper"


def test_nobody_but_the_author_attaches_somebody_elses_paper(contract, tomas, nia, oto) -> None:
    for who in (tomas, oto):
        with pytest.raises(PermissionDenied):
            signing.sign_on_paper(line(contract, nia), SCAN, by=who)
    assert line(contract, nia).is_awaited and not Attachment.objects.exists() and deeds(contract) == ["offer"]


def test_a_paper_for_who_signed_declined_or_left_is_not_taken(contract, mara, tomas, nia, ela) -> None:
    signing.sign(contract, by=tomas, name=tomas.name)
    signing.refuse(contract, by=ela, reason="No.")
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    for who, why in ((tomas, "has signed already"), (ela, "has declined"), (nia, "not asked to sign it any more")):
        with pytest.raises(NotNow, match=why):
            signing.sign_on_paper(line(contract, who), SCAN, by=mara)
    assert not Attachment.objects.exists()


def test_taken_back_the_papers_are_void_too(contract, mara, nia) -> None:
    signing.sign_on_paper(line(contract, nia), SCAN, by=mara)
    signing.recall(again(contract), by=mara)
    assert not Attachment.objects.exists() and not contract.signatories.exists()


# amended


def test_an_amendment_is_signed_while_the_contract_stays_in_force(working_group, mara, tomas, nia, ela) -> None:
    first = Version.objects.get(document__kind_slug="contract")
    second = pipeline.amend(first, by=mara)
    answers = {**second.answers, "frame": {**second.answers["frame"], "purpose": "Find work, and keep it."}}
    pipeline.write(second, answers, by=mara)
    preview = signatures.changes_of(second)
    assert preview and (preview.old, preview.new) == (1, 2)
    signing.offer(second, by=mara)
    assert signatures.changes_of(again(second)) == preview
    sign_all(second, ela)
    assert [again(one).state for one in (first, second)] == ["sealed", "signing"]
    readable = Version.objects.filter(document=first.document)
    assert all(readable.visible_to(who).count() == 2 for who in (mara, tomas, nia, ela))
    assert signing.sign(second, by=ela, name=ela.name) is True
    assert [again(one).state for one in (first, second)] == ["superseded", "sealed"]
    assert all(readable.visible_to(who).count() == 2 for who in (mara, tomas, nia, ela))
    assert signatures.changes_of(again(second)) is None
