"""Purchases that were made before this house kept its books here: what is open and held back enters as P00."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract, Version
from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.documents.models import Document
from cessie.domain.purchase.figures import fingerprint
from cessie.domain.purchase.models import Cession, Item, Proposal
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules.opening import open_books
from cessie.lib.ids import uuid7
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class OpenPurchase:
    """A bought invoice as it stands: ``face`` incl. VAT, what of it is open, what of it the house holds back."""

    invoice_id: UUID
    debtor_id: UUID
    number: str
    face: Money
    open: Money
    held: Money


def take_over(
    *, contract_id: UUID, on: date, purchases: Sequence[OpenPurchase], document: Document, by: Viewer, at: datetime
) -> Proposal:
    """One purchase of all of them, decided long ago, each with its cession; the file of the house stands as its deed.

    P00 for each invoice: 1100 open, 2110 held back, the difference to 3000. Within a transaction; the key of an
    invoice posts once for ever. Locks the contract. Refused: who may not move a house in (``NotAllowed``), a closed
    month.
    """
    by.require("house.import")
    contract = lock_contract(contract_id)
    version, terms = terms_on(contract.pk, max(on, contract.started_date))
    proposal = _decided(contract, version, on, purchases, by, at)
    items = [_item(proposal, position, each) for position, each in enumerate(purchases, 1)]
    proposal.digest = fingerprint(proposal, items)
    proposal.save(force_insert=True)
    Item.objects.bulk_create(items, batch_size=1000)
    _cede(proposal, purchases, terms.transfer_form, document)
    post([_entry(contract, on, each) for each in purchases], by=by.key, at=at)
    record(
        action="purchase.take_over",
        subject=proposal,
        by=by,
        at=at,
        client_id=contract.client_id,
        data={
            "count": len(items),
            "open": Money.total((each.open for each in purchases), contract.currency),
            "held": Money.total((each.held for each in purchases), contract.currency),
        },
    )
    return proposal


def _decided(
    contract: Contract, version: Version, on: date, purchases: Sequence[OpenPurchase], by: Viewer, at: datetime
) -> Proposal:
    """The head of it: what was paid out for them long ago is their face less what is held back."""
    proposal = Proposal(
        id=uuid7(),
        client_id=contract.client_id,
        contract=contract,
        version=version,
        currency=contract.currency,
        state="purchased",
        taken_over=True,
        offered_at=at,
        expires_at=at,
        handed_over_at=at,
        decided_at=at,
        decided_by=by.key,
        payout_cents=sum(each.face.cents - each.held.cents for each in purchases),
    )
    proposal.number = f"{contract.number}-{on:%Y%m%d}-{proposal.pk.hex[-6:].upper()}"
    return proposal


def _cede(proposal: Proposal, purchases: Sequence[OpenPurchase], form: str, document: Document) -> None:
    Cession.objects.bulk_create(
        [
            Cession(
                proposal=proposal,
                invoice_id=each.invoice_id,
                contract_id=proposal.contract_id,
                transfer_form=form,
                ceded_at=proposal.offered_at,
                document=document,
            )
            for each in purchases
        ],
        batch_size=1000,
    )


def _item(proposal: Proposal, position: int, each: OpenPurchase) -> Item:
    return Item(
        proposal=proposal,
        invoice_id=each.invoice_id,
        position=position,
        face_cents=each.face.cents,
        approved_cents=each.face.cents,
        financed_cents=each.face.cents - each.held.cents,
        holdback_cents=each.held.cents,
        fee_cents=0,
        vat_cents=0,
    )


def _entry(contract: Contract, on: date, each: OpenPurchase) -> Entry:
    of = Dims(contract=contract.pk, client=contract.client_id, debtor=each.debtor_id, invoice=each.invoice_id)
    balances = [("1100", each.open, of)]
    if each.held:
        balances.append(("2110", -each.held, of))
    return open_books(event=Event(f"invoice/{each.invoice_id}", on, text=each.number), balances=balances)
