"""The ledger that a client sent, as the rules read it: in pieces, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, Sum

from cessie.domain.availability.debtors import facts_of
from cessie.domain.availability.excluded import excluded
from cessie.domain.availability.rules.snapshot import Out, Snapshot, Waits
from cessie.domain.availability.uncovered import uncovered
from cessie.domain.client_ledgers.models import Position, Submission
from cessie.domain.client_ledgers.queries import CHUNK, PositionFacts, paid_since, positions
from cessie.domain.client_ledgers.transferred import Passed, not_passed, waits_of
from cessie.domain.contracts.models import Contract
from cessie.terms.contract import Terms
from cessie.terms.eligibility import Open

NOTHING_PAID: Final[Mapping[Out, int]] = MappingProxyType({})


def ledger_snapshot(contract: Contract, terms: Terms, sent: Submission, *, day: date, at: datetime) -> Snapshot:
    """The debtors of a ledger with what it shows to their credit; its lines stay where they are."""
    sums = (
        Position.objects.filter(submission=sent)
        .values_list("debtor_id")
        .annotate(credit=Sum("open_cents", filter=Q(open_cents__lt=0)), private=Count("pk", filter=Q(consumer=True)))
    )
    rows = list(sums.order_by())
    credits = {debtor: -(credit or 0) for debtor, credit, _ in rows}
    consumers = {debtor for debtor, _, private in rows if private}
    facts = facts_of(contract, terms, list(credits), day=day, at=at, credits=credits, consumers=consumers)
    waits = waits_of(sent) if terms.waits_for_registration else None
    return Snapshot(
        sent.pk, facts, out=excluded(contract.pk, day), lost=uncovered(contract, terms, day),
        waits=None if waits is None else Waits(waits.ledger),
        paid={Out(debtor, number): cents for (debtor, number), cents in paid_since(contract.pk).items()},
    )  # fmt: skip


def ledger_rows(
    submission_id: UUID, waits: Waits | None = None, paid: Mapping[Out, int] = NOTHING_PAID
) -> Iterator[tuple[PositionFacts, Open]]:
    """What debtors owe on each line, with the line as it was sent; credits are their debtors'. One dated behind its
    ledger counts as ahead. ``waits``: its deed is not registered, what no registered one holds has not passed.
    ``paid``: what money on the dedicated account was said to pay of an invoice and this ledger does not know, in cents.

    How old a line was when it first came is not known: a ledger shows it as long as it is open.
    """
    left = _not_passed(submission_id, waits)  # both come by debtor and key
    waiting = next(left, None)
    as_of = Submission.objects.values_list("as_of", flat=True).get(pk=submission_id)
    for row in positions(submission_id):
        if row.open_cents <= 0:
            continue
        out = row.pk == waiting
        if out:
            waiting = next(left, None)
        due, ahead = row.due_date or row.issue_date, as_of if row.issue_date > as_of else None
        still = row.open_cents - (paid.get(Out(row.debtor_id, row.number), 0) if paid and row.kind == "invoice" else 0)
        if still > 0:
            yield (
                row,
                Open(row.debtor_id, still, due, row.issue_date, ahead, row.disputed, False, row.unperformed, out),
            )


def _not_passed(submission_id: UUID, waits: Waits | None) -> Iterator[int]:
    if waits is None:
        return iter(())
    return not_passed(submission_id, Passed(waits.passed)).iterator(chunk_size=CHUNK)
