"""What is collected for a principal: what is here, what was passed on and what it cost; payments made to himself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts.queries import terms_on
from cessie.domain.trust import queries as trust
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.conditions import conditions_of
from cessie.portals.frame.lists import cut
from cessie.portals.frame.principal_months import file_of, rows_of_months
from cessie.portals.frame.remittances import paper_of, rows_of
from cessie.portals.frame.trust_words import PERIODS
from cessie.portals.frame.typed import amount_of, day_of
from cessie.workflows.follow_up.trusting import direct_on_dossier


@require_safe
@for_kind("client")
def remittances(request: Visit) -> HttpResponse:
    """What stands here for him, how often it is passed on, his remittances, the last payments."""
    client, viewer, today = client_of(request), request.viewer, booking_day(timezone.now())
    standing = next(iter(trust.standings(viewer, client_id=client.pk)), None)
    period = ""
    costs: dict[str, Any] = {}
    if standing is not None and standing.contract_id is not None:
        terms = terms_on(standing.contract_id, today)[1]
        period, costs = _(PERIODS[terms.remittance]), conditions_of(terms, today)
    page = cut(request, trust.remittances(viewer, client_id=client.pk))
    return show(
        request, "remittances", client, standing=standing, period=period, page=page, rows=rows_of(page), today=today,
        months=rows_of_months(viewer, client_id=client.pk),
        receipts=trust.receipts(viewer, client_id=client.pk, state="kept")[:20],
        directs=trust.directs(viewer, client_id=client.pk)[:20], **costs,
    )  # fmt: skip


@require_POST
@for_kind("client")
def paid_directly(request: Visit) -> HttpResponse:
    """One button: the debtor of a dossier paid us ourselves."""
    client, post = client_of(request), request.POST
    if not trust.holds_for(client.pk):
        raise NotFound("trust.unknown_contract", N_("There is no such contract of this principal."))
    attempt(
        request,
        lambda: direct_on_dossier(
            client_id=client.pk, dossier=post.get("dossier", ""), amount=amount_of(post.get("amount", "")),
            paid_date=day_of(post.get("day", "")), by=request.viewer, at=timezone.now(),
        ),
        _("Noted: we shall not ask your debtor for it any more."),
    )  # fmt: skip
    return redirect("client:remittances")


@require_safe
@for_kind("client")
def remittance_paper(request: Visit, remittance_id: UUID) -> HttpResponse:
    """The statement of one of his remittances."""
    return paper_of(request.viewer, remittance_id)


@require_safe
@for_kind("client")
def month_paper(request: Visit, collected_id: UUID, sheet_kind: str) -> HttpResponse:
    """What he was told of a month, as PDF or CSV."""
    return file_of(request.viewer, collected_id, sheet_kind)
