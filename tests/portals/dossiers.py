"""A dossier of the first client in the made-up house: a claim, a letter that was sent, a call that waits, words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from cessie.domain.collection.models import Act, Claim, Dossier, Turn
from cessie.domain.invoices.models import Invoice
from cessie.domain.proceedings.models import Assignment, Case, Cost, Partner, Word


def collected(stage: Any, invoice_id: UUID) -> dict[str, UUID]:
    """Entered as it stands: the invoices of this house are not late yet."""
    invoice = Invoice.objects.get(pk=invoice_id)
    if invoice.debtor_id is None:
        raise AssertionError("an accepted invoice has a debtor")
    due = stage.today - timedelta(days=40)
    row = Dossier.objects.create(
        number=2026000001, reference="202600000192", client_id=invoice.client_id, debtor_id=invoice.debtor_id,
        contract_id=invoice.contract_id, source="staff", state="amicable", look_date=stage.today,
        opened_at=stage.at, opened_by="system:test",
    )  # fmt: skip
    Claim.objects.create(
        dossier=row, invoice=invoice, number=invoice.number, issue_date=due - timedelta(days=30), due_date=due,
        principal_cents=1_000_00, added_at=stage.at, added_by="system:test",
    )  # fmt: skip
    Act.objects.create(
        dossier=row, kind="letter", tone="first", step=1, due_date=stage.today, state="done", planned_at=stage.at,
        done_at=stage.at, done_by="system:test",
    )  # fmt: skip
    call = Act.objects.create(
        dossier=row, kind="call", step=2, due_date=stage.today, planned_at=stage.at, worth_cents=12_34
    )
    Turn.objects.create(dossier=row, event="note", words="GEHEIM", side="staff", by="system:test", at=stage.at)
    case = Case.objects.create(
        dossier=row, procedure="be_ios", state="amicable", since=stage.today, look_date=stage.today,
        opened_at=stage.at, opened_by="system:test",
    )  # fmt: skip
    partner = Partner.objects.create(
        company=row.debtor.company, role="lawyer", since_at=stage.at, added_by="system:test"
    )
    Assignment.objects.create(case=case, partner=partner, role="lawyer", offered_at=stage.at, offered_by="system:test")
    Word.objects.create(case=case, words="GEHEIM", side="staff", by="system:test", at=stage.at)
    cost = Cost.objects.create(
        case=case, partner=partner, act="approve", on=stage.today, amount_cents=12_00, asked_at=stage.at,
        asked_by="system:test",
    )  # fmt: skip
    return {
        "partner_id": partner.pk,
        "cost_id": cost.pk,
        "case_id": case.pk,
        "name": "reply_form",
        "language": "nl",
        "dossier_id": row.pk,
        "call_id": call.pk,
    }
