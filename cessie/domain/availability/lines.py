"""The open invoices of a contract as the books know them: what was bought line by line."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cessie.domain.availability.rules.snapshot import Line
from cessie.domain.client_ledgers.by_line import paid_unbooked
from cessie.domain.contracts.models import Contract
from cessie.domain.disputes.queries import disputed
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.purchase.deeds import untransferred
from cessie.ledger.receivables import owed_under
from cessie.lib.days import booking_day
from cessie.terms.eligibility import Open


def bought_lines(contract: Contract, day: date, *, registered: bool = False) -> list[Line]:
    """Every bought invoice with something open, as it stands now; eight statements. ``registered``: the contract waits
    for deeds that must be registered.

    Less what money on a dedicated account was said to pay, wherever that money is. Held: doubtful, or a doubt was found
    that nobody has cleared. Contested in part counts as contested.
    """
    owed = owed_under(contract.pk, day, currency=contract.currency)
    doubtful = {row.invoice for row in owed if row.doubtful}
    sums: dict[UUID, tuple[UUID, int]] = {}
    for row in owed:
        sums[row.invoice] = (row.debtor, sums.get(row.invoice, (row.debtor, 0))[1] + row.amount.cents)
    for key, cents in paid_unbooked(list(sums)).items():
        sums[key] = (sums[key][0], sums[key][1] - cents)
    invoices = Invoice.objects.filter(pk__in=list(sums)).values_list(
        "pk", "due_date", "issue_date", "received_at", "number"
    )
    dates = {pk: (due, issued, booking_day(received)) for pk, due, issued, received, _ in invoices}
    numbers = {pk: number for pk, *_, number in invoices}
    doubts = Finding.objects.filter(
        invoice_id__in=list(sums), severity__in=("hold", "reject"), cleared_at__isnull=True, gone_at__isnull=True
    )
    held = doubtful | set(doubts.values_list("invoice_id", flat=True))
    contested = set(disputed(list(sums)))
    waiting = untransferred(contract.pk) if registered else frozenset()
    return [
        Line(
            key,
            Open(debtor, cents, *dates[key], key in contested, key in held, untransferred=key in waiting),
            numbers[key],
        )
        for key, (debtor, cents) in sums.items()
        if cents > 0 and key in dates
    ]
