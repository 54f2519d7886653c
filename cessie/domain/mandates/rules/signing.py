"""Signing a mandate on a page: its life, the code that proves who signs, and the chain of what happened. Pure.

The link opens one mandate and nothing else; a code goes to the signer over another way, where one is known. What he
signs are the bytes that he saw: their fingerprint stands in the evidence. Each event names the fingerprint of the one
before, so that none can be changed, left out or put in later without its being seen.

Source: handbook integrations 6.5 (a simple, at most an advanced, electronic signature: eIDAS article 3, 10 and 11).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

from cessie.lib.states import Machine

SIGNING = Machine(
    "created",
    {
        ("created", "send"): "sent",
        ("created", "open"): "opened",
        ("sent", "open"): "opened",
        ("opened", "code"): "code_sent",
        ("code_sent", "code"): "code_sent",
        ("code_sent", "change"): "opened",
        ("code_sent", "sign"): "signed",
        ("code_sent", "lock"): "locked",
        ("created", "vouch"): "signed",
        ("sent", "vouch"): "signed",
        ("expired", "vouch"): "signed",
        ("created", "decline"): "declined",
        ("sent", "decline"): "declined",
        ("opened", "decline"): "declined",
        ("code_sent", "decline"): "declined",
        ("created", "expire"): "expired",
        ("sent", "expire"): "expired",
        ("opened", "expire"): "expired",
        ("code_sent", "expire"): "expired",
    },
)
"""``vouch``: a service on whose pages it was signed says so."""

#: How long a link opens, and a code counts.
LINK_LIFE: Final = timedelta(days=14)
CODE_LIFE: Final = timedelta(minutes=10)
#: Wrong codes in all until it is locked; codes that are sent in all (the first and three more).
TRIES: Final = 5
CODES: Final = 4
#: Where the first event points.
START: Final = "0" * 64

Verdict = Literal["right", "wrong", "late", "locked"]


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a signing, with the fingerprint of the one before it."""

    number: int
    kind: str
    at: datetime
    data: Mapping[str, Any]
    previous: str

    @property
    def digest(self) -> str:
        """Its own fingerprint."""
        return sha256(canonical(self.to_json())).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As it stands in the evidence."""
        return {
            "number": self.number, "kind": self.kind, "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "data": dict(self.data), "previous": self.previous,
        }  # fmt: skip


def canonical(value: Any) -> bytes:
    """One value, one run of bytes: sorted names, no blanks, UTF-8 (in the manner of RFC 8785).

    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def following(before: Happened | None, kind: str, at: datetime, data: Mapping[str, Any]) -> Happened:
    """The event that follows on another, or the first."""
    number, previous = (1, START) if before is None else (before.number + 1, before.digest)
    return Happened(number, kind, at, data, previous)


def unbroken(events: Iterable[Happened]) -> bool:
    """Whether each names the one before it, from the first on."""
    before: Happened | None = None
    for event in events:
        if (event.number, event.previous) != ((1, START) if before is None else (before.number + 1, before.digest)):
            return False
        before = event
    return True


def judge(*, right: bool, sent_at: datetime, wrong_before: int, at: datetime) -> Verdict:
    """What a code is worth: nothing after ten minutes, and nothing after the fifth that was wrong.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> judge(right=True, sent_at=noon, wrong_before=0, at=noon + CODE_LIFE)
    'late'
    """
    if wrong_before >= TRIES:
        return "locked"
    if at >= sent_at + CODE_LIFE:
        return "late"
    if right:
        return "right"
    return "locked" if wrong_before + 1 >= TRIES else "wrong"
