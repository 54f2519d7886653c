"""All that the rooms know of one invoice, gathered with the viewer: a constant number of statements."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cessie.domain.correspondence.queries import told
from cessie.domain.dunning.queries import taken
from cessie.domain.invoices import queries as invoices
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed import queries as managed
from cessie.domain.matching import queries as matching
from cessie.domain.payments import queries as payments
from cessie.domain.purchase import queries as purchase
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.portals.frame.standing import Facts, Standing, standing
from cessie.portals.frame.timeline import BENDS, Life, Movement


def life_of(invoice: Invoice, viewer: Viewer) -> Life:
    """``invoice`` came from a query with this viewer."""
    key = invoice.pk
    offer = purchase.proposals_of(viewer=viewer, invoice_ids=[key]).get(key)
    orders = payments.orders(viewer, begins=f"release:{key}/")
    if offer is not None:
        orders += payments.orders(viewer, keys=[f"payout:{offer.id}"])
    return Life(
        invoice=invoice,
        doubts=invoices.doubts(viewer=viewer, invoice_id=key),
        offer=offer,
        cession=purchase.cessions_of(viewer=viewer, invoice_ids=[key]).get(key),
        orders=tuple(reversed(orders)),
        payments=matching.payments_of(viewer, [key]),
        told=told(viewer=viewer, client_id=invoice.client_id, debtor_id=invoice.debtor_id) if invoice.debtor_id else (),
        open=ledger.open_amounts([key])[key],
        held=ledger.holdbacks([key])[key],
        managed=managed.managed_since(key),
        settled=managed.settlements_of(viewer=viewer, invoice_id=key),
        asked=taken(viewer=viewer, invoice_id=key),
        bends=tuple(move for move in movements(key, "2100") if move.kind in BENDS),
    )


def standing_of(life: Life, today: date) -> Standing:
    """Where it stands, in one word."""
    invoice = life.invoice
    face = Money(invoice.payable_cents, invoice.currency)
    offer = life.offer.state if life.offer else ""
    facts = Facts(invoice.state, offer, face, life.open, life.held, invoice.due_date, managed=life.managed is not None)
    return standing(facts, today)


def movements(invoice_id: UUID, account: str) -> tuple[Movement, ...]:
    """What moved on one account for an invoice that the viewer has opened, oldest first."""
    return tuple(
        Movement(booking.entry_id, booking.booking_date, booking.kind, booking.rule, line.amount, booking.text)
        for booking in ledger.bookings(invoice=invoice_id)
        for line in booking.lines
        if line.account == account and line.dims.invoice == invoice_id
    )
