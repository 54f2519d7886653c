"""Whom the disclosure of a confidential contract would tell and at which cost; one proposes it, another agrees."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts import queries as contracts
from cessie.domain.contracts.disclose import disclose
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.channel_words import CHANNELS
from cessie.portals.frame.contract_words import TRIGGERS
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.workflows.purchases.disclosing import preview


@require_safe
@for_kind("staff")
def disclosure(request: Visit, contract_id: UUID) -> HttpResponse:
    """The debtors who would be told, the largest first, each with the way of his notice; and the form."""
    now = timezone.now()
    row, today = contracts.contract(viewer=request.viewer, contract_id=contract_id), booking_day(now)
    _version, terms = contracts.terms_on(contract_id, max(today, row.started_date))
    changes = contracts.changes(viewer=request.viewer, contract_id=contract_id)
    seen = preview(contract_id=contract_id, by=request.viewer, at=now)
    return show(
        request,
        "disclosure",
        contract=row,
        confidential=terms.disclosure == "CONFIDENTIAL",
        seen=seen,
        cost=Money(seen.cents, row.currency),
        channels={name: _(words) for name, words in CHANNELS.items()},
        triggers=[(name, _(words)) for name, words in TRIGGERS.items()],
        waits=any(each.state == "proposed" for each in changes),
        may_amend=request.viewer.may("contracts.amend") and row.state != "closed",
        today=today,
    )


@require_POST
@for_kind("staff")
def disclosure_propose(request: Visit, contract_id: UUID) -> HttpResponse:
    """Propose it; another person agrees on the contract's page."""
    contracts.contract(viewer=request.viewer, contract_id=contract_id)
    said = request.POST

    def propose() -> None:
        disclose(
            contract_id=contract_id, trigger=said.get("trigger", ""), valid_from=day_of(said.get("from", "")),
            note=said.get("note", ""), registered="registered" in said, by=request.viewer, at=timezone.now(),
        )  # fmt: skip

    attempt(request, propose, _("Another person must agree now."))
    return redirect("staff:contract", contract_id)
