"""A person follows the work they asked for, and nobody else's."""

import pytest
from django.urls import reverse

from jobs import tasks
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
