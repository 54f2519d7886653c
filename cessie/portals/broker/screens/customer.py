"""One customer: his ledgers, the offers that he got, and what was compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.comparison import queries
from cessie.domain.comparison.ask import ask
from cessie.domain.comparison.lay_ledger import lay_ledger
from cessie.domain.comparison.models import Run
from cessie.domain.comparison.rights import own_customer
from cessie.domain.comparison.words import PRODUCTS
from cessie.domain.documents.store import LIMIT
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.broker.rooms import show
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.comparison_words import STATES
from cessie.portals.frame.entry_score import entry_fields, shown_score
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import amount_of, day_of, percent_of
from cessie.portals.frame.vocabulary import word
from cessie.workflows.jobs import order_comparison


@require_safe
@for_kind("broker")
def customer(request: Visit, customer_id: UUID) -> HttpResponse:
    """Everything of him, with the forms to lay down a ledger, to add offers and to compare."""
    row = own_customer(request.viewer, customer_id)
    ledgers, offers = list(queries.ledgers(row)), list(queries.offers(row))
    page, scores = cut(request, queries.runs(row)), list(queries.scores(row)[:20])
    return show(
        request, "customer", row=row, ledgers=ledgers, usable=[each for each in ledgers if each.invoices], page=page,
        offers=[(each, word(PRODUCTS, str(each.told.get("product", "")))) for each in offers],
        runs=[(each, word(STATES, each.state)) for each in page], entry_fields=entry_fields(),
        score=shown_score(scores[0]) if scores else None, older=scores[1:],
    )  # fmt: skip


@require_POST
@for_kind("broker")
def ledger_in(request: Visit, customer_id: UUID) -> HttpResponse:
    """A sales ledger is laid down; what is wrong in it is shown line by line."""
    file, days = request.FILES.get("file"), request.POST.get("days", "")
    own_customer(request.viewer, customer_id)
    if file is None or not days.isascii() or not days.isdecimal() or len(days) > 3:
        say(
            request,
            "bad",
            Reason("broker.no_file", N_("Choose a file, and say after how many days invoices fall due."), {}),
        )
        return redirect("broker:customer", customer_id)
    data = file.read(LIMIT + 1)
    try:
        row = lay_ledger(
            customer_id=customer_id, data=data, name=file.name or "", days=int(days), by=request.viewer,
            at=timezone.now(),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect("broker:customer", customer_id)
    if row.wrong:
        return redirect("broker:ledger", row.pk)
    say(request, "good", _("The ledger is read: {count} invoices.").format(count=row.invoices))
    return redirect("broker:customer", customer_id)


@require_safe
@for_kind("broker")
def ledger(request: Visit, sales_id: UUID) -> HttpResponse:
    """What one ledger holds, or what is wrong in it."""
    row = queries.ledger(request.viewer, sales_id)
    return show(request, "ledger", row=row, amount=Money(row.amount_cents), aside=Money(row.aside_cents))


@require_POST
@for_kind("broker")
def compare(request: Visit, customer_id: UUID) -> HttpResponse:
    """Ask for a comparison; it is worked on behind the page that shows it."""
    own_customer(request.viewer, customer_id)
    made: list[Run] = []
    if attempt(request, lambda: made.append(_ask(request, customer_id)), _("The comparison is under way.")):
        order_comparison(run_id=made[0].pk)
        return redirect("broker:run", made[0].pk)
    return redirect("broker:customer", customer_id)


def _ask(request: Visit, customer_id: UUID) -> Run:
    given = request.POST
    offers = [key(each) for each in given.getlist("offer")]
    if not offers:
        raise Refusal("broker.no_offer", N_("Choose at least one offer."))
    need, rate = given.get("need", "").strip(), given.get("rate", "").strip()
    return ask(
        customer_id=customer_id, ledger_id=key(given.get("ledger", "")), offer_ids=offers,
        first=_day(given.get("first", "")), last=_day(given.get("last", "")),
        need=amount_of(need) if need else None, rate=_percent(rate), by=request.viewer, at=timezone.now(),
    )  # fmt: skip


def _day(text: str) -> date | None:
    return day_of(text) if text.strip() else None


def _percent(text: str) -> Decimal | None:
    return percent_of(text) if text else None
