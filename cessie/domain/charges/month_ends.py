"""The ends of months as people look at them: what one would charge, how far one is, what it charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from cessie.domain.banking.models import Account
from cessie.domain.charges.accrue import require_open
from cessie.domain.charges.allowances import Standing, Sums, month_sums, sums, would_need
from cessie.domain.charges.before_close import not_reached, stands_in_the_way, worth_knowing
from cessie.domain.charges.charge_month import draft
from cessie.domain.charges.models import Charge, FeeInvoice, MonthEnd, MonthPart
from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.period import following
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

#: Contracts that a preview computes while somebody waits, and that a page names.
PREVIEWED, NAMED = 200, 50


@dataclass(frozen=True, slots=True)
class Total:
    """Charges of one kind: how many, net of VAT, the VAT."""

    kind: str
    count: int
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class Preview:
    """What the end of a month would charge the contracts that were computed, of all, and set aside for them; what
    hinders, and the accounts that are not known to the month's end; who waits."""

    computed: int
    contracts: int
    totals: tuple[Total, ...]
    refused: tuple[tuple[str, Reason], ...]
    blocks: tuple[Reason, ...]
    short: tuple[Account, ...]
    hints: tuple[Reason, ...]
    allowance: Sums
    allowances: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many contracts there are and are done, and once the month is closed have their statement frozen and its paper
    made; the charges so far, the invoices, who waits for what, and the allowance."""

    contracts: int
    done: int
    stated: int
    papers: int
    totals: tuple[Total, ...]
    invoices: int
    refused: tuple[tuple[str, Reason], ...]
    waiting: int
    blocks: tuple[Reason, ...]
    hints: tuple[Reason, ...]
    allowance: Sums


def month_ends(*, viewer: Viewer) -> QuerySet[MonthEnd]:
    """Every end of a month, newest first; the house's alone."""
    rows = MonthEnd.objects.order_by("-month")
    return rows if viewer.sees_all else rows.none()


def month_end(*, viewer: Viewer, run_id: UUID) -> MonthEnd:
    """One of them, or ``NotFound``."""
    row = month_ends(viewer=viewer).filter(pk=run_id).first()
    if row is None:
        raise NotFound("month.unknown", N_("There is no such month end."))
    return row


def preview(*, viewer: Viewer, month: date, at: datetime) -> Preview:
    """Compute a month and write nothing; refused like its start where the month is not over or is closed."""
    if not viewer.sees_all:
        raise NotFound("month.unknown", N_("There is no such month end."))
    last = following(month) - timedelta(days=1)
    require_open(last, at)
    contracts = Contract.objects.filter(started_date__lte=last).order_by("number")
    numbers = dict(contracts.values_list("pk", "number")[:PREVIEWED])
    _earned, drafts, refused = draft(list(numbers), month, at)
    aside = sorted(would_need(list(numbers), month, at), key=lambda row: (-abs(row.difference.cents), row.number))
    return Preview(
        len(numbers), contracts.count(), _totals([each.charge for each in drafts]),
        tuple((numbers[key], reason) for key, reason in list(refused.items())[:NAMED]),
        tuple(stands_in_the_way(last)), tuple(account for account, _day in not_reached(last)),
        tuple(worth_knowing(last)), sums(aside), tuple(aside[:NAMED]),
    )  # fmt: skip


def progress(run: MonthEnd) -> Progress:
    """How far a run is."""
    counts = dict(MonthPart.objects.filter(run=run).values_list("state").annotate(n=Count("pk")).order_by())
    sums = Charge.objects.filter(month=run.month).values("kind").order_by("kind")
    rows = sums.annotate(n=Count("pk"), net=Sum("net_cents"), vat=Sum("vat_cents"))
    waiting = MonthPart.objects.filter(run=run, state="refused").select_related("contract").order_by("contract__number")
    told, stated = counts.get("told", 0), counts.get("stated", 0)
    last, closed = following(run.month) - timedelta(days=1), run.state == "closed"
    return Progress(
        sum(counts.values()), told + stated + counts.get("done", 0), told + stated, told,
        tuple(Total(row["kind"], row["n"], Money(row["net"]), Money(row["vat"])) for row in rows),
        FeeInvoice.objects.filter(month=run.month, xml__isnull=False).count(),
        tuple((part.contract.number, _reason(part.reason)) for part in waiting[:NAMED]), counts.get("refused", 0),
        () if closed else tuple(stands_in_the_way(last)), () if closed else tuple(worth_knowing(last)),
        month_sums(run.month),
    )  # fmt: skip


def _reason(kept: Mapping[str, object] | None) -> Reason:
    return Reason.from_json(kept) if kept else Reason("month.refused", N_("Waits for something"))


def _totals(charges: list[Charge]) -> tuple[Total, ...]:
    found: dict[str, list[Charge]] = defaultdict(list)
    for charge in charges:
        found[charge.kind].append(charge)
    return tuple(
        Total(kind, len(rows), Money(sum(r.net_cents for r in rows)), Money(sum(r.vat_cents for r in rows)))
        for kind, rows in sorted(found.items())
    )
