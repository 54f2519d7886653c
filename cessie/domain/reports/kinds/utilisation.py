"""Utilisation: how much of the facilities is used, at the end of a period, on average and at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.contracts.models import Contract, Version
from cessie.domain.reports.proving import books, proof
from cessie.domain.reports.rules.measures import average, percent
from cessie.domain.reports.rules.report import Asked, Column, Formula, Made, Row, Value
from cessie.ledger.figures import by_value_date, stood
from cessie.ledger.valued import BEARING
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms

TITLE = N_("Utilisation of facilities")
ABOUT = N_("What of the agreed facilities is in use, advances on pledged invoices included: now, on average, at most.")
BY = ("client", "contract")
SPAN = 31  # days, if none are given
SORT = "-used"
COLUMNS = (
    Column("facility", N_("Facility")),
    Column("used", N_("In use")),
    Column("available", N_("Available")),
    Column("share", N_("Used"), "percent"),
    Column("average", N_("In use on average")),
    Column("average_share", N_("Used on average"), "percent"),
    Column("peak", N_("Highest in the period")),
)
FORMULAS = (
    Formula(
        N_("In use"), N_("1100 + 1110 + 2100 + 2110 + 2120 + 1200 at the end of the last day"), "factoring-domain 0"
    ),
    Formula(N_("Available"), N_("facility − in use, not below zero; what offers reserve is not taken off")),
    Formula(N_("In use on average"), N_("sum at the end of each day, by value date / days")),
)
CHART = N_("In use at the end of each day")
#: Days of a chart; of a longer period it shows the last ones.
CHARTED = 92


def make(asked: Asked) -> Made:
    """The facility in force on the last day beside what stood on the accounts day by day."""
    used = {key: Money.total(found.values()) for key, found in _stood(asked).items()}
    last, changes = by_value_date(BEARING, asked.by, asked.first, asked.last, clients=asked.clients)
    facilities = _facilities(asked)
    keys = [key for key in used.keys() | facilities.keys() | last.keys() if used.get(key) or facilities.get(key)]
    days = {key: _days(last.get(key, Money(0)), changes.get(key, {}), asked) for key in keys}
    whole = [Money.total(each[n] for each in days.values()) for n in range(asked.days)]
    rows = tuple(Row(key, _values(facilities.get(key, Money(0)), used.get(key, Money(0)), days[key])) for key in keys)
    in_use = Money.total(used.values())
    points = [(asked.first + timedelta(days=n), amount) for n, amount in enumerate(whole)]
    return Made(
        rows,
        _values(Money.total(facilities.values()), in_use, whole),
        (proof(TITLE, BEARING, [in_use], books(BEARING, asked.last, asked.clients)),),
        series=points[-CHARTED:] if any(whole) else (),
    )


def _stood(asked: Asked) -> Mapping[UUID | None, Mapping[str, Money]]:
    return stood(BEARING, asked.by, day=asked.last, clients=asked.clients)


def _days(last: Money, changes: Mapping[date, Money], asked: Asked) -> list[Money]:
    """What stood at the end of each day, back from the last one."""
    found, standing = [], last
    for n in range(asked.days):
        found.append(standing)
        standing -= changes.get(asked.last - timedelta(days=n), Money(0))
    return found[::-1]


def _facilities(asked: Asked) -> dict[UUID | None, Money]:
    """The facilities in force on the last day of contracts that run then."""
    rows = Contract.objects.filter(started_date__lte=asked.last).exclude(ended_date__lte=asked.last)
    if asked.clients is not None:
        rows = rows.filter(client_id__in=asked.clients)
    whose = dict(rows.values_list("pk", "client_id"))
    versions = Version.objects.filter(contract_id__in=whose, valid_from__lte=asked.last).order_by("valid_from")
    newest = dict(versions.values_list("contract_id", "terms"))
    found: dict[UUID | None, Money] = defaultdict(lambda: Money(0))
    for contract, terms in newest.items():
        found[contract if asked.by == "contract" else whose[contract]] += Terms.from_json(terms).limits.facility
    return dict(found)


def _values(facility: Money, used: Money, days: Iterable[Money]) -> tuple[Value, ...]:
    each = list(days)
    mean, peak = average(Money.total(each), len(each)), max(each, default=Money(0))
    available = max(Money(0), facility - used)
    return (facility, used, available, percent(used, facility), mean, percent(mean, facility), peak)
