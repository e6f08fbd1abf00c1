"""A real uvicorn with WebSockets in this process (the live server of the tests has none), and the lines to it."""

import re
import threading
import time

import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from playwright.sync_api import Page, WebSocketRoute

from mentoring.asgi import application
from tests.services.process import free_port


class Web:
    """uvicorn on the database of the test; it can go away and come back under the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            ASGIStaticFilesHandler(application),
            "127.0.0.1",
            self.port,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = time.monotonic() + 20
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.05)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=20)
        assert not self.thread.is_alive()


class Line:
    """The connection of one window, which can be cut and mended while the others stay connected."""

    def __init__(self, page: Page) -> None:
        self.page, self.is_cut = page, False
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/chat/live"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close()
        else:
            socket.connect_to_server()
            self.sockets.append(socket)

    def cut(self) -> None:
        self.is_cut = True
        self.page.context.set_offline(True)
        self.sockets.pop().close()

    def mend(self) -> None:
        self.is_cut = False
        self.page.context.set_offline(False)
