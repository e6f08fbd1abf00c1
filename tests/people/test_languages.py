"""The site in another language: before signing in by a choice at the foot of the page, afterwards by a setting."""

from django.test import Client

from people.models import User


def test_the_browser_says_first_which_language_is_read(db) -> None:
    page = Client(headers={"accept-language": "lt,en;q=0.5"}).get("/sign-in/").content.decode()
    assert '<html lang="lt">' in page


def test_who_chooses_a_language_at_the_foot_of_the_page_stays_on_the_page_and_in_it(db) -> None:
    browser = Client(headers={"accept-language": "lt"})
    answer = browser.post("/language/", {"language": "de", "next": "/password/reset/"})
    assert (answer.status_code, answer.url) == (302, "/password/reset/")
    assert '<html lang="de">' in browser.get("/password/reset/").content.decode()


def test_nobody_is_sent_elsewhere_and_an_unknown_language_changes_nothing(db) -> None:
    browser = Client()
    assert browser.post("/language/", {"language": "xx", "next": "https://example.com/"}).url == "/"
    assert '<html lang="en">' in browser.get("/sign-in/").content.decode()


def test_after_signing_in_the_persons_own_language_counts(nia: User, signed_in) -> None:
    browser = signed_in(nia)
    browser.post("/language/", {"language": "de"})
    assert '<html lang="en">' in browser.get("/").content.decode()
    User.objects.filter(pk=nia.pk).update(language="nb")
    page = browser.get("/").content.decode()
    assert '<html lang="nb">' in page
    assert 'action="/language/"' not in page
