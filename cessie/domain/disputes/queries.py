"""Disputes as a viewer may see them: the debtor his own, the client those of his invoices, the staff all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from cessie.domain.disputes.amounts import Disputed as Disputed
from cessie.domain.disputes.amounts import amount_of
from cessie.domain.disputes.amounts import disputed as disputed
from cessie.domain.disputes.models import Dispute, Evidence, Turn
from cessie.domain.disputes.rules.states import WAITING
from cessie.domain.documents import originals
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.queries import open_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_

_DEBTOR: Final = "invoice__debtor__company__sort_name"
#: By which the list may be sorted.
SORTS: Final = {"raised": "raised_at", "answer": "answer_by", "invoice": "invoice__number_key", "debtor": _DEBTOR}


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """One dispute with all that was said; ``amount``: what it is about, at most what is open now."""

    row: Dispute
    amount: Money
    turns: tuple[Turn, ...]
    evidence: tuple[Evidence, ...]

    @property
    def late_on(self) -> date | None:
        """The last day for an answer that nobody gave yet."""
        return self.row.answer_by if self.row.state == "open" else None


def disputes(*, viewer: Viewer) -> QuerySet[Dispute]:
    """Every dispute that exists for this viewer."""
    rows = Dispute.objects.select_related("invoice__client__company", "invoice__debtor__company")
    if viewer.sees_all:
        return rows
    if viewer.owes is not None:
        client, debtor = viewer.owes
        return rows.filter(invoice__client_id=client, invoice__debtor_id=debtor)
    return rows.filter(invoice__client_id__in=viewer.client_ids)


def matching(
    *, viewer: Viewer, client_id: UUID | None = None, text: str = "", states: Collection[str] = (), sort: str = ""
) -> QuerySet[Dispute]:
    """Those that fit, sorted by one of ``SORTS`` (a minus turns it round); else the nearest deadline first."""
    rows = disputes(viewer=viewer)
    if client_id is not None:
        rows = rows.filter(invoice__client_id=client_id)
    if states:
        rows = rows.filter(state__in=states)
    if words := text.strip():
        rows = rows.filter(
            Q(invoice__number__icontains=words)
            | Q(invoice__debtor__company__name__icontains=words)
            | Q(invoice__client__company__name__icontains=words)
        )
    column = SORTS.get(sort.removeprefix("-"), "answer_by")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def dispute(*, viewer: Viewer, dispute_id: UUID) -> DisputeFacts:
    """One of them, or ``NotFound``."""
    row = disputes(viewer=viewer).filter(pk=dispute_id).first()
    if row is None:
        raise NotFound("disputes.unknown", N_("There is no such dispute."))
    return facts_of([row])[0]


def facts_of(rows: Sequence[Dispute]) -> list[DisputeFacts]:
    """All about each, in their order; they came from a query with the viewer. A constant number of statements."""
    prefetch_related_objects(
        rows,
        Prefetch("turns", Turn.objects.order_by("at", "pk")),
        Prefetch("evidence", Evidence.objects.order_by("at", "pk")),
    )
    still = open_amounts([row.invoice_id for row in rows])
    return [
        DisputeFacts(row, amount_of(row, still[row.invoice_id]), tuple(row.turns.all()), tuple(row.evidence.all()))
        for row in rows
    ]


def of_invoice(*, viewer: Viewer, invoice_id: UUID) -> tuple[Dispute, ...]:
    """The disputes about one invoice, newest first."""
    return tuple(disputes(viewer=viewer).filter(invoice_id=invoice_id).order_by("-raised_at", "-pk"))


def waiting(*, viewer: Viewer, client_id: UUID) -> int:
    """How many wait for the client."""
    return disputes(viewer=viewer).filter(invoice__client_id=client_id, state__in=WAITING).count()


def evidence(*, viewer: Viewer, evidence_id: UUID) -> tuple[Evidence, bytes]:
    """A file with its bytes, for whoever is party to the dispute; ``NotFound`` else, ``Damaged`` where it is lost."""
    rows = Evidence.objects.select_related("document").filter(dispute__in=disputes(viewer=viewer))
    row = rows.filter(pk=evidence_id).first()
    if row is None or row.document.erased_at is not None:
        raise NotFound("disputes.no_file", N_("There is no such file."))
    return row, originals.read(row.document_id)


def live_at(at: datetime) -> QuerySet[Dispute]:
    """Raised before a moment and still waiting for the client; for jobs."""
    rows = Dispute.objects.select_related("invoice__debtor__company")
    return rows.filter(state__in=WAITING, raised_at__lte=at).order_by("answer_by", "pk")
