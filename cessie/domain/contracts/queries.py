"""Which contract, and which terms on which day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cessie.domain.contracts.models import Contract, Ending, TermsChange, Version
from cessie.domain.parties.groups import client_groups
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.receivables import left_on
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version as a person reads it; ``valid_until`` is the last day, None while no later version is known."""

    number: int
    valid_from: date
    valid_until: date | None
    terms: Terms
    made_at: datetime
    made_by: str


def terms_on(contract_id: UUID, day: date) -> tuple[Version, Terms]:
    """The version in force on a day and its terms; ``NotFound`` before the contract began."""
    version = Version.objects.filter(contract_id=contract_id, valid_from__lte=day).order_by("-valid_from").first()
    if version is None:
        raise NotFound("contracts.no_terms", N_("The contract has no terms on {day}."), day=day)
    return version, Terms.from_json(version.terms)


def with_terms(day: date, **words: str) -> QuerySet[Contract]:
    """Contracts whose terms on a day bear these words (``transmission="BALANCE"``), by number; for jobs, one statement
    however many contracts there are."""
    newest = Version.objects.filter(valid_from__lte=day).order_by("contract_id", "-valid_from").distinct("contract_id")
    found = Version.objects.filter(
        pk__in=newest.values("pk"), **{f"terms__{name}": word for name, word in words.items()}
    )
    return Contract.objects.filter(pk__in=found.values("contract_id")).order_by("number")


def terms_of(version_id: UUID) -> Terms:
    """The terms of one version: what a purchase under it was, and stays, subject to."""
    return Terms.from_json(Version.objects.values_list("terms", flat=True).get(pk=version_id))


def disclosures(contract_ids: Collection[UUID] | None = None) -> dict[UUID, TermsChange]:
    """The last agreed disclosure of each of these contracts, or of all that were disclosed; for jobs."""
    rows = TermsChange.objects.filter(state="agreed").exclude(trigger="").order_by("decided_at")
    if contract_ids is not None:
        rows = rows.filter(contract_id__in=contract_ids)
    return {row.contract_id: row for row in rows}


def disclosed_on(change: TermsChange) -> date:
    """The day from which an agreed disclosure holds."""
    return max(change.valid_from, booking_day(change.decided_at)) if change.decided_at else change.valid_from


def told_since(contract_ids: Collection[UUID]) -> list[tuple[Contract, date]]:
    """Those of these contracts that are open and were disclosed, or will be, each with the day."""
    known = disclosures(contract_ids)
    rows = Contract.objects.filter(pk__in=known).exclude(state="closed").order_by("number")
    return [(row, disclosed_on(known[row.pk])) for row in rows]


def told_terms(version_ids: Collection[UUID]) -> dict[UUID, Terms]:
    """The terms of these versions as far as debtors may know of them: what was agreed in confidence counts as notified
    once its contract was disclosed. Whether they hold today is asked of the terms of today."""
    rows = list(Version.objects.filter(pk__in=version_ids))
    known = disclosures({row.contract_id for row in rows})
    found = {}
    for row in rows:
        terms, change = Terms.from_json(row.terms), known.get(row.contract_id)
        over = change is not None and row.valid_from < disclosed_on(change)
        found[row.pk] = replace(terms, disclosure="NOTIFIED") if over else terms
    return found


def contract_of(client_id: UUID, on: date) -> Contract | None:
    """The client's contract that runs on a day."""
    return running(Contract.objects.filter(client_id=client_id), on)


def running(rows: Iterable[Contract], on: date) -> Contract | None:
    """Of one client's contracts the one that runs on a day: the last that began (its last day is ``ended_date`` less
    one).
    """
    found = [row for row in rows if row.started_date <= on and (row.ended_date is None or row.ended_date > on)]
    return max(found, key=lambda row: row.started_date, default=None)


def in_confidence(client_id: UUID, on: date) -> bool:
    """Whether a client's debtors may not hear of the house on a day: his contract that runs is confidential."""
    found = contract_of(client_id, on)
    return found is not None and terms_on(found.pk, on)[1].disclosure == "CONFIDENTIAL"


