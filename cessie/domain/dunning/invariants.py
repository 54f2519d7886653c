"""What must hold of ladders and runs over the whole database; each breach is a reason (``cessie check``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cessie.domain.dunning.past import claiming
from cessie.domain.dunning.rules.states import LIVE
from cessie.ledger.demands import beside, discharged
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason

#: Invoices that are looked at at once.
CHUNK: Final = 5000


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
    """No invoice took a lower step after a higher one (of the same instalment, where it is paid so), nor two on one
    day."""
    rows = _rows(
        'select invoice_id from (select invoice_id, step, "on", lag(step) over (partition by invoice_id, since_date'
        ' order by "on", step) as former, lag("on") over (partition by invoice_id order by "on", step) as day'
        ' from dunning_touchitem where counts) x where step <= former or "on" = day order by 1',
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
    """What the books demand beside an invoice (9030) is what the last message that stands claimed, less what was paid
    or given up since."""
    keys = [row[0] for row in _rows(
        "select invoice_id from ledger_line where account = '9030' and invoice_id is not null"
        " union select invoice_id from dunning_touchitem where interest_cents > 0 or costs_cents > 0",
        [],
    )]  # fmt: skip
    for i in range(0, len(keys), CHUNK):
        yield from _demands_differ(keys[i : i + CHUNK])


def _demands_differ(invoices: list[UUID]) -> Iterator[Reason]:
    claimed: dict[tuple[UUID, str], int] = {}
    for told in claiming(invoices):
        parts = (("interest", told.interest), ("costs", told.costs))
        claimed |= {(told.invoice_id, part): cents for part, cents in parts if cents}
    booked, gone = beside(invoices), discharged(invoices)
    words = N_("Invoice {invoice}: the books demand {booked} beside it, its messages and what was paid say {claimed}.")
    for key in sorted(invoices):
        for part, stands, less in (
            ("interest", booked[key].interest, gone[key].interest),
            ("costs", booked[key].costs, gone[key].costs),
        ):
            right = Money(max(0, claimed.get((key, part), 0) - less.cents))
            if stands != right:
                facts: dict[str, Fact] = {"invoice": str(key), "booked": stands, "claimed": right}
                yield Reason("dunning.demands_differ", words, facts)


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


CHECKS = (steps_count_with_their_touch, steps_only_rise, one_message_of_a_touch, demands_are_in_the_books)
