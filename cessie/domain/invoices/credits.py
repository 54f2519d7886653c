"""Credit notes and the invoices that they correct: which it is, and how much is left on either side. For jobs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from cessie.domain.invoices.models import Credit, Invoice
from cessie.domain.invoices.payable import credited
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import open_amounts
from cessie.ledger.receivables import ever_bought, ever_managed
from cessie.lib.money import Money
from cessie.lib.references import normal_invoice_number


def preceding(note: Invoice) -> tuple[str, ...]:
    """The numbers of the invoices that a credit note says it corrects (BG-3), each once."""
    if note.kind != "credit_note":
        return ()
    return tuple(dict.fromkeys(str(number) for number in note.content.get("preceding", ()) if number))


def corrected(note: Invoice, number: str) -> Invoice | None:
    """The client's invoice of that number that still counts; that of the same debtor first."""
    key = normal_invoice_number(number)
    rows = Invoice.objects.filter(client_id=note.client_id, kind="invoice", number_key=key, currency=note.currency)
    found = list(rows.exclude(state__in=["rejected", "withdrawn"]).order_by("received_at", "pk")[:20]) if key else []
    return min(found, key=lambda row: (row.debtor_id != note.debtor_id, row.state != "accepted"), default=None)


def creditable(invoice: Invoice) -> Money:
    """What may be taken off an invoice: what is open if the house bought or manages it, else what would be bought."""
    if ever_bought([invoice.pk]) or ever_managed([invoice.pk]):
        return open_amounts([invoice.pk], currency=invoice.currency)[invoice.pk]
    off, _ = credited([invoice.pk]).get(invoice.pk, (0, 0))
    return Money(invoice.payable_cents - off, invoice.currency)


def netted_by(note: Invoice) -> Money:
    """What of a credit note went to invoices before they were bought."""
    rows = Credit.objects.filter(credit_note=note, undone_at__isnull=True).values_list("amount_cents", flat=True)
    return Money(sum(rows), note.currency)


def nettings(*, viewer: Viewer, invoice_id: UUID) -> tuple[Credit, ...]:
    """What credit notes took off an invoice before it was bought, or what such a note was taken off, newest first."""
    rows = Credit.objects.select_related("invoice", "credit_note")
    rows = rows.filter(Q(invoice=invoice_id) | Q(credit_note=invoice_id))
    if not viewer.sees_all:
        rows = rows.filter(invoice__client_id__in=viewer.client_ids)
    return tuple(rows.order_by("-made_at", "-pk"))
