"""What leaves the financing of a contract because it is long past due: which documents, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from cessie.domain.availability.lines import bought_lines
from cessie.domain.client_ledgers.due import due_lines
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.queries import names
from cessie.domain.purchase.rules.recourse import first_day
from cessie.lib.money import Money
from cessie.terms.contract import Terms
from cessie.terms.eligibility import leaves_on

#: How far ahead a client is told.
AHEAD: Final = 14


@dataclass(frozen=True, slots=True)
class Leaving:
    """One open document and the first day on which it is not financed any more."""

    debtor_name: str
    number: str
    due: date
    open: Money
    leaves: date
    invoice_id: UUID | None = None


def charges_back(terms: Terms) -> bool:
    """Whether lines of the client's ledger go back to him by themselves once they are overdue too long."""
    definanced = terms.definancing is not None and terms.definancing.action == "CHARGEBACK"
    return definanced and terms.transmission == "BALANCE" and terms.recourse == "FULL"


def leaving(contract: Contract, today: date, *, ahead: int = AHEAD) -> list[Leaving]:
    """What leaves from tomorrow to ``ahead`` days from now, and left in as many days before, the soonest first.

    Nothing where no rule of the contract looks at lateness, or where nothing is drawn: there an invoice goes back to
    the client, if it does, by recourse. A line of a ledger leaves when it goes back, if that is sooner.
    """
    terms = terms_on(contract.pk, today)[1]
    days = [leaves_on(terms, today), first_day(terms, today) if charges_back(terms) else None]
    stays = min((day for day in days if day is not None), default=None)
    if stays is None or not terms.drawn:
        return []
    shift = stays - today
    first, last = today - timedelta(days=ahead) - shift, today + timedelta(days=ahead) - shift
    if terms.transmission == "BALANCE":
        return [
            Leaving(line.debtor_name, line.number, line.due, line.open, line.due + shift)
            for line in due_lines(contract.pk, today, until=last, since=first)
        ]
    lines = [line for line in bought_lines(contract, today) if first <= line.open.due <= last]
    called = names({UUID(str(line.open.debtor)) for line in lines})
    numbers = dict(Invoice.objects.filter(pk__in=[line.invoice_id for line in lines]).values_list("pk", "number"))
    found = [
        Leaving(
            called.get(UUID(str(line.open.debtor)), ""), numbers.get(line.invoice_id, ""), line.open.due,
            Money(line.open.cents, contract.currency), line.open.due + shift, line.invoice_id,
        )
        for line in lines
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.leaves, row.debtor_name, row.number))
