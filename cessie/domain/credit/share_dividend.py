"""Money that still comes in after the indemnity: VAT back to the State, the rest as the loss was borne (P27)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Line
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit.claims import locked, loss_of
from cessie.domain.credit.models import Claim
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger import queries as ledger
from cessie.ledger.entry import Entry, Event
from cessie.ledger.post import post
from cessie.ledger.rules import nonpayment
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.insurance import Dividend, split_dividend


def share_dividend(*, line_id: UUID, claim_id: UUID, amount: Money, note: str, by: Viewer, at: datetime) -> Dividend:
    """Share ``amount`` of a receipt's unallocated money as the loss of the claim was borne. The same again shares
    nothing twice: one line, one share of a claim.

    The caller holds the lock of the receipt, so that nobody allocates the same money.
    Refused: as ``doubt``, a claim that is not accepted, more than is unallocated or than was lost.
    """
    with transaction.atomic():
        claim = locked(claim_id, note, by)
        key = dividend_key(claim, line_id)
        loss = loss_of(claim)
        if claim.state not in ("accepted", "paid"):
            raise Refusal("credit.not_accepted", N_("The insurer has not accepted this claim."))
        shares = split_dividend(amount, loss)
        if ledger.entry_id(f"P27 dividend_after_indemnity {key}") is not None:
            return shares
        left = ledger.unallocated([line_id], currency=claim.currency)[line_id]
        if not 0 < amount.cents <= min(left.cents, loss.open_amount.cents):
            words = N_("Between nothing and {left} of this receipt can be shared.")
            raise Refusal("credit.dividend_amount", words, left=left)
        post([dividend(claim, shares, Line.objects.get(pk=line_id), at)], by=by.key, at=at)
        facts = {"line": line_id, "vat": shares.vat, "insurer": shares.insurer, "own": shares.factor}
        record(action="credit.share_dividend", subject=claim, by=by, at=at, client_id=claim.client_id, data=facts)
    return shares


def dividend_key(claim: Claim, line_id: UUID) -> str:
    """The event of money that a bank line brought after the indemnity."""
    return f"{claim.pk}/{line_id}"


def dividend(claim: Claim, shares: Dividend, line: Line, at: datetime) -> Entry:
    """P27 of the shares of what a bank line brought."""
    return nonpayment.share_dividend(
        event=Event(dividend_key(claim, line.pk), booking_day(at), line.value_date, claim.number),
        vat=shares.vat,
        insurer=shares.insurer,
        own=shares.factor,
        client=shares.client,
        claim=claim.pk,
        country=terms_on(claim.contract_id, booking_day(at))[1].vat_country,
        of=claim.dims.but(reference=line.pk),
    )
