"""What somebody told for the matching: kept up to date by the person until the groups are final."""

import pytest
from django.urls import reverse
from django.utils import timezone

from policy.machine import NotNow
from programmes import grouping, proposing, telling
from programmes.models import Application, Proposal

pytestmark = pytest.mark.django_db
SAID = {
    "languages": ["en", "lt"],
    "aims": ["digital skills"],
    "own": "sing in a choir",
    "field": "music",
    "experience": "2 years in a shop",
    "times": ["Mon morning", "Tue evening"],
    "mode": "blended",
    "place": "Kaunas",
    "wishes": "Tomas@example.org",
    "not_with": "jan@example.org, ada@example.org",
    "reports_to": "boss@example.org",
}


def page_of(row: Application) -> str:
    return reverse("programmes:tell", args=(row.pk,))


def test_what_is_saved_is_shown_again_and_counts_in_the_next_proposal(
    proposal, programme, nia_row, nia, mara, signed_in
):
    browser = signed_in(nia)
    form = browser.get(page_of(nia_row)).context["form"]
    assert (form["aims"].value(), form["own"].value(), "capacity" in form.fields) == (["digital skills"], "", False)
    saved = browser.post(page_of(nia_row), {**SAID, "state": "declined", "capacity": "9", "role": "mentor"})
    assert (saved.status_code, saved.url) == (302, nia_row.get_absolute_url())
    nia_row.refresh_from_db()
    assert (nia_row.goals, nia_row.availability) == (
        ["digital skills", "sing in a choir"],
        ["Mon morning", "Tue evening"],
    )
    assert (nia_row.wishes, nia_row.not_with) == (["tomas@example.org"], ["jan@example.org", "ada@example.org"])
    assert (nia_row.state, nia_row.capacity, nia_row.role) == ("selected", 0, "mentee")
    assert browser.get(page_of(nia_row)).context["form"]["own"].value() == "sing in a choir"
    seen = signed_in(mara).get(nia_row.get_absolute_url()).content.decode()
    for words in ("last changed on", "tomas@example.org", "boss@example.org", "Kaunas", "Monday morning"):
        assert words in seen
    proposing.propose(None, programme=str(programme.pk))
    fresh = Proposal.objects.filter(programme=programme).first()
    assert "wishes" in {reason[0] for reason in fresh.placements.get(mentee=nia_row).reasons}
    when = nia_row.told_at
    assert browser.post(page_of(nia_row), SAID).status_code == 302  # sent again it changes nothing
    nia_row.refresh_from_db()
    assert nia_row.told_at == when


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"languages": []}, "required"),
        ({"languages": ["xx"]}, "xx"),
        ({"aims": [], "own": ""}, "Tick at least one"),
        ({"own": "\n".join("abcdefghijk")}, "Ten things at most"),
        ({"times": []}, "Tick at least one time"),
        ({"times": ["Mon midnight"]}, "Mon midnight"),
        ({"mode": ""}, "required"),
        ({"wishes": "NIA@example.org"}, "your own address"),
        ({"reports_to": "nia@example.org"}, "your own address"),
        ({"not_with": "my boss"}, "is not an e-mail address"),
        ({"not_with": "\n".join(f"a{n}@example.org" for n in range(11))}, "Ten addresses at most"),
        ({"not_with": "tomas@example.org"}, "stands in both lists"),
        ({"place": "x" * 101}, "100"),
        ({"field": "a\x00b"}, "Null characters"),
    ],
)
def test_what_cannot_be_is_said_in_words_and_nothing_is_lost(nia_row, nia, signed_in, wrong, words):
    answer = signed_in(nia).post(page_of(nia_row), {**SAID, **wrong})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert "sing in a choir" in answer.content.decode() or "own" in wrong
    nia_row.refresh_from_db()
    assert (nia_row.field, nia_row.told_at) == ("retail", None)


def test_a_mentor_says_what_they_can_help_with_and_how_many_mentees(tomas_row, tomas, programme, signed_in):
    browser = signed_in(tomas)
    page = browser.get(page_of(tomas_row)).content.decode()
    assert "What I can help with" in page and "What I want to change" not in page
    assert tomas_row.get_absolute_url() in browser.get(programme.get_absolute_url()).content.decode()
    for wrong in ("", "0", "31", "two"):
        assert browser.post(page_of(tomas_row), {**SAID, "wishes": "", "capacity": wrong}).status_code == 422
    assert browser.post(page_of(tomas_row), {**SAID, "wishes": "", "capacity": "3"}).status_code == 302
    tomas_row.refresh_from_db()
    assert tomas_row.capacity == 3


def test_when_the_groups_are_final_it_can_only_be_read(proposal, nia_row, nia, mara, tomas, signed_in):
    grouping.confirm(proposal, by=mara)
    browser = signed_in(nia)
    page = browser.get(page_of(nia_row)).content.decode()
    assert "The groups are final" in page and "digital skills" in page and '<form method="post" novalidate' not in page
    assert browser.post(page_of(nia_row), SAID).status_code == 409
    row = Application.objects.select_related("programme__space", "space").get(pk=nia_row.pk)
    with pytest.raises(NotNow):
        telling.tell(row, {"field": "music"}, by=nia, now=timezone.now())
    assert browser.get(page_of(nia_row).replace(str(nia_row.pk), str(proposal.pk))).status_code == 404
    assert signed_in(mara).get(page_of(nia_row)).status_code == 403
    assert signed_in(tomas).get(page_of(nia_row)).status_code == 404
