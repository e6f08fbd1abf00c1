"""A person follows the work they asked for, and nobody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs import queue, tasks
from jobs.models import Job
from jobs.queue import GivenUp, enqueue

pytestmark = pytest.mark.django_db


def test_a_person_follows_their_own_work_and_tries_again(notebook, mara, oto, signed_in):
    notebook.handler("tests.note", fails_with=GivenUp("The file was damaged."))
    job = enqueue("tests.note", by=mara)
    page = reverse("jobs:progress", args=(job.pk,))
    assert signed_in(mara).get(page).status_code == 200
    tasks.run_all()
    assert "The file was damaged." in signed_in(mara).get(page).content.decode()
    notebook.handler("tests.note")
    answer = signed_in(mara).post(reverse("jobs:again", args=(job.pk,)))
    assert (answer.status_code, answer.url) == (302, page)
    tasks.run_all()
    job.refresh_from_db()
    assert job.state == "done"
    assert "The file was damaged." not in signed_in(mara).get(page).content.decode()


def test_nobody_else_sees_a_persons_work_or_tries_it_again(notebook, mara, oto, signed_in):
    notebook.handler("tests.note", fails_with=GivenUp("The file was damaged."))
    job = enqueue("tests.note", by=mara)
    tasks.run_all()
    assert signed_in(oto).get(reverse("jobs:progress", args=(job.pk,))).status_code == 404
    assert signed_in(oto).post(reverse("jobs:again", args=(job.pk,))).status_code == 404
    assert signed_in(mara).get(reverse("jobs:again", args=(job.pk,))).status_code == 405
    job.refresh_from_db()
    assert job.state == "failed"


def test_the_page_says_how_much_is_ready_and_how_long_it_takes(notebook, mara, signed_in):
    notebook.handler("tests.note")
    job = enqueue("tests.note", by=mara)
    Job.objects.update(state="running", created_at=timezone.now() - timedelta(seconds=34))
    page = reverse("jobs:progress", args=(job.pk,))
    for done, words in (
        (0, "0 of 120 ready<"),
        (17, "17 of 120 ready, about 4 minutes left"),
        (119, "about 10 s left"),
    ):
        Job.objects.update(done_so_far=done, done_in_all=120)
        assert words in signed_in(mara).get(page).content.decode()


def test_the_page_of_finished_work_leads_to_what_it_made(notebook, mara, oto, signed_in):
    queue.handles("tests.made", leads_to=lambda job: f"/made/{job.arguments['n']}/")(lambda job, n: None)
    job = enqueue("tests.made", by=mara, n=3)
    page = reverse("jobs:progress", args=(job.pk,))
    assert signed_in(mara).get(page).status_code == 200, "not yet"
    tasks.run_all()
    answer = signed_in(mara).get(page)
    assert (answer.status_code, answer.url) == (302, "/made/3/")
    assert signed_in(oto).get(page).status_code == 404
