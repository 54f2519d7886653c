"""A ledger of the first client in doubt, and money on his dedicated account, for whoever looks at pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from cessie.domain.banking.models import Account
from cessie.domain.banking.queries import lines_of_dedicated
from cessie.domain.banking.take_in import take_in
from cessie.domain.client_ledgers.models import Apart, BatchPart, Dedicated, Match, Submission, Sweep, Transfer
from cessie.domain.client_ledgers.see import see
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.invoices.models import Invoice
from cessie.domain.purchase.models import Deed
from cessie.domain.users.rules.viewer import system
from cessie.lib.money import Money
from cessie.lib.reasons import Reason
from tests.bank_files import Page, Row, camt053

if TYPE_CHECKING:
    from tests.portals.house import Stage

IBAN = "FR7630006000011234567890189"


def ledgered(stage: Stage) -> dict[str, Any]:
    """The keys of the ledger and of a sweep."""
    contract = Contract.objects.filter(client_id=stage.own.client_id).order_by("pk")[0]
    by, at = system("test"), stage.at
    sheet, order = store_own(
        papers=[
            Paper(b"Number;Customer;Date;Open\nGEHEIM-1;D1;2026-01-01;10\n", "ledger.csv", stage.own.client_id),
            Paper(b"<Document>GEHEIM</Document>", "sweep.xml", stage.own.client_id),
        ],
        by=by,
        at=at,
    )
    doubts = [
        Reason("ledgers.does_not_roll", "The ledger does not roll forward: {difference} is not explained.",
               {"difference": Money(-500_00)}),
        Reason("ledgers.vanished", "{number} is gone: {expected} was open, and neither money nor a credit note explains"
               " it.", {"number": "GEHEIM-7", "expected": Money(500_00)}),
    ]  # fmt: skip
    row = Submission.objects.create(
        contract=contract, client_id=stage.own.client_id, document_id=sheet, kind="balance", format="sheet",
        as_of=stage.today, opening_cents=12_000_00, invoices_cents=3_000_00, credit_notes_cents=500_00,
        cash_cents=2_000_00, closing_cents=12_000_00, difference_cents=-500_00, lines=214, problems=2,
        findings=[doubt.to_json() | {"holds": True} for doubt in doubts], received_at=at, received_by=by.key,
    )  # fmt: skip
    account = Account.objects.create(
        iban=IBAN, holder="GEHEIM", purpose="dedicated", client_id=stage.own.client_id, ledger_code="",
        opened_date=stage.today,
    )  # fmt: skip
    own = Dedicated.objects.create(contract=contract, account=account, opened_at=at)
    page = Page(stage.today, 0, (Row(1_210_00, name="GEHEIM payer", text="F 12"), Row(50_00)), iban=IBAN)
    take_in(data=camt053(page, message="DED"), name="dedicated.xml", by=by, at=at)
    first, _ = [see(line_id=line.pk, by=by, at=at) for line in lines_of_dedicated()]
    assert first is not None
    sweep = Sweep.objects.create(
        contract=contract, client_id=stage.own.client_id, dedicated=own, document_id=order, reference="CSGEHEIM",
        amount_cents=200_00, ordered_at=at, ordered_by=by.key,
    )  # fmt: skip
    for number, euros, taken in (("GEHEIM-2", 200, sweep), ("GEHEIM-3", 300, None)):
        Match.objects.create(
            receipt=first, contract=contract, debtor_id=stage.buyer.debtor_id, number=number, made_at=at,
            amount_cents=euros * 100, made_by=by.key, sweep=taken,
        )  # fmt: skip
    Apart.objects.create(
        contract=contract, debtor_id=stage.buyer.debtor_id, submission=row, number="GEHEIM-9", due_date=stage.today,
        open_cents=700_00, booked_cents=0, cause="doubtful", note="GEHEIM", set_at=at, set_by=by.key,
    )  # fmt: skip
    return {
        "submission_id": row.pk, "ledger_id": row.pk, "sweep_id": sweep.pk, "list_deed_id": _deed(row),
        "sent_batch": _batch(stage, contract, order),
    }  # fmt: skip


def _batch(stage: Stage, contract: Contract, kept: str) -> UUID:
    """Three documents in one file: an invoice, one that was here before, and one that nobody can read."""
    at, first = stage.at, Invoice.objects.filter(client_id=stage.own.client_id, kind="invoice").order_by("pk")[0]
    row = Submission.objects.create(
        contract=contract, client_id=stage.own.client_id, document_id=kept, kind="lines", format="ubl",
        state="accepted", as_of=stage.today, invoices_cents=first.gross_cents, closing_cents=first.gross_cents, lines=3,
        problems=1,
        received_at=at, received_by="test", decided_at=at, decided_by="test",
    )  # fmt: skip
    why = Reason("format.unknown", "The file is of no format that is known here.")
    for part, outcome in enumerate(("taken", "known", "refused"), 1):
        told = {"number": first.number, "kind": "invoice", "amount_cents": first.gross_cents, "currency": "EUR"}
        BatchPart.objects.create(
            submission=row, part=part, file=f"GEHEIM-{part}.xml", outcome=outcome,
            **(told | {"invoice": first} if outcome != "refused" else {"reasons": [why.to_json()]}),
        )  # fmt: skip
    return row.pk


def _deed(row: Submission) -> UUID:
    """A deed over its list that is still to be registered."""
    deed = Deed.objects.create(
        number="GEHEIM-20260302", contract=row.contract, client_id=row.client_id, form="SALE", face_cents=12_000_00,
        invoices=214, document_id=row.document_id, annex_id=row.document_id, made_at=row.received_at,
    )  # fmt: skip
    Transfer.objects.create(submission=row, deed=deed, fresh=14, fresh_cents=3_000_00)
    return deed.pk
