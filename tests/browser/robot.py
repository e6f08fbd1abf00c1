"""The greedy user: a robot that reads nothing but roles and names, from the first mail to the archive of its group.

For each person it goes home, takes the first line of “Waiting for you”, then the one primary button of every page,
fills in the form it meets, and goes on until home says that nothing waits. (The primary button of home itself opens the
next session, which is there whether or not anything is to be done.) A page without a way on fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

from django.core import mail
from django.utils import timezone
from playwright.sync_api import Locator, Page

from people.models import User
from programmes.models import Group
from sessions.models import Meeting
from tests import stories
from tests.browser.hands import fill_in

LOADS_AT_MOST = 210  # of four people together, from their first mail on
TASKS_AT_MOST = 12  # one after another, before anybody else does something
STEPS_AT_MOST = 8  # pages for one task
NOTHING = "Nothing else is waiting for you."


@dataclass
class Robot:
    """One person's window. ``path`` is the way of all of them."""

    who: User
    page: Page
    path: list[str]

    def arrive(self) -> None:
        """The page behind the link of the first mail: its one primary button leads in."""
        for secret in self.page.get_by_label("Choose a password").all():
            secret.fill(stories.PASSWORD)
        self.click(self.page.locator("main .button--primary:visible"))

    def turn(self) -> bool:
        """Do everything that home offers; whether there was anything to do."""
        for done in range(TASKS_AT_MOST):
            self.click(self.page.get_by_role("link", name="Home", exact=True))
            waiting = self.page.get_by_role("region", name="Waiting for you").locator("li")
            if not waiting.count():
                assert self.page.get_by_text(NOTHING).count(), self.lost("home offers nothing and does not say so")
                return bool(done)
            self.do(waiting.first.get_by_role("link").or_(waiting.first.get_by_role("button")))
        raise AssertionError(self.lost("home offers more and more"))

    def do(self, task: Locator) -> None:
        """Follow a task to where it is done, by the one primary button of every page on the way."""
        self.click(task)
        for _step in range(STEPS_AT_MOST):
            primary = self.page.locator("main .button--primary:visible")
            assert primary.count() == 1, self.lost("here is nothing to go on with")
            form = self.page.locator("main form", has=self.page.locator(".button--primary"))
            if form.count():
                self.fill_in(form)
            self.click(primary)
            assert not self.page.get_by_text("There is a problem").count(), self.lost("plausible values do not do")
            if self.page.get_by_role("status").locator(".notice").count():  # it says what was done
                return
        raise AssertionError(self.lost("this task has no end"))

    def fill_in(self, form: Locator) -> None:
        """Something plausible in every field; agree to what has to be agreed to."""
        for name in form.get_by_label("Your full name").all():
            name.fill(self.who.name)
        for days in form.get_by_label("Days to leave out").all():
            days.fill("2026-12-24")
        for agree in form.get_by_label("I have read this and I agree to it.").all():
            agree.check()
        day = timezone.localdate() + timedelta(days=7 + 3 * len(self.path))
        fill_in(self.page, day=day.isoformat(), form=form)

    def click(self, target: Locator) -> None:
        """Follow or press, and remember it."""
        words = " ".join(target.inner_text().split())
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            target.click()
        self.path.append(f"{self.who.name}: {words} -> {self.page.locator('h1').inner_text()}")
        assert len(self.path) <= LOADS_AT_MOST, self.lost("the way is too long")

    def lost(self, why: str) -> str:
        """What went wrong, and the way that led here."""
        main = self.page.locator("main").inner_text()[:1500]
        return "\n".join([f"{why} ({self.page.url})", *self.path, "", main])


def arrivals(group: Group, visit: Callable[..., Page]) -> tuple[list[Robot], list[str]]:
    """Mentor and mentees, each through the link of the first mail into a window without scripts; and their common path."""
    path: list[str] = []
    robots = []
    for who in (group.mentor, *group.mentees()):
        letter = next(one for one in mail.outbox if one.to == [who.email] and one.subject.startswith("Invitation to"))
        link = re.search(r"https?://\S+/me/invitation/\S+", letter.body)
        assert link
        robots.append(Robot(who, visit(path=link.group(), scripts=False), path))
        robots[-1].arrive()
    return robots, path


def let_everybody_work(robots: list[Robot]) -> None:
    """One after the other, until all have looked in a row and nothing waited for any of them."""
    quiet = 0
    for robot in cycle(robots):
        quiet = 1 if robot.turn() else quiet + 1
        if quiet == len(robots):
            return


def pass_by(group: Group) -> Meeting:
    """The time of the next session passes: it is moved into the past in the database, no clock is turned."""
    meeting = group.meetings.filter(state="planned").exclude(kind="monitoring").earliest("starts_at")
    ago = timezone.now() - timedelta(hours=2)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    meeting.refresh_from_db()
    return meeting
