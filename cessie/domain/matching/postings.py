"""The entries of a match and of a settlement: which posting rule, which key, which dimensions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.invoices.payable import Payable
from cessie.domain.matching.models import Allocation, ClaimShare, Settlement, Use
from cessie.ledger.demands import Part, claim_key
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.rules import dilution, managed, nonpayment, purchase, receipts
from cessie.lib.money import Money

#: The kinds of P14, as the books call them.
DILUTIONS = ("discount_taken", "statutory_withholding", "short_payment")


def about(invoice: Payable, line_id: UUID | None = None) -> Dims:
    """What the lines of an allocation or a settlement are about."""
    return Dims(invoice.contract_id, invoice.client_id, invoice.debtor_id, invoice.id, line_id)


def allocations(
    rows: Iterable[Allocation], line: Line, invoices: Mapping[UUID, Payable], doubtful: Iterable[UUID], day: date
) -> list[Entry]:
    """P08 for each invoice that the money pays; where it stands as doubtful, there (1110)."""
    unsure = set(doubtful)
    return [
        receipts.allocate(
            event=Event(
                f"match/{row.match_id}/{row.invoice_id}", day, line.value_date, invoices[row.invoice_id].number
            ),
            amount=Money(row.amount_cents, line.currency),
            of=about(invoices[row.invoice_id], line.pk),
            to="1110" if row.invoice_id in unsure else "1100",
        )
        for row in sorted(rows, key=lambda row: row.invoice_id)
    ]


def uses(rows: Iterable[Use], line: Line, day: date) -> list[Entry]:
    """P20, P18, P08 to the client's account or his advances, or P21, for what pays no invoice."""
    entries: list[Entry] = []
    for row in sorted(rows, key=lambda row: row.kind):
        event = Event(f"match/{row.match_id}/{row.kind}", day, line.value_date)
        amount = Money(row.amount_cents, line.currency)
        of = Dims(debtor=row.debtor_id, reference=line.pk)
        if row.contract is not None:
            of = Dims(contract=row.contract_id, client=row.contract.client_id, reference=line.pk)
        if row.kind == "small_difference":
            entries.append(receipts.small_gain(event=event, amount=amount, of=of))
        elif row.kind == "overpayment":
            entries.append(receipts.overpaid(event=event, amount=amount, of=of))
        elif row.kind == "client_debt":
            entries.append(receipts.allocate(event=event, amount=amount, of=of, to="2100"))
        elif row.kind == "advance":
            entries.append(receipts.allocate(event=event, amount=amount, of=of, to="1200"))
        else:
            entries.append(receipts.not_bought(event=event, amount=amount, of=of))
            entries.append(receipts.not_bought_to_client(event=event, amount=amount, of=of))
    return entries


def claims(
    rows: Iterable[ClaimShare], line: Line, invoices: Mapping[UUID, Payable], to_client: Collection[UUID], day: date
) -> list[Entry]:
    """P35 and P42 for each part beside an invoice that the money pays, to the client's account where it is his; P42
    alone for what is given up."""
    entries: list[Entry] = []
    for row in sorted(rows, key=lambda row: (row.invoice_id, row.part, row.given_up)):
        about_it, amount = about(invoices[row.invoice_id], line.pk), Money(row.amount_cents, line.currency)
        name = f"match/{row.match_id}/{row.invoice_id}/{row.part}"
        event = Event(name, day, line.value_date, invoices[row.invoice_id].number)
        claim = about_it.but(reference=claim_key(row.invoice_id, cast(Part, row.part)))  # a constraint holds the parts
        if row.given_up:
            entries.append(managed.discharge(event=event, amount=amount, of=claim, kind="demand_given_up"))
            continue
        to = row.invoice_id in to_client
        entries.append(receipts.late_interest(event=event, amount=amount, of=about_it, to_client=to))
        entries.append(managed.discharge(event=event, amount=amount, of=claim))
    return entries


def settlement(
    row: Settlement, invoice: Payable, *, day: date, value: date | None = None, share: Decimal, doubtful: bool
) -> list[Entry]:
    """What a settlement posts. ``share``: percent of an unpaid rest that the client bears; ``doubtful``: it stands in
    1110."""
    event = Event(f"settlement/{row.pk}", day, value, invoice.number)
    amount, of = Money(row.amount_cents, row.currency), about(invoice)
    if row.kind == "credit_note":
        return [dilution.credit_note(event=event, amount=amount, of=of)]
    if row.kind == "indirect_payment":
        return [dilution.indirect_payment(event=event, amount=amount, of=of)]
    if row.kind == "small_difference":
        return [receipts.small_loss(event=event, amount=amount, of=of)]
    if row.kind == "unpaid":
        return _unpaid(event, amount, of, share, doubtful=doubtful)
    kind = next(name for name in DILUTIONS if name == row.kind)
    return [dilution.dilute(event=event, amount=amount, of=of, kind=kind)]  # type: ignore[arg-type]  # one of the three


def _unpaid(event: Event, amount: Money, of: Dims, share: Decimal, *, doubtful: bool) -> list[Entry]:
    """The client's share goes back to him (P15), the house's is doubtful first (P22), then lost (P25)."""
    theirs = amount.percent(share)
    ours = amount - theirs
    entries = []
    if theirs:
        entries.append(purchase.charge_back(event=event, amount=theirs, of=of, doubtful=doubtful))
    if ours and not doubtful:
        entries.append(nonpayment.doubt(event=event, amount=ours, of=of))
    if ours:
        entries.append(nonpayment.write_off(event=event, amount=ours, of=of))
    return entries
