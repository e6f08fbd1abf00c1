"""Whoever is signed out while they write gets back what they typed, and sends it after signing in."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.pages import hidden_in

TEXT = 'First line\r\n"quoted" & <b>bold</b> ąž'


def test_what_was_typed_is_handed_back_and_counts_when_it_is_sent_again(nia: User, signed_in) -> None:
    browser, address = Client(), reverse("people:name")
    answer = browser.post(f"{address}?from=home", {"name": "Nia Berg-Lund", "autosave": "1"})
    page = answer.content.decode()
    assert answer.status_code == 403 and answer["Cache-Control"] == "private, no-store"
    assert "Nothing was saved or sent yet" in page and f'action="{address}?from=home"' in page
    sent = hidden_in(answer.content)
    assert sent == {"name": "Nia Berg-Lund", "autosave": "1"}
    browser.force_login(nia)
    assert browser.post(address, sent).status_code == 302
    nia.refresh_from_db()
    assert nia.name == "Nia Berg-Lund"


def test_a_text_comes_back_as_it_was_typed_and_is_no_markup(db) -> None:
    answer = Client().post(reverse("people:name"), {"name": TEXT})
    page = answer.content.decode()
    assert hidden_in(answer.content) == {"name": TEXT}
    assert "<b>bold</b>" not in page and "&lt;b&gt;bold&lt;/b&gt;" in page, "it can be read and copied, too"


def test_several_values_of_one_name_come_back_in_their_order(db) -> None:
    page = Client().post(reverse("people:letters"), {"what": ["b", "a"], "more": "c d"}).content.decode()
    assert re.findall(r'name="what" value="(.)"', page) == ["b", "a"]


def test_secrets_are_not_handed_back(db) -> None:
    sent = {"oldpassword": "old secret", "password1": "new secret", "code": "123456", "note": "kept"}
    answer = Client().post(reverse("account_change_password"), sent)
    assert hidden_in(answer.content) == {"note": "kept"}
    assert b"secret" not in answer.content and b"123456" not in answer.content


def test_a_press_without_a_text_leads_to_the_sign_in_page(db) -> None:
    for sent in ({}, {"name": "  "}, {"oldpassword": "old secret"}):
        answer = Client().post(reverse("people:name"), sent)
        assert answer.status_code == 302 and answer.url.startswith(reverse("account_login")), sent


def test_files_are_not_kept_and_the_page_says_so(db) -> None:
    told = {"name": "My CV", "file": SimpleUploadedFile("cv.txt", b"My life")}
    page = Client().post(reverse("people:name"), told).content.decode()
    assert "Files are not kept" in page and "My life" not in page
    assert "Files are not kept" not in Client().post(reverse("people:name"), {"name": "N"}).content.decode()


def test_a_press_without_words_is_not_called_a_text(db) -> None:
    page = Client().post(reverse("people:name"), {"once": "4f6c1f0e-6a56-4d55-8a3f-3f2f3a1a9d11"}).content.decode()
    assert "What you pressed was not done yet." in page and "What you wrote" not in page


def test_a_form_without_a_good_token_shows_what_was_typed_on_a_page_of_ours_and_sends_nothing_on(nia: User) -> None:
    browser, address = Client(enforce_csrf_checks=True), reverse("people:name")
    browser.force_login(nia)
    told = {"name": "Nia Berg-Lund of Oslo", "password": "very secret words"}
    for origin, is_shown in (("same-origin", True), ("cross-site", False), ("same-site", False), ("", False)):
        answer = browser.post(address, told, headers={"Sec-Fetch-Site": origin} if origin else {})
        assert answer.status_code == 403 and answer["Cache-Control"] == "private, no-store"
        assert ("Nia Berg-Lund of Oslo" in answer.content.decode()) == is_shown, origin
        assert not hidden_in(answer.content) and b"very secret" not in answer.content
    nia.refresh_from_db()
    assert nia.name == "Nia Berg"


def test_page_and_browser_bear_the_mark_of_who_is_signed_in_and_of_who_was_there_last(nia: User, ela: User) -> None:
    browser, address = Client(), reverse("people:name")

    def marks() -> tuple[str, str]:
        answer = browser.get(address, follow=True)
        (on_page,) = re.findall(r'data-who="(.*?)"', answer.content.decode())
        return on_page, browser.cookies["who"].value if "who" in browser.cookies else ""

    assert marks() == ("", "")
    browser.force_login(nia)
    hers = marks()
    assert hers[0] == hers[1] and len(hers[0]) == 16 and str(nia.pk)[:8] not in hers[0]
    assert marks() == hers
    del browser.cookies["sessionid"]
    assert marks() == hers, "signed out, it is still her page"
    browser.force_login(ela)
    assert marks()[0] not in ("", hers[0])
    browser.cookies["who"] = '"><script>'
    del browser.cookies["sessionid"]
    assert marks()[0] == ""
