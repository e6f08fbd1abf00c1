"""A kind of document that comes works with nothing else touched; one that goes leaves what is sealed to its readers."""

from collections.abc import Iterator

import pytest
from django import forms
from django.urls import reverse

from documents import kinds, pipeline, workflows
from documents.kinds import DocumentKind, Parts, Section
from documents.models import Document, Version
from policy.permissions import Action, Role, may
from tests.house.one_house import House

pytestmark = pytest.mark.django_db


class Wish(forms.Form):
    """What a new kind may be as small as."""

    wish = forms.CharField(label="Wish")


@pytest.fixture
def wishes() -> Iterator[DocumentKind]:
    """A kind that is registered here and nowhere else."""
    parts = Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR}))
    section = Section("wish", "Wish", Wish)
    kind = DocumentKind("wishes", "Wishes", "What you wish for.", (section,), workflows.FILED, parts, "task")
    yield kinds.register(kind)
    del kinds._shelf.kinds["wishes"]


def test_a_new_kind_works_without_anything_else_touched(
    wishes: DocumentKind, house: House, signed_in, run_jobs
) -> None:
    mentee, mentor = signed_in(house.cast["mentee"]), signed_in(house.cast["mentor"])
    assert "Wishes" in mentee.get(reverse("room", args=(house.group.pk,))).content.decode()
    begun = mentee.post(reverse("documents:start", args=(house.group.space_id, "wishes")))
    mentee.post(begun.url, {"wish-wish": "A garden", "hand-on": "1"})
    version = Version.objects.get(document__kind_slug="wishes")
    assert version.state == "sealed"
    run_jobs()
    page = reverse("documents:read", args=(version.pk,))
    assert "A garden" in mentor.get(page).content.decode()
    others = [signed_in(house.cast[name]) for name in ("second mentee", "manager")]
    assert {who.get(page).status_code for who in others} == {404}
    printed = mentor.get(reverse("documents:pdf", args=(version.pk,)))
    assert b"".join(printed.streaming_content).startswith(b"%PDF")


def test_a_kind_that_has_gone_leaves_its_sealed_versions_to_its_readers(
    wishes: DocumentKind, house: House, signed_in, run_jobs
) -> None:
    cast, by = house.cast, house.cast["mentee"]
    version = pipeline.start(wishes, house.group.space, by=by, person=by)
    pipeline.write(version, {"wish": {"wish": "A garden"}}, by=by)
    pipeline.file(version, by=by)
    run_jobs()
    version.refresh_from_db()
    del kinds._shelf.kinds["wishes"]
    try:
        single = {name for name, person in cast.items() if may(person, Action.READ, version)}
        listed = {name for name, who in cast.items() if Version.objects.visible_to(who).filter(pk=version.pk).exists()}
        assert single == listed == {"mentee", "mentor"}
        Document.objects.update(withheld_from=Role.MENTOR)
        document = Document.objects.get(pk=version.document_id)
        assert "mentor" in {name for name, person in cast.items() if may(person, Action.LIST, document)}
        assert document in Document.objects.visible_to(cast["mentor"]), "that it is there is no secret"
        assert not Version.objects.visible_to(cast["mentor"]).filter(pk=version.pk).exists()
        Document.objects.update(withheld_from="")
        mentor = signed_in(cast["mentor"])
        assert "A garden" in mentor.get(version.get_absolute_url()).content.decode()
        printed = mentor.get(reverse("documents:pdf", args=(version.pk,)))
        assert b"".join(printed.streaming_content).startswith(b"%PDF")
        assert mentor.get(reverse("room", args=(house.group.pk,))).status_code == 200
        assert mentor.get(reverse("home")).status_code == 200
        assert mentor.post(reverse("documents:amend", args=(version.pk,))).status_code == 403
    finally:
        kinds.register(wishes)


def test_two_kinds_of_one_name_are_refused(wishes: DocumentKind) -> None:
    with pytest.raises(ValueError, match="wishes"):
        kinds.register(wishes)
