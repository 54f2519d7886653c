"""Questions about the documents behind invoices: their official rules, a client's sheets, what came of one file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cessie.domain.invoices.models import Invoice, RuleCheck, SheetLayout
from cessie.domain.invoices.queries import invoice, invoices
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.values.table import Layout
from cessie.lib.reasons import Reason

#: Formats with rules that somebody keeps.
RULED = ("ubl", "cii", "facturx")


@dataclass(frozen=True, slots=True)
class RulesLook:
    """What the official rules say of one invoice; ``broken`` is None where none are for it."""

    checked_at: datetime
    broken: tuple[Reason, ...] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One invoice of a file."""

    invoice_id: UUID
    part: int
    number: str
    state: str


def rules_look(*, viewer: Viewer, invoice_id: UUID) -> RulesLook | None:
    """The rules of one invoice; None while nobody looked; ``NotFound`` where it is not the viewer's."""
    row = RuleCheck.objects.filter(invoice=invoice(viewer=viewer, invoice_id=invoice_id)).first()
    if row is None:
        return None
    broken = None if row.broken is None else tuple(Reason.from_json(reason) for reason in row.broken)
    return RulesLook(row.checked_at, broken)


def without_rules(*, since: datetime, limit: int) -> tuple[tuple[UUID, str, int], ...]:
    """E-invoices whose rules nobody looked at, oldest first: key, document and part. For jobs, no viewer."""
    rows = Invoice.objects.filter(received_at__gte=since, rule_check__isnull=True, content__format__in=RULED)
    return tuple(rows.order_by("received_at", "id").values_list("pk", "document_id", "part")[:limit])


def delivered_by(invoice_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """What each of these says was delivered; nothing where its document told nothing. For letters, no viewer."""
    rows = Invoice.objects.filter(pk__in=invoice_ids).values_list("pk", "content__delivered")
    return {key: names or [] for key, names in rows}


def layouts(*, viewer: Viewer, client_id: UUID) -> dict[str, Layout]:
    """What a client's columns mean, by the signature of their header."""
    if not viewer.sees_client(client_id):
        return {}
    rows = SheetLayout.objects.filter(client_id=client_id)
    return {row.signature: tuple(row.columns) for row in rows}


def parts_of(*, viewer: Viewer, client_id: UUID, sha256: str, limit: int) -> tuple[Part, ...]:
    """The invoices that came of one file of a client, in its order."""
    rows = invoices(viewer=viewer).filter(document_id=sha256, client_id=client_id).order_by("part")
    return tuple(Part(*facts) for facts in rows.values_list("pk", "part", "number", "state")[:limit])


def count_parts(*, viewer: Viewer, client_id: UUID, sha256: str) -> int:
    """How many invoices came of one file so far."""
    return invoices(viewer=viewer).filter(document_id=sha256, client_id=client_id).count()
