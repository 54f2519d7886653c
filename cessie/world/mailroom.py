"""The mail of the simulated world: a server that takes what the house sends, and the boxes of those who read it.

It speaks SMTP (RFC 5321) on this very machine. What comes back, a report that an address does not exist (RFC 3464) or
a complaint of a reader (RFC 5965), goes into the house's own mailbox, as its mailbox program would lay it there.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

from django.conf import settings

#: What a failed mail's report says of its address (RFC 3463: no such mailbox).
_FAILED = "Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1"
_COMPLAINT = "Feedback-Type: abuse\r\nUser-Agent: Demo/1\r\nVersion: 1"


@dataclass(frozen=True)
class Mail:
    """A mail in somebody's box."""

    to: str
    data: bytes

    @property
    def identity(self) -> str:
        """The part of its Message-ID that its sender made."""
        return str(message_from_bytes(self.data)["Message-ID"]).strip("<> ").partition("@")[0]

    @property
    def text(self) -> str:
        """Its words."""
        body = message_from_bytes(self.data, policy=policy.default).get_body(("plain",))
        return str(body.get_content()) if body is not None else ""


@dataclass
class Mailroom:
    """Every mail that was taken, in its order, and how many of them were looked at. ``unknown``: addresses that do not
    exist: their mails are taken and come back."""

    url: str = ""
    mails: list[Mail] = field(default_factory=list)
    read: int = 0
    unknown: set[str] = field(default_factory=set)

    def new(self) -> list[Mail]:
        """What came since this was asked last and reached its reader; what did not goes back."""
        came, self.read = self.mails[self.read :], len(self.mails)
        for mail in came:
            if mail.to in self.unknown:
                self.back(mail, "delivery-status", _FAILED.format(to=mail.to))
        return [mail for mail in came if mail.to not in self.unknown]

    def last_to(self, address: str) -> Mail:
        """The newest mail in a box."""
        return [mail for mail in self.mails if mail.to == address][-1]

    def complain(self, mail: Mail) -> None:
        """A reader wants no more of it."""
        self.back(mail, "feedback-report", _COMPLAINT)

    def took(self, identity: str) -> bool:
        """Whether a mail of this identity was taken."""
        return any(mail.identity == identity for mail in self.mails)

    def back(self, mail: Mail, kind: str, fields: str) -> None:
        """A report about a mail, laid into the house's mailbox."""
        head = mail.data.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
        report = (
            f"From: MAILER-DAEMON@mail.example\r\nSubject: Report\r\nMIME-Version: 1.0\r\n"
            f'Content-Type: multipart/report; report-type={kind}; boundary="report"\r\n\r\n'
            f"--report\r\nContent-Type: text/plain\r\n\r\nAbout your mail.\r\n"
            f"--report\r\nContent-Type: message/{kind}\r\n\r\n{fields}\r\n"
            f"--report\r\nContent-Type: message/rfc822\r\n\r\n{head}\r\n\r\n\r\n--report--\r\n"
        )
        box = Path(settings.MAIL_FOLDER) / "in"
        box.mkdir(parents=True, exist_ok=True)
        (box / f"{kind}-{self.mails.index(mail):05d}.eml").write_bytes(report.encode())


class _Talk(StreamRequestHandler):
    """One sender at the server."""

    server: _Server

    def handle(self) -> None:
        """Take mails until he says goodbye."""
        self._say("220 mail.example")
        to = ""
        while line := self.rfile.readline():
            verb, _, rest = line.decode("ascii", "replace").strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO" | "MAIL" | "RSET" | "NOOP":
                    self._say("250 mail.example")
                case "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    self._say("250 yes")
                case "DATA":
                    self._say("354 go on")
                    self.server.room.mails.append(Mail(to, self._body()))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 goodbye")
                    return
                case _:
                    self._say("502 not here")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(ThreadingTCPServer):
    """The server, with the room into which it puts what it takes."""

    daemon_threads = True
    room: Mailroom


@contextmanager
def mail_served() -> Iterator[Mailroom]:
    """The server on a free port of this machine, which is the house's mail server as long as it runs."""
    before = settings.SMTP_URL
    with _Server(("127.0.0.1", 0), _Talk) as server:
        room = server.room = Mailroom(f"smtp://127.0.0.1:{server.server_address[1]}")
        settings.SMTP_URL = room.url
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield room
        finally:
            settings.SMTP_URL = before
            server.shutdown()
