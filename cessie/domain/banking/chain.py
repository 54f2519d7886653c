"""The chain in the tables: where a statement stands, and what stands with it as soon as it does.

Inner door of this app's verbs; each holds the row lock on the account, so that one statement at a time is placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cessie.domain.audit.record import record
from cessie.domain.banking.balances import opened_with, total_of
from cessie.domain.banking.models import Account, Line, Statement
from cessie.domain.banking.rules.chain import CHAIN, Link, begins, difference, follows
from cessie.domain.banking.rules.states import STATEMENT
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.close import close
from cessie.domain.work.open_task import open_task
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: How long a kept statement may wait for a person.
PATIENCE = timedelta(days=1)


def link(statement: Statement) -> Link:
    """The statement as a link."""
    currency = statement.account.currency
    return Link(
        Money(statement.opening_cents, currency),
        Money(statement.closing_cents, currency),
        statement.closing_date,
        statement.sequence,
    )


def task_key(statement: Statement) -> str:
    """The one task about a kept statement."""
    return f"banking.statement:{statement.pk}"


def holding(statement: Statement) -> list[Reason]:
    """The findings that keep the statement out of the chain."""
    return [Reason.from_json(found) for found in statement.findings if found["holds"]]


def pack(holds: Iterable[Reason], notes: Iterable[Reason] = ()) -> list[dict[str, object]]:
    """Findings as the table keeps them."""
    return [reason.to_json() | {"holds": held} for held, some in ((True, holds), (False, notes)) for reason in some]


def settle(account: Account, new: Statement | None, *, by: Viewer, at: datetime) -> None:
    """Chain ``new`` if it stands, then all that waited only for it; else open a task. The account row is locked."""
    if new is not None and not _try(account, new, by=by, at=at):
        _wait(new, by=by, at=at)
        return
    waiting = list(
        Statement.objects.filter(account=account, state="kept").order_by("closing_date", "sequence", "imported_at")
    )
    moved = True
    while moved:
        moved = False
        for statement in list(waiting):
            if all(reason.code in CHAIN for reason in holding(statement)) and _try(account, statement, by=by, at=at):
                waiting.remove(statement)
                moved = True


def _try(account: Account, statement: Statement, *, by: Viewer, at: datetime) -> bool:
    """Chain the statement if nothing of its own holds it and it follows a place; else keep why not."""
    statement.account = account
    own = [reason for reason in holding(statement) if reason.code not in CHAIN]
    place, doubts = _place(account, statement)
    notes = [Reason.from_json(found) for found in statement.findings if not found["holds"]]
    statement.findings = pack([*own, *doubts], notes)
    if own or doubts:
        statement.save(update_fields=["findings"])
        return False
    insert(statement, after=place, event="chain")
    close(key=task_key(statement), decision="chained", by=by, at=at)
    record(action="banking.chain", subject=statement, by=by, at=at, data={"previous": statement.previous_id})
    return True


def _place(account: Account, statement: Statement) -> tuple[Statement | None, Sequence[Reason]]:
    """The statement after which this one stands, or why there is none."""
    this, chained = link(statement), Statement.objects.filter(account=account, state="chained")
    last = chained.filter(following__isnull=True).first()
    if last is None:
        return None, begins(this, opened_with(account)) if account.is_ours else ()
    last.account = account
    doubts = follows(link(last), this)
    if not doubts:
        return last, ()
    for before in chained.filter(closing_cents=statement.opening_cents, following__isnull=False).order_by(
        "-closing_date", "-sequence"
    ):
        before.account = account
        after = before.following
        gap = after.opening_cents != before.closing_cents
        if gap and statement.closing_date <= after.closing_date and not follows(link(before), this):
            return before, ()
    return (None, ()) if _leads_in(account, this, chained) else (None, doubts)


def _leads_in(account: Account, this: Link, chained: QuerySet[Statement]) -> bool:
    """Whether a statement of a creditor stands before the first that was read: no balance of our books opens there."""
    first = chained.filter(previous__isnull=True).select_related("account").first()
    return first is not None and not account.is_ours and not follows(this, link(first))


def place_by_day(account: Account, statement: Statement) -> Statement | None:
    """Where a statement stands that a person takes as it is: after the latest of its own day or before."""
    day = statement.closing_date
    chained = Statement.objects.filter(account=account, state="chained", closing_date__lte=day)
    ends = chained.filter(Q(following__isnull=True) | Q(following__closing_date__gt=day))
    return ends.order_by("-closing_date", "-sequence").first()


def insert(statement: Statement, *, after: Statement | None, event: str) -> None:
    """Put the statement into the chain behind ``after`` (None: at the beginning); who stood there moves behind it.

    ``accepted_cents`` keeps what its place leaves unexplained: at the end the gap before it and what it lacks inside;
    in a gap that a person had accepted its entries explain so much less. The sum over the chain is what separates
    the bank's last balance from the books and the lines that wait.
    """
    account = statement.account
    chained = Statement.objects.filter(account=account, state="chained")
    entries = total_of(statement)
    moved = chained.filter(previous=after).update(previous=statement)
    if moved and (after is not None or account.is_ours):
        left = -entries
    else:
        left = difference(_opens_from(account, statement, after), link(statement), entries)
    statement.accepted_cents = left.cents
    statement.previous = after
    statement.state = STATEMENT.after(statement.state, event)
    statement.save()


def _opens_from(account: Account, statement: Statement, after: Statement | None) -> Money:
    """The balance from which a statement goes on: of the one before, of the books, or its own where none is ours."""
    if after is not None:
        return Money(after.closing_cents, account.currency)
    return opened_with(account) if account.is_ours else link(statement).opening


def _wait(statement: Statement, *, by: Viewer, at: datetime) -> None:
    """Ask a person."""
    open_task(
        key=task_key(statement),
        kind="banking.statement_held",
        subject=statement,
        reasons=holding(statement) or [Reason("banking.held", N_("The statement waits for a person."))],
        evidence={"account": str(statement.account_id), "lines": Line.objects.filter(statement=statement).count()},
        due_at=at + PATIENCE,
        by=by,
        at=at,
    )
