"""A client and the house compare with the contract that the client has: the page, his own sales, and what is tried."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.comparison.lay_own import lay_own
from cessie.domain.comparison.models import Customer
from cessie.domain.comparison.own_contract import Own, contract_in_force
from cessie.domain.comparison.rights import client_books, open_client_books
from cessie.domain.comparison.rules.own import Insured, Wish
from cessie.domain.parties import queries as parties
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt
from cessie.portals.frame.comparing import Face, addresses, of_customer
from cessie.portals.frame.typed import amount_of, day_of, percent_of

_YEAR: Final = timedelta(days=365)
#: The most advance rates that are tried at once.
RATES: Final = 6


def opened(request: Visit, client_id: UUID) -> Customer:
    """Where this client compares; made with the first that is written there."""
    if request.method == "POST":
        return open_client_books(client_id=client_id, by=request.viewer, at=timezone.now())
    found = client_books(request.viewer, client_id)
    client = parties.client(viewer=request.viewer, client_id=client_id)
    return found or Customer(client=client, name=client.company.name)


def own_page(face: Face, request: Visit, client_id: UUID, laid_by: str) -> dict[str, Any]:
    """What the page shows; ``laid_by``: the address that lays down the sales as the house knows them."""
    today = booking_day(timezone.now())
    found = contract_in_force(client_id, today)
    row = client_books(request.viewer, client_id)
    terms = found[1] if found else None
    return {
        "row": row,
        "contract": found[0] if found else None,
        "on_balances": terms is not None and terms.transmission == "BALANCE",
        "can_change_transmission": terms is not None and (terms.draw_mode != "AUTO_FULL"),
        "inside": terms is not None and terms.insurance == "FACTOR_POLICY",
        "since": max(today - _YEAR, found[0].started_date) if found else today - _YEAR,
        "base": face.base,
        "forms": addresses(face, [client_id]) | {"laid": laid_by},
        **of_customer(request, row),
    }


def laid(request: Visit, client_id: UUID) -> None:
    """His sales as the house knows them are laid down."""
    origin = "ledgers" if request.POST.get("origin") == "ledgers" else "invoices"

    def act() -> None:
        first = day_of(request.POST.get("first", ""))
        lay_own(client_id=client_id, origin=origin, first=first, by=request.viewer, at=timezone.now())

    client_books(request.viewer, client_id)  # who does not act for him finds nothing
    attempt(request, act, _("The sales are laid down: compare now."))


def own_of(request: Visit, customer: Customer) -> Own:
    """What was typed to be tried beside the contract in force. Refused: no contract, what cannot be read."""
    today, given = booking_day(timezone.now()), request.POST
    found = contract_in_force(customer.client_id, today) if customer.client_id else None
    if found is None:
        raise Refusal("comparison.not_financed", N_("Under this contract no invoices are financed."))
    commission, premium = given.get("other_commission", "").strip(), given.get("premium", "").strip()
    use = given.get("use", "").strip()
    wish = Wish(
        advances=_rates(given.get("advances", "")),
        other_transmission=given.get("other_transmission") == "on",
        other_insurance=Insured(percent_of(commission)) if commission else None,
        premium=percent_of(premium) if premium else Decimal(0),
        without=tuple(each.strip() for each in given.get("without", "").split(";") if each.strip()),
        use=amount_of(use) if use else None,
    )
    return Own(found[0].pk, wish)


def _rates(text: str) -> tuple[Decimal, ...]:
    found = tuple(dict.fromkeys(percent_of(each) for each in text.split(";") if each.strip()))
    if len(found) > RATES:
        raise Refusal("comparison.many_rates", N_("At most {most} advance rates are tried at once."), most=RATES)
    return found
