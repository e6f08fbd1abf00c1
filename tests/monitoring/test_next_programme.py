"""The next programme is begun from this one: what is aimed at and what was recommended goes with it, people do not."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents.models import Document
from monitoring import next_programme
from monitoring import recommendations as ledger
from monitoring.models import Benchmark, Objective, Recommendation, SponsorLink, Target, Watch
from people.models import User
from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Programme
from tests import stories
from tests.races import at_once

from .test_recommendations import SOON, in_list, noted, taken_up

pytestmark = pytest.mark.django_db
TOLD = {"name": "Step into work 2027", "starts_on": "2027-09-01"}


def findings(programme: Programme, by: User) -> None:
    Objective.objects.create(space=programme.space, words="Half of them find work", number=2)
    Target.objects.create(space=programme.space, measure="sessions-held", value=8)
    Benchmark.objects.create(space=programme.space, measure="sessions-held", value=6, source="The city, 2024")
    SponsorLink.objects.create(space=programme.space, label="The city", digest="0" * 64, until=SOON)
    Watch.objects.create(programme=programme, days={"no-session": 10})
    noted(programme, by, "Still open")
    taken_up(programme, by, "Not done yet")
    done = taken_up(programme, by, "All done")
    ledger.decide(done, Action.CARRY_OUT, by=by, seen="accepted", changed="Everything")
    declined = noted(programme, by, "Not followed")
    ledger.decide(declined, Action.DECLINE, by=by, seen="open", decision="No")


def page(programme: Programme) -> str:
    return reverse("monitoring:next", args=(programme.pk,))


def test_what_is_aimed_at_and_what_is_unfinished_goes_with_it(group, programme, mara, signed_in):
    findings(programme, mara)
    answer = signed_in(mara).post(page(programme), {"once": str(uuid4()), **TOLD})
    made = Programme.objects.get(name="Step into work 2027")
    assert answer.status_code == 302 and answer.url == made.get_absolute_url()
    assert [(row.words, row.number) for row in Objective.objects.filter(space=made.space)] == [
        ("Half of them find work", 2)
    ]
    assert [(row.measure, row.value) for row in Target.objects.filter(space=made.space)] == [("sessions-held", 8)]
    assert [(row.value, row.source) for row in Benchmark.objects.filter(space=made.space)] == [(6, "The city, 2024")]
    assert Watch.objects.get(programme=made).days == {"no-session": 10}
    rows = Recommendation.objects.filter(space=made.space)
    assert {(row.words, row.state, row.source, row.earlier) for row in rows} == {
        ("Still open", "open", "earlier", "Step into work 2026"),
        ("Not done yet", "open", "earlier", "Step into work 2026"),
    }
    assert {(row.decision, row.owner, row.due_on, row.document) for row in rows} == {("", None, None, None)}


def test_people_documents_and_links_of_sponsors_stay_behind(working_group, programme, mara, tomas, signed_in):
    findings(programme, mara)
    signed_in(mara).post(page(programme), {"once": str(uuid4()), **TOLD})
    made = Programme.objects.get(name="Step into work 2027")
    assert [row.person for row in Participation.objects.filter(space=made.space)] == [mara]
    assert not made.groups.exists() and not made.applications.exists() and not made.trainings.exists()
    assert not Document.objects.filter(space=made.space).exists()
    assert not SponsorLink.objects.filter(space=made.space).exists()
    assert signed_in(tomas).get(made.get_absolute_url()).status_code == 404


def test_the_form_sent_twice_makes_one_programme(programme, mara, signed_in):
    findings(programme, mara)
    sent, manager = {"once": str(uuid4()), **TOLD}, signed_in(mara)
    answers = [manager.post(page(programme), sent) for _time in range(2)]
    assert [answer.url for answer in answers] == [answers[0].url] * 2
    made = Programme.objects.get(name="Step into work 2027")
    assert Recommendation.objects.filter(space=made.space).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_form_sent_twice_at_the_same_moment_makes_one_programme(programme, mara):
    findings(programme, mara)
    told = {"pk": uuid4(), "name": "Twice", "starts_on": SOON, "by": mara}
    made = at_once(*[lambda: next_programme.begin(Programme.objects.get(pk=programme.pk), **told)] * 2)
    assert [one.pk for one in made] == [told["pk"]] * 2
    assert Recommendation.objects.filter(space=made[0].space_id).count() == 2
    assert Objective.objects.filter(space=made[0].space_id).count() == 1


def test_before_it_is_made_the_page_says_what_is_taken_and_what_is_not(programme, mara, signed_in):
    findings(programme, mara)
    shown = signed_in(mara).get(page(programme)).content.decode()
    assert 'value="Step into work 2027"' in shown and 'value="2027-09-01"' in shown
    assert "2 that are not decided or not done" in shown and "objectives: 1, targets: 1" in shown
    assert "People, applications and groups." in shown


def test_bad_input_is_said_and_nothing_is_made(programme, mara, signed_in):
    answer = signed_in(mara).post(page(programme), {"name": "", "starts_on": "2999-01-01"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Give the next programme a name." in shown and "Look at the year." in shown
    assert Programme.objects.count() == 1


def test_whoever_runs_it_but_may_create_no_programme_is_told(programme, oto, signed_in):
    Participation.objects.create(space=programme.space, person=oto, role=Role.MANAGER)
    assert signed_in(oto).get(page(programme)).status_code == 403
    with pytest.raises(PermissionDenied):
        next_programme.begin(programme, pk=uuid4(), name="Mine", starts_on=SOON, by=oto)
    assert Programme.objects.count() == 1


def test_the_new_programme_and_its_settings_first_say_what_the_earlier_one_left(programme, mara, signed_in):
    findings(programme, mara)
    manager = signed_in(mara)
    manager.post(page(programme), {"once": str(uuid4()), **TOLD})
    made = Programme.objects.get(name="Step into work 2027")
    noted(made, mara, "Of this year")
    line = "2 recommendations from Step into work 2026 wait for a decision"
    for address in (made.get_absolute_url(), reverse("programmes:settings", args=(made.pk,))):
        assert line in manager.get(address).content.decode()
    shown = in_list(manager, made)
    assert shown.index("Still open") < shown.index("Of this year") and "in Step into work 2026" in shown
    assert line not in manager.get(programme.get_absolute_url()).content.decode()


def test_what_was_carried_over_is_decided_like_any_other(programme, mara):
    findings(programme, mara)
    made = next_programme.begin(programme, pk=uuid4(), name="Next", starts_on=SOON, by=mara)
    row = Recommendation.objects.get(space=made.space, words="Still open")
    ledger.decide(row, Action.DECLINE, by=mara, seen="open", decision="Not this year")
    after = next_programme.begin(made, pk=uuid4(), name="The one after", starts_on=SOON, by=mara)
    assert {row.earlier for row in Recommendation.objects.filter(space=after.space)} == {"Next"}
    assert Recommendation.objects.get(space=programme.space, words="Still open").state == "open"


def test_a_year_in_the_name_is_moved_on(programme, mara):
    assert next_programme.likely_name(programme) == "Step into work 2027"
    nameless = stories.programme(by=mara, name="Spring bridge")
    assert next_programme.likely_name(nameless) == f"Spring bridge {next_programme.likely_start(nameless).year}"
