"""A made-up house with two clients and everything in every state, for whoever looks at pages."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import Any, cast
from uuid import UUID

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from cessie.domain.arrangements.promise import promise
from cessie.domain.banking.models import Account, Line, Notice, Statement
from cessie.domain.banking.take_in import take_in
from cessie.domain.charges.invoice_fees import number_fees, write_fees
from cessie.domain.charges.models import AccountStatement, Allowance, MonthEnd
from cessie.domain.charges.propose_allowance import propose_allowance
from cessie.domain.charges.rules import account_statement
from cessie.domain.charges.rules.allowance import Matrix, Part
from cessie.domain.contracts.models import Contract
from cessie.domain.correspondence.models import Evidence, Message
from cessie.domain.correspondence.take_note import take_mail
from cessie.domain.disputes.add_evidence import File
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.documents.house_files import lay_down
from cessie.domain.documents.store import store
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.invoices.models import Invoice
from cessie.domain.invoices.propose_policy import propose_policy
from cessie.domain.invoices.rules.settings import Setting
from cessie.domain.keys.make_key import make_key
from cessie.domain.matching.models import Match, Receipt
from cessie.domain.parties.models import BankAccount, Debtor
from cessie.domain.payments.models import Order
from cessie.domain.payments.prepare import prepare
from cessie.domain.purchase.models import Cession, Deed
from cessie.domain.purchase.queries import offers
from cessie.domain.reports.confirm import confirm
from cessie.domain.users.change import ask
from cessie.domain.users.create import create
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.domain.work.models import Task
from cessie.ledger.models import Entry
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.workflows import money_in
from cessie.workflows.house.moving_day import step
from cessie.workflows.incoming.intake import Outcome, take_in_invoice
from cessie.workflows.money.charging import end_month
from cessie.workflows.purchases import buying, limits
from cessie.world import cast as actors
from cessie.world.bank import Bank
from cessie.world.papers import Sale, invoice
from cessie.world.stage import Buyer, House, Seller, add_buyer, add_seller, build_house
from tests.bank_files import Page, Row, camt053, camt054
from tests.portals.brokered import brokered
from tests.portals.compared import compared
from tests.portals.creditors import paid_to_creditor
from tests.portals.debits import debited
from tests.portals.dossiers import collected
from tests.portals.ladders import climbed
from tests.portals.ledgers import ledgered
from tests.portals.policies import covered
from tests.portals.quoted import quoted
from tests.portals.remitted import remitted
from tests.portals.verified import verified

AGO = timedelta(days=8)


class StillBank:
    """A bank that only knows of accounts: these stories write its files themselves."""

    def open(self, **_: Any) -> None:
        """An account exists."""


@dataclass
class Stage:
    """The house, two clients, one debtor of both; ``things``: the keys of what the first client has, by their name."""

    house: House
    own: Seller
    other: Seller
    buyer: Buyer
    today: date
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self) -> datetime:
        """The moment of the pages: they look at the clock themselves."""
        return timezone.now()

    def paper(
        self, number: str, net: int = 1_000_00, seller: Seller | None = None, *, false_payee: bool = False
    ) -> bytes:
        """An invoice file of a client to the debtor, issued yesterday."""
        seller = seller or self.own
        issued = self.today - timedelta(days=1)
        due = self.today + timedelta(days=29)
        sale = Sale(number, seller.actor, self.buyer.actor, issued, due, Money(net), "")
        payee = replace(self.house.actor, iban=self.buyer.actor.iban) if false_payee else self.house.actor
        return invoice(sale, payee)

    def hand_in(self, number: str, net: int = 1_000_00, **how: Any) -> Outcome:
        """The bookkeeper hands one in."""
        seller = how.get("seller") or self.own
        (outcome,) = take_in_invoice(
            data=self.paper(number, net, **how),
            name=f"{number}.xml",
            channel="portal",
            client_id=seller.client_id,
            by=seller.bookkeeper,
            at=self.at,
        )
        return outcome

    def approve(self, number: str) -> None:
        """The owner signs the offer for this invoice."""
        mine = offers(viewer=self.own.owner, client_id=self.own.client_id)
        (offer,) = (each for each in mine if each.items[0].invoice_number == number)
        buying.approve(proposal_id=offer.id, digest=offer.digest, by=self.own.owner, at=self.at)

    def statement(self, *rows: Row, number: int = 1, opening: int = 2_000_000_00) -> bytes:
        """A statement of the collection account of today."""
        page = Page(self.today, opening, rows, number=number, iban=self.house.collection_iban)
        return camt053(page, message=f"M{number}")

    def take_in(self, data: bytes, name: str = "statement.xml") -> None:
        """Treasury takes it in and the lines are worked on."""
        take_in(data=data, name=name, by=self.house.staff.treasury, at=self.at)
        money_in.run(by=system("bank"), at=self.at)


def a_stage() -> Stage:
    """The house as it opened a week ago, with nothing handed in yet."""
    today = booking_day(timezone.now())
    first = bank_day_from(today - AGO)
    house = build_house(7, first, cast(Bank, StillBank()))
    own, other = (add_seller(house, actor, n, first) for n, actor in enumerate(actors.sellers(7, 2), 1))
    buyer = add_buyer(house, actors.buyers(7, 1)[0], Money(60_000_00), first, [own, other])
    return Stage(house, own, other, buyer, today)


def fill(stage: Stage) -> None:
    """One invoice held, one offered, one bought and ordered to be paid, one of a batch; money nobody knows."""
    things = stage.things
    things["held"] = stage.hand_in("GEHEIM-ALFA-1", 900_00, false_payee=True).invoice_id
    things["invoice_id"] = stage.hand_in("GEHEIM-BRAVO-22").invoice_id
    for number, net in (("GEHEIM-CHARLIE-333", 2_000_00), ("GEHEIM-DELTA-4444", 3_000_00)):
        stage.hand_in(number, net)
        stage.approve(number)
    treasury = stage.house.staff.treasury
    payout = Account.objects.get(purpose="payout")
    first = Order.objects.order_by("pk").first()
    assert first is not None
    day = bank_day_from(stage.today)
    batch = prepare(account_id=payout.pk, order_ids=[first.pk], execution_date=day, by=treasury, at=stage.at)
    stage.take_in(
        stage.statement(
            Row(300_00, name="Iemand", text="?"), Row(-4_50, text="kosten"), Row(242_000, text="GEHEIM-CHARLIE-333")
        )
    )
    stage.take_in(camt054(Page(stage.today, 0, (Row(5_00),), iban=stage.house.collection_iban)), "notice.xml")
    (offer,) = offers(viewer=stage.own.owner, client_id=stage.own.client_id)
    matched = Match.objects.filter(state="posted").first()
    unmatched = Task.objects.filter(kind="line.unmatched").first()
    entry = Entry.objects.filter(rule="P01").first()
    line = Line.objects.filter(taken_by="").first()
    held = Task.objects.get(kind="invoice.held")
    assert matched is not None
    assert unmatched is not None
    assert entry is not None
    assert line is not None
    made = make_key(
        client_id=stage.own.client_id,
        name="GEHEIM-ERP",
        scopes=["invoices:read"],
        expires_at=stage.at + timedelta(days=9),
        by=stage.own.owner,
        at=stage.at,
    )
    things |= {
        "proposal_id": offer.id,
        "batch_id": batch.pk,
        "order_id": Order.objects.exclude(pk=first.pk).values_list("pk", flat=True)[0],
        "statement_id": Statement.objects.get().pk,
        "line_id": line.pk,
        "notice_id": Notice.objects.get().pk,
        "remembered_id": line.pk,  # nothing is remembered: whoever may try is told so
        "receipt_id": Receipt.objects.exclude(pk=matched.receipt_id).get().pk,
        "match_id": matched.pk,
        "request_id": _asked(stage),
        "deed_id": Deed.objects.filter(client_id=stage.own.client_id, annex__isnull=True).order_by("pk")[0].pk,
        "bought_id": Cession.objects.order_by("-ceded_at").values_list("invoice_id", flat=True)[0],
        "letter_id": Message.objects.get().pk,
        "paper": _proven(stage),
        "note_id": _heard(stage),
        "position": 1,
        "post_id": Message.objects.get().pk,  # no batch: whoever may try is told so
        "entry_id": entry.id,
        "task_id": held.pk,
        "debtor_id": stage.buyer.debtor_id,
        "client_id": stage.own.client_id,
        "contract_id": Contract.objects.get(client_id=stage.own.client_id).pk,
        "wish": "end",
        "company_id": Debtor.objects.get(pk=stage.buyer.debtor_id).company_id,
        "key_id": made.key_id,
        "charged_id": _charged(stage),
        "told_id": _told(stage),
        "form": "json",
        "policy_id": _percents(stage),
        "run_id": _ended(stage),
        "account_id": BankAccount.objects.get(company__name=stage.own.actor.name).pk,
        "sha256": Invoice.objects.get(pk=things["held"]).document_id,
        "job_id": 1,
        "files_id": _laid_down(stage),
        "check": "M15",
        "side": "debtor",
        "of": stage.buyer.debtor_id,
        "mark_id": line.pk,  # nothing is noted
        "change_id": _milder(stage),
        "user_id": User.objects.get(email="reader1@client.example").pk,
        "asked_id": ask(
            user_id=User.objects.get(email="reader1@client.example").pk,
            kind="second_factor",
            by=stage.house.staff.administrator,
            at=stage.at,
        ).pk,
        "code": "1100",
        "report": "ageing",
        "confirmation_id": _confirmed(stage),
        "ending": "xlsx",
        "kind": "invoices.Invoice",
        "subject": str(things["held"]),
        **_contested(stage),
        "secret": "x" * 43,  # of a debtor's link that nobody was given
        "channel": "registered_email",  # a carrier who calls
        "token": "y" * 43,  # of a mandate that nobody was asked to sign
    }
    things |= debited(stage) | paid_to_creditor(stage) | climbed(stage, things["invoice_id"])
    things |= collected(stage, things["invoice_id"])
    things |= remitted(stage) | ledgered(stage) | covered(stage) | verified(stage)
    things |= brokered(stage.house.staff.administrator, stage.at)
    staff = stage.house.staff
    things["quote_id"] = quoted(things["applicant_id"], staff.credit, staff.second_credit, stage.at).quote.pk
    things |= compared(stage.own.client_id, stage.own.bookkeeper, stage.at)


def _contested(stage: Stage) -> dict[str, UUID]:
    """The debtor contests a part of the open bought invoice with a paper, and promised to pay the rest."""
    invoice_id = Cession.objects.order_by("-ceded_at").values_list("invoice_id", flat=True)[0]
    by, at, paper = stage.own.owner, stage.at, File("offer.pdf", b"%PDF-1")
    dispute = raise_dispute(
        invoice_id=invoice_id, ground="price", words="GEHEIM", amount=Money(10_00), files=[paper], by=by, at=at
    )
    agreed = promise(invoice_id=invoice_id, on=bank_day_from(stage.today), by=by, at=at)
    return {"dispute_id": dispute.pk, "evidence_id": dispute.evidence.get().pk, "arrangement_id": agreed.pk}


def _heard(stage: Stage) -> UUID:
    """What the debtor answered to the letter, with a file."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Jan <jan@buyer.example>", f"Re: {Message.objects.get().reference}"
    mail.set_content("GEHEIM-ANTWOORD: wij betaalden al.")
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="bewijs.pdf")
    return take_mail(data=mail.as_bytes(), by=system("letters"), at=stage.at).note.pk


