"""What every local server shares that answers like an outside service: a free port, JSON, an end that is sure."""

from __future__ import annotations

import json
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

#: A question of a connector is short: what is longer is read so far and no further.
_MAX_QUESTION = 65_536


class JsonServer:
    """Listens on a free port of this machine while the context is open; a service says what it answers.

    ``trouble``: an HTTP status to answer with instead; ``longest``: so many bytes of a question are read.
    """

    longest = _MAX_QUESTION

    def __init__(self) -> None:
        self.trouble = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(
        self, method: str, address: str, headers: Message, body: bytes
    ) -> tuple[int, dict[str, Any] | bytes] | None:
        """Status and body of the answer (JSON, or bytes as they are); None hangs up without a word, once what was asked
        is done."""
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
            if isinstance(told[1], bytes):
                self._answer(told[0], told[1], "application/octet-stream")
                return
            self._answer(told[0], json.dumps(told[1]).encode(), "application/json")

        def _answer(self, status: int, data: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:  # the base class's name
            """Nothing: the caller's log is enough."""

    return Handler
