"""What a change of the statutory rates does to the open figures, before anybody confirms it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.countries import COUNTRIES
from cessie.law.guards import Unlawful
from cessie.law.many import Book
from cessie.law.rates import Rate, Rates
from cessie.lib.money import Money

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one country: how many open invoices are overdue and what they bear today, as rates are and as they would be.

    None where a rate of the time is not known.
    """

    country: str
    invoices: int
    owed: Money
    before: Money | None
    after: Money | None

    @property
    def difference(self) -> Money | None:
        """What the change adds, or takes."""
        return None if self.before is None or self.after is None else self.after - self.before


def effect(*, viewer: Viewer, changes: Iterable[Rate], today: date) -> tuple[Effect, ...]:
    """The statutory interest between businesses of every overdue open invoice, by the country of its debtor.

    Partial payments are taken as they left the invoice: the open amount since the due date. The house's people alone.
    """
    if not viewer.sees_all:
        return ()
    now, then = rates_in_force(), rates_in_force(more=changes)
    open_now: dict[str, list[tuple[int, date]]] = defaultdict(list)
    for country, cents, due in _overdue(today):
        open_now[country].append((cents, due))
    return tuple(
        Effect(
            country, len(claims), Money(sum(cents for cents, _ in claims)),
            _interest(country, claims, today, now), _interest(country, claims, today, then),
        )
        for country, claims in sorted(open_now.items())
        if country in COUNTRIES
    )  # fmt: skip


def _interest(country: str, claims: list[tuple[int, date]], today: date, rates: Rates) -> Money | None:
    try:
        interest, _costs = Book(country, "b2b", today, rates).both(claims)
    except Unlawful:
        return None
    return Money(sum(interest))


def _overdue(today: date) -> Iterator[tuple[str, int, date]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select k.country, sum(b.amount_cents), i.due_date
              from ledger_balance b
              join invoices_invoice i on i.id = b.invoice_id and i.due_date < %s and i.currency = 'EUR'
              join parties_debtor d on d.id = i.debtor_id
              join parties_company k on k.id = d.company_id
             where b.open and b.account in ('1100', '1110', '9020')
             group by i.id, k.country, i.due_date
            having sum(b.amount_cents) > 0
            """,
            [today],
        )
        while rows := cursor.fetchmany(BATCH):
            yield from ((country, int(cents), due) for country, cents, due in rows)
