"""What the desk and a client do alike with unpaid documents that an insurance wants reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.portals.frame.access import Visit
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.typed import day_of
from cessie.portals.frame.vocabulary import DECLARED
from cessie.workflows.losses.declaring import Reportable, declare_chosen


def declared(request: Visit) -> None:
    """Declare what the form chose, on the day that it names; without one over the insurer's service."""
    said = request.POST
    declare_chosen(
        keys=said.getlist("item"), on=day_of(said["on"]) if said.get("on") else None,
        reference=said.get("reference", ""), by=request.viewer, at=timezone.now(),
    )  # fmt: skip


def declared_csv(rows: Iterable[Reportable], today: date) -> HttpResponse:
    """The list as a file."""
    head = [
        _("Invoice"), _("Client"), _("Debtor"), _("Due"), _("Open"), _("Insurer"), _("From"), _("At the latest"),
        _("State"), _("Reference"),
    ]  # fmt: skip
    return csv_file("declarations.csv", head, (_cells(row, today) for row in rows))


def _cells(row: Reportable, today: date) -> Sequence[Cell]:
    item, stage = row.item, _(DECLARED[row.stage(today)])
    return (
        item.number, row.client_name, row.debtor_name, item.due, item.open, row.policy.insurer, row.begin, row.last,
        stage, row.declared.reference if row.declared else "",
    )  # fmt: skip
