"""What must hold of ladders and runs over the whole database; each breach is a reason (``cessie check``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from cessie.domain.dunning.rules.states import LIVE
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason


def steps_count_with_their_touch() -> Iterable[Reason]:
    """A step counts for an invoice exactly where what its debtor gets is planned, under way or done."""
    rows = _rows(
        "select i.invoice_id, i.step from dunning_touchitem i join dunning_touch t on t.id = i.touch_id"
        " where i.counts <> (t.state = any(%s) and not i.rides) order by 1, 2",
        [list(LIVE)],
    )
    words = N_("Invoice {invoice}: whether step {step} counts does not fit what became of it.")
    for invoice, step in rows:
        yield Reason("dunning.counts_differ", words, {"invoice": str(invoice), "step": step})


def steps_only_rise() -> Iterable[Reason]:
    """No invoice took a lower step after a higher one, nor two on one day."""
    rows = _rows(
        'select invoice_id from (select invoice_id, step, "on", lag(step) over w as former, lag("on") over w as day'
        ' from dunning_touchitem where counts window w as (partition by invoice_id order by "on", step)) x'
        ' where step <= former or "on" = day order by 1',
        [],
    )
    for (invoice,) in rows:
        words = N_("Invoice {invoice}: its steps do not rise from day to day.")
        yield Reason("dunning.steps_fall", words, {"invoice": str(invoice)})


def one_message_of_a_touch() -> Iterable[Reason]:
    """No message to a debtor belongs to two touches, and none of a touch that came to nothing has left."""
    rows = _rows(
        "select m.id, count(*) from dunning_touch t join correspondence_message m on m.id = t.message_id"
        " group by m.id having count(*) > 1 or"
        " bool_or(t.state = 'undone' and m.state not in ('dropped', 'failed', 'bounced')) order by 1",
        [],
    )
    for message, _count in rows:
        words = N_("Message {message} went out twice for one step, or for a step that was taken back.")
        yield Reason("dunning.message_twice", words, {"message": str(message)})


def demands_are_in_the_books() -> Iterable[Reason]:
    """Nothing more is demanded of a debtor in the books than a message that stands has claimed."""
    rows = _rows(
        "select b.invoice_id, b.cents, coalesce(c.cents, 0) from"
        " (select invoice_id, sum(amount_cents) as cents from ledger_line where account = '9030' group by 1) b"
        " left join (select invoice_id, max(interest_cents) + max(costs_cents) as cents from dunning_touchitem"
        "   where counts group by 1) c on c.invoice_id = b.invoice_id"
        " where b.invoice_id is not null and (b.cents > coalesce(c.cents, 0) or b.cents < 0) order by 1",
        [],
    )
    words = N_("Invoice {invoice}: the books demand {booked} beside it, its messages claimed {claimed}.")
    for invoice, booked, claimed in rows:
        facts: dict[str, Fact] = {"invoice": str(invoice), "booked": Money(int(booked)), "claimed": Money(int(claimed))}
        yield Reason("dunning.demands_differ", words, facts)


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


CHECKS = (steps_count_with_their_touch, steps_only_rise, one_message_of_a_touch, demands_are_in_the_books)