def knows_no_house(client_ids: Collection[UUID], on: date) -> bool:
    """Whether a debtor of these clients alone may not hear of the house on a day: a contract is confidential, and by
    none of them, whether it runs or is over, was he ever to be told."""
    began = Contract.objects.filter(client__in=client_ids, versions__valid_from__lte=on).distinct()
    said = {terms_on(key, on)[1].disclosure for key in began.values_list("pk", flat=True)}
    return said == {"CONFIDENTIAL"}


def contracts(*, viewer: Viewer) -> QuerySet[Contract]:
    """The contracts that exist for this viewer, by number."""
    rows = Contract.objects.select_related("client__company").order_by("number")
    return rows if viewer.sees_all else rows.filter(client_id__in=viewer.client_ids)


def contract(*, viewer: Viewer, contract_id: UUID) -> Contract:
    """One contract, or ``NotFound`` where it is not the viewer's."""
    row = contracts(viewer=viewer).filter(pk=contract_id).first()
    if row is None:
        raise NotFound("contracts.unknown", N_("There is no such contract."))
    return row


def versions(*, viewer: Viewer, contract_id: UUID) -> tuple[VersionFacts, ...]:
    """Every version of a contract, newest first; ``NotFound`` where it is not the viewer's."""
    rows = list(
        Version.objects.filter(contract=contract(viewer=viewer, contract_id=contract_id)).order_by("-valid_from")
    )
    ends: list[date | None] = [None, *(date.fromordinal(row.valid_from.toordinal() - 1) for row in rows)]
    return tuple(
        VersionFacts(row.number, row.valid_from, end, Terms.from_json(row.terms), row.made_at, row.made_by)
        for row, end in zip(rows, ends, strict=False)
    )


def moving(at: datetime) -> tuple[UUID, ...]:
    """Contracts whose last day is over and that are not where they must stand, oldest end first; for the clock.

    Closed ones on which money moved since among them.
    """
    today = booking_day(at)
    ending = Contract.objects.filter(state="ending", ended_date__lte=today)
    open_ = Contract.objects.filter(state="run_off")
    closed = list(Contract.objects.filter(state="closed").values_list("pk", flat=True))
    moved = [key for key, left in left_on(closed).items() if left] if closed else []
    rows = Contract.objects.filter(Q(pk__in=ending) | Q(pk__in=open_) | Q(pk__in=moved))
    return tuple(rows.order_by("ended_date", "pk").values_list("pk", flat=True))


def endings(*, viewer: Viewer, contract_id: UUID) -> tuple[Ending, ...]:
    """Every proposal to end a contract or to go on with it, newest first; ``NotFound`` where it is not the viewer's."""
    own = contract(viewer=viewer, contract_id=contract_id)
    return tuple(Ending.objects.filter(contract=own).order_by("-proposed_at", "-pk"))


def changes(*, viewer: Viewer, contract_id: UUID) -> tuple[TermsChange, ...]:
    """Every proposal to change terms of a contract, newest first; ``NotFound`` where it is not the viewer's."""
    own = contract(viewer=viewer, contract_id=contract_id)
    return tuple(TermsChange.objects.filter(contract=own).order_by("-proposed_at", "-pk"))


def with_their_groups(contract_ids: Collection[UUID]) -> frozenset[UUID]:
    """These contracts and all contracts of clients of the same groups: what a group's limit is counted over."""
    group = client_groups(Contract.objects.filter(pk__in=contract_ids).values("client_id"))
    return frozenset(Contract.objects.filter(client_id__in=group).values_list("pk", flat=True)) | set(contract_ids)


def lock(contract_id: UUID) -> Contract:
    """The contract, locked until the transaction ends, so that its limits and terms are decided one after the other.

    The first lock of the fixed order (``credit.locks``). Rows that only refer to the contract are not held up.
    """
    (row,) = lock_all([contract_id])
    return row


def lock_all(contract_ids: Collection[UUID]) -> list[Contract]:
    """Several, locked one after the other by key; ``NotFound`` where one of them does not exist."""
    rows = Contract.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=contract_ids)
    locked = list(rows.order_by("pk"))
    if len(locked) != len(set(contract_ids)):
        raise NotFound("contracts.unknown", N_("There is no such contract."))
    return locked
