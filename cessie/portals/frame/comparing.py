"""Comparing offers over a company's own sales: the same pages for a broker, for a client and for the house.

Who looks is told by a ``Face``; ``pages`` gives its addresses. What a page shows stands in ``comparison/`` beside the
other shared pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.comparison import queries
from cessie.domain.comparison.ask import ask
from cessie.domain.comparison.lay_ledger import lay_ledger
from cessie.domain.comparison.models import Customer, Offer, Run
from cessie.domain.comparison.offering import drop_offer, make_offer, take_offers
from cessie.domain.comparison.own_contract import Own
from cessie.domain.comparison.rules.offers import question
from cessie.domain.comparison.words import PRODUCTS, said, terms_of
from cessie.domain.documents.store import LIMIT
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.frame.access import Visit, attempt, key, say
from cessie.portals.frame.comparison_words import STATES
from cessie.portals.frame.lists import cut
from cessie.portals.frame.offer_form import rows, told_of, typed_of
from cessie.portals.frame.typed import amount_of, day_of, percent_of
from cessie.portals.frame.vocabulary import word
from cessie.workflows.jobs import order_comparison

FOLDER = "frame/comparison"


@dataclass(frozen=True)
class Face:
    """For whom the pages are. ``base``: in front of the names of their addresses; ``show``: a page in the portal's own
    frame. ``opened``: the customer whom an address names, made where he is missing. ``home``: the address of his own
    page; ``above``: the list in which he stands with its name, if there is one. ``own``: the client's contract with
    what somebody typed to be tried beside it; None for a broker, who knows none."""

    kind: str
    base: str
    show: Callable[..., HttpResponse]
    opened: Callable[..., Customer]
    home: Callable[[Customer], str]
    above: Callable[[], tuple[str, str] | None] = lambda: None
    own: Callable[[Visit, Customer], Own] | None = None

    def page(self, request: Visit, customer: Customer, screen: str, **context: Any) -> HttpResponse:
        """A shared page with its way back."""
        above = self.above()
        to = {"home": self.home(customer), "home_words": self.named(customer)}
        if above:
            to |= {"list": above[0], "list_words": above[1]}
        frame = {"to": to, "base": self.base}
        return self.show(request, customer, f"{FOLDER}/{screen}.html", **(frame | context))

    def named(self, customer: Customer) -> str:
        """What the way back is called."""
        return customer.name if self.kind != "client" else _("Compare")

    def name(self, page: str) -> str:
        """The name of an address."""
        return f"{self.base}{page}"


def of_customer(request: Visit, customer: Customer | None) -> dict[str, Any]:
    """What a customer's own page shows of his ledgers, offers and comparisons; nothing where nobody has compared."""
    if customer is None:
        return {"ledgers": [], "usable": [], "offers": [], "runs": [], "page": None}
    ledgers, page = list(queries.ledgers(customer)), cut(request, queries.runs(customer))
    return {
        "ledgers": ledgers,
        "usable": [each for each in ledgers if each.invoices],
        "offers": [(each, word(PRODUCTS, str(each.told.get("product", "")))) for each in queries.offers(customer)],
        "page": page,
        "runs": [(each, word(STATES, each.state)) for each in page],
    }


