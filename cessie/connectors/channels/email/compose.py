"""A mail as the bytes that go over the wire: text, the letter attached, and our own identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from cessie.connectors.errors import Rejected

#: Every server takes it, also one that knows no 8BITMIME.
_SEVEN_BITS = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Mail:
    """Who writes what to whom; ``identity`` makes the Message-ID and the boundary, so that the bytes stay the same.

    Without a ``letter`` it is text alone.
    """

    identity: str
    from_name: str
    from_email: str
    to_name: str
    to_email: str
    subject: str
    text: str
    language: str
    at: datetime
    file_name: str = ""
    letter: bytes = b""  # none where the text says it all
    reply_to: str = ""
    copies: tuple[tuple[str, bytes], ...] = ()  # further files (.pdf, .xml), by name


def message_id(mail: Mail) -> str:
    """Ours for ever: a receiver that gets the mail twice knows it for one."""
    return f"<{mail.identity}@{mail.from_email.rpartition('@')[2]}>"


def compose(mail: Mail) -> bytes:
    """The bytes; the same mail gives the same ones. ``Rejected`` for what is no address."""
    message = EmailMessage(policy=_SEVEN_BITS)
    message["Message-ID"] = message_id(mail)
    message["Date"] = format_datetime(mail.at)
    message["From"] = _address(mail.from_name, mail.from_email)
    message["To"] = _address(mail.to_name, mail.to_email)
    if mail.reply_to:
        message["Reply-To"] = _address("", mail.reply_to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine shall answer
    message["Content-Language"] = mail.language
    message.set_content(mail.text)
    if mail.letter:
        message.add_attachment(mail.letter, maintype="application", subtype="pdf", filename=mail.file_name)
    for name, copy in mail.copies:
        message.add_attachment(copy, maintype="application", subtype=name.rpartition(".")[2], filename=name)
    message.set_boundary(f"=_{mail.identity}")
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    plain = parseaddr(address)[1]
    local, at, domain = plain.rpartition("@")
    fits = plain == address and at and local and domain and plain.isascii() and plain.isprintable() and " " not in plain
    if not fits:
        raise Rejected("email", "compose", "not an e-mail address")
    return Address(" ".join("".join(c for c in name if c.isprintable()).split()), local, domain)
