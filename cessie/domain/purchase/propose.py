"""Offer to buy invoices: every figure computed, the limits reserved, for as long as the contract says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts import queries as contracts
from cessie.domain.contracts.models import Contract
from cessie.domain.credit import locks
from cessie.domain.credit.delegated import room_under
from cessie.domain.credit.exposure import concentration, facility
from cessie.domain.credit.reserve import reserve
from cessie.domain.invoices.payable import Payable, debtors_of, let_pass
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.balance import debt
from cessie.domain.purchase.figures import brings, fingerprint
from cessie.domain.purchase.fund import fund_change
from cessie.domain.purchase.models import Cession, Item, Proposal
from cessie.domain.purchase.refusals import NotBuyable
from cessie.domain.purchase.rules.approved import approved, fits_facility
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason
from cessie.terms.concentration import Concentration
from cessie.terms.contract import OverLimit, Terms, price_under
from cessie.terms.pricing import Pricing, settle

BOUGHT_FORMS = ("SALE", "SUBROGATION", "DAILLY")


@dataclass(frozen=True, slots=True)
class _Offer:
    """What the figures of an offer stand on."""

    id: UUID
    contract: Contract
    version_id: UUID
    terms: Terms
    at: datetime
    by: Viewer

    @property
    def expires_at(self) -> datetime:
        return self.at + timedelta(hours=self.terms.proposal_hours)

    @property
    def key(self) -> str:
        """Under which the limits are reserved."""
        return reservation_key(self.id)


def reservation_key(proposal_id: UUID) -> str:
    """The key of a proposal's reservations."""
    return f"proposal:{proposal_id}"


def propose(
    *, client_id: UUID, invoice_ids: Sequence[UUID], replaces: UUID | None = None, by: Viewer, at: datetime
) -> Proposal:
    """The offer for these invoices of one client, priced by the contract of the day; its figures never change.

    The client's debt on the current account is set off. Locks: contract, debtors, invoices (``credit.locks``).
    An invoice above the debtor's limit or the facility is bought in part where the contract says so, or where people
    cleared that very doubt (M02, M03). Refused: another's invoices (``NotFound``), one that is not accepted, bought or
    offered already, or above a limit without either (``NotBuyable``), no contract that day.
    Where the client draws on request all stays on his account: nothing is paid, and neither facility nor shares count.
    """
    if not by.may("purchase.propose"):
        by.require_client(client_id)
    with transaction.atomic():
        offer = _offer(client_id, by, at)
        locks.take(contract_ids=[offer.contract.pk], debtor_ids=debtors_of(invoice_ids))
        invoices = _invoices(offer, invoice_ids)
        passed = let_pass(invoice_ids)
        prices = [_priced(offer, invoice, passed) for invoice in invoices]
        proposal, items = _drafted(offer, invoices, prices, replaces)
        proposal.digest = fingerprint(proposal, items)
        proposal.save(force_insert=True)
        Item.objects.bulk_create(items)
        record(
            action="purchase.propose",
            subject=proposal,
            by=by,
            at=at,
            client_id=client_id,
            data={"digest": proposal.digest, "payout": Money(proposal.payout_cents, proposal.currency)},
        )
    return proposal


def _offer(client_id: UUID, by: Viewer, at: datetime) -> _Offer:
    day = booking_day(at)
    contract = contracts.contract_of(client_id, day)
    if contract is None or not by.sees_client(client_id):
        raise NotFound("purchase.no_contract", N_("There is no contract with this client that runs today."))
    version, terms = contracts.terms_on(contract.pk, day)
    if terms.transfer_form not in BOUGHT_FORMS:
        raise NotBuyable("purchase.nothing_bought", N_("Under this contract no invoices are bought."))
    if terms.transmission == "BALANCE":
        words = N_("Under this contract the whole ledger is financed: no single invoice is bought beside it.")
        raise NotBuyable("purchase.on_balances", words)
    return _Offer(uuid7(), contract, version.pk, terms, at, by)


