"""The entry score of a broker's customer: worked out by the house's figures, on paper, and shown to the house."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.comparison import queries
from cessie.domain.comparison.rights import own_customer
from cessie.domain.comparison.score_customer import score_customer, show_the_house
from cessie.domain.documents import originals
from cessie.domain.onboarding.models import Assessment
from cessie.domain.onboarding.paper import assessment_pdf
from cessie.formats.annual_accounts import MAX_BYTES
from cessie.lib.days import booking_day
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.entry_score import typed_figures


@require_POST
@for_kind("broker")
def score(request: Visit, customer_id: UUID) -> HttpResponse:
    """Work it out by what was typed, the accounts and one of his ledgers."""
    own_customer(request.viewer, customer_id)
    attempt(request, lambda: _score(request, customer_id), _("The score is worked out: a person decides."))
    return redirect("broker:customer", customer_id)


def _score(request: Visit, customer_id: UUID) -> Assessment:
    file, ledger = request.FILES.get("accounts"), request.POST.get("ledger", "")
    return score_customer(
        customer_id=customer_id, typed=typed_figures(request.POST),
        accounts=file.read(MAX_BYTES + 1) if file is not None else b"", name=(file.name or "") if file else "",
        ledger_id=key(ledger) if ledger else None, by=request.viewer, at=timezone.now(),
    )  # fmt: skip


@require_POST
@for_kind("broker")
def score_show(request: Visit, customer_id: UUID) -> HttpResponse:
    """From now on the house sees the customer's name and scores, and decides."""
    own_customer(request.viewer, customer_id)
    words = _("The house sees this customer's score now, and answers here.")
    attempt(request, lambda: show_the_house(customer_id=customer_id, by=request.viewer, at=timezone.now()), words)
    return redirect("broker:customer", customer_id)


@require_safe
@for_kind("broker")
def quote_paper(request: Visit, quote_id: UUID) -> HttpResponse:
    """A quote of the house for one of his customers, as the company got it."""
    row = queries.sent_quote(request.viewer, quote_id)
    return original(originals.read(row.paper_id or ""), "application/pdf", f"{row.number}-{row.version}")


@require_safe
@for_kind("broker")
def score_paper(request: Visit, assessment_id: UUID) -> HttpResponse:
    """One score on paper, in the reader's language."""
    _customer, row = queries.own_score(request.viewer, assessment_id)
    data = assessment_pdf(row, language=request.viewer.language, made=booking_day(row.made_at))
    return original(data, "application/pdf", f"entry-score-{row.made_at:%Y-%m-%d}")
