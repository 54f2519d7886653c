"""What the verbs of a claim share: its door, its shares under the policy and in the books."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.credit.losses import locked as locked_invoice
from cessie.domain.credit.models import Claim
from cessie.domain.credit.rules.states import CLAIM
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Dims
from cessie.ledger.queries import Booking
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.insurance import Loss, share_loss

#: In which states a claim keeps its invoice from having another.
LIVE = ("filed", "accepted", "paid")


def locked(claim_id: UUID, note: str, by: Viewer) -> Claim:
    """The claim under the locks of its contract, its invoice and its row."""
    found = Claim.objects.filter(pk=claim_id).first()
    if found is None or not by.sees_all:
        raise NotFound("credit.unknown_claim", N_("There is no such claim."))
    locked_invoice(found.invoice_id, note, by)
    return Claim.objects.select_related("invoice", "policy").select_for_update(of=("self",)).get(pk=claim_id)


def move(claim: Claim, event: str, note: str, by: Viewer, at: datetime) -> None:
    """Change the state of a locked claim; refused (``WrongState``) where the table has no such move."""
    claim.state = CLAIM.after(claim.state, event)
    claim.decided_at, claim.decided_by, claim.note = at, by.key, note.strip() or claim.note
    claim.save(update_fields=["state", "decided_at", "decided_by", "note"])


def share(claim: Claim, *, relief: bool = True, granted: Money | None = None) -> Loss:
    """How what is doubtful now is borne under the policy (``terms.insurance``)."""
    invoice = claim.invoice
    still = ledger.balance("1110", Dims(invoice=invoice.pk), currency=claim.currency)
    loss = share_loss(
        open_amount=still,
        face=Money(invoice.payable_cents, claim.currency),
        vat=Money(invoice.vat_cents, claim.currency),
        insured_limit=Money(claim.insured_limit_cents, claim.currency),
        insured_percent=claim.policy.insured_percent,
        basis="NET" if claim.policy.basis == "NET" else "GROSS",
        relief=relief,
        deductible=Money(claim.policy.deductible_cents, claim.currency),
        maximum=_left_of_policy(claim),
    )
    if granted is None:
        return loss
    vat = min(loss.vat_relief, max(Money(0, claim.currency), still - granted))
    return Loss(still, granted, vat, still - granted - vat)


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
    indemnity, vat = by_rule.get("P23", nothing), by_rule.get("P24", nothing)
    own = Money.total(
        (-line.amount for e in postings(claim) if e.rule == "P25" for line in e.lines if line.account == "1110"),
        claim.currency,
    )
    return Loss(indemnity + vat + own, indemnity, vat, own)


def postings(claim: Claim) -> list[Booking]:
    """P23 to P25 of the claim that stand."""
    booked = ledger.bookings(invoice=claim.invoice_id)
    undone = {entry.reverses for entry in booked}
    return [
        entry
        for entry in booked
        if entry.rule in ("P23", "P24", "P25") and f" {claim.pk}/" in entry.key and entry.entry_id not in undone
    ]


def waiting_key(claim_id: UUID) -> str:
    """The key of the task that asks the insurer for the indemnity once the waiting period is over."""
    return f"claim.waiting:{claim_id}"
