"""Give back what a debtor paid too much: from his claim, to the account from which it came (P33)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.accounts import add_account
from cessie.domain.parties.models import Debtor
from cessie.domain.payments.models import Order
from cessie.domain.payments.order_third_party import order_third_party
from cessie.domain.trust.door import amount_of, free_of, locked_receipt
from cessie.domain.trust.models import Receipt, Refund
from cessie.domain.trust.rules.shares import take_from
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.payments.pain001 import fitting
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def refund(*, receipt_id: UUID, debtor_id: UUID, amount: Money, note: str, by: Viewer, at: datetime) -> Refund:
    """Order that ``amount`` of a receipt goes back to the account from which it came; once for a receipt.

    An account that the house did not know is noted with the debtor, and a second person confirms it; two people let the
    payment go, as every one. What was passed on already is taken from what is here for the principal's other claims,
    and so from his next remittance. Locks: receipt, contract. Refused: no right (``NotAllowed``), no words, no such
    receipt or debtor (``NotFound``), more than came in, a bank line that names no account, more than is here.
    """
    by.require("payments.order")
    if not note.strip():
        raise Refusal("trust.note", N_("Say in a few words why."))
    row = locked_receipt(receipt_id)
    former = Refund.objects.filter(receipt=row).first()
    if former is not None:
        return former
    debtor = Debtor.objects.select_related("company").filter(pk=debtor_id).first()
    if debtor is None or row.state == "gone":
        raise NotFound("trust.unknown_receipt", N_("There is no such money on the third-party account."))
    new = Refund(
        receipt=row, debtor=debtor, order=_order(row, debtor, amount, by, at), note=note.strip(), made_at=at,
        made_by=by.key,
    )  # fmt: skip
    new.save(force_insert=True)
    facts = {"order": str(new.order_id), "amount": amount}
    record(action="trust.refund", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return new


def _order(row: Receipt, debtor: Debtor, amount: Money, by: Viewer, at: datetime) -> Order:
    if not 0 < amount.cents <= row.amount_cents:
        words = N_("{amount} is not a part of the {received} that came in.")
        raise Refusal("trust.refund_amount", words, amount=amount, received=amount_of(row))
    if not row.line.counterparty_iban:
        raise Refusal("trust.no_payer_account", N_("The bank does not say from which account the money came."))
    parts = take_from(free_of(row.client_id), amount, first=row.reference)
    left = Money.total(parts.values(), amount.currency)
    if left < amount:
        words = N_("Of {amount} only {left} is still here; the rest was passed on and is to be asked back.")
        raise Refusal("trust.passed_on", words, amount=amount, left=left)
    holder = row.line.counterparty_name or debtor.company.name
    account = add_account(company_id=debtor.company_id, iban=row.line.counterparty_iban, holder=holder, by=by, at=at)
    return order_third_party(
        key=f"third-party-refund:{row.pk}", source_id=row.line.statement.account_id, payee_id=account.pk, parts=parts,
        contract_id=row.contract_id, client_id=row.client_id, debtor_id=debtor.pk,
        text=fitting(row.line.structured or row.line.text or "")[:140], by=by, at=at,
    )  # fmt: skip
