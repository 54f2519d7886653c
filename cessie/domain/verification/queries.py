"""Samples, proofs, questions, findings and visits as a viewer may see them.

The client sees what is asked of him, that a question went to his customer and whether it was answered. Of what was
found he sees that his proof is missing or not right, nothing else: who knows what is looked at can pass. The debtor
sees the questions to him.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Prefetch, Q, QuerySet

from cessie.domain.contracts.models import Contract
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.verification.models import Audit, Enquiry, Finding, Item, Proof, Sample
from cessie.lib.money import Money
from cessie.lib.reasons import N_

T = TypeVar("T", bound=Model)
#: What is asked of the client now.
OPEN = ("asked", "missing")
#: What finds that a proof which the client owes is missing or not right.
OWN_RULES = ("proof.missing", "proof.wrong")
#: State of a question to a customer -> what his supplier is told of it.
TOLD = {"asked": "asked", "agreed": "answered", "differs": "answered", "unanswered": "unanswered"}


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a sample is: of so many documents so many are good, wrong, missing, and still open."""

    drawn: int
    good: int
    wrong: int
    missing: int
    waiting: int
    amount: Money


def samples(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Sample]:
    """For the staff, newest first."""
    rows = Sample.objects.select_related("contract", "client__company").order_by("-drawn_at", "-pk")
    rows = rows.annotate(
        drawn=Count("items"), good=Count("items", filter=Q(items__state="good")),
        open=Count("items", filter=Q(items__state__in=("asked", "handed_in"))),
        bad=Count("items", filter=Q(items__state__in=("wrong", "missing"))),
    )  # fmt: skip
    return _staff(rows, viewer, contract_id)


def sample(*, viewer: Viewer, sample_id: UUID) -> Sample:
    """One of them, or ``NotFound``."""
    return _one(samples(viewer=viewer), sample_id)


def tally(items: list[Item], currency: str) -> Tally:
    """How far these documents are."""
    counts = {state: sum(row.state == state for row in items) for state in ("good", "wrong", "missing")}
    waiting = len(items) - sum(counts.values())
    amount = Money(sum(row.open_cents for row in items), currency)
    return Tally(len(items), counts["good"], counts["wrong"], counts["missing"], waiting, amount)


def items(*, viewer: Viewer, client_id: UUID | None = None) -> QuerySet[Item]:
    """Documents that are asked for, the staff's all and the client's own, the nearest day first."""
    proofs = Prefetch("proofs", Proof.objects.order_by("given_at", "pk"))
    rows = Item.objects.select_related("sample__contract", "debtor__company", "invoice", "client__company")
    rows = rows.prefetch_related(proofs).order_by("sample__answer_by", "number", "pk")
    if client_id is not None:
        rows = rows.filter(client_id=client_id)
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def item(*, viewer: Viewer, item_id: UUID) -> Item:
    """One of them, or ``NotFound``."""
    return _one(items(viewer=viewer), item_id)


def asks(*, viewer: Viewer, client_id: UUID) -> int | None:
    """How many documents wait for the client's proof; None where he was never asked for any. One statement."""
    if not viewer.sees_client(client_id):
        return None
    found = Item.objects.filter(client_id=client_id).aggregate(
        all=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN))
    )
    return found["open"] if found["all"] else None


