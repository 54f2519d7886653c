"""Channels to people, one folder a channel: each hands over what was written, and looks into nothing.

A channel's folder has ``CHANNEL``, an object with these, and with nothing that knows debtors or contracts:

``name``
    By which messages are marked; the folder's name.
``at_once``
    How many pieces it takes in one delivery.
``safe_again``
    Whether the same delivery may be made again when nobody knows what became of it: only where the channel itself sees
    to it that it arrives once.
``deliver(name, pieces)``
    Hand the pieces over under a name that is the delivery's identity for ever; gives the other side's own words (its
    number of the message, where ``news`` asks by it).

A channel whose other side tells later what became of a message has ``news`` too (``Tracked``).

Errors are those of ``cessie.connectors.errors``: ``Temporary`` only if certainly nothing was handed over,
``OutcomeUnknown`` where it may have been. Neither a person's address nor a secret stands in an error.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, runtime_checkable

from cessie.lib.money import Money

#: What a carrier says of a message: on the way, or how it ended.
Fate = Literal[
    "accepted", "printed", "posted", "sent", "delivered", "refused", "returned", "negligence", "lost", "rejected"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in the parts that a print partner wants."""

    name1: str
    name2: str
    street: str
    number: str
    box: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One message, ready to leave: the letter, who gets it, and for mail the bytes that go over the wire.

    ``lines`` are those of the envelope, ``address`` the same in parts; ``mail_from`` and ``mail_to`` bare addresses;
    ``sender`` and ``participant`` are those of Peppol (``0208:0848934496``), ``wire`` is then the e-invoice; ``mobile``
    is a number in international form, ``text`` what a short message says; ``name`` the addressee's, ``attention`` the
    person's there.
    """

    reference: str
    letter: bytes
    lines: tuple[str, ...] = ()
    wire: bytes = b""
    mail_from: str = ""
    mail_to: str = ""
    address: Address | None = None
    pages: int = 1
    name: str = ""
    sender: str = ""
    participant: str = ""
    mobile: str = ""
    text: str = ""
    attention: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What the other side says of one message. ``handed``: its own number of it, as ``deliver`` gave it, or our
    reference; ``proof`` a document that shows it, or ``fetch`` gets it where nobody has it yet (an error of the family
    means not now); ``price`` what it asks for it where it says so."""

    handed: str
    fate: Fate
    at: datetime
    words: str = ""
    tracking: str = ""
    proof: bytes = b""
    proof_name: str = ""
    price: Money | None = None
    fetch: Callable[[], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """What somebody in a network sent to the house: the other side's number of it, who sent it, its bytes."""

    key: str
    sender: str
    data: bytes


class Channel(Protocol):
    """What every folder of this folder offers."""

    @property
    def name(self) -> str:
        """The channel's name."""

    @property
    def at_once(self) -> int:
        """How many pieces it takes at once."""

    @property
    def safe_again(self) -> bool:
        """Whether a delivery of unknown outcome may be made again."""

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Hand them over; the other side's words."""


@runtime_checkable
class Tracked(Protocol):
    """A channel whose other side tells later what became of each message."""

    def news(self, handed: Sequence[str]) -> Sequence[News]:
        """What there is to tell of these, by their numbers; told again until it is ``heard``."""

    def heard(self) -> None:
        """All that ``news`` gave last is written down: it need not be told again."""


@runtime_checkable
class Answered(Protocol):
    """A channel by which those who were written to answer."""

    def answers(self) -> Sequence[Inbound]:
        """What they answered and was not confirmed; told again until it is."""

    def confirm(self, key: str) -> None:
        """One of them is written down: it need not be told again."""
