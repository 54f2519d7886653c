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
    Hand the pieces over under a name that is the delivery's identity for ever; gives the other side's own words.

Errors are those of ``cessie.connectors.errors``: ``Temporary`` only if certainly nothing was handed over,
``OutcomeUnknown`` where it may have been. Neither a person's address nor a secret stands in an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Piece:
    """One message, ready to leave: the letter, who gets it, and for mail the bytes that go over the wire.

    ``lines`` are those of the envelope; ``mail_from`` and ``mail_to`` are bare addresses.
    """

    reference: str
    letter: bytes
    lines: tuple[str, ...] = ()
    wire: bytes = b""
    mail_from: str = ""
    mail_to: str = ""


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
