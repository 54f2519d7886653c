"""Services that have debtors sign mandates: asked for a signature, and heard. One file a service.

A service is an object with ``name``, ``invite``, ``cancel`` and ``feed``. What it tells (``Told``) is in the house's
words, with the raw message that proves it. Its feed goes on behind a position: keep that with what was done, and ask
behind it again. Errors are those of ``cessie.connectors.errors``; an invitation that was sent and not answered is
``OutcomeUnknown``: it is not sent again by itself, for the debtor may have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

#: ``signed`` by the debtor (between businesses: and taken by his bank), ``amended``, ``cancelled`` by either side.
Kind = Literal["signed", "amended", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom we ask to sign what. ``template``: the service's name for this creditor's kind of mandate."""

    reference: str
    template: str
    scheme: str
    one_off: bool
    language: str
    email: str
    company: str
    country: str
    number: str = ""
    """Of the company in its register."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where the debtor signs, and how the service calls it."""

    reference: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event. ``former``: the reference before an amendment; blank fields say nothing."""

    kind: Kind
    reference: str
    at: datetime
    raw: bytes
    former: str = ""
    iban: str = ""
    bic: str = ""
    holder: str = ""
    scheme: str = ""
    one_off: bool = False
    signed: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is new behind a position, and the position behind it; nothing new where there are no events."""

    told: tuple[Told, ...]
    position: str


class MandateService(Protocol):
    """What every file of this folder offers."""

    @property
    def name(self) -> str:
        """Kept with what it tells."""

    def invite(self, asked: Asked) -> Invitation:
        """Have the debtor asked."""

    def cancel(self, reference: str, reason: str) -> None:
        """Take a mandate, or the question for one, back."""

    def feed(self, position: str) -> Page:
        """The next events behind a position (blank: from the beginning). Asked again it gives them again."""
