"""The insurer's money arrives: a bank line pays an accepted claim (P26)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.banking.take import take
from cessie.domain.credit.claims import due
from cessie.domain.credit.models import Claim, Policy
from cessie.domain.credit.rules.states import CLAIM
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

COLLECTION = "1000"  # the chart's code of accounts on which money comes in


class NotThatClaim(Refusal):
    """The line does not pay this claim."""


def from_insurer(line: Line) -> bool:
    """Whether the line is money in from an account of an insurer of the house."""
    iban = line.counterparty_iban
    return line.amount_cents > 0 and bool(iban) and Policy.objects.filter(iban=iban).exists()


def recognise(line: Line) -> UUID | None:
    """The claim that the line surely pays: by the insurer's account, a number in the text, and the amount due."""
    said = f"{line.structured} {line.text} {line.end_to_end_id}".casefold()
    found = [
        claim
        for claim in Claim.objects.filter(state="accepted", policy__iban=line.counterparty_iban).select_related(
            "policy"
        )
        if any(word and word.casefold() in said for word in (claim.number, claim.reference))
        and due(claim).cents == line.amount_cents
    ]
    return found[0].pk if len(found) == 1 else None


def receive_indemnity(*, line_id: UUID, claim_id: UUID, by: Viewer, at: datetime) -> Claim:
    """Take the bank line for the claim; paid whole, the claim is closed. The same line again changes nothing.

    Refused: no right, a claim that is not accepted or unknown (``NotFound``), more than the insurer owes or no money in
    on the collection account (``NotThatClaim``), a line that is booked otherwise (``AlreadyTaken``).
    """
    if by.kind != "system":
        by.require("credit.insure")
    with transaction.atomic():
        claim = (
            Claim.objects.select_for_update(of=("self",))
            .select_related("invoice", "contract")
            .filter(pk=claim_id)
            .first()
        )
        if claim is None or not by.sees_all:
            raise NotFound("credit.unknown_claim", N_("There is no such claim."))
        if Line.objects.filter(pk=line_id, taken_by="credit").exists():
            return claim
        line = take(line_id=line_id, by_app="credit", at=at)
        amount, owed = Money(line.amount_cents, line.currency), due(claim)
        if line.amount_cents <= 0 or line.statement.account.ledger_code != COLLECTION or claim.state != "accepted":
            raise NotThatClaim("credit.no_indemnity", N_("This line is no indemnity for an accepted claim."))
        if amount > owed:
            text = N_("{amount} came in, the insurer owes {owed} on {number}.")
            raise NotThatClaim("credit.too_much", text, amount=amount, owed=owed, number=claim.number)
        of = Dims(
            contract=claim.contract_id, client=claim.client_id, invoice=claim.account, reference=claim.pk,
            bank=line.statement.account_id,
        )  # fmt: skip
        event = Event(f"line/{line.pk}", line.booked_date, line.value_date, claim.number)
        post([nonpayment.receive_indemnity(event=event, amount=amount, of=of)], by=by.key, at=at)
        if amount == owed:
            claim.state = CLAIM.after(claim.state, "pay")
            claim.save(update_fields=["state"])
        facts = {"line": line.pk, "amount": amount}
        record(
            action="credit.receive_indemnity", subject=claim, by=by, at=at, client_id=claim.client_id,
            data=facts,
        )  # fmt: skip
    return claim
