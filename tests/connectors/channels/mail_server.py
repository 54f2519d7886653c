"""A real mail server in the test's own process, which may be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


@dataclass
class Post:
    """What arrived, and how the server answers: one word a mail, then always the last one.

    ``ok``; ``later`` and ``never`` at the end of the mail; ``later to`` and ``never to`` at its address; ``silent``:
    takes the mail and never answers; ``gone``: takes it and hangs up.
    """

    answers: list[str] = field(default_factory=lambda: ["ok"])
    mails: list[bytes] = field(default_factory=list)
    talks: int = 0

    def _answer(self, *, done: bool) -> str:
        return self.answers.pop(0) if done and len(self.answers) > 1 else self.answers[0]

    async def handle_RCPT(  # noqa: N802 - the server asks for this name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.answers[0].endswith(" to"):
            word = self._answer(done=True)
            return f"451 <{address}> is busy" if word == "later to" else f"550 <{address}> is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server asks for this name
        self, server: SMTP, session: Any, envelope: Any
    ) -> str:
        word = self._answer(done=True)
        self.talks += 1
        if word == "later":
            return "452 4.3.1 no room now"
        if word == "never":
            return "554 5.7.1 not from you"
        self.mails.append(envelope.original_content)
        if word == "silent":
            await asyncio.sleep(30)
        if word == "gone":
            server.transport.abort()
        return f"250 2.0.0 queued as M{len(self.mails)}"


def a_certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Both ends' contexts over a certificate of this machine's own, which only the second one believes."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(key),
         "-out", str(cert)], check=True, capture_output=True,
    )  # fmt: skip
    here = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    here.load_cert_chain(cert, key)
    return here, ssl.create_default_context(cafile=str(cert))


@contextmanager
def running(post: Post, *, tls: ssl.SSLContext | None = None, password: str = "") -> Iterator[int]:
    """The server on a free port of this machine; ``password``: only who shows it may send."""

    def let_in(server: SMTP, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == password.encode()
        return AuthResult(success=good, handled=good)

    more: dict[str, Any] = {"tls_context": tls, "require_starttls": True} if tls else {}
    if password:
        more |= {"authenticator": let_in, "auth_required": True, "auth_require_tls": bool(tls)}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
