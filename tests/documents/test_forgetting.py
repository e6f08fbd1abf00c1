"""The documents of a space are erased with their files; what others still refer to stays."""

import pytest

from documents import files, pipeline
from documents.forgetting import forget_spaces
from documents.models import Bundle, Document, Version
from policy.permissions import Role
from programmes.document_kinds.interview_notes import INTERVIEW_NOTES
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(programme, nia, ela, mara) -> list[Version]:
    """Notes about Nia and about Ela."""
    rows = [stories.application(programme, who, Role.MENTEE, by=mara, select=False) for who in (nia, ela)]
    return [pipeline.start(INTERVIEW_NOTES, row.space, by=mara) for row in rows]


def test_only_the_documents_of_that_space_go_and_a_shared_file_with_the_last(
    two, programme, mara, django_capture_on_commit_callbacks
):
    path = files.keep(b"%PDF-1.7 the same bytes", ".pdf")
    Version.objects.update(pdf=path)
    first, second = (version.document for version in two)
    bundles = [
        Bundle.objects.create(space=programme.space, by=mara, contents=[str(version.pk)], pdf=files.keep(name, ".pdf"))
        for version, name in zip(two, (b"one", b"other"), strict=True)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_spaces([first.space_id]) == 1
        assert forget_spaces([first.space_id]) == 0
    assert list(Document.objects.all()) == [second] and list(Bundle.objects.all()) == bundles[1:]
    there = [files.place_of(name).exists() for name in (path, bundles[0].pdf, bundles[1].pdf)]
    assert there == [True, False, True]
    with django_capture_on_commit_callbacks(execute=True):
        forget_spaces([second.space_id])
    assert not files.place_of(path).exists() and not Version.objects.exists()
