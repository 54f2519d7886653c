"""Why fee invoices are what they are: lines beside the month before, the days behind the interest, the steps of fees.

For any number of invoices of one month, at most one a contract; a constant number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from cessie.domain.charges.models import Accrual, Charge, FeeInvoice
from cessie.domain.charges.rules.differences import Month, of_events, of_fee, of_interest
from cessie.domain.charges.rules.fee_lines import FeeLine
from cessie.lib.money import Money
from cessie.lib.reasons import Reason


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the same amount was in use at the same rate; ``over``: what lay above the limit."""

    first: date
    last: date
    days: int
    base: Money
    rate: str
    over: Money
    surcharge: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a month had earned as seen in this bill, of it the surcharge: ``posted`` is charged now; a former month's is
    a difference."""

    month: date
    total: Money
    surcharge: Money
    posted: Money
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee of the month and the facts that it was computed from, amounts as ``Money``."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of the invoice beside the same of the month before, and why it differs: the parts sum to the change."""

    line: FeeLine
    before: Money
    why: tuple[Reason, ...] = ()

    @property
    def change(self) -> Money:
        """More (or less) than the month before, net of VAT."""
        return self.line.net - self.before


@dataclass(frozen=True, slots=True)
class Explained:
    """A fee invoice with everything that a client may ask about it."""

    invoice: FeeInvoice
    lines: tuple[Compared, ...]
    gone: tuple[tuple[str, Money], ...]  # charged the month before, not now
    looks: tuple[Look, ...]
    fees: tuple[Fee, ...]

    @property
    def net(self) -> Money:
        """Net of VAT."""
        return Money(self.invoice.net_cents, self.invoice.currency)

    @property
    def vat(self) -> Money:
        """The VAT."""
        return Money(self.invoice.vat_cents, self.invoice.currency)


