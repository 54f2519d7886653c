"""Invoices of a list with their standing and what is open: a constant number of statements for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cessie.domain.invoices.queries import Row
from cessie.domain.managed.queries import open_on
from cessie.domain.purchase import queries as purchase
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.receivables import bought_and_held
from cessie.lib.money import Money
from cessie.portals.frame.standing import Facts, Standing, standing


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what the books say of it; ``open`` is None while it was neither bought nor managed."""

    row: Row
    standing: Standing
    open: Money | None


def rows_of(rows: Sequence[Row], viewer: Viewer, today: date) -> list[Line]:
    """The same rows, in their order; they came from a query with this viewer."""
    keys = [row.id for row in rows]
    offers = purchase.states_of(viewer=viewer, invoice_ids=keys)
    books, managed = bought_and_held(keys), open_on(keys)
    return [
        _managed(row, managed[row.id], today)
        if row.id in managed
        else _line(row, offers.get(row.id, ""), *books[row.id], today)
        for row in rows
    ]


def _line(row: Row, offer: str, owed: Money, held: Money, today: date) -> Line:
    word = standing(Facts(row.state, offer, row.face, owed, held, row.due_date), today)
    return Line(row, word, owed if offer == "purchased" else None)


def _managed(row: Row, owed: Money, today: date) -> Line:
    nothing = Money(0, owed.currency)
    return Line(row, standing(Facts(row.state, "", row.face, owed, nothing, row.due_date, managed=True), today), owed)
