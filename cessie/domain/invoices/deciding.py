"""The one door through which an invoice changes its state; the verbs of this app share it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cessie.domain.audit.record import record
from cessie.domain.invoices.models import Finding, Invoice
from cessie.domain.invoices.rules.decision import decide
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.invoices.rules.states import INVOICE
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.domain.work.close import close
from cessie.lib.reasons import N_, Reason, Refusal


class Duplicate(Refusal):
    """Another invoice with this number was accepted; the database has the last word."""


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding as it stands: ``cleared_by`` so many of ``people``."""

    code: str
    severity: str
    people: int
    reason: Reason
    cleared_by: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Assessed:
    """An invoice's state and all that was ever found, open or cleared, in the order of the rules."""

    invoice_id: UUID
    state: str
    findings: tuple[FindingFacts, ...]


def locked(invoice_id: UUID, by: Viewer) -> Invoice:
    """The invoice under its row lock, with its parties; ``NotFound`` where it is not the viewer's."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("client__company", "debtor__company")
    row = rows.filter(pk=invoice_id).first()
    if row is None or not by.sees_client(row.client_id):
        raise NotFound("invoices.unknown", N_("There is no such invoice."))
    return row


def settle(invoice: Invoice, policy: Policy, by: Viewer, at: datetime) -> None:
    """Give the invoice the state that its open findings ask for. ``Duplicate``, or no debtor: nothing changed."""
    standing = list(open_findings(invoice).values_list("code", "severity"))
    event = decide(standing, {code for code, _ in standing if policy.overrides(code)})
    if invoice.policy_version != policy.version:
        invoice.policy_version = policy.version
        invoice.save(update_fields=["policy_version"])
    if event == "hold" and invoice.state == "held":
        return
    if event == "accept" and invoice.debtor_id is None:
        raise Refusal("invoices.no_debtor", N_("The invoice needs a debtor before it can be accepted."))
    move(invoice, event, by, at)


def move(invoice: Invoice, event: str, by: Viewer, at: datetime) -> None:
    """One step of the life cycle, with its line in the trail; whatever waited for a person is closed by a decision."""
    invoice.state = INVOICE.after(invoice.state, event)
    invoice.decided_at, invoice.decided_by = at, by.key
    try:
        with transaction.atomic():
            invoice.save(update_fields=["state", "decided_at", "decided_by"])
    except IntegrityError as clash:
        if "invoices_number_once" not in str(clash):
            raise
        words = N_("Invoice {number} of this client to this debtor was accepted before.")
        raise Duplicate("invoices.duplicate", words, number=invoice.number) from None
    codes = list(open_findings(invoice).values_list("code", flat=True))
    facts = {"state": invoice.state, "open": codes}
    record(action=f"invoices.{event}", subject=invoice, by=by, at=at, client_id=invoice.client_id, data=facts)
    if invoice.state in ("accepted", "rejected", "withdrawn"):
        close(key=f"invoice.held:{invoice.pk}", decision=invoice.state, by=by, at=at)


def open_findings(invoice: Invoice) -> QuerySet[Finding]:
    """What still stands against the invoice, in the order of the rules."""
    rows = Finding.objects.filter(invoice=invoice, cleared_at__isnull=True, gone_at__isnull=True)
    return rows.exclude(severity="note").order_by("code")


def outcome(invoice: Invoice) -> Assessed:
    """The invoice with its findings as they stand now."""
    rows = Finding.objects.filter(invoice=invoice, gone_at__isnull=True).prefetch_related("clearances")
    findings = tuple(
        FindingFacts(
            code=row.code,
            severity=row.severity,
            people=row.people,
            reason=Reason.from_json(row.reason),
            cleared_by=tuple(clearance.by for clearance in row.clearances.all()),
            is_open=row.cleared_at is None,
        )
        for row in rows.order_by("code")
    )
    return Assessed(invoice.pk, invoice.state, findings)
