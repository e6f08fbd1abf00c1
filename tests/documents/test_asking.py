"""A question before signing goes to the author and its answer back; nobody else reads either."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from documents import awaiting, signing
from documents.models import Question, Version
from documents.signing import asking
from people.models import User
from policy.machine import NotNow
from policy.standing import Standing
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


def test_a_question_goes_to_the_author_and_its_answer_back_and_no_letter_holds_either(
    contract, mara, tomas, nia, run_jobs
) -> None:
    question = asking.ask(contract, by=nia, text="May I bring my sister?")
    run_jobs()
    assert told("A question before signing") == ["mara"]
    asking.answer(question, by=mara, text="Once, yes.")
    fresh = stories.personal_link(nia)
    run_jobs()
    assert told("Your question was answered") == ["nia"]
    assert any(fresh in one.body for one in mail.outbox), "who may still sign gets a link of their own"
    assert not any(word in one.subject + one.body for one in mail.outbox for word in ("sister", "Once, yes"))
    assert [list(asking.read_by(who, contract)) for who in (nia, mara, tomas)] == [[question], [question], []]
    with pytest.raises(NotNow, match="answered already"):
        asking.answer(question, by=mara, text="Twice.")
    with pytest.raises(PermissionDenied):
        asking.answer(question, by=tomas, text="No.")


def test_who_has_signed_reads_the_answer_on_the_page(contract, mara, nia, run_jobs) -> None:
    question = asking.ask(contract, by=nia, text="Why?")
    signing.sign(contract, by=nia, name=nia.name)
    asking.answer(question, by=mara, text="Because.")
    run_jobs()
    (letter,) = [one for one in mail.outbox if one.subject.startswith("Your question was answered")]
    assert "/d/sign/" not in letter.body and contract.get_absolute_url() in letter.body


def test_there_is_an_end_to_questions(contract, nia, ela) -> None:
    rows = [Question(version=contract, by=nia, text="Why?") for _one in range(asking.AT_MOST - 1)]
    Question.objects.bulk_create(rows)
    asking.ask(contract, by=nia, text="The last one?")
    with pytest.raises(NotNow, match="speak with each other"):
        asking.ask(contract, by=nia, text="One more?")
    assert asking.ask(contract, by=ela, text="And mine?")


def test_a_question_about_what_was_taken_back_is_answered_when_it_can_be_read_again(contract, mara, nia) -> None:
    question = asking.ask(contract, by=nia, text="Why?")
    signing.recall(contract, by=mara)
    question.version = Version.objects.get(pk=contract.pk)
    with pytest.raises(NotNow, match="Offer it again first"):
        asking.answer(question, by=mara, text="Because.")
    with pytest.raises(PermissionDenied):
        asking.ask(Version.objects.get(pk=contract.pk), by=nia, text="And now?")


def test_what_is_asked_or_declined_stands_on_the_authors_own_page(contract, mara, tomas, nia) -> None:
    def lines(who: User) -> list[str]:
        return [task.verb for task in awaiting.tasks_for(Standing.of(who)) if task.url == contract.get_absolute_url()]

    assert (lines(mara), lines(nia)) == (["Sign"], ["Sign"])
    question = asking.ask(contract, by=nia, text="Why?")
    assert (lines(mara), lines(tomas)) == (["Sign", "Answer a question"], ["Sign"])
    asking.answer(question, by=mara, text="Because.")
    assert lines(mara) == ["Sign"]
    signing.refuse(contract, by=nia, reason="No.")
    assert (lines(mara), lines(nia)) == (["Sign", "Look at what was declined"], [])
