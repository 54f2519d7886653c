"""Mails of ours that came back to the mailbox: reports that one did not arrive (RFC 3464), complaints (RFC 5965)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final, Literal

from cessie.formats.mail import Unreadable, read_mail

#: What a report says of itself; a person's address is left out.
_PERSONAL: Final = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
LONGEST: Final = 200
#: Kinds of feedback that mean that somebody does not want our mail (RFC 5965, 7.3).
UNWANTED: Final = ("abuse", "opt-out")


@dataclass(frozen=True, slots=True)
class Returned:
    """``of``: the identities of the mails it speaks of, without brackets; ``words`` why, without anybody's address."""

    kind: Literal["bounce", "complaint"]
    of: tuple[str, ...]
    words: str


def returned(data: bytes) -> Returned | None:
    """What a mail says of one of ours; None where it says nothing final. Delays are no returns: the server goes on."""
    try:
        mail = read_mail(data)
    except Unreadable:
        return None
    if _complains(data):
        return Returned("complaint", mail.answers, "complaint")
    if mail.kind == "bounce" and mail.final:
        words = " ".join(_PERSONAL.sub("*", mail.text or mail.subject).split())
        return Returned("bounce", mail.answers, words[:LONGEST] or "-")
    return None


def _complains(data: bytes) -> bool:
    """Whether it is a feedback report that means it; ``read_mail`` has bounded what is parsed here."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "message/feedback-report":
            inner = part.get_payload()
            given = inner[0] if isinstance(inner, list) and inner else inner
            fields = given if isinstance(given, Message) else message_from_bytes(str(given).encode())
            return str(fields.get("Feedback-Type", "")).strip().lower() in UNWANTED
    return False
