"""Keep what was found, and take what it is about out of what may be drawn."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.availability.exclude import exclude
from cessie.domain.contracts.queries import lock
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.models import Audit, Enquiry, Finding, Item
from cessie.domain.verification.rules.kinds import Severity
from cessie.lib.reasons import N_, Reason, Refusal


def find(
    *,
    contract_id: UUID,
    rule: str,
    severity: Severity,
    reason: Reason,
    key: str,
    debtor_id: UUID | None = None,
    number: str = "",
    item: Item | None = None,
    enquiry: Enquiry | None = None,
    audit: Audit | None = None,
    by: Viewer,
    at: datetime,
) -> Finding:
    """A finding about a contract, one of its debtors (all that he owes), or one document. Open once under a ``key``.

    One that holds keeps what it is about out of availability from now on. Lock: the contract. Refused: no right
    (``NotAllowed``), unknown (``NotFound``), one that is to hold and is about nothing.
    """
    by.require("verification.work")
    if severity == "hold" and debtor_id is None and not number.strip():
        raise Refusal("verification.holds_nothing", N_("Say which customer or which document is held."))
    with transaction.atomic():
        contract = lock(contract_id)
        there = Finding.objects.filter(contract=contract, key=key, state="open").first()
        if there is not None:
            return there
        row = Finding.objects.create(
            contract=contract, client_id=contract.client_id, debtor_id=debtor_id, number=number.strip(), rule=rule,
            key=key, severity=severity, reason=reason.to_json(), item=item, enquiry=enquiry, audit=audit,
            found_at=at, found_by=by.key,
        )  # fmt: skip
        if severity == "hold":
            exclude(
                contract_id=contract_id, debtor_id=debtor_id, number=row.number, source=source_of(row),
                note=f"{rule} {row.number}".strip(), by=by, at=at,
            )  # fmt: skip
        facts = {"rule": rule, "severity": severity, "debtor": str(debtor_id or ""), "number": row.number}
        record(action="verification.find", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


def source_of(finding: Finding) -> str:
    """Under which availability keeps out what a finding holds."""
    return f"finding:{finding.pk}"
