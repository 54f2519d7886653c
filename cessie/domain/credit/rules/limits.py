"""Which limit counts on a day, and how much of an invoice fits under it (factoring-domain 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from cessie.lib.money import Money

LimitKind = Literal["own", "insured", "group"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a debtor, incl. VAT; an amount of 0 refuses or withdraws."""

    kind: LimitKind
    amount: Money
    valid_from: date
    valid_until: date | None  # last day
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class GroupRoom:
    """What another limit leaves: a group's (``taken`` is used and reserved over all its companies), or an insurer's."""

    limit: Money
    taken: Money

    @property
    def room(self) -> Money:
        """What is left to approve, never below 0."""
        return max(Money(0, self.limit.currency), self.limit - self.taken)


@dataclass(frozen=True, slots=True)
class Room:
    """What a debtor's limit leaves: ``used`` is the open approved part of bought invoices, ``reserved`` the offers'.

    ``limit`` None: nobody has decided, nothing may be bought. ``room`` is never below 0, nor above what ``group``
    leaves, nor ``cover``: what the client's own insurance leaves, taken by his contracts alone.
    """

    limit: Money | None
    used: Money
    reserved: Money
    group: GroupRoom | None = None
    cover: GroupRoom | None = None

    @property
    def taken(self) -> Money:
        """Used and reserved."""
        return self.used + self.reserved

    @property
    def room(self) -> Money:
        """What is left to approve."""
        nothing = Money(0, self.used.currency)
        own = nothing if self.limit is None else max(nothing, self.limit - self.taken)
        return min([own, *(bound.room for bound in (self.group, self.cover) if bound is not None)])


def under_policy(room: Room, cover: Money | None, used: Money, reserved: Money, *, required: bool) -> Room:
    """The room where the client's own insurance stands in for the house's: ``cover`` is what it says of the debtor
    (None: nothing), ``used`` and ``reserved`` what his contracts take of it. ``room`` knows the desk's limit alone."""
    if cover is None:
        return replace(room, limit=None) if required else room
    if room.limit is None:
        return replace(room, limit=cover, used=used, reserved=reserved)
    return replace(room, cover=GroupRoom(cover, used + reserved))


def in_force(decisions: Sequence[Decision], kind: LimitKind, on: date) -> Money | None:
    """The amount of the newest decision of that kind; None if there is none or it has run out. Given as they were made.

    A decision that ran out does not bring the one before it back: whoever wants a temporary limit decides what follows.
    """
    begun = [d for d in decisions if d.kind == kind and d.valid_from <= on]
    if not begun:
        return None
    newest = sorted(begun, key=lambda d: (d.valid_from, d.decided_at))[-1]  # of the same moment: the last one made
    return newest.amount if newest.valid_until is None or on <= newest.valid_until else None


def effective(decisions: Sequence[Decision], on: date, *, cover_required: bool) -> Money | None:
    """The limit that counts: the lower of the desk's own and the insurer's.

    Where cover is required, without an insurer's limit there is none; elsewhere either one will do.
    """
    own, insured = in_force(decisions, "own", on), in_force(decisions, "insured", on)
    if cover_required and insured is None:
        return None
    known = [limit for limit in (own, insured) if limit is not None]
    return min(known) if known else None
