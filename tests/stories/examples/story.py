"""The stage of a worked example: house, client, debtors, bank and contract, built from its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from cessie.connectors.banks.folder import Folder
from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.open_account import open_account
from cessie.domain.banking.queries import waiting_lines
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.credit.set_limit import set_limit
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.found_house import found_house
from cessie.domain.parties.register import register_client, register_company, register_debtor, relate
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.domain.purchase.queries import offers
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.ledger.examples.case import Case, day
from cessie.lib.days import BRUSSELS, bank_day_from
from cessie.lib.money import Money
from cessie.lib.references import make_ogm
from cessie.workflows import money_in
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.workflows.money import paying
from cessie.workflows.purchases import buying
from cessie.workflows.purchases.offering import clear_and_offer
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.papers import Sale, invoice
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import SYSTEM, of_client, staff
from tests.stories.examples.before import lay
from tests.stories.examples.terms import preset_of, terms_of

OPENING = 1_000_000_00  # cents on the payout account before the story
TERM = timedelta(days=30)  # of an invoice of which the example does not say when it is due


@dataclass
class Story:
    """One client who sells invoices to his debtors, and everybody else whom that takes."""

    case: Case
    folder: Path
    first: date
    house: Actor
    seller: Actor
    client_id: UUID
    contract_id: UUID
    owner: Viewer
    credit: Viewer
    treasurer: Viewer
    second: Viewer
    payout: Account
    collection: Account
    debtors: dict[str, tuple[Actor, UUID]]
    channel: Folder = field(init=False)
    invoices: dict[str, UUID] = field(default_factory=dict)
    cleared: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)  # what events leave for later events
    _now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.channel = Folder(self.folder / "bank")
        self._now = datetime.combine(self.first, time(8), BRUSSELS)

    @classmethod
    def build(cls, case: Case, folder: Path) -> Story:
        """Everything signed and open some time before the first event."""
        story = _build(case, folder)
        lay(case, contract_id=story.contract_id, client_id=story.client_id, by=story.treasurer)
        if "debtor_limit_used" in case.inputs:
            _sell_for_another(story, case.money(case.inputs["debtor_limit_used"]))
        return story

    # -- time ----------------------------------------------------------------------------------------------------

    def at(self, on: date) -> datetime:
        """The next minute of that day, from nine in the morning."""
        begin = datetime.combine(on, time(9), BRUSSELS)
        self._now = max(begin, self._now + timedelta(minutes=1))
        assert self._now.date() == on, "a day has too many acts, or goes back"
        return self._now.astimezone(begin.astimezone().tzinfo)

    # -- invoices ------------------------------------------------------------------------------------------------

    def facts(self, name: str) -> dict[str, Any]:
        """What the example says of an invoice."""
        return dict(self.case.invoices()[name])

    @property
    def on_balances(self) -> bool:
        """Whether the client sends balances and no invoices."""
        return "closing_balance_sent" in self.case.inputs

    @property
    def dedicated(self) -> Account:
        """The account on which debtors pay, believing it the client's alone."""
        return Account.objects.get(purpose="dedicated")

    def debtor(self, name: str = "") -> tuple[Actor, UUID]:
        """A debtor by the name that the example gives him; the only one has none."""
        return self.debtors[name]

    def sale(self, name: str, on: date) -> Sale:
        """The invoice as the client writes it; what the example leaves open is as usual."""
        told = self.facts(name)
        buyer, _ = self.debtor(told.get("debtor", ""))
        issued = day(told["issued"]) if "issued" in told else on
        due = day(told["due"]) if "due" in told else issued + TERM
        net, rate = net_of(self.case, told)
        return Sale(name, self.seller, buyer, issued, due, net, self.reference(name), rate)

    def reference(self, name: str) -> str:
        """The structured reference on an invoice."""
        return make_ogm(1000 + list(self.case.invoices()).index(name))

    def hand_in(self, name: str, on: date) -> UUID:
        """The client hands an invoice in; people clear what makes the house doubt. Its key."""
        data = invoice(self.sale(name, on), self.house)
        (came,) = take_in_invoice(
            data=data, name=f"{name}.xml", channel="portal", client_id=self.client_id, by=self.owner, at=self.at(on)
        )
        assert came.invoice_id is not None, [reason.in_words() for reason in came.reasons]
        self.invoices[name] = came.invoice_id
        if came.state == "held":
            self.clear(came.invoice_id, on)
        return came.invoice_id

    def clear(self, invoice_id: UUID, on: date) -> None:
        """As many people as the doubts need look at the paper and let it pass."""
        for person in (self.credit, self.second):
            judged = clear_and_offer(invoice_id=invoice_id, note="we called", by=person, at=self.at(on))
            if judged.state == "accepted":
                self.cleared += [finding.code for finding in judged.findings if finding.severity == "hold"]
                return
        raise AssertionError([finding.reason.in_words() for finding in judged.findings if finding.is_open])

    def approve(self, on: date) -> Money:
        """The owner approves the oldest offer that stands; what is paid out."""
        offer = min(offers(viewer=self.owner, client_id=self.client_id), key=lambda offer: offer.offered_at)
        bought = buying.approve(proposal_id=offer.id, digest=offer.digest, by=self.owner, at=self.at(on))
        return bought.payout

    # -- the bank ------------------------------------------------------------------------------------------------

    def pay_run(self, on: date) -> None:
        """One prepares, another releases, the file goes to the bank."""
        batch = prepare(account_id=self.payout.pk, execution_date=bank_day_from(on), by=self.treasurer, at=self.at(on))
        release(batch_id=batch.pk, by=self.second, at=self.at(on))
        paying.send_released(channel=self.channel, by=SYSTEM, at=self.at(on))

    def bank_executes(self, on: date) -> None:
        """The bank books every payment that it was sent, and says so."""
        rows = []
        for path in sorted(self.channel.out.iterdir()):
            (file,) = read(path.read_bytes(), path.name)
            assert isinstance(file, PaymentFile)
            for batch in file.batches:
                rows += [Row(-t.amount.cents, t.end_to_end_id, iban=t.creditor.iban) for t in batch.transfers]
            path.unlink()
        self.bank_books(self.payout, on, *rows)

    def bank_books(self, account: Account, on: date, *rows: Row) -> None:
        """A statement with these rows comes and is worked on."""
        before = self.pages.get(account.iban)
        opening = before.closes if before else OPENING if account == self.payout else 0
        page = Page(on, opening, rows, number=before.number + 1 if before else 1, iban=account.iban)
        self.pages[account.iban] = page
        name = f"{account.purpose}-{page.number}.xml"
        (self.channel.in_ / name).write_bytes(camt053(page, message=name))
        came = paying.collect(channel=self.channel, by=SYSTEM, at=self.at(on))
        assert not came.refused, came.refused
        money_in.run(by=SYSTEM, at=self.at(on))

    def waiting_line(self) -> Line:
        """The one bank line that nobody has taken."""
        (line,) = waiting_lines()
        return line

    def receive(self, amount: Money, on: date, *, invoice: str | None = None, text: str = "", iban: str = "") -> None:
        """Money on the collection account: with the reference of an invoice, or with these words, from a debtor."""
        buyer, _ = self.debtor(self.facts(invoice).get("debtor", "")) if invoice else next(iter(self.debtors.values()))
        words = text or (self.reference(invoice) if invoice else "")
        self.bank_books(self.collection, on, Row(amount.cents, text=words, iban=iban or buyer.iban, name=buyer.name))


