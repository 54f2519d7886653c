"""What a sample is drawn from: what is open under a contract, bought line by line or on the ledger that was sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cessie.domain.availability.balances import ledger_rows
from cessie.domain.availability.lines import bought_lines
from cessie.domain.client_ledgers.queries import latest
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.models import Finding as Doubt
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Relation
from cessie.domain.verification.models import Finding
from cessie.domain.verification.rules.sample import Candidate
from cessie.lib.references import normal_invoice_number

#: How long a finding about a customer is remembered.
REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open document; ``invoice_id`` None: a line of the client's own ledger. ``issued`` None: not known."""

    invoice_id: UUID | None
    debtor_id: UUID
    number: str
    cents: int
    issued: date | None
    due: date


def standing_under(contract: Contract, day: date) -> Iterator[Standing]:
    """Every document on which something is open: the ledger in force where balances are sent, else the books."""
    if terms_on(contract.pk, day)[1].transmission != "BALANCE":
        yield from _bought(contract, day)
        return
    sent = latest(contract.pk, day)
    if sent is not None:
        for row, line in ledger_rows(sent.pk):
            yield Standing(None, row.debtor_id, row.number, line.cents, row.issue_date, line.due)


def _bought(contract: Contract, day: date) -> Iterator[Standing]:
    lines = bought_lines(contract, day)
    numbers = dict(Invoice.objects.filter(pk__in=[line.invoice_id for line in lines]).values_list("pk", "number"))
    for line in lines:
        of = line.open
        yield Standing(line.invoice_id, UUID(str(of.debtor)), numbers[line.invoice_id], of.cents, of.issued, of.due)


@dataclass(frozen=True, slots=True)
class Marks:
    """What makes documents likelier to be drawn."""

    new: frozenset[UUID]
    found: frozenset[UUID]
    found_numbers: frozenset[tuple[UUID, str]]
    doubted: frozenset[UUID]

    def of(self, row: Standing) -> tuple[str, ...]:
        """The reasons that hold of one document."""
        why = []
        if row.debtor_id in self.new:
            why.append("new_debtor")
        if row.invoice_id in self.doubted:
            why.append("doubt")
        if row.debtor_id in self.found or (row.debtor_id, normal_invoice_number(row.number)) in self.found_numbers:
            why.append("finding")
        return tuple(why)


def marks_of(contract: Contract, figures: Mapping[str, int], invoice_ids: Collection[UUID], at: datetime) -> Marks:
    """New customers, invoices that were once held, customers and numbers about which something was found this year."""
    since = at.date() - timedelta(days=figures["new_days"])
    new = Relation.objects.filter(client_id=contract.client_id, since_date__gt=since)
    doubts = Doubt.objects.filter(invoice_id__in=list(invoice_ids), severity__in=("hold", "reject"))
    found = Finding.objects.filter(contract=contract, debtor__isnull=False, found_at__gt=at - REMEMBERED)
    pairs = set(found.values_list("debtor_id", "number"))
    return Marks(
        frozenset(new.values_list("debtor_id", flat=True)),
        frozenset(debtor for debtor, number in pairs if debtor and not number),
        frozenset((debtor, normal_invoice_number(number)) for debtor, number in pairs if debtor and number),
        frozenset(doubts.values_list("invoice_id", flat=True)),
    )


def candidate(row: Standing, marks: Marks) -> Candidate:
    """The document as the rule of samples reads it."""
    return Candidate(row.debtor_id, row.number, row.cents, marks.of(row))