def _invoices(offer: _Offer, invoice_ids: Sequence[UUID]) -> list[Payable]:
    """The invoices in the order given, each fit to be bought under this contract."""
    found = {invoice.id: invoice for invoice in lock_invoices(invoice_ids)}
    if not invoice_ids or len(set(invoice_ids)) != len(invoice_ids):
        raise NotBuyable("purchase.no_invoices", N_("Choose at least one invoice, and each only once."))
    sold = set(Cession.objects.filter(invoice_id__in=invoice_ids).values_list("invoice_id", flat=True))
    offered = set(
        Item.objects.filter(invoice_id__in=invoice_ids, proposal__state="offered").values_list("invoice_id", flat=True)
    )
    for key in invoice_ids:
        invoice = found.get(key)
        if invoice is None or invoice.client_id != offer.contract.client_id:
            raise NotFound("purchase.unknown_invoice", N_("There is no such invoice of this client."))
        if key in sold:
            raise NotBuyable("purchase.bought", N_("{number} was bought before."), number=invoice.number)
        if key in offered:
            raise NotBuyable("purchase.offered", N_("{number} stands in an open offer."), number=invoice.number)
        _require_fit(offer, invoice)
    return [found[key] for key in invoice_ids]


def _require_fit(offer: _Offer, invoice: Payable) -> None:
    if invoice.state != "accepted" or invoice.kind != "invoice" or invoice.face.cents <= 0:
        raise NotBuyable("purchase.not_accepted", N_("{number} is not accepted for buying."), number=invoice.number)
    if invoice.contract_id != offer.contract.pk or invoice.face.currency != offer.contract.currency:
        raise NotBuyable(
            "purchase.other_contract", N_("{number} does not belong under this contract."), number=invoice.number
        )


def _priced(offer: _Offer, invoice: Payable, passed: Collection[tuple[UUID, str]]) -> Pricing:
    """Reserve what is approved, one invoice after the other: each sees the room that the former left."""
    day = booking_day(offer.at)
    part, steps = _approved(offer, invoice, passed)
    pricing = price_under(offer.terms, face=invoice.face, net=invoice.net, approved=part, day=day)
    reserve(
        key=offer.key,
        invoice_id=invoice.id,
        approved=part,
        financed=Money(0, invoice.face.currency) if offer.terms.drawn else pricing.financed,
        expires_at=offer.expires_at,
        by=offer.by,
        at=offer.at,
    )
    return replace(pricing, steps=(*steps, *pricing.steps))


def _approved(offer: _Offer, invoice: Payable, passed: Collection[tuple[UUID, str]]) -> tuple[Money, list[Reason]]:
    """What the debtor's limits, his share of the contract and the facility bear of the invoice, and why no more.

    ``passed``: doubts that people cleared.
    """
    terms, policy = offer.terms, offer.terms.limits.over_limit
    left = room_under(offer.contract.pk, terms, invoice.debtor_id, booking_day(offer.at), at=offer.at).room
    part = approved(invoice.face, left, policy, let_pass=(invoice.id, "M02") in passed)
    if part is None:
        raise NotBuyable(
            "purchase.over_limit",
            N_("{number} of {face} is more than the {room} that the limit of the debtor leaves."),
            number=invoice.number,
            face=invoice.face,
            room=left,
        )
    steps: list[Reason] = []
    if terms.drawn:  # shares and facility bound what is drawn (availability)
        return part, steps
    share = concentration(offer.contract.pk, terms, invoice.debtor_id, part, at=offer.at)
    if share is not None and part > share.room:
        part, steps = _within_share(invoice, share, policy)
    drawable = facility(offer.contract.pk, terms, at=offer.at)
    fits = fits_facility(part, drawable.room, terms.advance_rate)
    whole_or_part = "HOLD" if policy == "REJECT" else policy  # a full facility is no fault of the invoice
    borne = approved(part, fits, whole_or_part, let_pass=(invoice.id, "M03") in passed)
    if borne is None:
        raise NotBuyable(
            "purchase.over_facility",
            N_("What would be financed of {number} is more than the {room} that the facility of {limit} leaves."),
            number=invoice.number,
            room=drawable.room,
            limit=drawable.bound,
        )
    if borne < part:
        words = N_("The facility of {limit} leaves {room} to finance.")
        steps.append(Reason("price.facility", words, {"limit": drawable.bound, "room": drawable.room}))
    return borne, steps


