"""At the end of a month each contract's allowance for credit losses is brought to what the house's percents ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cessie.domain.audit.record import record
from cessie.domain.charges.accrue import require_open
from cessie.domain.charges.agreed import Agreed, agreed
from cessie.domain.charges.models import Allowance, AllowancePolicy
from cessie.domain.charges.rules.allowance import Matrix, allowed
from cessie.domain.charges.told_ages import Told, moved, told_ages
from cessie.domain.credit import locks
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Event
from cessie.ledger.period import following
from cessie.ledger.post import post
from cessie.ledger.receivables import ages_of, set_aside
from cessie.ledger.rules.nonpayment import allow
from cessie.lib.money import Money


@dataclass(frozen=True, slots=True)
class Needed:
    """A contract's look (not kept yet) and what had been set aside for it at the end of the month before the look."""

    contract: Agreed
    row: Allowance
    before: Money


def allow_month(*, contract_ids: Collection[UUID], month: date, by: Viewer, at: datetime) -> tuple[Allowance, ...]:
    """P22 for what the allowance of these contracts lacks or has too much at the end of the month, booked on its last
    day; the looks that were kept. Again posts nothing, and keeps nothing where nothing changed.

    Refused as ``accrue``. No percents in force on that day: nothing is set aside, what was set aside stays.
    """
    by.require("charges.accrue")
    last = following(month) - timedelta(days=1)
    require_open(last, at)
    with transaction.atomic():
        locks.take(contract_ids=contract_ids, debtor_ids=())
        kept = _kept(contract_ids, month)
        looks = [each for each in needed(agreed(contract_ids), month, at) if _is_news(each.row, kept)]
        for each in looks:
            former = kept.get(each.row.contract_id)
            each.row.run = former.run + 1 if former else 1
        Allowance.objects.bulk_create(each.row for each in looks)
        entries = [
            allow(
                event=Event(f"{each.row.contract_id}/{month:%Y-%m}/{each.row.run}", last, text=f"{month:%Y-%m}"),
                amount=Money(each.row.posted_cents), of=each.contract.dims,
            )
            for each in looks
            if each.row.posted_cents
        ]  # fmt: skip
        post(entries, by=by.key, at=at)
        if entries:
            facts = {"contracts": len(entries), "cents": sum(each.row.posted_cents for each in looks)}
            record(action="charges.allow_month", subject=("charges.Month", f"{month:%Y-%m}"), by=by, at=at, data=facts)
    return tuple(each.row for each in looks)


def needed(contracts: Sequence[Agreed], month: date, at: datetime) -> list[Needed]:
    """What each contract needs at the end of the month; nothing is written, so that it also serves the preview.

    What was used up by a loss since that day is not given back: the allowance never goes below zero.
    """
    last = following(month) - timedelta(days=1)
    policy = policy_on(last)
    if policy is None:
        return []
    matrix, keys = Matrix.from_json(policy.matrix), [row.contract.pk for row in contracts]
    ages, aside = with_told(ages_of(keys, last), told_ages(keys, last, at)), set_aside(keys, last)
    found = []
    for row in contracts:
        key = row.contract.pk
        parts = allowed(ages[key], matrix.of(row.terms_on(last).clients_share)) if key in ages else ()
        total, (then, now) = Money.total(part.allowed for part in parts), aside.get(key, (Money(0), Money(0)))
        look = Allowance(
            contract_id=key, month=month, run=0, policy=policy, needed_cents=total.cents,
            posted_cents=max(total - then, -now).cents, parts=[part.to_json() for part in parts], made_at=at,
        )  # fmt: skip
        if parts or then:
            found.append(Needed(row, look, then))
    return found


def with_told(
    ages: Mapping[UUID, Sequence[Money]], told: Mapping[tuple[UUID, UUID], Told]
) -> dict[UUID, tuple[Money, ...]]:
    """By contract the books' five ages and what is doubtful, with what was told of debtors' accounts in its ages."""
    found = {key: tuple(amounts) for key, amounts in ages.items()}
    for (contract, _), each in told.items():
        if contract in found:
            *by_age, doubtful = found[contract]
            cents = moved([amount.cents for amount in by_age], each.sound)
            found[contract] = (*(Money(age, doubtful.currency) for age in cents), doubtful)
    return found


def policy_on(day: date) -> AllowancePolicy | None:
    """The percents in force on a day."""
    rows = AllowancePolicy.objects.filter(state="confirmed", valid_from__lte=day)
    return rows.order_by("-valid_from", "-decided_at", "-pk").first()


def _kept(keys: Collection[UUID], month: date) -> dict[UUID, Allowance]:
    """The newest look of the month at each contract."""
    rows = Allowance.objects.filter(contract_id__in=keys, month=month)
    newest = rows.values("contract_id").annotate(newest=Max("run")).values_list("contract_id", "newest")
    wanted = set(newest)
    return {row.contract_id: row for row in rows if (row.contract_id, row.run) in wanted}


def _is_news(row: Allowance, kept: dict[UUID, Allowance]) -> bool:
    former = kept.get(row.contract_id)
    return former is None or bool(row.posted_cents) or row.parts != former.parts
