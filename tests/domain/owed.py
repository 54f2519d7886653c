"""Invoices that a debtor owes, in the books without a purchase: what disputes and arrangements hang on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.documents.store import store
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.entry import Dims, Event
from cessie.ledger.post import post
from cessie.ledger.rules import managed
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.references import normal_invoice_number
from tests.domain.conftest import AT, SYSTEM


class Owed:
    """A client's book: invoices come in (P39), are paid and credited (P40)."""

    def __init__(self, client: Client, debtor: Debtor) -> None:
        self.client, self.debtor = client, debtor
        self.contract = open_contract(
            client_id=client.pk, number="M001", preset="american", valid_from=date(2026, 1, 1), by=SYSTEM, at=AT
        ).pk

    def invoice(self, number: str, cents: int = 100_00, due: date = date(2026, 4, 1)) -> Invoice:
        """One of the debtor, open whole."""
        document = store(
            data=f"<{number}/>".encode(), name="x.xml", channel="portal", client_id=self.client.pk, by=SYSTEM, at=AT
        ).document
        row = Invoice.objects.create(
            client=self.client, contract_id=self.contract, debtor=self.debtor, document=document, number=number,
            number_key=normal_invoice_number(number), issue_date=date(2026, 3, 2), due_date=due, currency="EUR",
            net_cents=cents, vat_cents=0, gross_cents=cents, payable_cents=cents, state="accepted", received_at=AT,
        )  # fmt: skip
        event = Event(f"enter {row.pk}", date(2026, 3, 2))
        post([managed.enter(event=event, amount=Money(cents), of=self._of(row.pk))], by=SYSTEM.key, at=AT)
        return row

    def less(self, row: Invoice, cents: int, at: datetime = AT, *, credited: bool = False) -> None:
        """Part of it is paid, or credited."""
        event = Event(f"less {row.pk} {at} {cents} {credited}", booking_day(at))
        kind: managed.Settle = "managed_credited" if credited else "managed_settled"
        post([managed.settle(event=event, amount=Money(cents), of=self._of(row.pk), kind=kind)], by=SYSTEM.key, at=at)

    def visitor(self) -> Viewer:
        """The debtor as he comes by his link."""
        return Viewer(key=f"link:{self.debtor.pk}", kind="debtor", owes=(self.client.pk, self.debtor.pk))

    def _of(self, invoice_id: UUID) -> Dims:
        return Dims(contract=self.contract, client=self.client.pk, debtor=self.debtor.pk, invoice=invoice_id)