def net_of(case: Case, told: dict[str, Any]) -> tuple[Money, Decimal]:
    """Net and the percent of VAT; where only the face is told, 21 percent if that makes whole cents, else none."""
    face = case.money(told["face"])
    if "net" in told:
        net, vat = case.money(told["net"]), case.money(told["vat"])
        return net, (Decimal(vat.cents) * 100 / net.cents).normalize()
    net = Money(round(face.cents / Decimal("1.21")), face.currency)
    return (net, Decimal(21)) if net + net.percent(Decimal(21)) == face else (face, Decimal(0))


def _debtor_names(case: Case) -> list[str]:
    return sorted({told.get("debtor", "") for told in case.invoices().values()}) or [""]


def _build(case: Case, folder: Path) -> Story:
    begin = min(day(facts["date"]) for facts in case.events)
    yearly = "annual_minimum_commission" in case.contract
    first = date(begin.year, 1, 1) if yearly else begin - timedelta(days=40)
    before = datetime.combine(first - timedelta(days=60), time(9), BRUSSELS)
    house, payout_iban = cast.factor(7)
    rng = Random(case.id)  # noqa: S311 - play, not secrets
    seller = cast.actor(rng, "BE", "Drukkerij", "on_time")
    buyers = {name: cast.actor(rng, "BE", "Warenhuis", "on_time") for name in _debtor_names(case)}
    credit, second = staff("credit", "credit"), staff("second", "treasury", "credit")
    keys = _register([house, seller, *buyers.values()], before)
    found_house(company_id=keys[house.iban], simulated=True, by=SYSTEM, at=before)
    client = register_client(company_id=keys[seller.iban], code="C001", by=SYSTEM, at=before)
    theirs = add_account(company_id=keys[seller.iban], iban=seller.iban, holder=seller.name, by=credit, at=before)
    confirm_account(account_id=theirs.pk, by=second, at=before)
    contract = open_contract(
        client_id=client.pk, number="F001", preset=preset_of(case), valid_from=first, changes=terms_of(case),
        by=SYSTEM, at=before,
    )  # fmt: skip
    debtors = {}
    for name, buyer in buyers.items():
        debtor = register_debtor(company_id=keys[buyer.iban], by=SYSTEM, at=before)
        relate(client_id=client.pk, debtor_id=debtor.pk, by=SYSTEM, at=before)
        add_account(company_id=keys[buyer.iban], iban=buyer.iban, holder=buyer.name, by=credit, at=before)
        _limit(case, debtor.pk, first, before)
        debtors[name] = (buyer, debtor.pk)
    accounts = [
        open_account(
            iban=iban, holder=house.name, purpose=purpose, opened_date=first, opening=Money(opening),
            by=staff(f"chief {purpose}", "administrator"), at=before,
        )
        for purpose, iban, opening in (("payout", payout_iban, OPENING), ("collection", house.iban, 0))
    ]  # fmt: skip
    return Story(
        case, folder, first, house, seller, client.pk, contract.pk, of_client(client.pk), credit,
        staff("treasurer", "treasury"), second, *accounts, debtors,
    )  # fmt: skip


