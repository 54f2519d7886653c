"""Which of our collections a bank line is about. Pure: what the line says against what we sent.

A credit settles collections: one that it names, each that its details name, or a whole block booked as one, with
exactly the sum of what of it is still awaited. A debit takes back: a collection that it names or, where the bank named
none, the only one under the mandate with that amount. Anything less is a person's, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A collection as a line could name it."""

    id: UUID
    end_to_end_id: str
    block: str
    account: UUID
    mandate: str
    amount: Money
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """What a line or one of its details names: signed amount, credit positive."""

    amount: Money
    end_to_end_id: str = ""
    block: str = ""
    mandate: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``ours``: the line is about collections. Either all of it was understood, or ``reasons`` say why not."""

    ours: bool
    settled: tuple[UUID, ...] = ()
    returned: tuple[tuple[UUID, str], ...] = ()
    """With the bank's reason for each."""
    reasons: tuple[Reason, ...] = ()


def recognise(line: Says, details: Sequence[Says], account: UUID, sent: Iterable[Sent]) -> Answer:
    """What the line settles or takes back. ``sent``: every collection that it could name."""
    known = {one.end_to_end_id: one for one in sent}
    parts = list(details) if any(_found(part, known) for part in details) else [line]
    if _found(line, known) is not None and len(details) <= 1:
        parts = [line]
    found = [(part, _found(part, known)) for part in parts]
    if not any(one for _, one in found):
        return _whole_block(line, account, list(known.values()))
    if Money.total((part.amount for part in parts), line.amount.currency) != line.amount:
        return Answer(True, reasons=(Reason("mandates.loose_details", N_("Its parts do not add up to it.")),))
    doubts: list[Reason] = []
    seen: set[UUID] = set()
    for part, one in found:
        doubts.extend(_doubts(part, one, account, seen))
    if doubts:
        return Answer(True, reasons=tuple(doubts))
    pairs = [(part, one) for part, one in found if one is not None]
    return Answer(
        True,
        settled=tuple(one.id for part, one in pairs if part.amount.cents > 0),
        returned=tuple((one.id, part.reason) for part, one in pairs if part.amount.cents < 0),
    )


def _found(part: Says, known: Mapping[str, Sent]) -> Sent | None:
    """By its reference; a debit without one by mandate and amount, where only one collection fits."""
    if part.end_to_end_id in known:
        return known[part.end_to_end_id]
    if part.amount.cents >= 0 or not part.mandate:
        return None
    fits = [
        one
        for one in known.values()
        if one.mandate == part.mandate and one.amount == -part.amount and one.state in ("instructed", "settled")
    ]
    return fits[0] if len(fits) == 1 else None


def _doubts(part: Says, one: Sent | None, account: UUID, seen: set[UUID]) -> Iterable[Reason]:
    if one is None:
        return [Reason("mandates.stranger", N_("A part of it is none of our collections."))]
    found = []
    if one.id in seen:
        found.append(Reason("mandates.named_twice", N_("It names the same collection twice.")))
    seen.add(one.id)
    awaited = ("instructed",) if part.amount.cents > 0 else ("settled",)
    if one.state not in awaited:
        words = N_("The collection is {state}: this was not awaited.")
        found.append(Reason("mandates.unawaited", words, {"state": one.state}))
    if abs(part.amount) != one.amount:
        words = N_("The bank moved {moved}, the collection is {amount}.")
        found.append(Reason("mandates.other_amount", words, {"moved": abs(part.amount), "amount": one.amount}))
    if one.account != account:
        found.append(Reason("mandates.other_account", N_("It was collected for another account of ours.")))
    return found


def _whole_block(line: Says, account: UUID, sent: Sequence[Sent]) -> Answer:
    """A block booked as one credit: all of it that is still awaited."""
    block = [one for one in sent if line.block and one.block == line.block]
    if not block or line.amount.cents <= 0:
        return Answer(False)
    awaited = [one for one in block if one.state == "instructed" and one.account == account]
    total = Money.total((one.amount for one in awaited), line.amount.currency)
    if total != line.amount:
        words = N_("The bank moved {moved}, of the block {amount} is awaited.")
        return Answer(True, reasons=(Reason("mandates.other_sum", words, {"moved": line.amount, "amount": total}),))
    return Answer(True, settled=tuple(one.id for one in awaited))
