"""Every kind of document reads wholly in the language of its programme: whoever begins, seals or reads it, page and paper."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from documents import kinds
from documents.kinds import DocumentKind
from documents.models import Version
from documents.press.paper import paper
from people.models import User
from programmes.models import Group
from tests.house.one_house import House, life
from tests.house.test_kinds import EVERY

pytestmark = pytest.mark.django_db
SHEET = re.compile(r'<article class="sheet".*?</article>', re.S)
OF_THE_MOMENT = ("id", "when", "digest")  # differ from one document to the next in any language


@pytest.fixture
def lithuanian(house: House) -> House:
    """The same house, in a programme whose documents are Lithuanian and whose people all read German."""
    programme = house.group.programme
    programme.language = "lt"
    programme.save()
    User.objects.update(language="de")
    group = Group.objects.select_related("space", "programme__space").get(pk=house.group.pk)
    return House(group, {name: User.objects.get(pk=person.pk) for name, person in house.cast.items()})


def sealed(kind: DocumentKind, house: House) -> Version:
    """One version of a kind, sealed."""
    return next(version for version in life(kind, house) if version.state == "sealed")


def words(sheet: Any) -> Any:
    """What is said in a sheet, without what two documents never have in common."""
    if isinstance(sheet, dict):
        return {key: words(value) for key, value in sheet.items() if key not in OF_THE_MOMENT}
    return [words(value) for value in sheet] if isinstance(sheet, list) else sheet


@pytest.mark.parametrize("kind", EVERY)
def test_who_seals_it_leaves_no_word_of_their_own_language_in_it(kind: DocumentKind, lithuanian: House) -> None:
    said = []
    for language in ("lt", "de"):
        with transaction.atomic(), translation.override(language):
            said.append(words(sealed(kind, lithuanian).sheet))
            transaction.set_rollback(True)
    assert said[1] == said[0]
    with translation.override("lt"):
        assert said[0]["title"] == str(kind.title)


@pytest.mark.parametrize("kind", EVERY)
def test_who_reads_it_sees_the_words_of_its_paper(kind: DocumentKind, lithuanian: House, signed_in) -> None:
    version, reader = sealed(kind, lithuanian), lithuanian.writer(kind)
    address = reverse("documents:read", args=(version.pk,))
    seen, printed = {}, {}
    for language in ("lt", "de"):
        User.objects.filter(pk=reader.pk).update(language=language)
        html = signed_in(reader).get(address).content.decode()
        assert f'<html lang="{language}"' in html, "the page itself speaks to its reader"
        seen[language] = re.findall(SHEET, html)
        with translation.override(language):
            printed[language] = paper(version.sheet, version.digest)
    assert len(seen["lt"]) == 1
    assert seen["de"] == seen["lt"]
    assert printed["de"] == printed["lt"]


def test_a_form_on_paper_is_the_same_file_whoever_asks_for_it(lithuanian: House) -> None:
    """The job that makes it works in the language of the house: it must make the file that was asked for."""
    from documents.blank_forms import kept

    paths = set()
    for language in ("lt", "de", "en"):
        with translation.override(language):
            form = kept.blank(kinds.get("contract"), lithuanian.group.space, is_fillable=False)
            assert form is not None
            paths.add(form.path)
    assert len(paths) == 1
