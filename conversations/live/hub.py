"""The open sockets of one process: who has which chat open, what woke them, and a look every few seconds as a net."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from . import looking, waking
from .looking import News, Window

NET_SECONDS = 3.0
AGAIN_SECONDS = 1.0  # until the layer is tried again
CLAIM_SECONDS = 20.0  # how long what another process says of who is there is believed
CLAIM_EVERY = 3  # looks of the net
OPEN_AT_MOST = 2000  # sockets of this process
OPEN_EACH = 8  # of one person

logger = logging.getLogger(__name__)


class Socket(Protocol):
    """What the hub asks of an open socket."""

    window: Window

    async def tell(self, news: News) -> None:
        """Send it, or close; what it does not take in time is news again at the next look."""


class Hub:
    """Belongs to one event loop; its tasks run while a socket is open."""

    def __init__(self) -> None:
        self.name = uuid4().hex
        self.rooms: dict[UUID, set[Socket]] = defaultdict(set)
        self.is_linked = False
        self._elsewhere: dict[UUID, dict[str, tuple[float, frozenset[UUID]]]] = defaultdict(dict)
        self._waiting: set[UUID] = set()
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: set[asyncio.Task[None]] = set()
        self._busy: set[Socket] = set()
        self._passed_over: set[UUID] = set()

    def sockets(self) -> list[Socket]:
        """All that are open."""
        return [socket for room in self.rooms.values() for socket in room]

    def has_room_for(self, person: UUID | None) -> bool:
        """Whether one more may open."""
        open_ = self.sockets()
        return len(open_) < OPEN_AT_MOST and sum(one.window.person == person for one in open_) < OPEN_EACH

    def enter(self, socket: Socket) -> None:
        """A page is open: it is shown what is new, the others that somebody is there."""
        self.rooms[socket.window.room].add(socket)
        if not self._tasks:
            self._tasks = [asyncio.create_task(work()) for work in (self._listen, self._look_around, self._show_all)]
        self._claim(socket.window.room)
        self.wake(socket.window.room)

    def leave(self, socket: Socket) -> None:
        """A page is closed."""
        room = socket.window.room
        self.rooms[room].discard(socket)
        self._claim(room)
        self.wake(room)
        if not self.rooms[room]:
            del self.rooms[room]
            self._elsewhere.pop(room, None)
        if not self.rooms:
            for task in self._tasks:
                task.cancel()
            self._tasks, self.is_linked = [], False

    def wake(self, room: UUID) -> None:
        """Look at a chat soon; several wakings at once are one look."""
        self._waiting.add(room)
        self._woken.set()

    def here(self, room: UUID) -> frozenset[UUID] | None:
        """Who has a chat open, in any process; ``None`` while the layer is away."""
        if not self.is_linked:
            return None
        claims = self._elsewhere.get(room, {}).values()
        believed = (who for at, who in claims if time.monotonic() - at < CLAIM_SECONDS)
        return self._own(room).union(*believed)

    def _own(self, room: UUID) -> frozenset[UUID]:
        return frozenset(socket.window.person for socket in self.rooms.get(room, ()) if socket.window.person)

    # what comes in

    async def _listen(self) -> None:
        """Hear the layer; when it is away, try again and again."""
        layer, channel = get_channel_layer(), ""
        while layer is not None:
            try:
                channel = await layer.new_channel()
                await layer.group_add(waking.GROUP, channel)
                self.is_linked = True
                for room in list(self.rooms):
                    self._claim(room)
                    self.wake(room)
                while True:
                    self._hear(await layer.receive(channel))
            except asyncio.CancelledError:
                await _quietly(layer.group_discard, waking.GROUP, channel)
                raise
            except Exception as error:
                logger.warning("The channel layer is away (%s); looking every few seconds.", type(error).__name__)
                self.is_linked = False
                for room in list(self.rooms):
                    self.wake(room)
                await asyncio.sleep(AGAIN_SECONDS)

    def _hear(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        if kind == "conversations.new" and UUID(event["room"]) in self.rooms:
            self.wake(UUID(event["room"]))
        elif kind == "conversations.people":
            for socket in self.sockets():
                if str(socket.window.person) in event["people"]:
                    self.wake(socket.window.room)
        elif kind == "conversations.here" and event["from"] != self.name:
            self._believe(UUID(event["room"]), event["from"], frozenset(UUID(one) for one in event["who"]))

    def _believe(self, room: UUID, process: str, who: frozenset[UUID]) -> None:
        if room not in self.rooms:
            return
        is_first = process not in self._elsewhere[room]
        before = self.here(room)
        self._elsewhere[room][process] = (time.monotonic(), who)
        if is_first:
            self._claim(room)  # so that it learns of ours
        if self.here(room) != before:
            self.wake(room)

    def _claim(self, room: UUID) -> None:
        """Tell the other processes who is here."""
        if self.is_linked:
            own = [str(person) for person in self._own(room)]
            event = {"type": "conversations.here", "room": str(room), "from": self.name, "who": own}
            self._send(_quietly(waking.send, event))

    def _send(self, work: Coroutine[Any, Any, None]) -> None:
        """Without waiting for it."""
        task = asyncio.create_task(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    # what goes out

    async def _look_around(self) -> None:
        """The net: what woke nobody is found here, seconds later."""
        looks = 0
        while True:
            await asyncio.sleep(NET_SECONDS)
            looks += 1
            try:
                windows = [socket.window for socket in self.sockets()]
                for room in await database_sync_to_async(looking.stale)(windows):
                    self.wake(room)
            except Exception:
                logger.exception("Open pages could not be looked at.")
            for room in list(self.rooms) if looks % CLAIM_EVERY == 0 else ():
                self._claim(room)

    async def _show_all(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                room = self._waiting.pop()
                if sockets := list(self.rooms.get(room, ())):
                    await self._show(room, sockets)

    async def _show(self, room: UUID, sockets: list[Socket]) -> None:
        """Tell every page that is not being told just now; a slow one keeps nobody else waiting."""
        of = {id(socket.window): socket for socket in sockets if socket not in self._busy}
        if len(of) < len(sockets):
            self._passed_over.add(room)
        if not of:
            return
        try:
            windows = [socket.window for socket in of.values()]
            found = await database_sync_to_async(looking.look)(room, windows, self.here(room))
        except Exception:
            logger.exception("What is new could not be read.")  # the net comes by again
            return
        for news in found:
            if news.told or news.bye:
                self._busy.add(of[id(news.window)])
                self._send(self._tell(of[id(news.window)], news))

    async def _tell(self, socket: Socket, news: News) -> None:
        try:
            await socket.tell(news)
        finally:
            self._busy.discard(socket)
            if socket.window.room in self._passed_over:
                self._passed_over.discard(socket.window.room)
                self.wake(socket.window.room)


async def _quietly(work: Callable[..., Awaitable[None]], *what: Any) -> None:
    try:
        await work(*what)
    except Exception as error:
        logger.debug("The channel layer is away (%s).", type(error).__name__)


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
