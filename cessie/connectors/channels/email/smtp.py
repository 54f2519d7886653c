"""One mail handed to the house's mail server (RFC 5321), each step with its own meaning when it fails.

Until the last dot of the mail nothing was handed over: any trouble is ``Temporary``, or the server's final no
(``Rejected``, ``AuthFailed``). From the dot on, silence means that nobody knows (``OutcomeUnknown``).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.utils import parseaddr

from cessie.connectors.channels import Piece
from cessie.connectors.channels.email.dkim import Signer
from cessie.connectors.channels.email.server import Server, parse
from cessie.connectors.errors import AuthFailed, ConnectorError, OutcomeUnknown, Rejected, Temporary

#: Seconds for one answer of the server; for the one after the mail the standard asks for patience.
SECONDS, LAST_SECONDS = 30, 180
#: An address, a name or a domain of somebody, in what a server answers.
_PERSONAL = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


class Smtp:
    """The channel over the server behind ``url``; ``context`` decides which certificates are believed, ``signer`` signs
    what leaves."""

    name = "email"
    at_once = 1
    safe_again = False

    def __init__(
        self,
        url: str,
        *,
        context: ssl.SSLContext | None = None,
        seconds: int = SECONDS,
        last_seconds: int = LAST_SECONDS,
        signer: Signer | None = None,
    ) -> None:
        self.server: Server = parse(url)
        self._context = context or ssl.create_default_context()
        self._seconds, self._last = seconds, last_seconds
        self._signer = signer

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Hand one mail over; the server's words. ``name`` is in the mail already, as its Message-ID."""
        (piece,) = pieces
        for address in (piece.mail_from, piece.mail_to):
            if parseaddr(address)[1] != address or not address.isascii() or "@" not in address:
                raise Rejected(self.name, "deliver", "not an e-mail address")
        wire = self._signer.sign(piece.wire) if self._signer is not None else piece.wire
        with self._connection() as talk:
            self._say(talk, "MAIL", f"FROM:<{piece.mail_from}>")
            self._say(talk, "RCPT", f"TO:<{piece.mail_to}>", (250, 251))
            self._say(talk, "DATA", "", (354,))
            return self._hand_over(talk, wire)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """The open talk, under TLS where it is demanded, logged in where there is a name."""
        with self._not_yet("connect"):
            talk = self._open()
        try:
            with self._not_yet("greet"):
                talk.ehlo_or_helo_if_needed()
                self._secure(talk)
                self._log_in(talk)
            yield talk
            with suppress(OSError, smtplib.SMTPException):  # the mail is with the server already
                talk.quit()
        finally:
            talk.close()

    def _open(self) -> smtplib.SMTP:
        where = self.server
        if where.implicit:
            return smtplib.SMTP_SSL(where.host, where.port, timeout=self._seconds, context=self._context)
        return smtplib.SMTP(where.host, where.port, timeout=self._seconds)

    def _secure(self, talk: smtplib.SMTP) -> None:
        if self.server.implicit:
            return
        if talk.has_extn("starttls"):
            talk.starttls(context=self._context)
            talk.ehlo()
        elif self.server.demands_tls:
            raise AuthFailed(self.name, "starttls", "the server does not encrypt, and it must")

    def _log_in(self, talk: smtplib.SMTP) -> None:
        if not self.server.user:
            return
        try:
            talk.login(self.server.user, self.server.password)
        except smtplib.SMTPNotSupportedError as error:
            raise AuthFailed(self.name, "login", "the server offers no login that is safe here") from error

    def _say(self, talk: smtplib.SMTP, command: str, what: str, good: tuple[int, ...] = (250,)) -> None:
        with self._not_yet(command):
            code, words = talk.docmd(command, what)
            if code not in good:
                raise self._no(command, code, words)

    def _hand_over(self, talk: smtplib.SMTP, wire: bytes) -> str:
        """The mail itself; from here on silence is no answer."""
        body = re.sub(rb"(?m)^\.", b"..", wire)
        try:
            if talk.sock is not None:
                talk.sock.settimeout(self._last)
            talk.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, words = talk.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise OutcomeUnknown(self.name, "hand over", type(error).__name__) from error
        if code == 250:
            return _plain(code, words)
        raise self._no("hand over", code, words)

    @contextmanager
    def _not_yet(self, operation: str) -> Iterator[None]:
        """What goes wrong in here leaves nothing behind."""
        try:
            yield
        except ConnectorError:
            raise
        except smtplib.SMTPAuthenticationError as error:
            if 400 <= error.smtp_code < 500:
                raise Temporary(self.name, operation, "no login now", code=str(error.smtp_code)) from None
            raise AuthFailed(self.name, operation, "not let in", code=str(error.smtp_code)) from None
        except ssl.SSLError as error:
            raise AuthFailed(self.name, operation, f"no trust: {error.reason or type(error).__name__}") from error
        except smtplib.SMTPResponseException as error:
            raise self._no(operation, error.smtp_code, error.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Temporary(self.name, operation, type(error).__name__) from error

    def _no(self, operation: str, code: int, words: bytes | str) -> ConnectorError:
        kind = Temporary if 400 <= code < 500 or code < 200 else Rejected
        return kind(self.name, operation, _plain(code, words), code=str(code))


def _plain(code: int, words: bytes | str) -> str:
    """The server's words on one line, without anybody's address, of bearable length."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"{code} {_PERSONAL.sub('<...>', text)}"[:300]
