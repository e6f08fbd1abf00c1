"""Two addresses for whoever watches the site; they say nothing about anyone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobs.models import Job


def ready(client: Client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


@pytest.mark.django_db
def test_the_process_answers(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_it_is_ready_when_the_database_answers_and_no_work_waits(client):
    assert ready(client) == (200, {"status": "ok"})
    job = Job.objects.create(name="people.deliver")
    assert ready(client) == (200, {"status": "ok"})
    Job.objects.filter(pk=job.pk).update(not_before=timezone.now() - timedelta(minutes=6))
    assert ready(client) == (503, {"status": "worker"})
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert ready(client) == (200, {"status": "ok"})
    Job.objects.filter(pk=job.pk).update(state="failed")
    assert ready(client) == (200, {"status": "ok"}), "what was given up waits for nobody"


@pytest.mark.django_db
def test_work_that_is_to_be_done_later_is_not_late(client):
    Job.objects.create(name="people.deliver", not_before=timezone.now() + timedelta(hours=1))
    assert ready(client) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_ready(client):
    from django.db import connection

    def refuse(execute, sql, params, many, context):
        from django.db import OperationalError

        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        assert ready(client) == (503, {"status": "database"})
        assert client.get("/healthz").status_code == 200
