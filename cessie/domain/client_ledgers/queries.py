"""Questions about the ledgers of clients, and about the money on dedicated accounts.

Those that take no viewer are for rooms further down the road and for jobs; what people see goes by ``submissions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from cessie.domain.client_ledgers.holdings import left_of
from cessie.domain.client_ledgers.models import BatchPart, Dedicated, Match, Position, Receipt, Submission, Sweep
from cessie.domain.client_ledgers.rules.calendar import Standing, standing_of
from cessie.domain.client_ledgers.tasks import sweep_order_key
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import terms_on, with_terms
from cessie.domain.payments.models import Order
from cessie.domain.purchase.models import Deed
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """One line of a ledger: signed as the debtor owes, so that credit notes and cash are negative."""

    debtor_id: UUID
    kind: str
    number: str
    issue_date: date
    due_date: date | None
    open_cents: int
    gross_cents: int
    disputed: bool
    consumer: bool
    unperformed: bool
    pk: int = 0


def latest(contract_id: UUID, on: date, *, known_at: datetime | None = None) -> Submission | None:
    """The balance in force on a day: the last as of then that was accepted; ``known_at``: as it was known then."""
    rows = Submission.objects.filter(contract_id=contract_id, kind="balance", state__in=("accepted", "superseded"))
    if known_at is not None:
        rows = rows.filter(decided_at__lte=known_at)
    return rows.filter(as_of__lte=on).order_by("-as_of", "-decided_at").first()


def positions(submission_id: UUID) -> Iterator[PositionFacts]:
    """Every line of a ledger, read in pieces by a cursor of the server: half a million lines need no more room."""
    names = [
        "debtor_id", "kind", "number", "issue_date", "due_date", "open_cents", "gross_cents", "disputed", "consumer",
        "unperformed", "pk",
    ]  # fmt: skip
    rows = Position.objects.filter(submission_id=submission_id).order_by("debtor_id", "pk").values_list(*names)
    return (PositionFacts(*row) for row in rows.iterator(chunk_size=CHUNK))


def lines_of(row: Submission, *, behind: int = 0, most: int) -> list[Position]:
    """The lines of a ledger that a viewer was given, in their order from behind a key on."""
    return list(Position.objects.filter(submission=row, pk__gt=behind).order_by("pk")[:most])


def unmatched(contract_id: UUID, on: date) -> Money:
    """What came on the contract's dedicated account to the end of a day and that the client has not yet matched."""
    came = Receipt.objects.filter(contract_id=contract_id, received_date__lte=on)
    sums = came.aggregate(came=Sum("amount_cents"), back=Sum("back_cents"))
    words = Match.objects.filter(contract_id=contract_id, receipt__received_date__lte=on, made_at__date__lte=on)
    live = words.filter(Q(state="live") | Q(undone_at__date__gt=on)).aggregate(sum=Sum("amount_cents"))["sum"]
    return Money((sums["came"] or 0) - (sums["back"] or 0) - (live or 0))


def paid_since(contract_id: UUID) -> dict[tuple[UUID, str], int]:
    """By debtor and number what the client said that money on the dedicated account pays, as far as no ledger in force
    counts it, in cents: those invoices are paid, wherever the money is. Line by line: ``by_line``."""
    rows = Match.objects.filter(contract_id=contract_id, state="live", invoice__isnull=True, counted__isnull=True)
    sums = rows.values_list("debtor_id", "number").annotate(Sum("amount_cents")).order_by()
    return {(debtor, number): cents for debtor, number, cents in sums}


def standing(contract_id: UUID, on: date) -> Standing:
    """Whether the contract's balance has come in time; ``NotFound`` before the contract began."""
    terms = terms_on(contract_id, on)[1]
    began = Contract.objects.values_list("started_date", flat=True).get(pk=contract_id)
    last = latest(contract_id, on)
    return standing_of(
        began=began, last=last.as_of if last else None, on=on, every=terms.ledger_every, days=terms.ledger_days
    )


def on_balances(on: date) -> tuple[Contract, ...]:
    """The running contracts under which balances are sent, by number; for jobs."""
    return tuple(with_terms(on, transmission="BALANCE").filter(started_date__lte=on, state__in=("running", "ending")))


def submissions(viewer: Viewer, *, contract_id: UUID | None = None) -> QuerySet[Submission]:
    """The ledgers that exist for this viewer, newest first, of one contract or of all."""
    rows = Submission.objects.select_related("contract", "client__company").order_by("-received_at", "-pk")
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def submission(viewer: Viewer, submission_id: UUID) -> Submission:
    """One of them, or ``NotFound``."""
    row = submissions(viewer).filter(pk=submission_id).first()
    if row is None:
        raise NotFound("ledgers.unknown", N_("There is no such ledger."))
    return row