@dataclass(frozen=True, slots=True)
class _Billed:
    """An invoice with what it charged and the looks at the months that it charges."""

    invoice: FeeInvoice
    charges: Sequence[Charge]
    looks: tuple[Look, ...]

    def steps(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """By code, how the charges of a kind came about; nothing where events charged some of it."""
        mine = [charge for charge in self.charges if charge.kind == kind]
        whole = sum(line["net"] for line in self.invoice.lines if line["kind"] == kind)
        if sum(charge.net_cents for charge in mine) != whole:
            return {}
        return {charge.code.removesuffix(f"/{self.invoice.month.year}"): charge.steps for charge in mine}

    @property
    def interest(self) -> Month:
        """The interest that it charges."""
        month = self.invoice.month
        own = next((look for look in self.looks if look.month == month), None)
        corrections = Money.total(look.posted for look in self.looks if look.month != month)
        if own is None:
            return Month(Money(0), Money(0), corrections, ())
        stretches = tuple((part.days, part.base, Decimal(part.rate)) for part in own.stretches)
        return Month(own.total, own.surcharge, corrections, stretches)


def explain(invoices: Sequence[FeeInvoice]) -> dict[UUID, Explained]:
    """By invoice, everything that a client may ask about it."""
    earlier = _earlier(invoices)
    bills = _bills(invoices, earlier)
    found = {}
    for row in invoices:
        before = next((old for old in earlier[row.pk] if old.month == month_before(row.month)), None)
        found[row.pk] = _explained(bills[row.pk], bills[before.pk] if before else None)
    return found


def _explained(bill: _Billed, former: _Billed | None) -> Explained:
    before = {line.kind: line for line in map(FeeLine.from_json, former.invoice.lines)} if former else {}
    lines = []
    for line in map(FeeLine.from_json, bill.invoice.lines):
        old = before.pop(line.kind, None)
        why = _why(old, line, former, bill) if old and former else ()
        lines.append(Compared(line, old.net if old else Money(0), why))
    own = [charge for charge in bill.charges if charge.code not in ("interest", "surcharge")]
    fees = tuple(Fee(charge.kind, charge.facts()) for charge in own)
    gone = tuple((kind, line.net) for kind, line in before.items())
    return Explained(bill.invoice, tuple(lines), gone, bill.looks, fees)


def _why(old: FeeLine, line: FeeLine, former: _Billed, bill: _Billed) -> tuple[Reason, ...]:
    """What the difference of a line is made of."""
    if line.kind == "interest_capitalised":
        return of_interest(former.interest, bill.interest)
    before, now = former.steps(line.kind), bill.steps(line.kind)
    if len(before) == len(now) == 1 and before.keys() == now.keys():
        (code,) = now
        return of_fee(before[code], now[code], line.net - old.net)
    return of_events((old.count, old.net), (line.count, line.net))


def _earlier(invoices: Sequence[FeeInvoice]) -> dict[UUID, list[FeeInvoice]]:
    """The two invoices before each, newest first: what it is compared with, and from when that one charged."""
    if not invoices:
        return {}
    turn = Window(RowNumber(), partition_by=[F("contract_id")], order_by=F("month").desc())
    month = max(row.month for row in invoices)
    rows = FeeInvoice.objects.filter(contract_id__in=[row.contract_id for row in invoices], month__lt=month)
    of: dict[UUID, list[FeeInvoice]] = defaultdict(list)
    for row in rows.annotate(turn=turn).filter(turn__lte=2).order_by("-month"):
        of[row.contract_id].append(row)
    return {row.pk: of[row.contract_id] for row in invoices}


def _bills(invoices: Sequence[FeeInvoice], earlier: Mapping[UUID, Sequence[FeeInvoice]]) -> dict[UUID, _Billed]:
    """Each invoice and the one before it, with the day after which it charges."""
    rows = [(row, old[0].issue_date if old else None) for row in invoices for old in [earlier[row.pk]]]
    rows += [(old[0], old[1].issue_date if old[1:] else None) for old in earlier.values() if old]
    contracts = {row.contract_id for row, _since in rows}
    charges: dict[tuple[UUID, date], list[Charge]] = defaultdict(list)
    months = {row.month for row, _since in rows}
    for charge in Charge.objects.filter(contract_id__in=contracts, month__in=months).order_by("code"):
        charges[charge.contract_id, charge.month].append(charge)
    looks = _looks(rows)
    return {row.pk: _Billed(row, charges[row.contract_id, row.month], looks[row.pk]) for row, _since in rows}


def _looks(rows: Sequence[tuple[FeeInvoice, date | None]]) -> dict[UUID, tuple[Look, ...]]:
    """By invoice the newest look at each month that it charges; what was posted for it since the invoice before."""
    spans: dict[tuple[date | None, date], list[UUID]] = defaultdict(list)
    for row, since in rows:
        spans[since, row.issue_date].append(row.contract_id)
    asked = Q(pk__in=[])
    for (since, until), contracts in spans.items():
        after = Q(until_date__gt=since) if since else Q()
        asked |= after & Q(contract_id__in=contracts, until_date__lte=until)
    found: dict[UUID, list[Accrual]] = defaultdict(list)
    for look in Accrual.objects.filter(asked).defer("steps").order_by("contract_id", "month", "run"):
        found[look.contract_id].append(look)
    months = {row.pk: _by_month(found[row.contract_id], since, row.issue_date) for row, since in rows}
    newest = [looks[-1].pk for by in months.values() for looks in by]
    steps = dict(Accrual.objects.filter(pk__in=newest).values_list("pk", "steps"))
    return {key: tuple(_look(looks, steps[looks[-1].pk]) for looks in by) for key, by in months.items()}


def _by_month(looks: Iterable[Accrual], since: date | None, until: date) -> list[list[Accrual]]:
    """The looks of a span at each month, newest month first, oldest look first."""
    by: dict[date, list[Accrual]] = defaultdict(list)
    for look in looks:
        if look.until_date <= until and (since is None or look.until_date > since):
            by[look.month].append(look)
    return [found for _month, found in sorted(by.items(), reverse=True)]


def _look(found: Sequence[Accrual], steps: Sequence[Mapping[str, Any]]) -> Look:
    newest = found[-1]
    posted = sum(look.interest_posted_cents + look.surcharge_posted_cents for look in found)
    surcharge = Money(newest.surcharge_cents)
    total = Money(newest.interest_cents) + surcharge
    return Look(newest.month, total, surcharge, Money(posted), tuple(map(_stretch, steps)))


def _stretch(step: Mapping[str, Any]) -> Stretch:
    first, last = date.fromisoformat(step["first"]), date.fromisoformat(step["last"])
    return Stretch(first, last, step["days"], Money(step["base"]), step["rate"], Money(step["over"]), step["surcharge"])


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)
