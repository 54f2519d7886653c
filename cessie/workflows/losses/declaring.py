"""Which unpaid documents an insurance wants reported, until when, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.db import transaction

from cessie.domain.client_ledgers.due import due_lines
from cessie.domain.client_ledgers.queries import on_balances
from cessie.domain.contracts.queries import contracts, terms_on
from cessie.domain.credit.declare import Unpaid, declare
from cessie.domain.credit.insured import policy_of
from cessie.domain.credit.models import Declaration, Policy
from cessie.domain.credit.rules.conditions import report_from, report_until
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.overdue import overdue
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal
from cessie.workflows.losses.telling import over_service

#: How long before it must be reported a document is shown.
AHEAD: Final = timedelta(days=14)
Stage = Literal["soon", "due", "late", "declared", "declared_late", "on_the_way"]
STAGES: Final[tuple[Stage, ...]] = ("late", "due", "soon", "on_the_way", "declared", "declared_late")


@dataclass(frozen=True, slots=True)
class Reportable:
    """One unpaid document: from when it is to be reported and until when (after that its cover is lost)."""

    contract_id: UUID
    client_id: UUID
    client_name: str
    debtor_name: str
    item: Unpaid
    policy: Policy
    begin: date
    last: date
    declared: Declaration | None

    @property
    def key(self) -> str:
        """What a form names it by."""
        return f"{self.contract_id}/{self.item.debtor_id}/{self.item.number}"

    @property
    def task(self) -> str:
        """The key of the task that asks for it."""
        return report_key(self.item.invoice_id or self.contract_id)

    def stage(self, today: date) -> Stage:
        """How far it is."""
        if self.declared is not None:
            if self.declared.declared_date is None:
                return "on_the_way"
            return "declared_late" if self.declared.declared_date > self.declared.last_date else "declared"
        if today > self.last:
            return "late"
        return "due" if today >= self.begin else "soon"


def reportable(*, viewer: Viewer, today: date, client_id: UUID | None = None) -> list[Reportable]:
    """Every open document that is, or within two weeks will be, to be reported; the most pressing first."""
    found = [*_bought(viewer, today, client_id), *_balances(viewer, today, client_id)]
    return sorted(found, key=lambda row: (row.last, row.client_name, row.item.number))


def declare_chosen(
    *, keys: Sequence[str], on: date | None, reference: str = "", by: Viewer, at: datetime
) -> list[Declaration]:
    """Declare the documents chosen on a page, contract by contract; ``on`` None: over the insurer's service.

    Refused: none chosen, an insurer without a service. Else as ``credit.declare``.
    """
    rows = [row for row in reportable(viewer=by, today=booking_day(at)) if row.key in set(keys) and not row.declared]
    if not rows:
        raise Refusal("declaring.none", N_("Choose what is to be declared."))
    if on is None and not all(over_service(row.policy) for row in rows):
        raise Refusal("declaring.no_service", N_("This insurer is told by hand: say on which day it was."))
    made: list[Declaration] = []
    with transaction.atomic():
        for contract_id in sorted({row.contract_id for row in rows}):
            of = [row for row in rows if row.contract_id == contract_id]
            for policy in {row.policy.pk: row.policy for row in of}.values():
                items = [row.item for row in of if row.policy.pk == policy.pk]
                told = {"on": on, "reference": reference, "by": by, "at": at}
                made += declare(contract_id=contract_id, policy=policy, items=items, **told)  # type: ignore[arg-type]
        for row in rows:
            close(key=row.task, decision="declared", by=by, at=at)
    return made


def report_key(about: UUID) -> str:
    """The key of the task that asks to report an invoice, or a contract's ledger as a whole."""
    return f"invoice.report:{about}"


def _bought(viewer: Viewer, today: date, client_id: UUID | None) -> Iterator[Reportable]:
    rows = [row for row in overdue(viewer=viewer, today=today, client_id=client_id) if row.insured]
    contract = dict(Invoice.objects.filter(pk__in=[row.invoice_id for row in rows]).values_list("pk", "contract_id"))
    policies, known = _Policies(), _declared(set(contract.values()))
    for row in rows:
        key = contract[row.invoice_id]
        policy = policies.of(key, today, row.due_date)
        item = Unpaid(row.debtor_id, row.number, row.due_date, row.open, row.invoice_id)
        if policy is not None and _near(policy, item, today):
            yield _row(key, row.client_id, row.client_name, row.debtor_name, item, policy, known)


def _balances(viewer: Viewer, today: date, client_id: UUID | None) -> Iterator[Reportable]:
    mine = contracts(viewer=viewer).filter(pk__in=[row.pk for row in on_balances(today)])
    rows = mine if client_id is None else mine.filter(client_id=client_id)
    insured = [row for row in rows if terms_on(row.pk, today)[1].insurance != "NONE"]
    policies, known = _Policies(), _declared({row.pk for row in insured})
    for contract in insured:
        policy = policies.of(contract.pk, today, today)
        if policy is None:
            continue
        until = today + AHEAD - timedelta(days=policy.arrears_days)
        for line in due_lines(contract.pk, today, until=min(until, today - timedelta(days=1))):
            item = Unpaid(line.debtor_id, line.number, line.due, line.open)
            yield _row(
                contract.pk, contract.client_id, contract.client.company.name, line.debtor_name, item, policy, known
            )


class _Policies:
    """The policy of each contract: that of today, else that of the day on which the document was due."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, date], Policy | None] = {}

    def of(self, contract_id: UUID, today: date, due: date) -> Policy | None:
        return self._on(contract_id, today) or self._on(contract_id, due)

    def _on(self, contract_id: UUID, day: date) -> Policy | None:
        if (contract_id, day) not in self._known:
            try:
                self._known[contract_id, day] = policy_of(contract_id, day)
            except NotFound:  # taken over with the contract: due before it began
                self._known[contract_id, day] = None
        return self._known[contract_id, day]


def _declared(contract_ids: set[UUID]) -> dict[tuple[UUID, UUID, str], Declaration]:
    rows = Declaration.objects.filter(contract_id__in=contract_ids)
    return {(row.contract_id, row.debtor_id, row.number): row for row in rows}


def _near(policy: Policy, item: Unpaid, today: date) -> bool:
    return today + AHEAD >= report_from(item.due, arrears_days=policy.arrears_days)


def _row(
    contract_id: UUID,
    client_id: UUID,
    client_name: str,
    debtor_name: str,
    item: Unpaid,
    policy: Policy,
    known: dict[tuple[UUID, UUID, str], Declaration],
) -> Reportable:
    return Reportable(
        contract_id, client_id, client_name, debtor_name, item, policy,
        report_from(item.due, arrears_days=policy.arrears_days),
        report_until(item.due, arrears_days=policy.arrears_days, declare_days=policy.declare_days),
        known.get((contract_id, item.debtor_id, item.number)),
    )  # fmt: skip
