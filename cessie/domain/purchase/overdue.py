"""Bought invoices whose due day is over: what contract and day allow. The staff sees all, a client its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from cessie.domain.contracts.queries import terms_of
from cessie.domain.parties import queries as parties
from cessie.domain.purchase.charge_back import standing
from cessie.domain.purchase.models import Cession, Forbearance
from cessie.domain.purchase.rules.recourse import CAUSES, first_day, why_not
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms.contract import Terms
from cessie.terms.eligibility import leaves_on


@dataclass(frozen=True, slots=True)
class Overdue:
    """One invoice. ``recourse_from``: the first day on which it may go back to the client; None: the house bears the
    risk. ``wait_until``: a person decided to wait that long; ``doubtful``: written down as such; ``leaves_from``: the
    first day on which lateness takes it out of what the client may draw on, where he draws on request."""

    invoice_id: UUID
    number: str
    client_id: UUID
    client_name: str
    debtor_id: UUID
    debtor_name: str
    due_date: date
    days: int
    open: Money
    doubtful: bool
    recourse_from: date | None
    wait_until: date | None
    insured: bool = False
    leaves_from: date | None = None

    def goes_back(self, today: date) -> bool:
        """Whether recourse is due and nobody chose to wait."""
        due = self.recourse_from is not None and self.recourse_from <= today
        return due and (self.wait_until is None or self.wait_until < today)


@dataclass(frozen=True, slots=True)
class NonPayment:
    """What may be decided on one bought invoice: why a cause does not send it back (None: it may), what was decided."""

    open: Money
    due_date: date
    transfer_form: str
    recourse: str
    recourse_days: int
    insurance: str
    recourse_from: date | None
    no: dict[str, Reason | None]
    charged_back: Money
    waits: tuple[Forbearance, ...]
    waived: Cession | None


def overdue(
    *, viewer: Viewer, today: date, client_id: UUID | None = None, debtor_id: UUID | None = None
) -> tuple[Overdue, ...]:
    """Bought invoices with something open after their due day, oldest first. Six statements, however many."""
    found = [row for row in _rows(today, client_id, debtor_id) if viewer.sees_client(row[2])]
    names = parties.names({row[2] for row in found} | {row[3] for row in found})
    waits = dict(
        Forbearance.objects.filter(invoice_id__in=[row[0] for row in found])
        .order_by("granted_at")
        .values_list("invoice_id", "until_date")
    )
    terms: dict[UUID, Terms] = {}
    return tuple(
        Overdue(
            invoice,
            number,
            client,
            names.get(client, ""),
            debtor,
            names.get(debtor, ""),
            due,
            (today - due).days,
            Money(int(cents), currency),
            bool(doubtful),
            first_day(_terms(terms, version), due),
            waits.get(invoice),
            _terms(terms, version).insurance != "NONE",
            leaves_on(_terms(terms, version), due) if _terms(terms, version).drawn else None,
        )
        for invoice, number, client, debtor, due, currency, version, cents, doubtful in found
    )


def nonpayment(*, viewer: Viewer, invoice_id: UUID, today: date) -> NonPayment:
    """The decisions on one bought invoice; ``NotFound`` where there is none for the viewer."""
    cession = Cession.objects.select_related("proposal", "invoice").filter(invoice_id=invoice_id).first()
    if cession is None or not viewer.sees_client(cession.proposal.client_id):
        raise NotFound("purchase.not_bought", N_("This invoice was not bought."))
    terms, due = terms_of(cession.proposal.version_id), cession.invoice.due_date
    still = ledger.bought_amounts([invoice_id])[invoice_id]
    back = standing(invoice_id, ledger.bookings(invoice=invoice_id))
    return NonPayment(
        open=still,
        due_date=due,
        transfer_form=terms.transfer_form,
        recourse=terms.recourse,
        recourse_days=terms.recourse_days,
        insurance=terms.insurance,
        recourse_from=first_day(terms, due),
        no={cause: why_not(terms, cause, due=due, day=today, open_amount=still) for cause in CAUSES},
        charged_back=Money.total(abs(entry.lines[0].amount) for entry in back),
        waits=tuple(Forbearance.objects.filter(invoice_id=invoice_id).order_by("-granted_at")),
        waived=cession if cession.waived_at else None,
    )


def _terms(known: dict[UUID, Terms], version: UUID) -> Terms:
    if version not in known:
        known[version] = terms_of(version)
    return known[version]


def _rows(today: date, client_id: UUID | None, debtor_id: UUID | None) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select i.id, i.number, i.client_id, i.debtor_id, i.due_date, i.currency, p.version_id, o.cents, o.doubtful
              from (select invoice_id, sum(amount_cents) as cents, bool_or(account = '1110') as doubtful
                      from ledger_balance where open and account in ('1100', '1110') group by 1) o
              join invoices_invoice i on i.id = o.invoice_id and i.due_date < %s and o.cents > 0
              join purchase_cession c on c.invoice_id = i.id
              join purchase_proposal p on p.id = c.proposal_id
             where (%s::uuid is null or i.client_id = %s) and (%s::uuid is null or i.debtor_id = %s)
             order by i.due_date, i.number, i.id
            """,
            [today, client_id, client_id, debtor_id, debtor_id],
        )
        yield from cursor.fetchall()
