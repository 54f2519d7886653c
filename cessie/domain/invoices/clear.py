"""A person takes a doubt upon himself, and says why."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cessie.domain.audit.record import record
from cessie.domain.invoices.deciding import Assessed, locked, open_findings, outcome, settle
from cessie.domain.invoices.house_policy import policy_at
from cessie.domain.invoices.models import Clearance, Finding
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.lib.reasons import N_, Refusal


class SamePerson(Refusal):
    """He has cleared it already; another person must."""


@transaction.atomic
def clear(
    *,
    invoice_id: UUID,
    codes: Collection[str] | None = None,
    note: str,
    by: Viewer,
    at: datetime,
    policy: Policy | None = None,
) -> Assessed:
    """Clear open findings of a held invoice (all of them, or those with these ``codes``), each person once.

    A finding is cleared when as many different people as it needs have done so; with the last one the invoice is
    accepted. The note is kept with each clearance.

    Refused: no right to it (a job has none; the house may leave a check to one desk), no note, an invoice that is not
    held, a code that is not open, one's own second word (``SamePerson``), a last word while the debtor is unknown, a
    number accepted meanwhile (``Duplicate``).
    """
    by.require("invoices.clear")
    if not note.strip():
        raise Refusal("invoices.no_note", N_("Please say why this may pass."))
    invoice = locked(invoice_id, by)
    if invoice.state != "held":
        raise Refusal("invoices.not_held", N_("Invoice {number} is not held."), number=invoice.number)
    policy = policy or policy_at(at)
    chosen = _chosen(open_findings(invoice), codes)
    _require_desk(chosen, policy, by)
    own = set(Clearance.objects.filter(finding__in=chosen, by=by.key).values_list("finding_id", flat=True))
    new = [finding for finding in chosen if finding.pk not in own]
    if not new:
        raise SamePerson("invoices.same_person", N_("You have cleared this already: another person must do so too."))
    for finding in new:
        _clear(finding, note.strip(), by, at)
    cleared = {"codes": [finding.code for finding in new]}
    record(action="invoices.clear", subject=invoice, by=by, at=at, client_id=invoice.client_id, data=cleared)
    settle(invoice, policy, by, at)
    return outcome(invoice)


def _chosen(rows: QuerySet[Finding], codes: Collection[str] | None) -> list[Finding]:
    if codes is None:
        return list(rows)
    unknown = set(codes) - {row.code for row in rows}
    if unknown or not codes:
        raise Refusal(
            "invoices.no_such_finding", N_("There is no open doubt {codes}."), codes=", ".join(sorted(unknown))
        )
    return [row for row in rows if row.code in codes]


def _require_desk(chosen: Collection[Finding], policy: Policy, by: Viewer) -> None:
    """Each doubt is for the desk that the house named."""
    for finding in chosen:
        roles = policy.clearers(finding.code)
        if not by.roles & set(roles):
            words = N_("{code} is cleared by: {roles}.")
            raise NotAllowed("invoices.other_desk", words, code=finding.code, roles=", ".join(roles) or "–")


def _clear(finding: Finding, note: str, by: Viewer, at: datetime) -> None:
    Clearance.objects.create(finding=finding, by=by.key, at=at, note=note)
    if finding.clearances.count() >= finding.people:
        finding.cleared_at = at
        finding.save(update_fields=["cleared_at"])
