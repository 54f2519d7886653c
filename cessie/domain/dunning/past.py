"""What was done about invoices before: steps taken, the first reminder and its proof, what was claimed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from cessie.domain.correspondence.models import Message
from cessie.domain.correspondence.rules.states import TOLD
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
    not), and what of the claims was paid or given up. By debtor, asker (None: the house) and way: the day of the last
    step towards him."""

    reached: dict[UUID, tuple[int, date]] = field(default_factory=dict)
    reached_since: dict[tuple[UUID, date], tuple[int, date]] = field(default_factory=dict)
    notice: dict[UUID, Notice] = field(default_factory=dict)
    claimed: dict[UUID, Money] = field(default_factory=dict)
    discharged: dict[UUID, Discharged] = field(default_factory=dict)
    last: dict[tuple[UUID, UUID | None, str], date] = field(default_factory=dict)

    def last_step(self, debtor: UUID, asker: UUID | None, way: str) -> date | None:
        """When he was asked last; what was written before ways were told apart counts for each."""
        days = [day for name in (way, "") if (day := self.last.get((debtor, asker, name))) is not None]
        return max(days, default=None)


def past_of(invoices: Collection[UUID], debtors: Collection[UUID], but: Collection[UUID] = ()) -> Past:
    """The past of these invoices and their debtors, as if the touches ``but`` had not been. Six statements at most."""
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
    found.notice = _notices(rows)
    touches = Touch.objects.filter(debtor_id__in=debtors, state__in=LIVE).exclude(pk__in=but)
    asked = touches.values_list("debtor_id", "run__client_id", "way").annotate(Max("on"))
    for debtor, asker, way, day in asked.order_by():
        found.last[debtor, asker, way] = day
    return found


def _notices(rows: QuerySet[TouchItem]) -> dict[UUID, Notice]:
    """The first message about each invoice after its due date that reached its debtor, as far as anybody knows: of a
    mail that came back it is the letter that followed."""
    told = rows.filter(touch__act="message", touch__message__isnull=False, on__gt=F("since_date"))
    pairs = list(told.values_list("invoice_id", "touch__message_id"))
    keys = {message for _, message in pairs}
    sent = Message.objects.filter(Q(pk__in=keys) | Q(first_id__in=keys), state__in=TOLD, told_at__isnull=False)
    first: dict[UUID | None, Message] = {}
    for message in sent.order_by("-told_at").only("first_id", "told_at", "channel", "state"):
        first[message.first_id or message.pk] = message
    found: dict[UUID, Notice] = {}
    for invoice, key in pairs:
        told_by = first.get(key)
        if told_by is not None and told_by.told_at is not None:
            notice = _notice(told_by.channel, told_by.state, booking_day(told_by.told_at))
            found[invoice] = min(found.get(invoice, notice), notice, key=lambda one: one.sent)
    return found


def _notice(channel: str, state: str, sent: date) -> Notice:
    electronic = channel in ELECTRONIC
    return Notice(sent, "electronic" if electronic else "post", sent if electronic and state == "delivered" else None)


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
