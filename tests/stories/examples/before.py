"""What an example says was there before its first event: commission of the year, money in use by value date, rates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from cessie.domain.charges.decide_rates import decide_rates
from cessie.domain.charges.enter_rates import enter_rates
from cessie.domain.charges.rules.rates_file import Given
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.examples.case import Case, day
from cessie.ledger.post import post
from cessie.ledger.rules.fees import fee
from cessie.ledger.rules.opening import open_books
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from tests.domain.conftest import staff


def lay(case: Case, *, contract_id: UUID, client_id: UUID, by: Viewer) -> None:
    """Post and enter it, each on its day; two people agree on a rate."""
    of = Dims(contract=contract_id, client=client_id)
    if "commission_charged_in_year" in case.inputs:
        net, on = case.money(case.inputs["commission_charged_in_year"]), date(2026, 7, 1)
        event = Event("charged before", on)
        paid = fee(event=event, kind="factoring_commission", net=net, vat=Money(0), country=case.country, of=of)
        post([paid, _moves(of, -net, on, "paid before")], by="test", at=_morning(on))
    former = Money(0)
    for step in case.inputs.get("funds_in_use", ()):
        now, on = case.money(step["amount"]), day(step["valid_from"])
        post([_moves(of, now - former, on, f"in use {on}")], by="test", at=_morning(on))
        former = now
    for given in [*case.inputs.get("reference", ()), *_of_contract(case)]:
        name, on = case.contract["reference_rate"], day(given["valid_from"])
        rows = enter_rates(rates=[Given(name, on, Decimal(given["value"]), "the example")], by=by, at=_morning(on))
        other = staff(f"rates {on}", "treasury")
        decide_rates(fixing_ids=[row.pk for row in rows], event="confirm", by=other, at=_morning(on))


def _of_contract(case: Case) -> list[dict[str, str]]:
    """The one reference that a contract is told with, from the first day of the month of its first event."""
    if "reference_value" not in case.contract or not case.events:
        return []
    first = day(case.events[0]["date"]).replace(day=1)
    return [{"valid_from": first.isoformat(), "value": case.contract["reference_value"]}]


def _moves(of: Dims, amount: Money, on: date, name: str) -> Entry:
    return open_books(event=Event(name, on), balances=[("2100", amount, of)])


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(8), BRUSSELS) + timedelta(minutes=1)
