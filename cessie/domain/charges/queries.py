"""What was charged, for whom it concerns: fee invoices with the steps behind each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cessie.domain.charges.models import Accrual, Charge, FeeInvoice
from cessie.domain.charges.rules.differences import Month, of_events, of_fee, of_interest
from cessie.domain.charges.rules.fee_lines import FeeLine
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


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


def fee_invoices(*, viewer: Viewer, client_id: UUID | None = None, month: date | None = None) -> QuerySet[FeeInvoice]:
    """The fee invoices that the viewer may see, newest first."""
    rows = FeeInvoice.objects.select_related("contract", "client__company").order_by("-month", "-serial")
    if not viewer.sees_all:
        rows = rows.filter(client_id__in=viewer.client_ids)
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return rows.filter(month=month) if month is not None else rows


def fee_invoice(*, viewer: Viewer, invoice_id: UUID) -> FeeInvoice:
    """One of them, or ``NotFound`` where it is not the viewer's."""
    row = fee_invoices(viewer=viewer).filter(pk=invoice_id).first()
    if row is None:
        raise NotFound("charges.unknown_invoice", N_("There is no such invoice."))
    return row


def explained(*, viewer: Viewer, invoice_id: UUID) -> Explained:
    """The invoice, each line beside the month before, the stretches of days behind the interest, the steps of fees."""
    row = fee_invoice(viewer=viewer, invoice_id=invoice_id)
    former = FeeInvoice.objects.filter(contract_id=row.contract_id, month=_before(row.month)).first()
    before = {line.kind: line for line in map(FeeLine.from_json, former.lines)} if former else {}
    charges = Charge.objects.filter(contract_id=row.contract_id, month=row.month).order_by("code")
    looks = _looks(row)
    lines = []
    for line in map(FeeLine.from_json, row.lines):
        old = before.pop(line.kind, None)
        why = _why(old, line, row, looks, former) if old and former else ()
        lines.append(Compared(line, old.net if old else Money(0), why))
    fees = tuple(_fee(charge) for charge in charges if charge.code not in ("interest", "surcharge"))
    return Explained(row, tuple(lines), tuple((kind, line.net) for kind, line in before.items()), looks, fees)


def _why(old: FeeLine, line: FeeLine, row: FeeInvoice, looks: Sequence[Look], former: FeeInvoice) -> tuple[Reason, ...]:
    """What the difference of a line is made of."""
    if line.kind == "interest_capitalised":
        return of_interest(_interest(former.month, _looks(former)), _interest(row.month, looks))
    before, now = _steps(former, line.kind), _steps(row, line.kind)
    if len(before) == len(now) == 1 and before.keys() == now.keys():
        (code,) = now
        return of_fee(before[code], now[code], line.net - old.net)
    return of_events((old.count, old.net), (line.count, line.net))


def _interest(month: date, looks: Sequence[Look]) -> Month:
    own = next((look for look in looks if look.month == month), None)
    corrections = Money.total(look.posted for look in looks if look.month != month)
    if own is None:
        return Month(Money(0), Money(0), corrections, ())
    stretches = tuple((part.days, part.base, Decimal(part.rate)) for part in own.stretches)
    return Month(own.total, own.surcharge, corrections, stretches)


def _steps(row: FeeInvoice, kind: str) -> Mapping[str, Mapping[str, Any]]:
    """By code, how the charges of a kind came about; nothing where events charged some of it."""
    charges = Charge.objects.filter(contract_id=row.contract_id, month=row.month, kind=kind)
    found = {charge.code.removesuffix(f"/{row.month.year}"): charge for charge in charges}
    whole = sum(line["net"] for line in row.lines if line["kind"] == kind)
    return {code: c.steps for code, c in found.items()} if sum(c.net_cents for c in charges) == whole else {}


def _looks(row: FeeInvoice) -> tuple[Look, ...]:
    """The newest look at each month that this invoice charges; what was posted for it since the invoice before."""
    former = FeeInvoice.objects.filter(contract_id=row.contract_id, month__lt=row.month).order_by("-month").first()
    looks = Accrual.objects.filter(contract_id=row.contract_id, until_date__lte=row.issue_date)
    if former is not None:
        looks = looks.filter(until_date__gt=former.issue_date)
    by_month: dict[date, list[Accrual]] = {}
    for look in looks.order_by("month", "run"):
        by_month.setdefault(look.month, []).append(look)
    return tuple(_look(found) for _month, found in sorted(by_month.items(), reverse=True))


def _look(found: Sequence[Accrual]) -> Look:
    newest = found[-1]
    posted = sum(look.interest_posted_cents + look.surcharge_posted_cents for look in found)
    total = Money(newest.interest_cents + newest.surcharge_cents)
    return Look(
        newest.month,
        total,
        Money(newest.surcharge_cents),
        Money(posted),
        tuple(_stretch(step) for step in newest.steps),
    )


def _stretch(step: Mapping[str, Any]) -> Stretch:
    first, last = date.fromisoformat(step["first"]), date.fromisoformat(step["last"])
    return Stretch(first, last, step["days"], Money(step["base"]), step["rate"], Money(step["over"]), step["surcharge"])


def _fee(charge: Charge) -> Fee:
    amounts = ("minimum", "charged", "base", "each")
    return Fee(charge.kind, {name: Money(v) if name in amounts else v for name, v in charge.steps.items()})


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