def _within_share(invoice: Payable, share: Concentration, policy: OverLimit) -> tuple[Money, list[Reason]]:
    """What the debtor's share of the contract bears; where that is nothing, it is bought unfinanced or not at all."""
    part = approved(share.part, share.room, "UNAPPROVED" if policy == "UNAPPROVED" else "PARTIAL")
    facts: dict[str, Fact] = {
        "percent": f"{share.percent.normalize():f}",
        "base": share.base,
        "cap": share.cap,
        "taken": share.taken,
        "number": invoice.number,
    }
    if part is None:
        raise NotBuyable(
            "purchase.over_share",
            N_(
                "{number}: one debtor may make up {percent} % of the {base} that is approved, which is {cap}; he has"
                " {taken} already."
            ),
            **facts,
        )
    words = N_(
        "One debtor may make up {percent} % of the {base} that is approved with this invoice, which is {cap};"
        " {taken} of it is taken."
    )
    return part, [Reason("price.share", words, {name: fact for name, fact in facts.items() if name != "number"})]


def _drafted(
    offer: _Offer, invoices: Sequence[Payable], prices: Sequence[Pricing], replaces: UUID | None
) -> tuple[Proposal, list[Item]]:
    """The rows, not yet stored. The debt is asked under the lock of the contract."""
    currency = offer.contract.currency
    proposal = Proposal(
        id=offer.id,
        number=f"{offer.contract.number}-{Proposal.objects.filter(contract=offer.contract).count() + 1:04d}",
        client_id=offer.contract.client_id,
        contract=offer.contract,
        version_id=offer.version_id,
        currency=currency,
        offered_at=offer.at,
        expires_at=offer.expires_at.replace(microsecond=0),
        handed_over_at=max(invoice.received_at for invoice in invoices),
        replaces_id=replaces,
    )
    items = [
        _item(proposal, at, invoice, pricing)
        for at, (invoice, pricing) in enumerate(zip(invoices, prices, strict=True), start=1)
    ]
    bought = Money.total((invoice.face for invoice in invoices), currency)
    proposal.top_up_cents = fund_change(offer.contract.pk, offer.terms, bought=bought).top_up.cents
    end = settle(
        brings(proposal, items),
        client_debt=debt(offer.contract.pk, currency),
        payout_minimum=offer.terms.payout_minimum,
        drawn=offer.terms.drawn,
    )
    proposal.set_off_cents, proposal.payout_cents = end.set_off.cents, end.payout.cents
    proposal.deferred_cents, proposal.carried_cents = end.deferred.cents, end.carried.cents
    return proposal, items


#: Steps of the price that belong to the whole offer, not to one invoice.
_OF_THE_WHOLE = ("price.set_off", "price.payout", "price.deferred", "price.carried")


def _item(proposal: Proposal, position: int, invoice: Payable, pricing: Pricing) -> Item:
    steps: list[Reason] = [step for step in pricing.steps if step.code not in _OF_THE_WHOLE]
    return Item(
        proposal=proposal,
        invoice_id=invoice.id,
        position=position,
        face_cents=pricing.face.cents,
        approved_cents=pricing.approved.cents,
        financed_cents=pricing.financed.cents,
        holdback_cents=pricing.holdback.cents,
        undrawn_cents=pricing.undrawn.cents,
        fee_cents=pricing.fee.cents,
        vat_cents=pricing.vat.cents,
        steps=[step.to_json() for step in steps],
    )
