"""Deeds as rows, as cells of a file and as a paper, in both portals."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.documents.queries import content
from cessie.domain.purchase.deeds import deed_of
from cessie.domain.purchase.models import Deed
from cessie.domain.purchase.print_deed import print_deed
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.deed_words import DEEDS
from cessie.portals.frame.download import original
from cessie.portals.frame.table import Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A deed with the words for where it stands."""

    deed: Deed
    face: Money
    words: str
    tone: str


def deed_row(deed: Deed) -> Row:
    """One of a list."""
    standing = DEEDS[deed.state]
    return Row(deed, Money(deed.face_cents, deed.currency), _(standing.label), standing.tone)


def deed_head() -> list[str]:
    """The columns of a file of deeds."""
    return [
        _("Number"), _("Client"), _("Contract"), _("Made on"), _("Invoices"), _("Amount incl. VAT"), _("State"),
        _("Registered on"), _("Register number"), _("Fingerprint (SHA-256)"),
    ]  # fmt: skip


def deed_cells(deed: Deed) -> list[Cell]:
    """The cells of one."""
    row = deed_row(deed)
    return [
        deed.number, deed.client.company.name, deed.contract.number, booking_day(deed.made_at), deed.invoices, row.face,
        row.words, deed.registered_date, deed.register_number, deed.document_id,
    ]  # fmt: skip


def deed_file(viewer: Viewer, deed_id: UUID) -> HttpResponse:
    """The paper as a file to keep; it is printed when somebody first asks for it."""
    row = print_deed(deed_id=deed_id, by=viewer, at=timezone.now())
    return original(content(row.paper_id or "", viewer), "application/pdf", f"deed-{row.number}")


def deed_list_file(viewer: Viewer, deed_id: UUID) -> HttpResponse:
    """The list of its claims as the deed was made on it: of a ledger the file whose hash stands in the deed, of a
    purchase the text that was approved, in which they stand."""
    row = deed_of(viewer=viewer, deed_id=deed_id)
    data = content(row.annex_id or row.document_id, viewer)
    return original(data, "text/csv" if row.annex_id else "text/plain", row.number)
