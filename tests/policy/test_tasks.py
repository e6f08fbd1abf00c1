"""What awaits a person, in the order of harm."""

from datetime import timedelta

from django.utils import timezone

from policy.tasks import Task, ranked

NOW = timezone.now()


def task(thing: str, *, hours: int | None = None, harm: int = 0) -> Task:
    due = None if hours is None else NOW + timedelta(hours=hours)
    return Task("Do", thing, "/", due=due, harm=harm)


def test_what_is_late_comes_first_then_harm_then_date() -> None:
    tasks = [
        task("some day"),
        task("tomorrow", hours=24),
        task("harmful some day", harm=3),
        task("late", hours=-1),
        task("late and harmful", hours=-1, harm=3),
        task("today", hours=2),
    ]
    assert [one.thing for one in ranked(tasks, at_most=6)[0]] == [
        "late and harmful", "late", "harmful some day", "today", "tomorrow", "some day",
    ]  # fmt: skip


def test_the_rest_is_counted() -> None:
    tasks = [task(str(n)) for n in range(7)]
    assert (len(ranked(tasks)[0]), ranked(tasks)[1]) == (5, 2)
    assert ranked([]) == ([], 0)
    assert ranked(tasks[:5])[1] == 0


def test_a_date_is_said_in_words() -> None:
    assert task("x").due_words == "" and not task("x").is_late
    assert task("x", hours=3).due_words.startswith("before ")
    assert task("x", hours=-3).due_words.startswith("late since ")
