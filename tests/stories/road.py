"""A house, a client, a debtor and a bank for stories: people and files act, the books tell what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.models import Account
from cessie.domain.banking.open_account import open_account
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.register import register_client, register_company, register_debtor, relate
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.refusals import AlreadyDecided
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.ledger.models import Entry
from cessie.ledger.queries import bookings, trial_balance
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import money_in
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.money import paying
from cessie.workflows.purchases import buying
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.papers import Sale, invoice
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.domain.purchase.conftest import commission

FIRST = date(2026, 1, 2)


def moment(day: date, hour: int = 10) -> datetime:
    """A moment of a day in Brussels."""
    return datetime.combine(day, time(hour), BRUSSELS).astimezone(UTC)


@dataclass
class Road:
    """One client who sells invoices to one debtor, and everybody else whom that takes."""

    folder: Path
    house: Actor
    seller: Actor
    buyer: Actor
    client_id: UUID
    debtor_id: UUID
    contract_id: UUID
    owner: Viewer
    treasurer: Viewer
    second: Viewer
    payout: Account
    collection: Account
    channel: Folder = field(init=False)
    pages: dict[str, Page] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.channel = Folder(self.folder / "bank")

    def sale(self, number: str, net: str, *, issued: date, due: date, reference: str = "") -> Sale:
        """What the client invoices."""
        return Sale(number, self.seller, self.buyer, issued, due, Money.parse(net), reference)

    def hand_in(self, sale: Sale, day: date) -> Outcome:
        """The client hands the file in, and by mistake a second time: one invoice comes of it."""
        found = [
            take_in_invoice(
                data=invoice(sale, self.house),
                name=f"{sale.number}.xml",
                channel="portal",
                client_id=self.client_id,
                by=self.owner,
                at=moment(day, hour),
            )
            for hour in (9, 10)
        ]
        (first,), (again,) = found
        assert again.invoice_id == first.invoice_id
        assert first.state == "accepted", [reason.in_words() for reason in first.reasons]
        return first

    def approve(self, day: date) -> Money:
        """The owner approves what is offered; his second click is refused and changes nothing."""
        (offer,) = offers(viewer=self.owner, client_id=self.client_id)
        act = {"proposal_id": offer.id, "digest": offer.digest, "by": self.owner, "at": moment(day, 11)}
        bought = buying.approve(**act)
        with pytest.raises(AlreadyDecided):
            buying.approve(**act)
        return bought.payout

    def pay_run(self, day: date) -> None:
        """One prepares, another releases, the file goes to the bank; each act is done twice."""
        batch = prepare(account_id=self.payout.pk, execution_date=day, by=self.treasurer, at=moment(day, 14))
        with pytest.raises(Refusal):
            release(batch_id=batch.pk, by=self.treasurer, at=moment(day, 14))
        for _ in range(2):
            release(batch_id=batch.pk, by=self.second, at=moment(day, 15))
        for _ in range(2):
            paying.send_released(channel=self.channel, by=SYSTEM, at=moment(day, 16))

    def bank_day(self, day: date, *received: Row) -> None:
        """The bank executes what it was sent, books what came in, and its statements are worked on twice."""
        self.book(self.payout, day, *self._executed())
        if received:
            self.book(self.collection, day, *received)
        for hour in (20, 21):
            came = paying.collect(channel=self.channel, by=SYSTEM, at=moment(day, hour))
            assert not came.refused
            money_in.run(by=SYSTEM, at=moment(day, hour))

    def _executed(self) -> list[Row]:
        rows = []
        for path in sorted(self.channel.out.iterdir()):
            (file,) = read(path.read_bytes(), path.name)
            assert isinstance(file, PaymentFile)
            for batch in file.batches:
                rows += [Row(-t.amount.cents, t.end_to_end_id, iban=t.creditor.iban) for t in batch.transfers]
            path.unlink()
        return rows

    def book(self, account: Account, day: date, *rows: Row) -> None:
        """A statement of the bank with these rows is put down."""
        before = self.pages.get(account.iban)
        opening = before.closes if before else 100_000_00 if account.purpose == "payout" else 0
        page = Page(day, opening, rows, number=before.number + 1 if before else 1, iban=account.iban)
        self.pages[account.iban] = page
        name = f"{account.purpose}-{page.number}.xml"
        (self.channel.in_ / name).write_bytes(camt053(page, message=name))


def build(folder: Path, *, advance: int, fee: str, minimum: int, limit: int = 100_000_00, **changes: object) -> Road:
    """The stage on the first day: the house founded, its accounts open, the contract signed, the limits given."""
    at, before = moment(FIRST), moment(FIRST - timedelta(days=60))
    house, payout_iban = cast.factor(7)
    rng = Random("road")  # noqa: S311 - play, not secrets
    seller, buyer = (cast.actor(rng, "BE", trade, "on_time") for trade in ("Drukkerij", "Warenhuis"))
    chief, credit = staff("chief", "administrator"), staff("credit", "credit")
    treasurer, second = staff("treasurer", "treasury"), staff("second", "treasury")
    keys = {
        actor.name: register_company(
            name=actor.name, country=actor.country, identifiers=actor.identifiers, language=actor.language,
            street=actor.street, building=actor.building, postcode=actor.postcode, town=actor.town,
            by=SYSTEM, at=before,
        ).pk
        for actor in (house, seller, buyer)
    }  # fmt: skip
    found_house(company_id=keys[house.name], simulated=True, by=SYSTEM, at=before)
    client = register_client(company_id=keys[seller.name], code="C001", by=SYSTEM, at=before)
    debtor = register_debtor(company_id=keys[buyer.name], by=SYSTEM, at=before)
    relate(client_id=client.pk, debtor_id=debtor.pk, by=SYSTEM, at=before)
    theirs = add_account(company_id=keys[seller.name], iban=seller.iban, holder=seller.name, by=credit, at=before)
    confirm_account(account_id=theirs.pk, by=second, at=before)
    add_account(company_id=keys[buyer.name], iban=buyer.iban, holder=buyer.name, by=credit, at=before)
    terms = {"advance_rate": str(advance), "holdback_rate": str(100 - advance), "vat_country": "NL"}
    contract = open_contract(
        client_id=client.pk, number="F001", preset="american", valid_from=FIRST,
        changes=terms | {"fee_plan": commission(fee, minimum)} | changes, by=SYSTEM, at=before,
    )  # fmt: skip
    for kind in ("own", "insured"):
        set_limit(debtor_id=debtor.pk, kind=kind, amount=Money(limit), valid_from=FIRST, by=SYSTEM, at=before)
    accounts = [
        open_account(
            iban=iban, holder=house.name, purpose=purpose, opened_date=FIRST, opening=Money(opening), by=chief, at=at
        )
        for purpose, iban, opening in (("payout", payout_iban, 100_000_00), ("collection", house.iban, 0))
    ]
    return Road(
        folder, house, seller, buyer, client.pk, debtor.pk, contract.pk, of_client(client.pk), treasurer, second,
        *accounts,
    )  # fmt: skip


def books() -> str:
    """Every entry but the opening, as an accountant writes it: day, rule, event: debit / credit."""
    ids = list(Entry.objects.exclude(rule="P00").values_list("id", flat=True))
    found = sorted(bookings(entry_ids=ids), key=lambda entry: (entry.booking_date, entry.recorded_at, entry.entry_id))
    lines = []
    for entry in found:
        debit, credit = (
            " + ".join(
                f"{line.account} {abs(line.amount).decimal}" for line in entry.lines if (line.amount.cents > 0) is side
            )
            for side in (True, False)
        )
        lines.append(f"{entry.booking_date} {entry.rule} {entry.kind}: {debit} / {credit}")
    return "\n".join(lines)


def end() -> dict[str, str]:
    """The balances at the end, debit positive, the opening taken off."""
    found = {line.account: line.balance for line in trial_balance() if line.account != "3000"}
    found["1005"] = found["1005"] - Money(100_000_00)
    return {account: str(amount.decimal) for account, amount in found.items() if amount}
