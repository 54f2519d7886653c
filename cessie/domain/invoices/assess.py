"""Look at an invoice, name every doubt, and accept, hold or reject it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.invoices.deciding import Assessed, Duplicate, locked, outcome, settle
from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.invoices.known import known_of, stated_by, subject_of
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.invoices.rules.checks import check
from cessie.domain.invoices.rules.found import Found
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.invoices.rules.settings import applied
from cessie.domain.users.rules.viewer import Viewer


def assess(
    *, invoice_id: UUID, more: Sequence[Found] = (), policy: Policy | None = None, by: Viewer, at: datetime
) -> Assessed:
    """Check a received or held invoice, with ``more`` findings of other rooms (credit), and settle its state.

    A look again keeps what people cleared, adds what is new and lets go what is found no more. What is decided
    already (accepted, rejected, withdrawn) stays as it is. Two invoices with one number at once: the one that the
    database accepts first stands, the other is rejected as its duplicate (M04). ``policy``: the house's, as it is in
    force at that moment; the invoice keeps its version.

    Refused: an invoice that is not the viewer's (``NotFound``).
    """
    with transaction.atomic():
        invoice = locked(invoice_id, by)
        if invoice.state not in ("received", "held"):
            return outcome(invoice)
        policy = policy or policy_at(at)
        stated, breaches = stated_by(invoice)
        looked = check(subject_of(invoice), stated, breaches, known_of(invoice), policy)
        found = applied([*looked, *more], policy.settings)
        _keep(invoice, found, at)
        try:
            settle(invoice, policy, by, at)
        except Duplicate as clash:
            invoice.refresh_from_db(fields=["state", "decided_at", "decided_by"])
            _keep(invoice, [*found, Found("M04", "reject", 2, clash.reason)], at)
            settle(invoice, policy, by, at)
        return outcome(invoice)


def _keep(invoice: Invoice, found: Sequence[Found], at: datetime) -> None:
    """Store the findings. What says the same as before stays, with its clearances; what does not is gone: its row
    and whoever cleared it stay as history, and what is found now must be cleared anew."""
    before = {row.code: row for row in Finding.objects.filter(invoice=invoice, gone_at__isnull=True)}
    now = {item.code: item for item in found}
    same = {code for code, row in before.items() if code in now and _says_the_same(row, now[code])}
    for code in before.keys() - same:
        before[code].gone_at = at
        before[code].save(update_fields=["gone_at"])
    Finding.objects.bulk_create(
        Finding(
            invoice=invoice,
            code=code,
            severity=now[code].severity,
            people=now[code].people,
            reason=now[code].reason.to_json(),
            found_at=at,
        )
        for code in sorted(now.keys() - same)
    )


def _says_the_same(row: Finding, item: Found) -> bool:
    return (row.severity, row.people, row.reason) == (item.severity, item.people, item.reason.to_json())