def withheld(*, viewer: Viewer, item_ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these documents are kept out of what may be drawn because their proof is missing or not right. Of all
    findings only this one is the client's to know: it is about what was asked of him."""
    rows = Finding.objects.filter(item__in=item_ids, state="open", severity="hold", rule__in=OWN_RULES)
    rows = rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)
    return frozenset(rows.values_list("item_id", flat=True))


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a customer as his supplier may know it: that it was put, on what, and whether it was answered.
    ``state``: ``asked``, ``answered``, ``unanswered``; what was answered is not told."""

    key: UUID
    debtor_id: UUID
    debtor: str
    as_of: date
    amount: Money
    documents: int
    asked_at: datetime
    answer_by: date
    state: str


def questions(*, viewer: Viewer, client_id: UUID, behind: UUID | None = None, most: int) -> tuple[Question, ...]:
    """Questions to this client's customers, newest first, older than ``behind``. Their letters he reads as well.

    >>> [TOLD[state] for state in ("agreed", "differs")]
    ['answered', 'answered']
    """
    if not viewer.sees_client(client_id):
        return ()
    rows = Enquiry.objects.filter(client_id=client_id).select_related("debtor__company").order_by("-pk")
    rows = rows.filter(pk__lt=behind) if behind else rows
    return tuple(
        Question(
            row.pk, row.debtor_id, row.debtor.company.name, row.as_of, row.amount, len(row.lines), row.asked_at,
            row.answer_by, TOLD[row.state],
        )
        for row in rows[:most]
    )  # fmt: skip


def proof(*, viewer: Viewer, proof_id: UUID) -> Proof:
    """A paper that was handed in, or ``NotFound``."""
    row = Proof.objects.select_related("item").filter(pk=proof_id).first()
    if row is None or not viewer.sees_client(row.item.client_id):
        raise NotFound("verification.unknown", N_("There is no such thing."))
    return row


def findings(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Finding]:
    """For the staff: the open ones first, then the newest."""
    rows = Finding.objects.select_related("contract", "client__company", "debtor__company", "item", "audit")
    return _staff(rows.order_by("-state", "-found_at", "-pk"), viewer, contract_id)


def enquiries(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Enquiry]:
    """Questions to debtors: for the staff all, for a debtor those to him; a client sees none."""
    rows = Enquiry.objects.select_related("contract", "client__company", "debtor__company").order_by("-asked_at", "-pk")
    if viewer.owes is not None:
        return rows.filter(client_id=viewer.owes[0], debtor_id=viewer.owes[1])
    return _staff(rows, viewer, contract_id)


def enquiry(*, viewer: Viewer, enquiry_id: UUID) -> Enquiry:
    """One of them, or ``NotFound``."""
    return _one(enquiries(viewer=viewer), enquiry_id)


def audits(*, viewer: Viewer, contract_id: UUID | None = None) -> QuerySet[Audit]:
    """Visits, for the staff, the latest planned first."""
    rows = Audit.objects.select_related("contract", "client__company").order_by("-planned_date", "-pk")
    return _staff(rows, viewer, contract_id)


def audit(*, viewer: Viewer, audit_id: UUID) -> Audit:
    """One of them, or ``NotFound``."""
    return _one(audits(viewer=viewer), audit_id)


def _staff(rows: QuerySet[T], viewer: Viewer, contract_id: UUID | None) -> QuerySet[T]:
    if contract_id is not None:
        rows = rows.filter(contract_id=contract_id)
    return rows if viewer.sees_all else rows.none()


def _one(rows: QuerySet[T], pk: UUID) -> T:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound("verification.unknown", N_("There is no such thing."))
    return row


def findings_with(rows: QuerySet[Finding], text: str) -> QuerySet[Finding]:
    """Those whose client, customer, number or rule holds the text."""
    return rows.filter(
        Q(number__icontains=text)
        | Q(rule__icontains=text)
        | Q(client__company__name__icontains=text)
        | Q(debtor__company__name__icontains=text)
    )


def without_sample(contracts: QuerySet[Contract], day: date) -> tuple[UUID, ...]:
    """Those of these contracts of which the month's sample is not drawn yet, by number; for jobs."""
    drawn = Sample.objects.filter(kind="monthly", month=day.replace(day=1)).values("contract_id")
    return tuple(contracts.exclude(pk__in=drawn).order_by("number").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Untold:
    """A sample of which the client was not mailed: ``count`` documents whose proof is asked."""

    key: UUID
    client_id: UUID
    client: str
    count: int
    answer_by: date


def untold(*, since: datetime) -> list[Untold]:
    """Samples drawn since then that still ask for something, oldest first; for the job that mails."""
    rows = Sample.objects.filter(told_at__isnull=True, drawn_at__gte=since).select_related("client__company")
    rows = rows.annotate(asks=Count("items", filter=Q(items__state="asked"))).filter(asks__gt=0)
    return [
        Untold(row.pk, row.client_id, row.client.company.name, row.asks, row.answer_by)
        for row in rows.order_by("drawn_at", "pk")
    ]


def told(row: Untold, at: datetime) -> None:
    """The client was mailed; again changes nothing."""
    Sample.objects.filter(pk=row.key, told_at__isnull=True).update(told_at=at)
