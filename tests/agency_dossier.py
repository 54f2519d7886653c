"""A dossier of managed invoices whose debtor pays on the third-party account: shared by tests of the agency's money."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID

from cessie.domain.collection.models import Dossier
from cessie.domain.collection.open_dossier import NewClaim, open_dossier
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.managed.manage import manage
from cessie.ledger.entry import Dims
from cessie.ledger.queries import balance
from cessie.lib.money import Money
from cessie.lib.references import normal_invoice_number
from cessie.workflows import money_in
from tests.bank_files import Row
from tests.domain.conftest import SYSTEM
from tests.trust_money import PAYER, Agency, noon

#: A Monday after the due date.
OPENED = date(2026, 5, 4)
DUE = date(2026, 4, 1)


def owed(on: Agency, number: str, cents: int, due: date = DUE) -> Invoice:
    """An invoice of the first principal on the debtor, in management, open whole."""
    early = datetime.combine(date(2026, 3, 3), time(9), UTC)
    document = store(
        data=f"<{number}/>".encode(), name="x.xml", channel="portal", client_id=on.client.pk, by=SYSTEM, at=early
    ).document
    row = Invoice.objects.create(
        client=on.client, contract=on.contract, debtor=on.debtor, document=document, number=number,
        number_key=normal_invoice_number(number), issue_date=date(2026, 3, 2), due_date=due, currency="EUR",
        net_cents=cents, vat_cents=0, gross_cents=cents, payable_cents=cents, state="accepted", received_at=early,
    )  # fmt: skip
    manage(invoice_id=row.pk, by=SYSTEM, at=early)
    return row


def dossier_of(on: Agency, *invoices: Invoice) -> Dossier:
    """The dossier with these invoices."""
    return open_dossier(
        client_id=on.client.pk, debtor_id=on.debtor.pk, contract_id=on.contract.pk,
        claims=[NewClaim(invoice.pk) for invoice in invoices], source="upload", by=SYSTEM, at=noon(OPENED),
    )  # fmt: skip


def pays(on: Agency, day: date, cents: int, dossier: Dossier, end_to_end: str = "PAY1") -> None:
    """The debtor pays with the reference of his dossier, and the bank tells it."""
    on.bank(day, Row(cents, end_to_end, iban=PAYER, text=dossier.reference))
    money_in.run(by=SYSTEM, at=noon(day))


def memo(invoice_id: UUID) -> Money:
    """What the books say is open on a managed invoice."""
    return balance("9020", Dims(invoice=invoice_id))
