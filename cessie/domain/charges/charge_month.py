"""The end of a month for contracts: what they earned is charged to the client with VAT, and the fees of the month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from cessie.domain.audit.record import record
from cessie.domain.charges.accrue import note, require_open
from cessie.domain.charges.agreed import Agreed, agreed
from cessie.domain.charges.earning import Earnings, earnings
from cessie.domain.charges.models import Accrual, Charge
from cessie.domain.charges.month_facts import facts_of
from cessie.domain.charges.rules.month_fees import Due, after_the_end, commission, fees_of_month, minimum_of_year
from cessie.domain.credit import locks
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Entry, Event
from cessie.ledger.period import following
from cessie.ledger.post import post
from cessie.ledger.rules.fees import fee
from cessie.ledger.rules.interest import capitalise
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import Reason, Refusal
from cessie.terms import vat


@dataclass(frozen=True, slots=True)
class Charged:
    """What became of the contracts: each charge, and which contracts wait for something, with the reason."""

    charges: tuple[Charge, ...]
    refused: dict[UUID, Reason]


@dataclass(frozen=True, slots=True)
class _Draft:
    charge: Charge
    entry: Entry


def charge_month(*, contract_ids: Collection[UUID], month: date, by: Viewer, at: datetime) -> Charged:
    """P11, P12 and P03 of the month that begins on ``month``, booked on its last day, for these contracts.

    All in one transaction with one posting; again charges nothing. Charges bear interest from the first day of the next
    month. Refused: as ``accrue``; one contract that cannot be charged waits (``refused``) and the others do not.
    """
    by.require("charges.accrue")
    last = following(month) - timedelta(days=1)
    require_open(last, at)
    with transaction.atomic():
        locks.take(contract_ids=contract_ids, debtor_ids=())
        earned, drafts, refused = draft(contract_ids, month, at)
        Accrual.objects.bulk_create(earned.rows)
        told = post([*earned.entries, *(each.entry for each in drafts)], by=by.key, at=at)
        ids = {posted.key: posted.entry_id for posted in told}
        for each in drafts:
            each.charge.entry_id = ids[each.entry.key]
        Charge.objects.bulk_create(each.charge for each in drafts)
        for row in earned.rows:
            note(row, by=by, at=at)
        if drafts:
            facts = {"contracts": len({each.charge.contract_id for each in drafts}), "charges": len(drafts)}
            record(action="charges.charge_month", subject=("charges.Month", f"{month:%Y-%m}"), by=by, at=at, data=facts)
    return Charged(tuple(each.charge for each in drafts), refused)


def draft(
    contract_ids: Collection[UUID], month: date, at: datetime
) -> tuple[Earnings, list[_Draft], dict[UUID, Reason]]:
    """What the month would charge: nothing is written, so that it also serves the preview."""
    last = following(month) - timedelta(days=1)
    rows = agreed(contract_ids)
    earned = earnings(rows, last, at)
    refused = dict(earned.refused)
    done: dict[UUID, set[str]] = defaultdict(set)
    for contract_id, code in Charge.objects.filter(contract_id__in=contract_ids, month=month).values_list(
        "contract_id", "code"
    ):
        done[contract_id].add(code)
    fees = _fees([row for row in rows if row.contract.pk not in refused], month, last, earned.in_use, refused)
    parts = _uncharged(contract_ids, last, earned.rows)
    drafts: list[_Draft] = []
    for row in rows:
        key = row.contract.pk
        if key in refused:
            continue
        try:
            mine = [
                *_interest(row, month, last, parts.get(key, {}), at),
                *_charge(row, month, last, fees.get(key, ()), at),
            ]
        except Refusal as no:  # the VAT table is silent: this contract waits
            refused[key] = no.reason
            continue
        drafts += [each for each in mine if each.charge.code not in done[key]]
    earned.rows = [row for row in earned.rows if row.contract_id not in refused]
    earned.entries = [entry for entry in earned.entries if entry.lines[0].dims.contract not in refused]
    return earned, drafts, refused


def _uncharged(keys: Collection[UUID], last: date, new: Iterable[Accrual]) -> Mapping[UUID, Mapping[str, int]]:
    """Interest and surcharge that were earned by the day and are not on the client's account yet, in cents."""
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: {"interest": 0, "surcharge": 0})
    looks = Accrual.objects.filter(contract_id__in=keys, until_date__lte=last).values("contract_id")
    for row in looks.annotate(interest=Sum("interest_posted_cents"), surcharge=Sum("surcharge_posted_cents")):
        for part in ("interest", "surcharge"):
            found[row["contract_id"]][part] += row[part]
    for look in new:
        found[look.contract_id]["interest"] += look.interest_posted_cents
        found[look.contract_id]["surcharge"] += look.surcharge_posted_cents
    charged = Charge.objects.filter(contract_id__in=keys, code__in=("interest", "surcharge"))
    for paid in charged.values("contract_id", "code").annotate(cents=Sum("net_cents")):
        found[paid["contract_id"]][paid["code"]] -= paid["cents"]
    return found


