"""The creditor says that an invoice is settled in a way that no statement shows: paid elsewhere, or given up."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.managed.door import book, locked_invoices, require
from cessie.domain.managed.models import Managed, Settlement
from cessie.domain.managed.rules.kinds import BY_WORD, Kind
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


def tell(
    *, key: UUID, invoice_id: UUID, kind: Kind, amount: Money, paid: date, note: str, by: Viewer, at: datetime
) -> Settlement:
    """``amount`` of a managed invoice is paid in cash or on another account (``told``), or given up (``waived``): P40.

    ``key``: the form's own; the same again gives the same settlement. Lock: the invoice.

    Refused: no right or not his (``NotFound``), no note, a day to come, more than is open (``TooMuch``).
    """
    if kind not in BY_WORD:
        raise Refusal("managed.not_by_word", N_("This is not settled by a word."))
    if not note.strip():
        raise Refusal("managed.no_note", N_("Please say in a few words why."))
    if paid > booking_day(at):
        raise Refusal("managed.paid_later", N_("{day} is still to come."), day=paid)
    managed = Managed.objects.filter(invoice_id=invoice_id).first()
    if managed is None:
        raise NotFound("managed.unknown_invoice", N_("There is no such managed invoice of this client."))
    require(managed.client_id, by)
    with transaction.atomic():
        invoices = locked_invoices([invoice_id], managed.client_id)
        former = Settlement.objects.filter(pk=key).first()
        if former is not None:
            if (former.invoice_id, former.kind, former.amount_cents) != (invoice_id, kind, amount.cents):
                raise Refusal("managed.form_used", N_("This form was sent before with other figures: open it anew."))
            return former
        row = Settlement(
            id=key, invoice_id=invoice_id, kind=kind, amount_cents=amount.cents, currency=amount.currency,
            paid_date=paid, note=note.strip(), made_at=at, made_by=by.key,
        )  # fmt: skip
        book([row], invoices, by=by, at=at)
        facts = {"invoice": str(invoice_id), "kind": kind, "amount": amount}
        record(action="managed.tell", subject=row, by=by, at=at, client_id=managed.client_id, data=facts)
    return row
