"""Which lines of clients' ledgers are set apart from what is bought: questions without a viewer, for other rooms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from cessie.domain.client_ledgers.holdings import in_force
from cessie.domain.client_ledgers.models import Apart, Position, Submission
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract as contract_for
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money


def apart_of(contract_id: UUID, debtor_id: UUID | None = None) -> QuerySet[Apart]:
    """The lines that are set apart now, the oldest due first."""
    rows = Apart.objects.filter(contract_id=contract_id, ended_at__isnull=True).select_related("debtor__company")
    if debtor_id is not None:
        rows = rows.filter(debtor_id=debtor_id)
    return rows.order_by("due_date", "number")


def apart_numbers(contract_id: UUID) -> frozenset[tuple[UUID, str]]:
    """Debtor and number of each; one statement."""
    rows = Apart.objects.filter(contract_id=contract_id, ended_at__isnull=True)
    return frozenset(rows.values_list("debtor_id", "number"))


def left_of_line(row: Apart) -> int:
    """What of a doubtful line (cents) no money that arrived has paid yet: what of 1110 is this line's."""
    arrived = row.matches.filter(state="live", sweep__state="arrived")
    return max(0, row.booked_cents - (arrived.aggregate(cents=Sum("amount_cents"))["cents"] or 0))


@dataclass(frozen=True, slots=True)
class OwedLine:
    """An invoice that a ledger in force shows as open; ``apart``: how it is set apart, if it is."""

    number: str
    due: date
    open: Money
    apart: Apart | None


def owed_lines(*, viewer: Viewer, contract_id: UUID, debtor_id: UUID) -> list[OwedLine]:
    """The open invoices of one debtor in the ledger in force, the oldest first, and what is set apart without being in
    it any more; ``NotFound`` for a contract that is not the viewer's."""
    contract_for(viewer=viewer, contract_id=contract_id)
    sent, apart = in_force(contract_id), {row.number: row for row in apart_of(contract_id, debtor_id)}
    rows = Position.objects.filter(submission=sent, debtor_id=debtor_id, kind="invoice", open_cents__gt=0)
    found = [
        OwedLine(row.number, row.due_date or row.issue_date, Money(row.open_cents), apart.pop(row.number, None))
        for row in rows
    ]
    gone = [OwedLine(row.number, row.due_date, Money(0, row.currency), row) for row in apart.values()]
    return sorted([*found, *gone], key=lambda line: (line.due, line.number))


def ledgers_with(*, viewer: Viewer, debtor_id: UUID) -> list[Contract]:
    """The contracts whose ledger in force names a debtor, by number."""
    sent = Submission.objects.filter(state="accepted", kind="balance")
    if not viewer.sees_all:
        sent = sent.filter(client_id__in=viewer.client_ids)
    named = Position.objects.filter(submission=OuterRef("pk"), debtor_id=debtor_id, open_cents__gt=0)
    rows = Contract.objects.filter(pk__in=sent.filter(Exists(named)).values("contract_id"))
    return list(rows.select_related("client__company").order_by("number"))


def first_bought(contract_id: UUID, debtor_id: UUID, numbers: Collection[str]) -> dict[str, date]:
    """The day of the first ledger in force that showed each line."""
    rows = Position.objects.filter(
        submission__contract_id=contract_id, submission__kind="balance",
        submission__state__in=("accepted", "superseded"), debtor_id=debtor_id, kind="invoice", number__in=numbers,
    )  # fmt: skip
    return dict(rows.order_by("-submission__as_of").values_list("number", "submission__as_of"))
