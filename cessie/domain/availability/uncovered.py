"""The documents whose cover is lost because the insurer was not told of them in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from cessie.domain.availability.rules.snapshot import Line, Out
from cessie.domain.client_ledgers.due import due_lines
from cessie.domain.contracts.models import Contract
from cessie.domain.credit.insured import policy_of
from cessie.domain.credit.models import Declaration
from cessie.domain.credit.rules.conditions import report_until
from cessie.lib.references import normal_invoice_number
from cessie.terms.contract import Terms
from cessie.terms.eligibility import agreed_rules


def uncovered(contract: Contract, terms: Terms, day: date, lines: Sequence[Line] | None = None) -> frozenset[Out]:
    """Those of the bought ``lines``, else of the ledger in force: declared after the last day on which that was in
    time, or not declared by then. Nothing where the contract needs no cover, or there is no policy that day.

    What is too long overdue is out by that already: the old ones are not read where that rule is the sooner one. A
    few statements, and the old lines of a ledger in pieces.
    """
    policy = policy_of(contract.pk, day) if terms.cover_required else None
    if policy is None:
        return frozenset()
    rows = Declaration.objects.filter(contract=contract).values_list(
        "debtor_id", "number", "declared_date", "last_date"
    )
    told = {Out(debtor, normal_invoice_number(number)): (on, last) for debtor, number, on, last in rows}
    late = {out for out, (on, last) in told.items() if on is not None and on > last}
    window = report_until(day, arrears_days=policy.arrears_days, declare_days=policy.declare_days) - day
    rule = agreed_rules(terms).get("OVERDUE")
    if rule is not None and timedelta(days=rule.days or 0) <= window:
        return frozenset(late)
    until = day - window - timedelta(days=1)
    return frozenset(late | {out for out in _old(contract, day, until, lines) if out not in told})


def _old(contract: Contract, day: date, until: date, lines: Sequence[Line] | None) -> Iterable[Out]:
    """What was due by a day and is open."""
    if lines is None:
        for row in due_lines(contract.pk, day, until=until):
            yield Out(row.debtor_id, normal_invoice_number(row.number))
        return
    for line in lines:
        if line.open.due <= until:
            yield Out(UUID(str(line.open.debtor)), normal_invoice_number(line.number))