def _proven(stage: Stage) -> UUID:
    """The carrier's paper that the letter was handed to him."""
    by, of = system("letters"), Message.objects.get()
    kept = store(data=b"%PDF-1", name="deposit.pdf", channel="own", client_id=of.client_id, by=by, at=stage.at)
    return Evidence.objects.create(message=of, kind="deposit", document=kept.document, at=stage.at).pk


def _laid_down(stage: Stage) -> UUID:
    """Files of the house that were looked at, one good and one with a wrong row."""
    rows = "client;debtor;invoice;issued;due;gross;open;held_back;on;reference\n{};0403170701;1;{};{};10;20;;{};\n"
    day = stage.today.isoformat()
    files = {
        "debtors.csv": b"name,country,vat\nFonderie de la Meuse SA,BE,BE0403170701\n",
        "invoices.csv": rows.format("NOBODY", day, day, day).encode(),
    }
    row = lay_down(files=files, by=stage.house.staff.administrator, at=stage.at)
    return step(files_id=row.pk, by=system("house"), at=stage.at).pk


def _milder(stage: Stage) -> UUID:
    """The credit desk wants older invoices; nobody confirmed it."""
    wanted = Setting("M15", "hold", 1, ("credit",), {"days_ahead": 0, "days_back": 45})
    note, by = "Slow mail.", stage.house.staff.credit
    return propose_policy(setting=wanted, valid_from=stage.today, note=note, by=by, at=stage.at).pk


