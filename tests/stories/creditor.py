"""A creditor whose invoices the house manages and does not buy: his debtors pay on his own account."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from cessie.domain.banking.take_in import TakenIn
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.register import register_client, register_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.queries import managed_amounts
from cessie.lib.money import Money
from cessie.workflows.follow_up.managing import take_in_statement
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.papers import Sale, credit_note, invoice
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.road import FIRST, moment


@dataclass
class Creditor:
    """One client who has his invoices managed, his buyer, and the people around."""

    house: Actor
    seller: Actor
    buyer: Actor
    client_id: UUID
    contract_id: UUID
    owner: Viewer
    credit: Viewer
    second: Viewer
    collector: Viewer
    pages: list[Page] = field(default_factory=list)

    def sale(self, number: str, net: str, *, issued: date, due: date, reference: str = "") -> Sale:
        """What he invoices."""
        return Sale(number, self.seller, self.buyer, issued, due, Money.parse(net), reference)

    def hand_in(self, sale: Sale, day: date, *, corrects: str = "") -> UUID:
        """He hands the invoice in, or a credit note on one; it is accepted."""
        data = credit_note(sale, self.seller, corrects) if corrects else invoice(sale, self.seller, assigned=False)
        (done,) = self.bring(data, f"{sale.number}.xml", day)
        assert done.state == "accepted", [reason.in_words() for reason in done.reasons]
        assert done.invoice_id is not None
        return done.invoice_id

    def bring(self, data: bytes, name: str, day: date) -> tuple[Outcome, ...]:
        """He brings a file."""
        return take_in_invoice(
            data=data, name=name, channel="portal", client_id=self.client_id, by=self.owner, at=moment(day)
        )

    def page(self, day: date, *rows: Row) -> bytes:
        """The next statement of his bank."""
        opening = self.pages[-1].closes if self.pages else 5_000_00
        self.pages.append(Page(day, opening, rows, number=len(self.pages) + 1, iban=self.seller.iban))
        return camt053(self.pages[-1], message=f"M{len(self.pages)}")

    def bank(self, day: date, *rows: Row) -> TakenIn:
        """His bookkeeper brings the statement of the day."""
        return self.read(self.page(day, *rows), day)

    def read(self, data: bytes, day: date) -> TakenIn:
        """The same for a file that is there."""
        return take_in_statement(
            data=data, name="statement.xml", client_id=self.client_id, channel="portal", by=self.owner, at=moment(day)
        )


def build(code: str = "W001", seed: str = "creditor") -> Creditor:
    """The house founded, the creditor's account confirmed by two, his contract signed; no debtor is known yet."""
    at = moment(FIRST - timedelta(days=60))
    house, _ = cast.factor(7)
    rng = Random(seed)  # noqa: S311 - play, not secrets
    seller, buyer = (cast.actor(rng, "BE", trade, "on_time") for trade in ("Groothandel", "Warenhuis"))
    credit, second = staff(f"credit-{code}", "credit"), staff(f"second-{code}", "treasury")
    house_id, seller_id = (
        register_company(
            name=actor.name, country=actor.country, identifiers=actor.identifiers, language=actor.language,
            street=actor.street, building=actor.building, postcode=actor.postcode, town=actor.town, by=SYSTEM, at=at,
        ).pk
        for actor in (house, seller)
    )  # fmt: skip
    found_house(company_id=house_id, simulated=True, by=SYSTEM, at=at)
    client = register_client(company_id=seller_id, code=code, by=SYSTEM, at=at)
    theirs = add_account(company_id=seller_id, iban=seller.iban, holder=seller.name, by=credit, at=at)
    confirm_account(account_id=theirs.pk, by=second, at=at)
    contract = open_contract(
        client_id=client.pk, number=f"M{code}", preset="invoice_to_cash", valid_from=FIRST, by=SYSTEM, at=at
    )
    collector = staff(f"collector-{code}", "collection")
    return Creditor(house, seller, buyer, client.pk, contract.pk, of_client(client.pk), credit, second, collector)


def still_open(*invoice_ids: UUID) -> list[str]:
    """What is open on each, as the books say."""
    found = managed_amounts(invoice_ids)
    return [str(found[key].decimal) for key in invoice_ids]
