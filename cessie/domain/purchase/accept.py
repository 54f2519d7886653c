"""The client approves an offer: the invoices are bought, ceded and in the books, all at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.queries import contract_of, terms_of
from cessie.domain.credit.reserve import use
from cessie.domain.documents.store import store
from cessie.domain.invoices.payable import Payable, debtors_of
from cessie.domain.invoices.payable import lock as lock_invoices
from cessie.domain.purchase.balance import debt
from cessie.domain.purchase.deed import deed
from cessie.domain.purchase.door import locked, move, visible
from cessie.domain.purchase.figures import brings, fingerprint
from cessie.domain.purchase.fund import fund_change
from cessie.domain.purchase.keep_deed import keep_deed
from cessie.domain.purchase.models import Cession, Item, Proposal
from cessie.domain.purchase.propose import reservation_key
from cessie.domain.purchase.refusals import AlreadyDecided, Blocked, ChangedFigures, Expired
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import fees, purchase
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.terms.contract import Terms
from cessie.terms.pricing import settle


@dataclass(frozen=True, slots=True)
class Purchased:
    """What was bought, and what is to be paid to the client now: ``payout`` in cents, possibly nothing."""

    proposal_id: UUID
    client_id: UUID
    contract_id: UUID
    number: str
    payout: Money
    invoice_ids: tuple[UUID, ...]


def accept(*, proposal_id: UUID, digest: str, by: Viewer, at: datetime) -> Purchased:
    """Buy what was offered: P01, P02 and P03 for each invoice, its cession with the deed, the reservations used.

    ``digest`` is that of the figures on the client's screen. Everything that the offer stood on is looked at again
    under the locks: contract, debtors, proposal, invoices (``credit.locks``). Orders no payment: the caller does, in
    the same transaction.
    Refused: not visible (``NotFound``), no owner of the client (``NotAllowed``), decided before (``AlreadyDecided``),
    lapsed (``Expired``), other figures than shown (``ChangedFigures``), limits, debt or invoices that changed since
    (``Blocked``, with reasons: the caller blocks the offer). Nothing is half done.
    """
    by.require_signer(visible(proposal_id, by).client_id)
    with transaction.atomic():
        items = list(Item.objects.select_related("proposal").filter(proposal_id=proposal_id).order_by("position"))
        proposal = locked(proposal_id, by, debtor_ids=debtors_of([item.invoice_id for item in items]))
        _require_open(proposal, items, digest, at)
        invoices = {invoice.id: invoice for invoice in lock_invoices([item.invoice_id for item in items])}
        terms = terms_of(proposal.version_id)
        _require_unchanged(proposal, items, invoices, terms, at)
        _use_reservations(proposal, by, at)
        move(proposal, "accept", by, at)
        _cede(proposal, items, invoices, terms, by, at)
        post(_entries(proposal, items, invoices, terms, at), by=by.key, at=at)
        payout = Money(proposal.payout_cents, proposal.currency)
        record(
            action="purchase.accept",
            subject=proposal,
            by=by,
            at=at,
            client_id=proposal.client_id,
            data={"digest": digest, "payout": payout},
        )
    return Purchased(
        proposal_id=proposal.pk,
        client_id=proposal.client_id,
        contract_id=proposal.contract_id,
        number=proposal.number,
        payout=payout,
        invoice_ids=tuple(item.invoice_id for item in items),
    )


def _require_open(proposal: Proposal, items: Sequence[Item], digest: str, at: datetime) -> None:
    if proposal.state != "offered":
        raise AlreadyDecided(
            "purchase.decided",
            N_("{number} was decided before: {state}."),
            number=proposal.number,
            state=proposal.state,
        )
    if at >= proposal.expires_at:
        raise Expired(
            "purchase.lapsed", N_("{number} lapsed on {day}."), number=proposal.number, day=proposal.expires_at
        )
    if not digest == proposal.digest == fingerprint(proposal, items):
        text = N_("The figures of {number} changed since they were shown: look at them again before you approve.")
        raise ChangedFigures("purchase.figures", text, number=proposal.number)


def _require_unchanged(
    proposal: Proposal, items: Sequence[Item], invoices: dict[UUID, Payable], terms: Terms, at: datetime
) -> None:
    """The contract still runs, invoices and the client's debt are as they were when the figures were made; the limits
    follow with ``use``."""
    reasons = []
    running = contract_of(proposal.client_id, booking_day(at))
    if running is None or running.pk != proposal.contract_id:
        text = N_("There is no contract with this client that runs any more.")
        reasons.append(Reason("purchase.contract_ended", text))
    for item in items:
        invoice = invoices.get(item.invoice_id)
        if invoice is None or invoice.state != "accepted" or invoice.face.cents != item.face_cents:
            number = invoice.number if invoice else ""
            text = N_("{number} is not accepted any more.")
            reasons.append(Reason("purchase.invoice_changed", text, {"number": number}))
    owed = debt(proposal.contract_id, proposal.currency)
    gap = fund_change(proposal.contract_id, terms, bought=Money(sum(item.face_cents for item in items)))
    if gap.top_up.cents != proposal.top_up_cents:
        text = N_("What the guarantee fund asks for changed: {amount} goes into it.")
        reasons.append(Reason("purchase.fund_changed", text, {"amount": gap.top_up}))
    now = settle(brings(proposal, items), client_debt=owed, payout_minimum=terms.payout_minimum, drawn=terms.drawn)
    if (now.set_off.cents, now.payout.cents) != (proposal.set_off_cents, proposal.payout_cents):
        text = N_("What is owed on the current account changed: {payout} would be paid out.")
        reasons.append(Reason("purchase.debt_changed", text, {"payout": now.payout}))
    if reasons:
        raise Blocked(reasons)


def _use_reservations(proposal: Proposal, by: Viewer, at: datetime) -> None:
    try:
        with transaction.atomic():
            use(key=reservation_key(proposal.pk), by=by, at=at)
    except Refusal as no:
        raise Blocked([no.reason]) from no


def _cede(
    proposal: Proposal, items: Sequence[Item], invoices: dict[UUID, Payable], terms: Terms, by: Viewer, at: datetime
) -> None:
    """The record of the assignment, and its deed as a document that is kept by its hash."""
    text = deed(proposal, items, list(invoices.values()), terms, by.key, at)
    kept = store(
        data=text.encode(),
        name=f"{proposal.number}.txt",
        channel="own",
        client_id=proposal.client_id,
        by=by,
        at=at,
    )
    face_cents = sum(item.face_cents for item in items)
    keep_deed(proposal, terms, kept.document, face_cents=face_cents, count=len(items), at=at)
    Cession.objects.bulk_create(
        Cession(
            proposal=proposal,
            invoice_id=item.invoice_id,
            contract_id=proposal.contract_id,
            transfer_form=terms.transfer_form,
            ceded_at=at,
            document=kept.document,
        )
        for item in items
    )


def _entries(
    proposal: Proposal, items: Sequence[Item], invoices: dict[UUID, Payable], terms: Terms, at: datetime
) -> list[Entry]:
    """P01 at face; P02 and P03 where there is something to hold back or to charge; P02 for the guarantee fund."""
    entries = []
    if proposal.top_up_cents:
        whole = Dims(contract=proposal.contract_id, client=proposal.client_id)
        fund = Event(f"{proposal.pk}/fund", booking_day(at), text=proposal.number)
        amount = Money(proposal.top_up_cents, proposal.currency)
        entries.append(purchase.top_up_fund(event=fund, amount=amount, of=whole))
    for item in items:
        invoice = invoices[item.invoice_id]
        of = Dims(
            contract=proposal.contract_id, client=proposal.client_id, debtor=invoice.debtor_id, invoice=invoice.id
        )
        event = Event(f"{proposal.pk}/{invoice.id}", booking_day(at), text=f"{proposal.number} {invoice.number}")
        entries.append(purchase.purchase(event=event, face=_money(item, "face"), of=of))
        if item.holdback_cents:
            entries.append(purchase.hold_back(event=event, amount=_money(item, "holdback"), of=of))
        if item.fee_cents:
            fee, vat = _money(item, "fee"), _money(item, "vat")
            country = terms.vat_country
            entries.append(fees.fee(event=event, kind="factoring_commission", net=fee, vat=vat, country=country, of=of))
    return entries


def _money(item: Item, name: str) -> Money:
    return Money(getattr(item, f"{name}_cents"), item.proposal.currency)