def ledger_in(face: Face, request: Visit, **where: Any) -> HttpResponse:
    """A sales ledger is laid down; what is wrong in it is shown line by line."""
    customer = face.opened(request, **where)
    file, days = request.FILES.get("file"), request.POST.get("days", "")
    home = face.home(customer)
    if file is None or not days.isascii() or not days.isdecimal() or len(days) > 3:
        words = N_("Choose a file, and say after how many days invoices fall due.")
        say(request, "bad", Reason("broker.no_file", words, {}))
        return redirect(home)
    data = file.read(LIMIT + 1)
    try:
        row = lay_ledger(
            customer_id=customer.pk, data=data, name=file.name or "", days=int(days), by=request.viewer,
            at=timezone.now(),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return redirect(home)
    if row.wrong:
        return redirect(face.name("ledger"), row.pk)
    say(request, "good", _("The ledger is read: {count} invoices.").format(count=row.invoices))
    return redirect(home)


def ledger(face: Face, request: Visit, ledger_id: UUID) -> HttpResponse:
    """What one ledger holds, or what is wrong in it."""
    row = queries.ledger(request.viewer, ledger_id)
    amount, aside = Money(row.amount_cents), Money(row.aside_cents)
    return face.page(request, row.customer, "ledger", row=row, amount=amount, aside=aside)


def compare(face: Face, request: Visit, **where: Any) -> HttpResponse:
    """Ask for a comparison; it is worked on behind the page that shows it."""
    customer = face.opened(request, **where)
    made: list[Run] = []

    def act() -> None:
        made.append(_ask(request, customer, face.own(request, customer) if face.own else None))

    if attempt(request, act, _("The comparison is under way.")):
        order_comparison(run_id=made[0].pk)
        return redirect(face.name("run"), made[0].pk)
    return redirect(face.home(customer))


def _ask(request: Visit, customer: Customer, own: Own | None) -> Run:
    given = request.POST
    offers = [key(each) for each in given.getlist("offer")]
    if not offers and own is None:
        raise Refusal("comparison.nothing_chosen", N_("Choose at least one offer."))
    need, rate = given.get("need", "").strip(), given.get("rate", "").strip()
    return ask(
        customer_id=customer.pk, ledger_id=key(given.get("ledger", "")), offer_ids=offers,
        first=_day(given.get("first", "")), last=_day(given.get("last", "")),
        need=amount_of(need) if need else None, rate=_percent(rate), own=own, by=request.viewer, at=timezone.now(),
    )  # fmt: skip


def _day(text: str) -> date | None:
    return day_of(text) if text.strip() else None


def _percent(text: str) -> Decimal | None:
    return percent_of(text) if text else None


def offer_new(face: Face, request: Visit, **where: Any) -> HttpResponse:
    """The empty form."""
    customer = face.opened(request, **where)
    if request.method == "POST" and _made(request, customer.pk) is not None:
        return redirect(face.home(customer))
    return face.page(request, customer, "offer", fields=list(rows(request.POST)), row=None)


def offer(face: Face, request: Visit, offer_id: UUID) -> HttpResponse:
    """One offer: its terms as they would be played, and its form where a form can say it."""
    row = queries.offer(request.viewer, offer_id)
    if request.method == "POST":
        made = _made(request, row.customer_id)
        if made is not None:
            if made.name != row.name:
                drop_offer(offer_id=row.pk, by=request.viewer, at=timezone.now())
            return redirect(face.home(row.customer))
    typed = request.POST if request.method == "POST" else typed_of(row.told)
    played = question({"offers": [row.told]}).offers
    return face.page(
        request, row.customer, "offer", row=row, fields=None if typed is None else list(rows(typed)),
        told=json.dumps(row.told, indent=1, ensure_ascii=False), ways=len(played),
        terms=[(term.label, said(term.value)) for term in terms_of(played[0])],
    )  # fmt: skip


def offers_in(face: Face, request: Visit, **where: Any) -> HttpResponse:
    """All offers of a file, or none."""
    customer = face.opened(request, **where)
    file = request.FILES.get("file")
    if file is None:
        say(request, "bad", Reason("broker.no_offers_file", N_("Choose a file first."), {}))
        return redirect(face.home(customer))
    data = file.read(LIMIT + 1)
    attempt(
        request,
        lambda: take_offers(customer_id=customer.pk, data=data, by=request.viewer, at=timezone.now()),
        _("The offers are noted."),
    )
    return redirect(face.home(customer))


def offer_drop(face: Face, request: Visit, offer_id: UUID) -> HttpResponse:
    """It is compared no more."""
    row = queries.offer(request.viewer, offer_id)
    attempt(request, lambda: drop_offer(offer_id=offer_id, by=request.viewer, at=timezone.now()), _("Off the table."))
    return redirect(face.home(row.customer))


def _made(request: Visit, customer_id: UUID) -> Offer | None:
    """The offer that was typed; None where something is wrong with it, which is then said."""
    try:
        typed = {name: str(value) for name, value in request.POST.items()}
        row = make_offer(customer_id=customer_id, told=told_of(typed), by=request.viewer, at=timezone.now())
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        return None
    say(request, "good", _("The offer is noted."))
    return row


def addresses(face: Face, where: Sequence[Any]) -> dict[str, str]:
    """The addresses of the forms on a customer's own page; ``where``: what names him in them."""
    names = ("ledger_in", "offers_in", "offer_new", "compare")
    return {name: reverse(face.name(name), args=list(where)) for name in names}
