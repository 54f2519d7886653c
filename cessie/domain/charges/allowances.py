"""Allowances as people look at them: the percents, what a month needed by class, by contract and by invoice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from cessie.domain.charges.agreed import agreed
from cessie.domain.charges.allow_month import Needed, needed
from cessie.domain.charges.models import Allowance, AllowancePolicy
from cessie.domain.charges.rules.allowance import CLASSES, Part, class_of
from cessie.domain.charges.told_ages import told_ages
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.period import following
from cessie.ledger.receivables import Owed, owed_under
from cessie.lib.money import Money
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Standing:
    """What one contract needs at the end of a month: ``difference`` is posted (or would be), with the classes."""

    contract: UUID
    number: str
    needed: Money
    difference: Money
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Every class over all contracts; ``percent`` is what the class comes to on average."""

    classes: tuple[Part, ...]
    needed: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class OnInvoice:
    """One invoice behind a contract's allowance; the share is shown to the cent, rounded is the sum of the class."""

    owed: Owed
    of: str
    percent: Decimal
    share: Money


def policies(*, viewer: Viewer) -> QuerySet[AllowancePolicy]:
    """Every version of the percents, newest first; the house's alone."""
    rows = AllowancePolicy.objects.order_by("-valid_from", "-proposed_at")
    return rows if viewer.sees_all else rows.none()


def kept_allowances(*, viewer: Viewer, month: date) -> QuerySet[Allowance]:
    """The newest look of the month at each contract, the largest allowance first; the house's alone."""
    if not viewer.sees_all:
        return Allowance.objects.none()
    turn = Window(RowNumber(), partition_by=[F("contract_id")], order_by=F("run").desc())
    newest = Allowance.objects.filter(month=month).annotate(turn=turn).filter(turn=1)
    return newest.select_related("contract__client__company").order_by("-needed_cents", "contract__number")


def standing_of(rows: Iterable[Allowance]) -> list[Standing]:
    """Looks that were kept, each with all that was posted for its month."""
    rows = list(rows)
    posted: dict[tuple[UUID, date], int] = defaultdict(int)
    known = Allowance.objects.filter(contract_id__in=[row.contract_id for row in rows])
    for contract, month, cents in known.values_list("contract_id", "month", "posted_cents"):
        posted[contract, month] += cents
    return [_standing(row, Money(posted[row.contract_id, row.month]), row.contract.number) for row in rows]


def would_need(keys: Sequence[UUID], month: date, at: datetime) -> list[Standing]:
    """What contracts would need; nothing is written."""
    found: list[Needed] = needed(agreed(keys), month, at)
    return [_standing(each.row, Money(each.row.posted_cents), each.contract.contract.number) for each in found]


def sums(rows: Iterable[Standing]) -> Sums:
    """The classes over contracts that were computed."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    difference = 0
    for row in rows:
        difference += row.difference.cents
        for part in row.parts:
            totals[part.of][0] += part.open.cents
            totals[part.of][1] += part.allowed.cents
    return _sums(totals, difference)


def month_sums(month: date) -> Sums:
    """The classes over all contracts as they were kept for a month. Two statements for any number of contracts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select part ->> 'of', sum((part ->> 'open')::bigint), sum((part ->> 'allowed')::bigint) from"
            " (select distinct on (contract_id) parts from charges_allowance where month = %s"
            "   order by contract_id, run desc) newest, jsonb_array_elements(newest.parts) part group by 1",
            [month],
        )
        totals = {name: [int(whole), int(share)] for name, whole, share in cursor.fetchall()}
    posted = Allowance.objects.filter(month=month).aggregate(cents=Sum("posted_cents"))["cents"]
    return _sums(totals, posted or 0)


def _sums(totals: Mapping[str, Sequence[int]], difference: int) -> Sums:
    classes = tuple(
        Part(name, Money(totals[name][0]), _average(*totals[name]), Money(totals[name][1]))
        for name in CLASSES
        if name in totals
    )
    return Sums(classes, Money.total(part.allowed for part in classes), Money(difference))


def behind(*, viewer: Viewer, month: date, contract_id: UUID) -> tuple[Standing, list[OnInvoice]]:
    """What a contract's allowance of a month was made of, down to each invoice; ``NotFound`` where there is none."""
    row = kept_allowances(viewer=viewer, month=month).filter(contract_id=contract_id).first()
    if row is None:
        raise NotFound("allowance.none", N_("Nothing was set aside for this contract."))
    (found,) = standing_of([row])
    percents = {part.of: part.percent for part in found.parts}
    last = following(month) - timedelta(days=1)
    invoices = []
    for owed, name in _classed(owed_under(contract_id, last), last, row):
        percent = percents.get(name, Decimal(0))
        invoices.append(OnInvoice(owed, name, percent, owed.amount.percent(percent)))
    return found, invoices


def _classed(rows: Iterable[Owed], last: date, look: Allowance) -> list[tuple[Owed, str]]:
    """Each with its class; a debtor's account on balances in the ages that were known when the month was looked at, a
    row for each, unless that look did not know them."""
    rows = list(rows)
    told = told_ages([look.contract_id], last, look.made_at)
    plain = [(owed, class_of(owed.due_date, last, doubtful=owed.doubtful)) for owed in rows]
    split: list[tuple[Owed, str]] = []
    for owed, name in plain:
        by = told.get((look.contract_id, owed.debtor))
        if by is None or owed.due_date is not None or owed.doubtful:
            split.append((owed, name))
        else:
            parts = zip(by.sound, CLASSES, strict=False)
            split += [(replace(owed, amount=Money(cents, owed.amount.currency)), age) for cents, age in parts if cents]
    sums: dict[str, Money] = defaultdict(lambda: Money(0))
    for owed, name in split:
        sums[name] += owed.amount
    return (
        split if {part["of"]: part["open"] for part in look.parts} == {n: m.cents for n, m in sums.items()} else plain
    )


def _standing(row: Allowance, difference: Money, number: str) -> Standing:
    parts = tuple(Part.from_json(part) for part in row.parts)
    return Standing(row.contract_id, number, Money(row.needed_cents), difference, parts)


def _average(whole: int, share: int) -> Decimal:
    return (Decimal(share) * 100 / whole).quantize(Decimal("0.01")) if whole else Decimal(0)
