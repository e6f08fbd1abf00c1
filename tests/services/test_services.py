"""The servers themselves answer: cache, channel layer, database, broker and worker."""

import time

import psycopg
import pytest
from asgiref.sync import async_to_sync
from channels_redis.core import RedisChannelLayer

from mentoring.celery import app


def test_redis_carries_a_message_to_everyone_in_a_group(redis_url):
    async def scenario():
        layer = RedisChannelLayer(hosts=[redis_url])
        nia, ela, oto = [await layer.new_channel() for _ in range(3)]
        await layer.group_add("pair", nia)
        await layer.group_add("pair", ela)
        await layer.group_send("pair", {"type": "said", "text": "Sveiki, Ελένη"})
        await layer.send(oto, {"type": "said", "text": "only you"})
        received = [await layer.receive(channel) for channel in (nia, ela, oto)]
        await layer.flush()
        await layer.close_pools()
        return [message["text"] for message in received]

    assert async_to_sync(scenario)() == ["Sveiki, Ελένη", "Sveiki, Ελένη", "only you"]


def test_postgresql_answers(postgres_url):
    with psycopg.connect(postgres_url) as database:
        version, encoding = database.execute("SELECT version(), current_setting('server_encoding')").fetchone()
    assert version.startswith("PostgreSQL ")
    assert encoding == "UTF8"


@pytest.mark.django_db(transaction=True)
def test_worker_starts_takes_the_beat_and_stops_when_asked(worker):
    running = worker()
    until = time.monotonic() + 60
    while "Task jobs.sweep" not in running.said() and time.monotonic() < until:
        time.sleep(0.1)
    assert "Task jobs.sweep" in running.said()
    assert running.stop() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_while_no_worker_runs_is_done_when_one_is_back(worker):
    worker().kill()
    app.send_task("jobs.sweep", task_id="sent-meanwhile")
    running = worker(SWEEP_EVERY_SECONDS="3600")
    until = time.monotonic() + 60
    while "jobs.sweep[sent-meanwhile] succeeded" not in running.said() and time.monotonic() < until:
        time.sleep(0.1)
    assert "jobs.sweep[sent-meanwhile] succeeded" in running.said()
