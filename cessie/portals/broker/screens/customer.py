"""One customer: his ledgers, the offers that he got, and what was compared."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.comparison import queries
from cessie.domain.comparison.models import Customer
from cessie.domain.comparison.rights import own_customer
from cessie.domain.onboarding.words import QUOTES
from cessie.portals.broker.rooms import show
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.comparing import Face, addresses, of_customer
from cessie.portals.frame.entry_score import entry_fields, shown_score


def _shown(request: Visit, _of: Customer, screen: str, /, **context: object) -> HttpResponse:
    return show(request, screen, **context)


def _opened(request: Visit, customer_id: UUID) -> Customer:
    return own_customer(request.viewer, customer_id)


#: The shared pages of comparisons as a broker sees them.
FACE = Face(
    kind="broker", base="broker:", show=_shown, opened=_opened,
    home=lambda customer: reverse("broker:customer", args=[customer.pk]),
    above=lambda: (reverse("broker:customers"), _("Customers")),
)  # fmt: skip


@require_safe
@for_kind("broker")
def customer(request: Visit, customer_id: UUID) -> HttpResponse:
    """Everything of him, with the forms to lay down a ledger, to add offers and to compare."""
    row = own_customer(request.viewer, customer_id)
    scores = list(queries.scores(row)[:20])
    return show(
        request, "customer", row=row, base=FACE.base, forms=addresses(FACE, [row.pk]), entry_fields=entry_fields(),
        score=shown_score(scores[0]) if scores else None, older=scores[1:],
        quotes=[
            (each, QUOTES[each.state], reverse("broker:quote_paper", args=[each.pk]))
            for each in queries.sent_quotes(row)
        ], **of_customer(request, row),
    )  # fmt: skip
