"""The way in: a request that brings too much is turned away before it is read."""

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from mentoring.asgi import TOO_LARGE, application

COMES = {"type": "http.request", "body": bytes(500), "more_body": True}


async def ask(length: int, *parts: dict) -> list[dict]:
    """What is answered to a request that says how long it is, and then comes in parts."""
    headers = [(b"host", b"localhost"), (b"content-length", str(length).encode())]
    scope = {"type": "http", "method": "POST", "path": "/healthz", "query_string": b"", "headers": headers}
    server = ApplicationCommunicator(application, scope)
    for part in parts:
        await server.send_input(part)
    await server.wait()
    return [await server.receive_output() for _part in range(server.output_queue.qsize())]


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    start, body = async_to_sync(ask)(settings.REQUEST_MAX_BYTES + 1)
    assert (start["status"], body["body"]) == (413, TOO_LARGE)


def test_what_is_larger_than_it_said_is_cut_off(settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    assert async_to_sync(ask)(10, COMES, COMES, COMES) == []
