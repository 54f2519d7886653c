"""The pool of a contract from its facts, and what follows from it: the same for a run and for its replay."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from cessie.domain.availability.balances import ledger_rows
from cessie.domain.availability.models import Pool as PoolRow
from cessie.domain.availability.models import Run
from cessie.domain.availability.rules.snapshot import Snapshot
from cessie.lib.money import Money
from cessie.terms.bridge import Agreed, Bridge, Stand, bridge
from cessie.terms.contract import Terms
from cessie.terms.eligibility import Open, Pool, Rules, agreed_rules, eligible


def pool_of(snapshot: Snapshot, terms: Terms, day: date) -> Pool:
    """What of the facts is eligible on a day."""
    agreed = agreed_rules(terms)
    return eligible(_lines(snapshot, agreed), snapshot.debtors, snapshot.rules(agreed), day)


def _lines(snapshot: Snapshot, agreed: Rules) -> Iterable[Open]:
    judged = snapshot.judge(agreed)
    if snapshot.submission is not None:
        return (
            judged(line, row.number) for row, line in ledger_rows(snapshot.submission, snapshot.waits, snapshot.paid)
        )
    return (judged(line.open, line.number) for line in snapshot.lines)


def bridge_of(eligible_: Money, terms: Terms, stand: Stand) -> Bridge:
    """What may be drawn under the terms."""
    above = terms.limits.over_facility == "SURCHARGE"
    return bridge(eligible_, Agreed.of(terms), stand, over_facility=above)


def stand_kept(run: Run) -> Stand:
    """How the contract stood in the books, as the run keeps it."""

    def money(cents: int) -> Money:
        return Money(cents, run.currency)

    return Stand(
        in_use=money(run.in_use_cents),
        outstanding=money(run.outstanding_cents),
        ordered=money(run.ordered_cents),
        accrued=money(run.accrued_cents),
        unmatched=money(run.unmatched_cents),
        manual=money(run.manual_cents),
        diluted=run.diluted_percent,
        account=money(run.account_cents),
        group_room=None if run.group_room_cents is None else money(run.group_room_cents),
        late=run.late_days,
    )


def steps_json(pool: Pool) -> list[list[str | int]]:
    """The steps as they are stored."""
    return [[step.code, step.out, step.left] for step in pool.steps]


def parts_of(pool: Pool) -> list[tuple[UUID, str, int, int]]:
    """Debtor, bucket, cents, documents: what is stored of the pool."""
    return [(UUID(str(part.debtor)), part.bucket, part.cents, part.documents) for part in pool.parts]


def pool_figures(pool: Pool) -> dict[str, object]:
    """The amounts of a stored pool."""
    return {
        "gross_cents": pool.gross, "eligible_cents": pool.total, "cap_cents": pool.cap, "steps": steps_json(pool),
    }  # fmt: skip


def run_figures(row: PoolRow, found: Bridge) -> dict[str, object]:
    """The amounts of a stored run that follow from what it stood on."""
    return {
        "currency": row.currency, "gross_cents": found.gross.cents, "net_cents": found.net.cents,
        "with_people_cents": found.with_people.cents, "over_cents": found.over.cents, "bound": found.bound,
    }  # fmt: skip
