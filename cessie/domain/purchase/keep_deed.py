"""A deed as one thing: kept with what it transfers, and waiting where the law wants it registered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.documents.models import Document
from cessie.domain.parties.models import Client
from cessie.domain.purchase.models import Deed, Proposal
from cessie.domain.purchase.rules.states import DEED
from cessie.domain.purchase.rules.title import to_be_registered
from cessie.terms.contract import Terms


def keep_deed(
    proposal: Proposal, terms: Terms, document: Document, *, face_cents: int, count: int, at: datetime
) -> Deed:
    """Inner door of ``accept``, in its transaction: ``count`` invoices of ``face_cents`` in all. Its payout is withheld
    where the deed must be registered and the contract waits for that."""
    waits = _waits(terms, proposal.client_id)
    return Deed.objects.create(
        number=proposal.number,
        proposal=proposal,
        contract_id=proposal.contract_id,
        client_id=proposal.client_id,
        form=terms.transfer_form,
        face_cents=face_cents,
        currency=proposal.currency,
        invoices=count,
        document=document,
        made_at=at,
        state=_begins(waits),
        withheld=waits and terms.waits_for_registration and bool(proposal.payout_cents),
    )


def keep_list_deed(
    *, number: str, contract_id: UUID, client_id: UUID, terms: Terms, document: Document, annex: Document,
    face_cents: int, currency: str, count: int, at: datetime,
) -> Deed:  # fmt: skip
    """Inner door of a ledger that comes into force, in its transaction: ``count`` claims of ``face_cents`` in all, in
    the list ``annex``. Nothing is paid for it by itself: what is not registered lowers what may be drawn."""
    return Deed.objects.create(
        number=number, contract_id=contract_id, client_id=client_id, form=terms.transfer_form, face_cents=face_cents,
        currency=currency, invoices=count, document=document, annex=annex, made_at=at,
        state=_begins(_waits(terms, client_id)),
    )  # fmt: skip


def _waits(terms: Terms, client_id: UUID) -> bool:
    country = Client.objects.values_list("company__country", flat=True).get(pk=client_id)
    return to_be_registered(terms.transfer_form, country, confidential=terms.disclosure == "CONFIDENTIAL")


def _begins(waits: bool) -> str:
    return DEED.initial if waits else DEED.after(DEED.initial, "stand")
