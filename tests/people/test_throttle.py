"""A visitor's attempts are counted by address, and what is kept does not name it."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import RequestFactory

from people.throttle import is_too_often

pytestmark = pytest.mark.django_db


def too_often(address: str, what: str = "look") -> bool:
    return is_too_often(RequestFactory().get("/", REMOTE_ADDR=address), what, at_most=2, seconds=86_400)


def test_the_third_time_is_too_often_for_this_visitor_alone() -> None:
    assert [too_often("192.0.2.1") for _time in range(4)] == [False, False, True, True]
    assert not too_often("192.0.2.2") and not too_often("192.0.2.1", "listen")


def test_a_household_of_long_addresses_is_one_visitor() -> None:
    assert [too_often(f"2001:db8:1:2::{n}") for n in (1, 2, 3)] == [False, False, True]
    assert not too_often("2001:db8:1:3::1")


def test_no_address_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *args, **more: kept.append(key) or add(key, *args, **more))
    too_often("192.0.2.77")
    assert len(kept) == 1 and "192.0.2" not in kept[0]


def test_a_crowd_does_not_push_out_who_is_held_up() -> None:
    assert [too_often("192.0.2.1") for _time in range(3)] == [False, False, True]
    for n in range(400):
        cache.set(f"zz{n}", 0, 60)
    assert too_often("192.0.2.1")


def test_attempts_are_counted_in_the_database_also_beside_a_redis_that_may_be_away() -> None:
    said = "from mentoring import settings; print(settings.CACHES['default']['BACKEND'], settings.CELERY_BROKER_URL)"
    told = os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(
        [sys.executable, "-c", said], env=told, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["django.core.cache.backends.db.DatabaseCache", "redis://127.0.0.1:1/0"]
