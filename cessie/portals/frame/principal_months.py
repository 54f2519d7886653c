"""What principals were told of each month, as a list shows it, and its papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpResponse

from cessie.domain.collection.models import PrincipalMonth
from cessie.domain.collection.queries import principal_months
from cessie.domain.documents.queries import content
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.download import original

#: How many months a list shows.
SHOWN: Final = 24
_TYPES: Final = {"pdf": "application/pdf", "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Row:
    """A month: what came in (less what went back), what it cost, what was passed on, and the balance after it."""

    id: UUID
    number: str
    principal: str
    month: date
    came: Money
    cost: Money
    passed_on: Money
    closing: Money
    has_paper: bool


def rows_of_months(viewer: Viewer, *, client_id: UUID | None = None) -> list[Row]:
    """The newest months that the viewer may see."""
    return [_row(row) for row in principal_months(viewer=viewer, client_id=client_id)[:SHOWN]]


def _row(row: PrincipalMonth) -> Row:
    came, cost, passed_on = (sums_of(row)[name] for name in ("came", "cost", "passed_on"))
    closing = Money(row.closing_cents, row.currency)
    return Row(
        row.pk, row.number, row.client.company.name, row.month, came, cost, passed_on, closing,
        row.document_id is not None,
    )  # fmt: skip


def sums_of(row: PrincipalMonth) -> dict[str, Money]:
    """What moved his account in the month: ``came`` in, ``cost`` him, was ``passed_on``; each above zero."""
    kinds = {"commission_net": "cost", "commission_vat": "cost", "remitted_to_principal": "passed_on",
             "remittance_returned": "passed_on"}  # fmt: skip
    found = dict.fromkeys(("came", "cost", "passed_on"), Money(0, row.currency))
    for move in row.moves:
        name = kinds.get(move["kind"], "came")
        amount = Money(move["cents"], row.currency)
        found[name] += amount if name == "came" else -amount
    return found


def file_of(viewer: Viewer, month_id: UUID, kind: str) -> HttpResponse:
    """The paper as a file; ``NotFound`` where it is not the viewer's, not made yet, or no such kind."""
    row = principal_months(viewer=viewer).filter(pk=month_id).first()
    digest = {"pdf": row.document_id, "csv": row.csv_document_id}.get(kind) if row is not None else None
    if row is None or digest is None:
        raise NotFound("collection.unknown_month", N_("There is no such statement."))
    return original(content(digest, viewer), _TYPES[kind], row.number.replace("/", "-"))