def _charged(stage: Stage) -> UUID:
    """The fee invoice of the first client for this month, as it will be next month."""
    month = stage.today.replace(day=1)
    contracts = list(Contract.objects.filter(client_id=stage.own.client_id).values_list("pk", flat=True))
    later = stage.at + timedelta(days=32)
    (row,), refused = number_fees(contract_ids=contracts, month=month, by=system("month"), at=later)
    assert not refused
    write_fees(invoices=[row], by=system("month"), at=later)
    return row.pk


def _told(stage: Stage) -> UUID:
    """A statement of account of the first client for the month before, as it is frozen once that is closed."""
    by, month = system("month"), (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    contract = Contract.objects.get(client_id=stage.own.client_id)
    number, nothing, fee = f"{contract.number}/{month:%Y-%m}", Money(0), Money(-1_00)
    line = account_statement.Line(contract.pk, month, month, "service_fee", "", "GEHEIM-7", "GEHEIM", fee, fee)
    changes = account_statement.changes({"service_fee": account_statement.Sum(1, fee)}, {}, {})
    told = account_statement.AccountStatement(
        number, contract.number, month, month, nothing, (line,), fee, changes
    ).to_json()
    paper = Paper(json.dumps(told).encode(), "statement.json", stage.own.client_id)
    (digest,) = store_own(papers=[paper], by=by, at=stage.at)
    return AccountStatement.objects.create(
        number=number, contract=contract, client_id=contract.client_id, month=month, language="nl", opening_cents=0,
        closing_cents=-1_00, line_count=1, data_id=digest, made_at=stage.at,
    ).pk  # fmt: skip


def _ended(stage: Stage) -> UUID:
    """The month before this, charged and not closed; the aged list is that of a file of debtors."""
    month = (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    treasury = stage.house.staff.treasury
    run = MonthEnd.objects.create(month=month, started_at=stage.at, started_by=treasury.key)
    end_month(run_id=run.pk, by=system("month"), at=stage.at)
    MonthEnd.objects.update(aged=Invoice.objects.values_list("document")[:1])
    return run.pk


def _percents(stage: Stage) -> UUID:
    """Percents of the allowance that nobody confirmed; the first contract has one of the month before all the same."""
    flat = tuple(Decimal(n) for n in (0, 1, 2, 5, 10, 50))
    row = propose_allowance(
        matrix=Matrix(flat, flat), valid_from=stage.today, note="New.", by=stage.house.staff.treasury, at=stage.at
    )
    part = Part("d30", Money(9_000_00), Decimal(1), Money(90_00))
    month = (stage.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    Allowance.objects.create(
        contract=Contract.objects.get(client_id=stage.own.client_id), month=month, run=1, policy=row,
        needed_cents=90_00, posted_cents=0, parts=[part.to_json()], made_at=stage.at,
    )  # fmt: skip
    return row.pk


def _confirmed(stage: Stage) -> UUID:
    """What the books say of the first client today, for his auditor."""
    by = stage.house.staff.treasury
    return confirm(
        side="client", party_id=stage.own.client_id, day=stage.today, known_at=stage.at, language="fr",
        auditor="Revisor & Co", by=by, at=stage.at,
    ).pk  # fmt: skip


def _asked(stage: Stage) -> UUID:
    """The first client waits for a limit that no machine grants."""
    row = limits.ask(
        client_id=stage.own.client_id,
        debtor_id=stage.buyer.debtor_id,
        amount=Money(900_000_00),
        by=stage.own.owner,
        at=stage.at,
    )
    return row.pk


def a_debtor_user(stage: Stage) -> UUID:
    """A login of the debtor: he has no portal yet."""
    user = create(
        email="debtor@buyer.example",
        name="Debtor Demo",
        kind="debtor",
        password="made-up house, 1 password",
        by=stage.house.staff.administrator,
        at=stage.at,
    )
    return user.pk


def visit(email: str, *, language: str = "en") -> Client:
    """A browser of somebody who passed both factors."""
    user = User.objects.get(email=email)
    User.objects.filter(pk=user.pk).update(language=language)
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=True, defaults={"name": "test"})
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
