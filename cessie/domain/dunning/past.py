"""What was done about invoices before: steps taken, the first reminder and its proof, what was claimed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max

from cessie.domain.dunning.models import Touch, TouchItem
from cessie.domain.dunning.rules.items import Discharged, Notice
from cessie.domain.dunning.rules.states import LIVE
from cessie.ledger.demands import discharged
from cessie.lib.days import booking_day
from cessie.lib.money import Money

#: Channels that reach a debtor the moment they leave, as the law counts its periods.
ELECTRONIC = frozenset({"email", "registered_email", "peppol", "portal", "sms"})


@dataclass(slots=True)
class Past:
    """By invoice: the highest step and the day of the last one (``reached_since``: by the day since which it was late,
    for an instalment is reminded of for itself), the first reminder, the costs claimed (paid since or
    not), and what of the claims was paid or given up. By debtor and contract: the day of the last step towards him."""

    reached: dict[UUID, tuple[int, date]] = field(default_factory=dict)
    reached_since: dict[tuple[UUID, date], tuple[int, date]] = field(default_factory=dict)
    notice: dict[UUID, Notice] = field(default_factory=dict)
    claimed: dict[UUID, Money] = field(default_factory=dict)
    discharged: dict[UUID, Discharged] = field(default_factory=dict)
    last: dict[tuple[UUID, UUID], date] = field(default_factory=dict)


def past_of(invoices: Collection[UUID], debtors: Collection[UUID], but: Collection[UUID] = ()) -> Past:
    """The past of these invoices and their debtors, as if the touches ``but`` had not been. Five statements at most."""
    found = Past()
    rows = TouchItem.objects.filter(invoice_id__in=invoices, counts=True).exclude(touch_id__in=but)
    sums = rows.values("invoice_id", "since_date").annotate(
        highest=Max("step"),
        latest=Max("on"),
        costs=Max(F("costs_cents") + F("costs_gone_cents")),
        interest=Max(F("interest_cents") + F("interest_gone_cents")),
    )
    for row in sums.order_by():
        key, step, day = row["invoice_id"], row["highest"], row["latest"]
        found.reached_since[key, row["since_date"]] = (step, day)
        former, before = found.reached.get(key, (step, day))
        found.reached[key] = (max(step, former), max(day, before))
        if row["costs"] or row["interest"]:
            found.claimed[key] = max(Money(row["costs"]), found.claimed.get(key, Money(0)))
    found.discharged = _discharged(found.claimed.keys(), but)
    told = rows.filter(touch__act="message", touch__message__told_at__isnull=False, on__gt=F("since_date"))
    facts = told.order_by("invoice_id", "touch__message__told_at").distinct("invoice_id")
    for key, at, channel, state in facts.values_list(
        "invoice_id", "touch__message__told_at", "touch__message__channel", "touch__message__state"
    ):
        if at is None:  # the question leaves it out
            continue
        sent = booking_day(at)
        electronic = channel in ELECTRONIC
        found.notice[key] = Notice(
            sent, "electronic" if electronic else "post", sent if electronic and state == "delivered" else None
        )
    touches = Touch.objects.filter(debtor_id__in=debtors, state__in=LIVE).exclude(pk__in=but)
    for debtor, contract, day in touches.values_list("debtor_id", "contract_id").annotate(Max("on")).order_by():
        found.last[debtor, contract] = day
    return found


def _discharged(invoices: Collection[UUID], but: Collection[UUID]) -> dict[UUID, Discharged]:
    """What of the claims beside these invoices is paid or given up, with the interest that was claimed last."""
    gone = {key: part for key, part in discharged(invoices).items() if part.total} if invoices else {}
    last = {row.invoice_id: (row.interest, row.on) for row in claiming(gone, but) if row.interest}
    found = {}
    for key, part in gone.items():
        cents, on = last.get(key, (0, date.min))
        found[key] = Discharged(part.interest, part.costs, Money(cents), on)
    return found


class Claimed(NamedTuple):
    """What a message claimed beside an invoice all in all, what had been paid of it by then included; in cents."""

    invoice_id: UUID
    on: date
    interest: int
    costs: int


def claiming(invoices: Collection[UUID], but: Collection[UUID] = ()) -> Iterator[Claimed]:
    """What the messages that stand claimed beside these invoices, oldest first, without the touches ``but``."""
    rows = TouchItem.objects.filter(invoice_id__in=invoices, touch__act="message", touch__state="written")
    interest, costs = F("interest_cents") + F("interest_gone_cents"), F("costs_cents") + F("costs_gone_cents")
    told = rows.exclude(touch_id__in=but).order_by("on", "step", "pk")
    for row in told.values_list("invoice_id", "on", interest, costs):
        yield Claimed(*row)
