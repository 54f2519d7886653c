"""Channels to banks, one file a channel: each moves files and never looks into them.

A channel is an object with these four, and with nothing that knows payments or statements:

``name``
    The channel's name, for the audit trail and for errors.
``deliver(name, data)``
    Hand one file to the bank under a name that is its identity for ever (the message id). The same name with the same
    bytes twice, also after a kill between any two steps and after the bank took the file away, delivers once. The same
    name with other bytes is refused (``Rejected``). A channel that cannot find out whether an earlier attempt arrived
    raises ``OutcomeUnknown`` and never sends again by itself.
``collect()``
    What the bank put there and nobody acknowledged, as ``(name, data)``, in the order of the names; a file larger
    than ``LARGEST`` is cut one byte above it, so that the store refuses it without reading it whole.
``acknowledge(name)``
    Called once the bytes are stored for good; until then the same file is offered again. Twice changes nothing.

Errors are those of ``cessie.connectors.errors``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

#: The largest file that a channel hands on, in bytes; the document store refuses more.
LARGEST = 25 * 1024 * 1024


class Channel(Protocol):
    """What every file of this folder offers."""

    @property
    def name(self) -> str:
        """The channel's name."""

    def deliver(self, name: str, data: bytes) -> None:
        """Hand one file to the bank, once."""

    def collect(self) -> Iterable[tuple[str, bytes]]:
        """Files from the bank that were not acknowledged."""

    def acknowledge(self, name: str) -> None:
        """The file is kept: do not offer it again."""