def parts_of(row: Submission) -> QuerySet[BatchPart]:
    """The documents of a batch that a viewer was given, in their order."""
    return BatchPart.objects.filter(submission=row).select_related("invoice").order_by("part")


def batch_of(viewer: Viewer, sha256: str) -> Submission | None:
    """The batch that this viewer may see of a kept file."""
    return submissions(viewer).filter(kind="lines", document_id=sha256).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A receipt on a dedicated account with what of it is matched to nothing."""

    receipt: Receipt
    left: Money


def receipts(viewer: Viewer, *, contract_id: UUID | None = None) -> QuerySet[Receipt]:
    """Money on dedicated accounts that exists for this viewer, newest first."""
    rows = Receipt.objects.select_related("line", "contract", "client__company", "dedicated__account")
    rows = rows.order_by("-received_date", "-pk")
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def waiting(rows: Iterable[Receipt]) -> list[Waiting]:
    """These receipts with what is left of them, in their order."""
    found = list(rows)
    left = left_of(found)
    return [Waiting(row, left[row.pk]) for row in found]


def unmatched_receipts(contract_id: UUID) -> list[Waiting]:
    """Those of a contract of which something is left, oldest first; for jobs and proposals."""
    rows = Receipt.objects.filter(contract_id=contract_id).select_related("line").order_by("received_date", "pk")
    used = (
        Match.objects.filter(receipt=OuterRef("pk"), state="live").values("receipt").annotate(sum=Sum("amount_cents"))
    )
    whole = rows.annotate(used=Coalesce(Subquery(used.values("sum")), 0))
    return waiting(whole.filter(amount_cents__gt=F("used") + F("back_cents")))


def matches(viewer: Viewer, *, contract_id: UUID) -> QuerySet[Match]:
    """What was said of a contract's money, newest first."""
    rows = Match.objects.filter(contract_id=contract_id).select_related("receipt__line", "debtor__company", "sweep")
    rows = rows.order_by("-made_at", "-pk")
    return rows if viewer.sees_all else rows.filter(receipt__client_id__in=viewer.client_ids)


def sweeps(viewer: Viewer, *, contract_id: UUID | None = None) -> QuerySet[Sweep]:
    """Sweeps that exist for this viewer, newest first."""
    rows = Sweep.objects.select_related("contract", "client__company", "dedicated__account").order_by("-ordered_at")
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def moved_since(since: datetime) -> dict[UUID, datetime]:
    """Contracts of which a ledger came into force, a deed was registered, or money came, was matched or was freed, and
    when last; for jobs."""
    told = [
        *Submission.objects.filter(state="accepted", decided_at__gte=since).values_list("contract_id", "decided_at"),
        *Receipt.objects.filter(received_at__gte=since).values_list("contract_id", "received_at"),
        *Match.objects.filter(made_at__gte=since).values_list("contract_id", "made_at"),
        *Match.objects.filter(undone_at__gte=since).values_list("contract_id", "undone_at"),
        *Deed.objects.filter(confirmed_at__gte=since).values_list("contract_id", "confirmed_at"),
    ]
    found: dict[UUID, datetime] = {}
    for contract, moment in told:
        if moment is not None:
            found[contract] = max(moment, found.get(contract, moment))
    return found


def with_dedicated(*, ours: bool | None = None) -> tuple[Contract, ...]:
    """Contracts with a dedicated account, by number; ``ours``: only those whose account the house holds, or does not;
    for jobs."""
    rows = Dedicated.objects.all() if ours is None else Dedicated.objects.filter(account__client__isnull=ours)
    return tuple(Contract.objects.filter(pk__in=rows.values("contract_id")).order_by("number"))


def orders_that_failed() -> tuple[tuple[UUID, Order], ...]:
    """Sweeps under way out of accounts of the house whose order the bank refused or a person withdrew; for jobs."""
    rows = Sweep.objects.filter(state="ordered", document__isnull=True).values_list("pk", flat=True)
    keys = {sweep_order_key(key): key for key in rows}
    failed = Order.objects.filter(key__in=list(keys), state__in=("rejected", "cancelled"))
    return tuple((keys[order.key], order) for order in failed.order_by("pk"))


def to_sweep(contract_id: UUID) -> Money:
    """What is matched on the contract's dedicated account and not on its way."""
    rows = Match.objects.filter(contract_id=contract_id, state="live", sweep__isnull=True)
    return Money(rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0)


def as_of(submission_id: UUID) -> date:
    """The day of a ledger; for rooms that keep its key."""
    return Submission.objects.values_list("as_of", flat=True).get(pk=submission_id)
