"""What contracts earned since they were last looked at, as rows and entries to be posted: nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Sum

from cessie.domain.charges.agreed import Agreed
from cessie.domain.charges.models import Accrual
from cessie.domain.charges.rates import changed_since, fixings
from cessie.domain.charges.rules.earned import CHARGES, NoRate, Step, earned
from cessie.ledger.entry import Entry, Event
from cessie.ledger.period import following
from cessie.ledger.rules.interest import accrue
from cessie.ledger.valued import Moved, first_touched, moved, of_rules
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from cessie.terms.interest import Fixing

#: Postings of a transaction that was under way at the last look may become visible after it.
OVERLAP = timedelta(days=2)


@dataclass
class Earnings:
    """Looks at months with their entries, in the order of posting; whom a missing rate keeps waiting, and why.

    ``in_use``: funds in use at the end of the last day by value date.
    """

    rows: list[Accrual] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    refused: dict[UUID, Reason] = field(default_factory=dict)
    in_use: dict[UUID, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Posted:
    runs: int = 0
    interest: int = 0
    surcharge: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """Reference rates by name, and what was posted for each month of each contract."""

    rates: Mapping[str, Sequence[Fixing]]
    posted: Mapping[tuple[UUID, date], _Posted]


def earnings(contracts: Sequence[Agreed], until: date, at: datetime) -> Earnings:
    """Each month from the first that something new touches to that of ``until``: its sum less what was posted."""
    found = Earnings()
    bearing = [row for row in contracts if row.bears_interest]
    if not bearing:
        return found
    keys = [row.contract.pk for row in bearing]
    begin = _begins(bearing, until)
    terms = [each.interest for row in bearing for _day, each in row.versions if each.interest]
    first = min(begin.values())
    since = first - timedelta(days=max(each.float_days for each in terms))  # what still floats on the first day
    books = _books(keys, since)
    known = _Known(fixings({each.reference for each in terms}, first, until), _posted(keys, first))
    for row in bearing:
        try:
            opening, steps = _steps(row, books.get(row.contract.pk, ()), since)
            _look(row, (begin[row.contract.pk], until), opening, steps, known, at, found)
        except NoRate as no:
            found.refused[row.contract.pk] = no.reason
    return found


def _steps(row: Agreed, lines: Sequence[Moved], since: date) -> tuple[Money, list[Step]]:
    """What stood before ``since`` by value date and what moved from then on, as far as it bears interest."""
    drawn_only = any(terms.interest and terms.interest.base == "DRAWN_ONLY" for _day, terms in row.versions)
    opening = Money.total(line.amount for line in lines if line.value_date is None)
    steps = [Step(line.value_date, line.rule, line.amount) for line in lines if line.value_date is not None]
    if drawn_only:
        opening -= of_rules([row.contract.pk], sorted(CHARGES), since).get(row.contract.pk, Money(0))
        steps = [step for step in steps if step.rule not in CHARGES]
    return opening, steps


def _look(
    row: Agreed, days: tuple[date, date], opening: Money, steps: Sequence[Step], known: _Known, at: datetime,
    found: Earnings,
) -> None:  # fmt: skip
    """Every month of one contract; a missing rate leaves the contract as it was."""
    (month, until), key = days, row.contract.pk
    rows, entries = [], []
    while month <= until:
        last = min(following(month) - timedelta(days=1), until)
        total = earned(row.spans(month, last), opening, [s for s in steps if s.value_date <= last], known.rates)
        before = known.posted.get((key, month), _Posted())
        look = Accrual(
            contract_id=key, month=month, run=before.runs + 1, until_date=until, made_at=at, steps=total.to_json(),
            interest_cents=total.interest.cents, surcharge_cents=total.surcharge.cents,
            interest_posted_cents=total.interest.cents - before.interest,
            surcharge_posted_cents=total.surcharge.cents - before.surcharge,
        )  # fmt: skip
        if look.interest_posted_cents or look.surcharge_posted_cents:
            rows.append(look)
            entries += _entries(row, look, last)
        month = following(month)
    found.rows += rows
    found.entries += entries
    found.in_use[key] = opening + Money.total(s.amount for s in steps if s.value_date <= until)


def _entries(row: Agreed, look: Accrual, value: date) -> list[Entry]:
    parts = (("interest", look.interest_posted_cents), ("surcharge", look.surcharge_posted_cents))
    text = f"{look.month:%Y-%m}"
    return [
        accrue(
            event=Event(f"{row.contract.pk}/{look.month:%Y-%m}/{look.run}/{part}", look.until_date, value, text),
            amount=Money(cents), of=row.dims,
        )
        for part, cents in parts
        if cents
    ]  # fmt: skip


def _begins(contracts: Sequence[Agreed], until: date) -> dict[UUID, date]:
    """By contract the first month to look at: that of the earliest thing that is new since the last look."""
    keys = [row.contract.pk for row in contracts]
    looked = Accrual.objects.filter(contract_id__in=keys).values("contract_id").annotate(newest=Max("made_at"))
    newest = {row["contract_id"]: row["newest"] for row in looked}
    oldest = min(newest.values(), default=None)
    touched = first_touched(keys, oldest - OVERLAP) if oldest else {}
    corrected = changed_since(oldest - OVERLAP) if oldest else {}
    found = {}
    for row in contracts:
        key, day = row.contract.pk, until
        if key not in newest:
            day = row.versions[0][0]
        else:
            named = {terms.interest.reference for _since, terms in row.versions if terms.interest}
            day = min([day, *(corrected[name] for name in named & corrected.keys())])
            day = max(min(day, touched.get(key, day)), row.versions[0][0])
        found[key] = min(day, until).replace(day=1)
    return found


def _books(keys: Collection[UUID], since: date) -> Mapping[UUID, Sequence[Moved]]:
    found: dict[UUID, list[Moved]] = defaultdict(list)
    for line in moved(keys, since):
        found[line.contract].append(line)
    return found


def _posted(keys: Collection[UUID], since: date) -> Mapping[tuple[UUID, date], _Posted]:
    rows = Accrual.objects.filter(contract_id__in=keys, month__gte=since).values("contract_id", "month")
    sums = rows.annotate(runs=Max("run"), interest=Sum("interest_posted_cents"), extra=Sum("surcharge_posted_cents"))
    return {(row["contract_id"], row["month"]): _Posted(row["runs"], row["interest"], row["extra"]) for row in sums}
