"""Somebody asks for a comparison: all it needs is kept with it, so that it can be played again to the same cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.rates import fixings
from cessie.domain.comparison.lay_ledger import sales_in
from cessie.domain.comparison.models import Customer, Ledger, Offer, Run
from cessie.domain.comparison.own_contract import Own
from cessie.domain.comparison.rights import may_work, own_customer
from cessie.domain.comparison.rules.offers import Question, question
from cessie.domain.comparison.rules.states import COMPARISON
from cessie.domain.comparison.rules.told import VERSION
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

#: The most ways of taking the offers that are played at once: ten minutes of two cores for 20,000 invoices.
MOST: Final = 500
#: A rate that resets each quarter is looked up so long before the first day.
LOOKED_BACK: Final = timedelta(days=93)
#: The longest time that is played, in days.
LONGEST: Final = 3 * 366


@transaction.atomic
def ask(
    *, customer_id: UUID, ledger_id: UUID, offer_ids: Sequence[UUID], first: date | None, last: date | None,
    need: Money | None, by: Viewer, at: datetime, rate: Decimal | None = None, own: Own | None = None,
) -> Run:  # fmt: skip
    """All ways of these offers over the ledger, from the first to the last day: else all of it, and to the day on which
    the house laid it down itself. Locks the customer.

    ``own``: a client's contract as it stands and how it could be otherwise, beside the offers. ``rate``: percent of
    every reference rate, all the time. Where it is left out the broker's files tell the rates, else they are the
    house's confirmed ones. Refused: not his (``NotFound``), a ledger with wrong lines, too many ways, impossible days,
    nothing chosen, what ``own_contract`` refuses.
    """
    customer = may_work(by, own_customer(by, customer_id, lock=True))
    ledger = Ledger.objects.filter(pk=ledger_id, customer=customer).first()
    rows = list(Offer.objects.filter(pk__in=offer_ids, customer=customer, ended_at__isnull=True).order_by("made_at"))
    if ledger is None or len(rows) != len(set(offer_ids)):
        raise NotFound("comparison.no_offer", N_("There is no such offer."))
    if ledger.first is None or ledger.last is None:
        raise Refusal("comparison.wrong_ledger", N_("The ledger has wrong lines: nothing is compared on it."))
    until = ledger.last if ledger.origin == "file" else max(ledger.last, booking_day(ledger.laid_at))
    begin, end = first or ledger.first, last or until
    if begin > end or (end - begin).days >= LONGEST:
        raise Refusal("comparison.days", N_("From {first} to {last} nothing can be played."), first=begin, last=end)
    contract = own.contract(customer) if own else None
    ways = own.ways(contract, sales_in(ledger), booking_day(at)) if own and contract else []
    if not rows and not ways:
        raise Refusal("comparison.nothing_chosen", N_("Choose at least one offer."))
    asked, parsed = _asked(customer, [*ways, *(row.told for row in rows)], begin, end, rate)
    if len(parsed.offers) > MOST:
        words = N_("These offers can be taken in {count} ways; at most {most} are compared at once.")
        raise Refusal("comparison.too_many", words, count=len(parsed.offers), most=MOST)
    run = Run.objects.create(
        customer=customer, ledger=ledger, asked=asked, first=begin, last=end, ways=len(parsed.offers),
        need_cents=None if need is None else need.cents, version=VERSION, asked_at=at, asked_by=by.key,
        contract=contract, own=ways[0]["name"] if ways else "",
    )  # fmt: skip
    facts = {"ways": run.ways}
    record(action="comparison.ask", subject=run, by=by, at=at, client_id=customer.client_id, data=facts)
    return run


def _asked(
    customer: Customer, offers: Sequence[Any], first: date, last: date, rate: Decimal | None
) -> tuple[dict[str, Any], Question]:
    """The question as it is kept, with the reference rates that are in force then."""
    told = with_rates({"offers": list(offers), **customer.known}, first, last, rate)
    return told, question(told)


def with_rates(asked: Mapping[str, Any], first: date, last: date, rate: Decimal | None) -> dict[str, Any]:
    """The same question with the reference rates of these days: ``rate`` percent all the time, else those that it
    tells, else the house's confirmed ones, as far as there are any."""
    told: dict[str, Any] = dict(asked)
    wanted = sorted({each.terms.interest.reference for each in question(told).offers if each.terms.interest})
    found: dict[str, Any] = dict(told.get("reference", {}))
    if rate is None:
        house = fixings([name for name in wanted if name not in found], first, last)
        found |= {
            name: [{"from": each.valid_from.isoformat(), "percent": str(each.value)} for each in values]
            for name, values in house.items()
            if values
        }
    else:
        since = first - LOOKED_BACK
        found |= {name: [{"from": since.isoformat(), "percent": str(rate)}] for name in wanted}
    told["reference"] = found
    return told


@transaction.atomic
def cancel(*, run_id: UUID, by: Viewer, at: datetime) -> Run:
    """No further way of it is played; what was played stays. Again changes nothing.

    Refused: not his (``NotFound``), one that has ended otherwise (``WrongState``).
    """
    row = Run.objects.select_for_update(of=("self",)).filter(pk=run_id).first()
    if row is None:
        raise NotFound("comparison.no_run", N_("There is no such comparison."))
    customer = may_work(by, own_customer(by, row.customer_id))
    if row.state != "cancelled":
        row.state, row.ended_at = COMPARISON.after(row.state, "cancel"), at
        row.save(update_fields=["state", "ended_at"])
        record(action="comparison.cancel", subject=row, by=by, at=at, client_id=customer.client_id, data={})
    return row
