"""Note that a debtor will pay only part of an invoice to the house: he must pay the rest to the authorities (Belgian
contractor with debts), or may pay it to the client's blocked account (Dutch g-rekening)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Invoice
from cessie.domain.matching import door
from cessie.domain.matching.models import Split
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.withholding import withhold

Scheme = Literal["be_contractor", "nl_blocked"]
#: Belgium: 35 % for social security and 15 % for tax, of the amount without VAT (factoring-domain 16.3).
SOCIAL, TAX = Decimal(35), Decimal(15)


def expect_split(
    *,
    invoice_id: UUID,
    scheme: Scheme,
    social_percent: Decimal = SOCIAL,
    tax_percent: Decimal = TAX,
    blocked_percent: Decimal = Decimal(0),
    note: str,
    by: Viewer,
    at: datetime,
) -> Split:
    """The amounts in cents that will not reach the house: percent of the amount without VAT, or for a blocked account
    of the face value. A payment that is short by as much closes the invoice (P14). A new note replaces the former.

    Refused: no right (``NotAllowed``), no words, nothing or more than all of it, no such invoice (``NotFound``).
    """
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("settle.no_note", N_("Say why."))
    with transaction.atomic():
        door.locked_invoice(invoice_id)
        row = Invoice.objects.get(pk=invoice_id)
        face, net = Money(row.payable_cents, row.currency), Money(row.net_cents, row.currency)
        if scheme == "be_contractor":
            parts = withhold(face=face, net=net, social_percent=social_percent, tax_percent=tax_percent)
            cents = {"social_cents": parts.social.cents, "tax_cents": parts.tax.cents}
        else:
            cents = {"blocked_cents": face.percent(blocked_percent).cents}
        if min(cents.values()) < 0 or not 0 < sum(cents.values()) < face.cents:
            raise Refusal("settle.split", N_("Something between nothing and all of the invoice can be withheld."))
        former = Split.objects.filter(invoice_id=invoice_id, ended_at__isnull=True).first()
        if former is not None and former.scheme == scheme and all(getattr(former, k) == v for k, v in cents.items()):
            return former
        Split.objects.filter(invoice_id=invoice_id, ended_at__isnull=True).update(ended_at=at)
        new = Split.objects.create(
            invoice_id=invoice_id, scheme=scheme, note=note.strip(), noted_at=at, noted_by=by.key, **cents
        )
        facts = {"scheme": scheme, **cents}
        record(action="matching.expect_split", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return new


def end_split(*, invoice_id: UUID, note: str, by: Viewer, at: datetime) -> None:
    """The debtor withholds nothing after all. Again does nothing. Refused: no right, no words."""
    by.require("matching.decide")
    if not note.strip():
        raise Refusal("settle.no_note", N_("Say why."))
    with transaction.atomic():
        invoice = door.locked_invoice(invoice_id)
        if Split.objects.filter(invoice_id=invoice_id, ended_at__isnull=True).update(ended_at=at):
            row = Invoice.objects.get(pk=invoice.id)
            facts = {"note": note.strip()}
            record(action="matching.end_split", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
