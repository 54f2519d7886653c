"""A principal whose debtors pay on the third-party account: shared by the tests of third-party money and its story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from cessie.config.invariants import examine
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.take_in import take_in
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.models import Client, Debtor
from cessie.domain.parties.register import register_client, register_company, register_debtor
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.trust.models import Receipt
from cessie.domain.trust.receive import receive
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import trial_balance
from cessie.lib.days import bank_day_from
from cessie.lib.money import Money
from cessie.workflows import money_in
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import SYSTEM, staff
from tests.money_out import LONG_AGO, give_account

TRUST, OFFICE = "BE71096123456769", "BE68539007547034"
PAYER, PRINCIPALS = "BE62510007547061", ("BE43068999999501", "NL91ABNA0417164300")
BEGAN = date(2026, 3, 2)


def noon(day: date) -> datetime:
    """A moment of the day."""
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


@dataclass
class Agency:
    """The house with its third-party account and office account (1,000.00), two principals, one debtor."""

    treasurer: Viewer
    second: Viewer
    desk: Viewer
    trust: Account
    office: Account
    contract: Contract
    other: Contract
    debtor: Debtor
    held: dict[str, int] = field(default_factory=lambda: {TRUST: 0, OFFICE: 1_000_00})
    pages: dict[str, int] = field(default_factory=dict)

    @property
    def client(self) -> Client:
        return self.contract.client

    def bank(self, day: date, *rows: Row, iban: str = TRUST) -> list[Line]:
        """The bank's statement of the day, taken in but not worked on."""
        number = self.pages[iban] = self.pages.get(iban, 0) + 1
        page = Page(day, self.held[iban], rows, number=number, iban=iban)
        self.held[iban] = page.closes
        name = f"S{iban[-3:]}-{number}"
        taken = take_in(data=camt053(page, message=name), name=f"{name}.xml", by=SYSTEM, at=noon(day))
        return list(Line.objects.filter(statement__in=taken.statements).order_by("position"))

    def paid(self, day: date, cents: int, reference: UUID | None = None, contract: Contract | None = None) -> Receipt:
        """A debtor pays on the third-party account, for a claim of a principal or for nobody."""
        (line,) = self.bank(day, Row(cents, f"E2E{uuid4().hex[:20].upper()}", iban=PAYER))
        mine = contract or self.contract
        if reference is None:
            money_in.run(by=SYSTEM, at=noon(day))
            return Receipt.objects.get(line=line)
        (row,) = receive(
            line_id=line.pk, principal_id=mine.client_id, contract_id=mine.pk, reference=reference,
            amount=Money(cents), by=SYSTEM, at=noon(day),
        )  # fmt: skip
        return row

    def let_go(self, day: date) -> list[Order]:
        """Two people let all go that waits on the third-party account."""
        batch = prepare(
            account_id=self.trust.pk, execution_date=bank_day_from(day), by=self.treasurer, at=noon(day)
        )  # fmt: skip
        release(batch_id=batch.pk, by=self.second, at=noon(day))
        return list(Batch.objects.get(pk=batch.pk).orders.order_by("pk"))

    def executed(self, day: date, orders: list[Order]) -> None:
        """The banks show these orders: they leave, and commission arrives at the office."""
        self.bank(day, *(Row(-row.amount_cents, row.end_to_end_id, iban=_to(row)) for row in orders))
        own = [row for row in orders if row.own_id is not None]
        if own:
            self.bank(day, *(Row(row.amount_cents, row.end_to_end_id, iban=TRUST) for row in own), iban=OFFICE)
        money_in.run(by=SYSTEM, at=noon(day))


def _to(order: Order) -> str:
    return order.payee.iban if order.payee is not None else OFFICE


def agency() -> Agency:
    """All of them, ready."""
    chief, clerk = staff("chief", "administrator"), staff("clerk", "credit")
    treasurer, second = staff("treasurer", "treasury"), staff("second", "treasury")
    trust = open_account(
        iban=TRUST, holder="Huis NV derden", purpose="trust", opened_date=BEGAN, opening=Money(0), by=chief,
        at=noon(BEGAN),
    )  # fmt: skip
    office = open_account(
        iban=OFFICE, holder="Huis NV", purpose="payout", opened_date=BEGAN, opening=Money(1_000_00), by=chief,
        at=noon(BEGAN),
    )  # fmt: skip
    contracts = []
    for number, (name, iban) in enumerate(zip(("Meuse SA", "Aar BV"), PRINCIPALS, strict=True), 1):
        numbers = {"nl.kvk": f"1234567{number}"}
        company = register_company(name=name, country="BE", identifiers=numbers, by=SYSTEM, at=noon(BEGAN))
        client = register_client(company_id=company.pk, code=f"P{number}", by=SYSTEM, at=noon(BEGAN))
        give_account(company.pk, iban, clerk, second, LONG_AGO)
        contracts.append(
            open_contract(
                client_id=client.pk,
                number=f"C-{number}",
                preset="collection",
                valid_from=BEGAN,
                by=chief,
                at=noon(BEGAN),
            )
        )
    numbers = {"nl.kvk": "12345679"}
    person = register_company(name="Piet Peeters", country="BE", identifiers=numbers, by=SYSTEM, at=noon(BEGAN))
    debtor = register_debtor(company_id=person.pk, by=SYSTEM, at=noon(BEGAN))
    desk = staff("desk", "collection")
    return Agency(treasurer, second, desk, trust, office, *contracts, debtor)


def books(*accounts: str) -> dict[str, Money]:
    """What stands on these accounts, or on all."""
    found = {line.account: line.balance for line in trial_balance()}
    return {code: found.get(code, Money(0)) for code in accounts} if accounts else found


def breaches() -> list[str]:
    """All that is wrong, by its code."""
    return [breach.code for result in examine() for breach in result.breaches]
