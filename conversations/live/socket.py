"""One open page: let in by its session cookie, told what is new, closed when it is no longer its reader's to see."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.http import parse_cookie
from django.http.request import split_domain_port, validate_host
from django.utils import translation
from django.utils.translation import gettext as _

from . import looking
from .hub import hub
from .looking import News, Window

PATH = re.compile(r"^/s/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/chat/live$")
SEND_SECONDS = 2.0  # whoever does not take what is sent by then is told what is new at a later look
NOT_YOURS, TOO_MANY, NO_TALK, REFUSED = 4403, 4429, 1003, 4404
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Every WebSocket of the site. Whoever may not see the chat is refused like an address that does not exist."""
    await receive()  # it asks to connect
    window = asked(scope)
    if window is None or not await database_sync_to_async(looking.let_in)(window):
        await send({"type": "websocket.close", "code": REFUSED})
        return
    await send({"type": "websocket.accept"})
    await OpenPage(window, send).live(receive)


class OpenPage:
    """A socket that was let in."""

    def __init__(self, window: Window, send: Send) -> None:
        self.window = window
        self._send = send
        self._is_open = True

    async def live(self, receive: Receive) -> None:
        """Until the browser leaves. It has nothing to say here: messages are sent as the form sends them."""
        here = hub()
        if not here.has_room_for(self.window.person):
            with translation.override(self.window.language):
                words = _("This chat is open in too many windows. Close some; this one works with Refresh.")
            await self._close(words, TOO_MANY)
            return
        here.enter(self)
        try:
            while (await receive())["type"] != "websocket.disconnect":
                await self._close("", NO_TALK)
        finally:
            self._is_open = False
            here.leave(self)

    async def tell(self, news: News) -> None:
        """Send what is new, or say why it closes and close. What a slow page does not take is news again later."""
        if news.bye:
            taken = await self._close(news.bye, NOT_YOURS)
        else:
            taken = await self._out({"type": "websocket.send", "text": json.dumps(news.told, ensure_ascii=False)})
        if not taken:
            news.was_not_taken()

    async def _close(self, words: str, code: int) -> bool:
        told = {"type": "websocket.send", "text": json.dumps({"bye": words}, ensure_ascii=False)}
        if words and not await self._out(told):
            return False
        taken = await self._out({"type": "websocket.close", "code": code})
        self._is_open = self._is_open and not taken
        return taken

    async def _out(self, message: dict[str, Any]) -> bool:
        """Whether it was taken, or nobody is there any more who could take it."""
        if not self._is_open:
            return True
        try:
            await asyncio.wait_for(self._send(message), SEND_SECONDS)
        except TimeoutError:  # the server drops it when it answers no ping either
            return False
        except Exception:  # it has gone; what it missed it asks for when it comes back
            self._is_open = False
        return True


def asked(scope: dict[str, Any]) -> Window | None:
    """What a browser asks for: with a session, from a page of ours, an address of ours; else ``None``."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = PATH.match(scope["path"])
    key = parse_cookie(headers.get(b"cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    if not path or not key or not is_ours(headers.get(b"origin", ""), headers.get(b"host", "")):
        return None
    after = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("after", [""])[0]
    return Window(key=key, room=UUID(path[1]), seen=int(after) if re.fullmatch(r"\d{1,9}", after) else 0)


def is_ours(origin: str, host: str) -> bool:
    """Whether the page that opens the socket came from this site: browsers always say where from."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        return urlsplit(origin).netloc == host and validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
    except ValueError:
        return False
