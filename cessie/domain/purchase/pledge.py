"""An accepted invoice is pledged: it secures advances, and stays the client's (P38, EX17)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.payable import Payable
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client
from cessie.domain.purchase.models import Pledge
from cessie.domain.purchase.refusals import NotBuyable
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules.pledge import register
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_


def pledge(*, invoice_id: UUID, by: Viewer, at: datetime) -> Pledge:
    """Register the pledge of an accepted invoice with its deed; again gives the same pledge.

    The client gave the pledge of what he hands in with the contract; the deed names the claim. Locks: the contract,
    the invoice. Refused: an unknown invoice (``NotFound``), one that is not accepted, a contract under which nothing is
    pledged (``NotBuyable``).
    """
    by.require("purchase.pledge")
    found = Invoice.objects.filter(pk=invoice_id).values_list("contract_id", flat=True).first()
    if found is None:
        raise NotFound("purchase.unknown_invoice", N_("There is no such invoice of this client."))
    with transaction.atomic():
        contract = lock(found)
        known = Pledge.objects.filter(invoice_id=invoice_id).first()
        if known is not None:
            return known
        invoice = next(iter(lock_invoices([invoice_id])), None)
        _, terms = terms_on(contract.pk, booking_day(at))
        if terms.transfer_form != "PLEDGE":
            raise NotBuyable("purchase.nothing_pledged", N_("Under this contract no invoices are pledged."))
        if invoice is None or invoice.state != "accepted" or invoice.kind != "invoice" or invoice.face.cents <= 0:
            raise NotBuyable("purchase.not_accepted", N_("{number} is not accepted for buying."), number="")
        text = _deed(contract, invoice, at)
        kept = store(
            data=text.encode(), name=f"pledge-{invoice.id}.txt", channel="own", client_id=contract.client_id, by=by,
            at=at,
        )  # fmt: skip
        row = Pledge.objects.create(
            invoice_id=invoice_id, contract=contract, pledged_at=at, pledged_by=by.key, document=kept.document
        )
        of = Dims(contract.pk, contract.client_id, invoice.debtor_id, invoice_id)
        event = Event(f"{invoice_id}", booking_day(at), text=invoice.number)
        post([register(event=event, amount=invoice.face, of=of)], by=by.key, at=at)
        facts = {"invoice": str(invoice_id), "amount": invoice.face}
        record(action="purchase.pledge", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


def _deed(contract: Contract, invoice: Payable, at: datetime) -> str:
    """The record of the pledge in the client's language: which claim secures the advances under which contract."""
    client = Client.objects.select_related("company").get(pk=contract.client_id).company
    house = parties.house_company()
    with override(client.language):
        lines = [
            _("Deed of pledge under contract {number}").format(number=contract.number),
            "",
            _(
                "{client} pledges the following claim to {house}, with all its accessories, as security for all that"
                " {house} has advanced or will advance under the contract. The claim stays with {client}."
            ).format(client=client.name, house=house.name if house else ""),
            "",
            _("Invoice {number} to {debtor}, due {due}: {face}").format(
                number=invoice.number,
                debtor=parties.names([invoice.debtor_id]).get(invoice.debtor_id, ""),
                due=invoice.due_date.isoformat(),
                face=invoice.face,
            ),
            "",
            _("Registered at {moment} (UTC).").format(moment=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")),
            "",
        ]
        if own := parties.clause(client.language):
            lines += [own, ""]
    return "\n".join(lines)