def _interest(row: Agreed, month: date, last: date, parts: Mapping[str, int], at: datetime) -> list[_Draft]:
    terms = row.terms_on(last)
    found = []
    for code, cents in parts.items():
        if cents:
            rate = terms.interest_vat_rate(last)
            net = Money(cents)
            tax = net.percent(rate)
            event = _event(row, month, last, code)
            entry = capitalise(event=event, amount=net, of=row.dims, vat=tax, country=terms.vat_country)
            found.append(_Draft(_row(row, month, code, entry.kind, net, tax, rate, {}, at), entry))
    return found


def _fees(
    rows: Sequence[Agreed], month: date, last: date, in_use: Mapping[UUID, Money], refused: dict[UUID, Reason]
) -> Mapping[UUID, Sequence[Due]]:
    facts = facts_of(rows, month, last, in_use)
    found = {}
    for row in rows:
        terms, contract = row.terms_on(last), row.contract
        ended = contract.ended_date is not None and contract.ended_date <= month
        try:
            due = fees_of_month(
                after_the_end(terms.monthly_plan) if ended else terms.monthly_plan, facts[contract.pk], last
            )
        except Refusal as no:
            refused[contract.pk] = no.reason
            continue
        year = facts[contract.pk].but_charged(commission(due))
        found[contract.pk] = (
            *due, *minimum_of_year(terms.yearly_minimum, year, last, contract.started_date, contract.ended_date),
        )  # fmt: skip
    return found


def _charge(row: Agreed, month: date, last: date, fees: Sequence[Due], at: datetime) -> list[_Draft]:
    terms = row.terms_on(last)
    found = []
    for due in fees:
        rate = vat.rate_on(terms.vat_country, due.vat_type, last)
        tax = due.net.percent(rate)
        event = _event(row, month, last, due.code)
        entry = fee(event=event, kind=due.kind, net=due.net, vat=tax, country=terms.vat_country, of=row.dims)
        found.append(_Draft(_row(row, month, due.code, due.kind, due.net, tax, rate, due.steps, at), entry))
    return found


def _event(row: Agreed, month: date, last: date, code: str) -> Event:
    return Event(f"{row.contract.pk}/{month:%Y-%m}/{code}", last, following(month), f"{month:%Y-%m}")


def _row(
    row: Agreed, month: date, code: str, kind: str, net: Money, vat: Money, rate: Decimal, steps: Mapping[str, Any],
    at: datetime,
) -> Charge:  # fmt: skip
    return Charge(
        id=uuid7(), contract_id=row.contract.pk, month=month, code=code, kind=kind, net_cents=net.cents,
        vat_cents=vat.cents, vat_percent=rate, currency=net.currency, steps=dict(steps), made_at=at,
    )  # fmt: skip
