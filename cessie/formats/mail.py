"""A mail that came in: what a person wrote, to which mail of ours it answers, and what he attached; nothing of it runs.

Standards: RFC 5322 (mail), RFC 2045 to 2049 (MIME), RFC 3464 (reports of delivery), RFC 3834 (answers by machines).
Everything is bounded; what cannot be read is ``Unreadable``, never half read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Final, Literal

#: Bytes of a mail, its parts, the signs of its text and of one header, its files and the bytes of one at most.
BYTES, PARTS, SIGNS, HEADER, FILES, FILE_BYTES = 25_000_000, 60, 20_000, 500, 10, 10_000_000
#: How deep parts may lie in parts: counted before anything is parsed, since each level costs the parser's stack.
DEPTH: Final = 12
_TO: Final = ("To", "Cc", "Delivered-To", "X-Original-To")
_IDS: Final = re.compile(r"<([^<>\s]{3,250})>")
_MACHINES: Final = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply")
_OUT: Final = re.compile(
    r"(?i)\b(auto(matic)?[ -]?reply|out of (the )?office|automatisch antwoord|afwezig|absen(t|ce))"
)


class Unreadable(ValueError):
    """These bytes are no mail that can be read safely."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a mail; its name is the sender's, and only shown."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """``kind``: written by a person, by a machine for him (``auto``), or a report that a mail of ours did not arrive
    (``bounce``; ``final`` where it never will). ``answers``: the identities of the mails it answers, without brackets.
    """

    kind: Literal["answer", "auto", "bounce"]
    final: bool
    sender: str
    name: str
    to: tuple[str, ...]
    subject: str
    text: str
    answers: tuple[str, ...]
    files: tuple[Attached, ...]
    left_out: int


def read_mail(data: bytes) -> Incoming:
    """The mail in these bytes. Raises ``Unreadable``."""
    if not 0 < len(data) <= BYTES:
        raise Unreadable("too large, or nothing")
    if data.lower().count(b"boundary=") > DEPTH:
        raise Unreadable("too many parts in parts")
    try:
        return _read(message_from_bytes(data, policy=policy.default))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        # The parser of the standard library throws any of these at headers that somebody broke with intent.
        raise Unreadable(type(error).__name__) from error


def _read(mail: EmailMessage) -> Incoming:
    if "From" not in mail:
        raise Unreadable("nobody wrote it")
    parts = _parts(mail)
    sender = next(iter(_addresses(mail, "From")), ("", ""))
    files, left_out = _files(parts)
    kind, final = _kind(mail, parts, sender[1])
    return Incoming(
        kind=kind,
        final=final,
        sender=sender[1],
        name=sender[0],
        to=tuple(address for name in _TO for _, address in _addresses(mail, name)),
        subject=_header(mail, "Subject"),
        text=_text(parts),
        answers=_answers(mail, parts),
        files=files,
        left_out=left_out,
    )


def _parts(mail: Message) -> list[Message]:
    found = []
    for part in mail.walk():
        found.append(part)
        if len(found) > PARTS:
            raise Unreadable("too many parts")
    return found


def _header(mail: Message, name: str) -> str:
    return _clean(str(mail.get(name, "")))[:HEADER]


def _addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    found = getaddresses([str(value)[: HEADER * 4] for value in mail.get_all(name, [])][:5])
    return [(_clean(who)[:HEADER], _clean(address)[:254].lower()) for who, address in found[:20] if "@" in address]


def _clean(text: str) -> str:
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def _kind(mail: Message, parts: list[Message], sender: str) -> tuple[Literal["answer", "auto", "bounce"], bool]:
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if reports or (str(mail.get("Return-Path", "")).strip() == "<>" and sender.split("@")[0] in _MACHINES[:2]):
        statuses = [str(each.get("Status", "")) for report in reports for each in _inner(report)]
        return "bounce", any(status.startswith("5") for status in statuses)
    submitted = str(mail.get("Auto-Submitted", "no")).lower().strip()
    precedence = str(mail.get("Precedence", "")).lower().strip()
    by_machine = submitted != "no" or precedence in ("auto_reply", "bulk", "junk", "list")
    by_machine = by_machine or any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponse"))
    by_machine = by_machine or sender.split("@")[0] in _MACHINES or _OUT.match(_header(mail, "Subject")) is not None
    return ("auto" if by_machine else "answer"), False