def _sell_for_another(story: Story, face: Money) -> None:
    """Another client has sold the debtor's debt of this amount before the story begins, and was paid."""
    on, before = story.first + timedelta(days=30), story.at(story.first)
    rng = Random(f"{story.case.id} another")  # noqa: S311 - play, not secrets
    seller = cast.actor(rng, "NL", "Koeling", "on_time")
    buyer, debtor_id = story.debtor()
    (key,) = _register([seller], before).values()
    client = register_client(company_id=key, code="C002", by=SYSTEM, at=before)
    account = add_account(company_id=key, iban=seller.iban, holder=seller.name, by=story.credit, at=before)
    confirm_account(account_id=account.pk, by=story.second, at=before)
    relate(client_id=client.pk, debtor_id=debtor_id, by=SYSTEM, at=before)
    open_contract(
        client_id=client.pk, number="F002", preset=preset_of(story.case), valid_from=story.first,
        changes=terms_of(story.case), by=SYSTEM, at=before,
    )  # fmt: skip
    net, rate = net_of(story.case, {"face": str(face.decimal)})
    paper = invoice(Sale("OTHER-1", seller, buyer, on, on + TERM, net, "", rate), story.house)
    owner = of_client(client.pk)
    (came,) = take_in_invoice(
        data=paper, name="x.xml", channel="portal", client_id=client.pk, by=owner, at=story.at(on)
    )
    assert came.invoice_id is not None
    if came.state == "held":
        story.clear(came.invoice_id, on)
    (offer,) = offers(viewer=owner, client_id=client.pk)
    buying.approve(proposal_id=offer.id, digest=offer.digest, by=owner, at=story.at(on))
    payday = bank_day_from(on)
    story.pay_run(payday)
    story.bank_executes(payday)


def _register(actors: Iterable[Actor], before: datetime) -> dict[str, UUID]:
    return {
        actor.iban: register_company(
            name=actor.name, country=actor.country, identifiers=actor.identifiers, language=actor.language,
            street=actor.street, building=actor.building, postcode=actor.postcode, town=actor.town,
            by=SYSTEM, at=before,
        ).pk
        for actor in actors
    }  # fmt: skip


def _limit(case: Case, debtor_id: UUID, first: date, before: datetime) -> None:
    """The debtor's limits: the example's, else ample ones."""
    own = case.money(case.inputs.get("debtor_limit", "1000000.00"))
    insured = case.money(case.contract["debtor_insured_limit"]) if "debtor_insured_limit" in case.contract else own
    for kind, amount in (("own", own), ("insured", insured)):
        set_limit(debtor_id=debtor_id, kind=kind, amount=amount, valid_from=first, by=SYSTEM, at=before)
