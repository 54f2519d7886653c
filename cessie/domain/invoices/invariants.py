"""What must hold of invoices at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef

from cessie.domain.invoices.models import Finding, Invoice
from cessie.lib.reasons import N_, Reason

_OPEN = Finding.objects.filter(invoice=OuterRef("pk"), cleared_at__isnull=True, gone_at__isnull=True)


def accepted_without_doubt() -> Iterator[Reason]:
    """No accepted invoice has a finding that nobody cleared."""
    rows = Invoice.objects.filter(Exists(_OPEN.exclude(severity="note")), state="accepted")
    for row in rows.order_by("id").iterator():
        yield Reason("invoices.accepted_in_doubt", N_("Invoice {invoice} is accepted with an open doubt."),
                     {"invoice": str(row.pk)})  # fmt: skip


def held_for_a_reason() -> Iterator[Reason]:
    """Every held invoice says what it is held for."""
    for row in Invoice.objects.filter(~Exists(_OPEN), state="held").order_by("id").iterator():
        yield Reason("invoices.held_for_nothing", N_("Invoice {invoice} is held for no open reason."),
                     {"invoice": str(row.pk)})  # fmt: skip


def cleared_by_enough() -> Iterator[Reason]:
    """A finding counts as cleared only when as many people as it needs cleared it."""
    rows = Finding.objects.filter(cleared_at__isnull=False, gone_at__isnull=True).annotate(
        said=Count("clearances__by", distinct=True)
    )
    for row in rows.filter(said__lt=F("people")).order_by("id").iterator():
        yield Reason("invoices.cleared_by_too_few", N_("Doubt {code} of invoice {invoice} was cleared by too few."),
                     {"code": row.code, "invoice": str(row.invoice_id)})  # fmt: skip


def books_know_due_dates() -> Iterator[Reason]:
    """Every balance of an invoice in the books carries its due date: overviews are summed by it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct i.id from ledger_balance b join invoices_invoice i on i.id = b.invoice_id"
            " where b.due_date is distinct from i.due_date order by 1 limit 20"
        )
        for (invoice,) in cursor.fetchall():
            yield Reason("invoices.due_date_differs", N_("The books have another due date of invoice {invoice}."),
                         {"invoice": str(invoice)})  # fmt: skip


CHECKS = [accepted_without_doubt, held_for_a_reason, cleared_by_enough, books_know_due_dates]