def _inner(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _answers(mail: Message, parts: list[Message]) -> tuple[str, ...]:
    """What it answers; of a report also the mail that came back with it."""
    headers = [str(mail.get(name, ""))[: HEADER * 8] for name in ("In-Reply-To", "References")]
    headers += [str(part.get("Message-ID", ""))[:HEADER] for part in parts[1:]]
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            headers += re.findall(r"(?im)^message-id:\s*(<[^<>\s]{3,250}>)", _decoded(part)[:SIGNS])
    return tuple(dict.fromkeys(found for header in headers for found in _IDS.findall(header)))[:50]


def _text(parts: list[Message]) -> str:
    """What was written: the first plain text, else the words of the first page; what is quoted stays."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text = _decoded(part)
                return _lines(text if kind == "text/plain" else _words_of(text[: SIGNS * 10]))
    return ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload[: SIGNS * 40].decode(charset, "replace")
    except LookupError:
        return payload[: SIGNS * 40].decode("utf-8", "replace")


def _lines(text: str) -> str:
    plain = "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c in "\n\t")
    return re.sub(r"\n{3,}", "\n\n", plain).strip()[:SIGNS]


class _Words(HTMLParser):
    """The words of a page, without what is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "head")
        if tag in ("br", "p", "div", "tr", "li", "blockquote"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _words_of(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    return "".join(reader.words)


def _files(parts: list[Message]) -> tuple[tuple[Attached, ...], int]:
    """What was attached, and how many files were left out because they are too many or too large."""
    found: list[Attached] = []
    left_out = 0
    for part in parts:
        if part.is_multipart() or not (part.get_content_disposition() == "attachment" or part.get_filename()):
            continue
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data:
            continue
        if len(found) >= FILES or len(data) > FILE_BYTES:
            left_out += 1
            continue
        found.append(Attached(_clean(str(part.get_filename() or ""))[-120:] or "file", data))
    return tuple(found), left_out


def vouched(data: bytes, checked_by: str) -> bool:
    """Whether the mail server of this name says that the mail is from the domain of its sender: the first header of its
    name (RFC 8601: each server puts its own on top, and takes away what bears its name from outside) has DMARC passed.

    >>> head = b"Authentication-Results: mx.huis.example; spf=pass smtp.mailfrom=a.be; dmarc=pass header.from=a.be"
    >>> vouched(head, "mx.huis.example"), vouched(head, "mx.other.example"), vouched(b"From: a@a.be", "mx.huis.example")
    (True, False, False)
    """
    mail = message_from_bytes(data.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0], policy=policy.compat32)
    for value in mail.get_all("Authentication-Results", [])[:20]:
        server, _, results = " ".join(str(value).lower().split()).partition(";")
        if server.split(" ")[0] == checked_by.lower():
            return any(each.strip().split(" ")[0] == "dmarc=pass" for each in results.split(";"))
    return False


def references(mail: Incoming) -> Iterator[str]:
    """What in a mail may name a message of ours, the surest first: the identities it answers, then the references in
    the address it was sent to, in its subject, in its text.

    >>> mail = Incoming("answer", False, "", "", ("a+0c1d2e3f4a5b@x.be",), "(AAAA-BBBB-CCCC)", "", ("id@x",), (), 0)
    >>> list(references(mail))
    ['id@x', '0C1D-2E3F-4A5B', 'AAAA-BBBB-CCCC']
    """
    yield from mail.answers
    for address in mail.to:
        for tail in re.findall(r"\+([0-9a-f]{12})@", address):
            yield "-".join(tail.upper()[i : i + 4] for i in (0, 4, 8))
    for text in (mail.subject, mail.text):
        yield from re.findall(r"\b[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\b", text)[:20]
