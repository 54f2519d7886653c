"""Outside services on this machine, for tests and a developer's desk: same paths, same bodies, no credentials.

A connector's ``sandbox.py`` is one, and registers itself by being there: it has ``stand(now, folder)``, which gives a
``Stand``. ``JsonServer`` is what those share that answer over HTTP.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from cessie import connectors

#: A question of a connector is short: what is longer is read so far and no further.
_MAX_QUESTION = 65_536


class Stand(Protocol):
    """One outside service that runs while its context is open."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def environment(self) -> Mapping[str, str]:
        """What the house must be told so that it asks here."""

    def turn(self, now: datetime) -> None:
        """Time goes on: do what is due."""


def stands() -> dict[str, Callable[[datetime, Path], Stand]]:
    """Every sandbox of the connectors by the name of its folder, with what makes it; it may lay files in a folder."""
    found = pkgutil.walk_packages(connectors.__path__, f"{connectors.__name__}.")
    names = sorted(module.name for module in found if module.name.endswith(".sandbox") and module.name != __name__)
    return {name.split(".")[-2]: importlib.import_module(name).stand for name in names}


class JsonServer:
    """Listens on a port of this machine while the context is open; a service says what it answers.

    ``port``: which one, set before it is opened (0: any that is free); ``trouble``: an HTTP status to answer with
    instead; ``longest``: so many bytes of a question are read.
    """

    longest = _MAX_QUESTION
    port = 0
    now: datetime

    def __init__(self) -> None:
        self.trouble = 0
        self._server: ThreadingHTTPServer

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def turn(self, now: datetime) -> None:
        """Time goes on."""
        self.now = now

    def answer(
        self, method: str, address: str, headers: Message, body: bytes
    ) -> tuple[int, dict[str, Any] | bytes] | tuple[int, dict[str, Any] | bytes, dict[str, str]] | None:
        """Status and body of the answer (JSON, or bytes as they are), with headers where the service says something in
        them; None hangs up without a word, once what was asked is done."""
        raise NotImplementedError  # each service has its own paths and words

    def text(self, address: str) -> tuple[int, str] | None:
        """Status and words where the answer is no JSON; None where it is."""
        return None


def _handler(server: JsonServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One call."""

        def do_GET(self) -> None:
            self._do("GET")

        def do_POST(self) -> None:
            self._do("POST")

        def do_PATCH(self) -> None:
            self._do("PATCH")

        def do_DELETE(self) -> None:
            self._do("DELETE")

        def _do(self, method: str) -> None:
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), server.longest))
            said = server.text(self.path) if method == "GET" else None
            if said is not None:
                self._answer(said[0], said[1].encode(), "text/xml")
                return
            told = server.answer(method, self.path, self.headers, body)
            if told is None:
                self.close_connection = True
                return
            headers = told[2] if len(told) == 3 else {}
            if isinstance(told[1], bytes):
                self._answer(told[0], told[1], "application/octet-stream", headers)
                return
            self._answer(told[0], json.dumps(told[1]).encode(), "application/json", headers)

        def _answer(self, status: int, data: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # the base class's name
            """Nothing: the caller's log is enough."""

    return Handler
