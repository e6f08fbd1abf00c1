"""Jobs of the tests' own: what they did is written down."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jobs import queue


class Notebook(list):
    """The calls of the test's handlers, in order."""

    def handler(self, name: str, *, fails_with: Exception | None = None, before: Callable[..., None] | None = None):
        """Make jobs called ``name`` write their arguments down, after ``before``, and fail when told so."""

        @queue.handles(name)
        def handle(job: Any, **arguments: Any) -> None:
            if before:
                before(job)
            self.append((name, arguments))
            if fails_with:
                raise fails_with


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    """What the handlers of this test were called with; their names are forgotten afterwards."""
    known = dict(queue._HANDLERS)
    yield Notebook()
    queue._HANDLERS.clear()
    queue._HANDLERS.update(known)
