"""What a month was for contracts, as the books tell it: the facts that fee rules are computed on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from cessie.domain.charges.agreed import Agreed
from cessie.domain.charges.measured import measured
from cessie.domain.charges.month_counts import bought_net, counts_of
from cessie.domain.charges.rules.month_fees import Facts
from cessie.ledger.chart import BOUGHT
from cessie.ledger.period import following
from cessie.ledger.queries import funds_in_use
from cessie.ledger.valued import Volume, volumes
from cessie.lib.money import Money

COMMISSION = "4000"


def facts_of(rows: Sequence[Agreed], month: date, last: date, in_use: Mapping[UUID, Money]) -> Mapping[UUID, Facts]:
    """By contract; ``in_use`` by value date where it is known already, else as the books stand."""
    keys = [row.contract.pk for row in rows]
    unknown = funds_in_use([key for key in keys if key not in in_use])
    of_month = _by_contract(volumes(keys, month, last))
    yearly = [row.contract.pk for row in rows if row.terms_on(last).yearly_minimum and _year_ends(row, last)]
    of_year = _by_contract(volumes(yearly, date(last.year, 1, 1), last)) if yearly else {}
    counted, net = counts_of(rows, month, last), bought_net(rows, month, last)
    eligible = measured("ELIGIBLE", rows, month, last)
    return {
        row.contract.pk: _facts(
            of_month.get(row.contract.pk, ()),
            of_year.get(row.contract.pk, ()),
            in_use.get(row.contract.pk) or unknown.get(row.contract.pk, Money(0)),
            counted[row.contract.pk],
            net.get(row.contract.pk, Money(0)),
            eligible.get(row.contract.pk),
        )
        for row in rows
    }


def _year_ends(row: Agreed, last: date) -> bool:
    ended = row.contract.ended_date
    return last.month == 12 or (ended is not None and ended <= following(last.replace(day=1)))


def _facts(
    of_month: Sequence[Volume],
    of_year: Sequence[Volume],
    in_use: Money,
    counted: Mapping[str, int],
    net: Money,
    eligible: Money | None,
) -> Facts:
    bought = [v for v in of_month if v.rule == "P01" and v.account == "1100"]
    collected = [v for v in of_month if v.rule == "P08" and v.account in BOUGHT]
    back = [v for v in of_month if v.rule == "P28" and v.kind == "allocation_reversed" and v.account in BOUGHT]
    credited = [v for v in of_month if v.rule == "P13" and v.account in BOUGHT]
    payouts = [v for v in of_month if v.kind == "payout_instructed" and v.account == "2100"]
    return Facts(
        commission_of_month=-Money.total(v.amount for v in of_month if v.account == COMMISSION),
        commission_of_year=-Money.total(v.amount for v in of_year if v.account == COMMISSION),
        funds_in_use=in_use,
        bought=Money.total(v.amount for v in bought),
        bought_net=net,
        eligible=eligible,
        credited=-Money.total(v.amount for v in credited),
        bought_count=sum(v.count for v in bought if not v.kind.endswith("_reversed")),
        collected=-Money.total(v.amount for v in collected),
        counts={
            "PAYOUT": sum(v.count for v in payouts),
            "RETURN": sum(v.count for v in back),
            "CREDIT_NOTE": sum(-v.count if v.kind.endswith("_reversed") else v.count for v in credited),
            **counted,
        },
    )


def _by_contract(found: Sequence[Volume]) -> Mapping[UUID, Sequence[Volume]]:
    by: dict[UUID, list[Volume]] = defaultdict(list)
    for volume in found:
        by[volume.contract].append(volume)
    return by
