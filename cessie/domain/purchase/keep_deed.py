"""The deed of a purchase as one thing: kept with it, and waiting where the law wants it registered."""

from __future__ import annotations

from datetime import datetime

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
    country = Client.objects.values_list("company__country", flat=True).get(pk=proposal.client_id)
    waits = to_be_registered(terms.transfer_form, country, confidential=terms.disclosure == "CONFIDENTIAL")
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
        state=DEED.initial if waits else DEED.after(DEED.initial, "stand"),
        withheld=waits and terms.waits_for_registration and bool(proposal.payout_cents),
    )
