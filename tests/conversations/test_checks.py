"""Several web processes without Redis: whoever starts them is told."""

import pytest

from conversations.checks import several_processes_need_redis


@pytest.mark.parametrize(
    ("workers", "redis", "warned"),
    [("", "", 0), ("1", "", 0), ("2", "", 1), ("2", "redis://127.0.0.1:1", 0), ("many", "", 0)],
)
def test_several_processes_without_redis_are_warned_of(workers, redis, warned, settings, monkeypatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", workers)
    settings.REDIS_URL = redis
    assert len(several_processes_need_redis(None)) == warned
