"""What the verbs of a claim share: its door, its shares under the policy and in the books."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cessie.domain.contracts.queries import lock as lock_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.losses import locked as locked_invoice
from cessie.domain.credit.losses import require_word
from cessie.domain.credit.models import Claim
from cessie.domain.credit.rules.states import CLAIM
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.queries import Booking
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.insurance import Loss, share_loss

#: In which states a claim keeps its invoice or lines from having another.
LIVE = ("filed", "accepted", "paid")
#: The rules by which an accepted claim is shared.
SHARES = ("P23", "P24", "P25", "P15")


def locked(claim_id: UUID, note: str, by: Viewer) -> Claim:
    """The claim under the locks of its contract, its invoice where it is for one, and its row."""
    found = Claim.objects.filter(pk=claim_id).first()
    if found is None or not by.sees_all:
        raise NotFound("credit.unknown_claim", N_("There is no such claim."))
    if found.invoice_id is not None:
        locked_invoice(found.invoice_id, note, by)
    else:
        require_word(note, by)
        lock_contract(found.contract_id)
    rows = Claim.objects.select_related("invoice", "policy", "contract")
    return rows.select_for_update(of=("self",)).get(pk=claim_id)


def move(claim: Claim, event: str, note: str, by: Viewer, at: datetime) -> None:
    """Change the state of a locked claim, and free its lines where that ends it; refused (``WrongState``) where the
    table has no such move."""
    claim.state = CLAIM.after(claim.state, event)
    claim.decided_at, claim.decided_by, claim.note = at, by.key, note.strip() or claim.note
    claim.save(update_fields=["state", "decided_at", "decided_by", "note"])
    claim.lines.update(live=claim.state in LIVE)


def share(claim: Claim, *, relief: bool = True, granted: Money | None = None) -> Loss:
    """How what is doubtful now is borne under the policy (``terms.insurance``); of lines the client bears what is not
    covered as far as the contract has recourse."""
    invoice = claim.invoice
    still = ledger.balance("1110", Dims(invoice=claim.account), currency=claim.currency)
    loss = share_loss(
        open_amount=still,
        face=Money(claim.claimed_cents if invoice is None else invoice.payable_cents, claim.currency),
        vat=Money(claim.vat_cents if invoice is None else invoice.vat_cents, claim.currency),
        insured_limit=Money(claim.insured_limit_cents, claim.currency),
        insured_percent=claim.policy.insured_percent,
        basis="NET" if claim.policy.basis == "NET" else "GROSS",
        relief=relief,
        deductible=Money(claim.policy.deductible_cents, claim.currency),
        maximum=_left_of_policy(claim),
    )
    if granted is not None:
        vat = min(loss.vat_relief, max(Money(0, claim.currency), still - granted))
        loss = Loss(still, granted, vat, still - granted - vat)
    return loss if invoice is not None else loss.with_recourse(_clients_share(claim))


def _clients_share(claim: Claim) -> Decimal:
    """Percent of what is not covered that the client bears, by the terms on the day on which it was claimed."""
    return terms_on(claim.contract_id, booking_day(claim.filed_at))[1].clients_share


def _left_of_policy(claim: Claim) -> Money | None:
    """What is left of the most that the policy's version pays, beside its other claims; None: no bound."""
    if claim.policy.maximum_cents is None:
        return None
    others = Claim.objects.filter(policy_id=claim.policy_id, state__in=("accepted", "paid")).exclude(pk=claim.pk)
    paid = Money.total((loss_of(each).indemnity for each in others), claim.currency)
    return Money(claim.policy.maximum_cents, claim.currency) - paid


def due(claim: Claim) -> Money:
    """What the insurer still owes on an accepted claim."""
    return ledger.balance("1300", Dims(reference=claim.pk), currency=claim.currency)


def loss_of(claim: Claim) -> Loss:
    """How the loss was borne, as the books have it."""
    by_rule = {entry.rule: entry.lines[0].amount for entry in postings(claim)}
    nothing = Money(0, claim.currency)
    indemnity, vat, charged = (by_rule.get(rule, nothing) for rule in ("P23", "P24", "P15"))
    own = Money.total(
        (-line.amount for e in postings(claim) if e.rule == "P25" for line in e.lines if line.account == "1110"),
        claim.currency,
    )
    return Loss(indemnity + vat + own + charged, indemnity, vat, own, charged)


def postings(claim: Claim) -> list[Booking]:
    """P23 to P25 of the claim that stand, with what of lines went back to the client (P15)."""
    booked = ledger.bookings(invoice=claim.account)
    undone = {entry.reverses for entry in booked}
    return [
        entry
        for entry in booked
        if entry.rule in SHARES and f" {claim.pk}/" in entry.key and entry.entry_id not in undone
    ]


def waiting_key(claim_id: UUID) -> str:
    """The key of the task that asks the insurer for the indemnity once the waiting period is over."""
    return f"claim.waiting:{claim_id}"
