"""Who can read what about me: told from the parts of the kinds, and so the same as what the house decides."""

import pytest
from django.urls import reverse

from documents import about_me, kinds
from documents.models import Version
from documents.rights import readers_in_words
from policy.permissions import GRANTS, Action, Role
from tests import stories

pytestmark = pytest.mark.django_db


def test_each_role_has_its_chapter_and_an_outsider_none(group, nia, tomas, mara, oto):
    told = {person: [chapter.role for chapter in about_me.chapters(person)] for person in (nia, tomas, mara, oto)}
    assert told == {
        nia: [Role.MENTEE, Role.APPLICANT],  # as which her profile came in
        tomas: [Role.MENTOR, Role.APPLICANT],
        mara: [Role.MANAGER],
        oto: [],
    }


def test_every_kind_that_a_role_writes_or_is_written_about_in_is_told(group, nia, tomas):
    for person, role in ((nia, Role.MENTEE), (tomas, Role.MENTOR)):
        chapter = about_me.chapters(person)[0]
        lines = {line.title: line for line in (*chapter.written, *chapter.about)}
        mine = [kind for kind in kinds.every() if role in kind.parts.writers | kind.parts.about]
        assert set(lines) == {str(kind.title) for kind in mine} and len(mine) > 3
        assert {title for title, line in lines.items() if line.is_private} == {
            str(kind.title) for kind in mine if kind.parts.is_private
        }


def test_the_page_says_what_stands_above_the_document_itself(working_group, mara, tomas, nia):
    stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    rows = {version.document.kind_slug: version.document for version in Version.objects.all()}
    for writer, slug, own in ((nia, "diary", "Nia Berg"), (mara, "contract", "")):
        lines = {line.title: line.readers for chapter in about_me.chapters(writer) for line in chapter.written}
        assert lines[str(rows[slug].kind.title)].replace("you", own) == readers_in_words(rows[slug])


def test_the_page_holds_the_whole_table_and_leads_to_what_is_shared(group, nia, oto, signed_in):
    page = signed_in(nia).get(reverse("documents:about_me")).content.decode()
    assert "Reflective log" not in page, "that is a mentor's"
    assert "you alone; nobody else learns that it exists" in page and reverse("people:shared") in page
    assert len(about_me.law()) == len([action for action in Action if GRANTS[action]]) > 50
    assert "plan sessions" in page
    assert "You take part in no programme now" in signed_in(oto).get(reverse("documents:about_me")).content.decode()


def test_the_page_asks_once_however_many_kinds_there_are(group, nia, signed_in, django_assert_num_queries):
    browser = signed_in(nia)
    with django_assert_num_queries(3):  # session, person, roles
        browser.get(reverse("documents:about_me"))
