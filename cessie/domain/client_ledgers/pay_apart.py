"""Swept money that the client matched to lines which are not financed any more (P08, P27)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.client_ledgers.apart import left_of_line
from cessie.domain.client_ledgers.models import Match, Sweep
from cessie.domain.contracts.debtor_account import dims_of
from cessie.domain.credit.claims import loss_of
from cessie.domain.credit.models import Claim, ClaimLine
from cessie.domain.credit.share_dividend import dividend
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.rules import balances
from cessie.ledger.rules.balances import Part
from cessie.lib.money import Money
from cessie.terms.insurance import split_dividend


def entries_apart(row: Sweep, line: Line, event: Event, at: datetime) -> list[Entry]:
    """What of a sweep is for lines set apart: of an accepted claim it is shared as the loss was borne (P27), of
    doubtful ones it pays what stands in 1110, of those that went back it is the client's own (P08)."""
    client, after = 0, defaultdict[UUID, int](int)
    left, doubtful = dict[UUID, int](), defaultdict[UUID, int](int)
    for match in Match.objects.filter(sweep=row, apart__isnull=False).select_related("apart").order_by("pk"):
        claim_id = _accepted(match)
        if claim_id is not None:
            after[claim_id] += match.amount_cents
            continue
        paid = 0
        if match.apart is not None and match.apart.cause == "doubtful" and match.apart.ended_at is None:
            still = left.setdefault(match.apart.pk, left_of_line(match.apart))
            paid = min(match.amount_cents, still)
            left[match.apart.pk] -= paid
            doubtful[match.debtor_id] += paid
        client += match.amount_cents - paid
    parts = [
        Part(Money(cents, row.currency), dims_of(row.contract, debtor)) for debtor, cents in doubtful.items() if cents
    ]
    reference = Dims(reference=line.pk)
    entries = []
    for claim in Claim.objects.filter(pk__in=after).select_related("contract", "invoice").order_by("pk"):
        loss = loss_of(claim)
        amount = Money(min(after[claim.pk], loss.open_amount.cents), row.currency)
        client += after[claim.pk] - amount.cents
        if amount:
            entries.append(dividend(claim, split_dividend(amount, loss), line, at))
    if parts:
        entries.append(balances.allocate_doubtful(event=_named(event, "doubtful"), parts=parts, line=reference))
    if client:
        of = Dims(row.contract_id, row.client_id)
        amount = Money(client, row.currency)
        entries.append(balances.allocate_to_client(event=_named(event, "client"), amount=amount, of=of, line=reference))
    return entries


def _named(event: Event, what: str) -> Event:
    return event._replace(key=f"{event.key}/{what}")


def _accepted(match: Match) -> UUID | None:
    """The claim on the line that the insurer has accepted."""
    rows = ClaimLine.objects.filter(
        contract_id=match.contract_id, debtor_id=match.debtor_id, number=match.number, live=True,
        claim__state__in=("accepted", "paid"),
    )  # fmt: skip
    return rows.values_list("claim_id", flat=True).first()
