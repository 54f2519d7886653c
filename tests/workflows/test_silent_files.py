"""What banks show of a confidential contract: the real verbs to the very bytes, and everything a debtor could see.

``OUTPUTS`` names each kind of thing that reaches a debtor, or could, and the test that looks at it; a new kind of
paper, channel, page, order or bank file without its place there fails.
"""

from __future__ import annotations

import pkgutil
import re
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import match
from cessie.domain.client_ledgers.sweep import sweep
from cessie.domain.contracts.models import Version
from cessie.domain.correspondence.marks import house_marks
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.papers import PAPERS
from cessie.domain.correspondence.rules.silence import leak_in
from cessie.domain.documents.queries import content
from cessie.domain.mandates.models import Batch as Debits
from cessie.domain.matching.allocate import allocate
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.refund import refund
from cessie.domain.matching.reverse import reverse
from cessie.domain.matching.rules.disposal import Elsewhere
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.payments.models import Batch, Order
from cessie.domain.payments.postings import BY_LINE, INSTRUCT
from cessie.domain.payments.prepare import prepare
from cessie.domain.payments.release import release
from cessie.formats import payments
from cessie.formats.payments import pain001
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.portals.debtor.urls import urlpatterns as debtor_pages
from cessie.workflows.incoming.intake import take_in_invoice
from cessie.world.papers import invoice
from tests.bank_files import Row
from tests.domain.client_ledgers.conftest import bank
from tests.domain.conftest import SYSTEM, staff
from tests.stories.road import FIRST, Road, build, moment
from tests.workflows.test_collecting import Own, _leave, own
from tests.workflows.test_lettrage_by_line import HOUSES, OWN, PAID, money, say

__all__ = ["own"]
DAY: Final = date(2026, 3, 2)
HERE: Final = "tests.workflows.test_silent_files"
SILENCE: Final = "tests.domain.correspondence.rules.test_silence"
PAGES: Final = "tests.portals.test_debtor"
WORDS: Final = f"{SILENCE}.test_what_is_written_in_confidence_names_the_house_nowhere"
LAST: Final = "tests.workflows.test_papers.test_a_copy_that_names_the_house_keeps_the_whole_mail_here"
SEEN: Final = f"{PAGES}.test_under_a_confidential_contract_nothing_names_the_house"
TO_CLIENT: Final = f"{HERE}.test_what_is_paid_to_the_client_says_nothing_beside_who_pays"
SWEPT: Final = f"{HERE}.test_the_sweep_of_the_clients_own_account_says_nothing_of_a_house"
BACK: Final = f"{HERE}.test_a_debtor_who_only_knows_his_supplier_is_paid_back_by_nobody_else"
#: What it is -> the test that looks at it. ``-``: it reaches no debtor of a confidential contract, and why.
OUTPUTS: Final = {
    "letter assignment_notice": f"{SILENCE}.test_a_notice_in_the_clients_name_would_always_name_the_house",
    **{
        f"letter {kind}": WORDS
        for kind in ("reminder", "collection", "enquiry", "answer", "prenotification", "invoice")
    },
    **{f"channel {name}": LAST for name in ("email", "portal", "peppol", "post", "print_partner")},
    "channel sms": LAST,
    "channel registered_post": LAST,
    "channel registered_email": "- left out in confidence: the qualified service names who sends",
    **{f"page {name}": SEEN for name in ("owed", "write", "plan", "wish", "dispute")},
    **{
        f"page {name}": "- no debtor of a confidential contract comes to it (ELSEWHERE, held by the test of the pages)"
        for name in (
            "mandate", "mandate_paper", "mandate_do", "reply", "reply_paper", "plan_debit", "dispute_act", "evidence",
            "balance",
        )
    },
    "code to pay with": SEEN,
    "order P04": TO_CLIENT,
    "order P38": "- an advance on a pledge, to the client as P04",
    "order P19": BACK,
    "order P32": "- commission from the third-party account to the house's own",
    "order P33": "- third-party money: a dossier is collected in the agency's own name",
    "order P34f": f"{HERE}.test_an_account_that_the_house_holds_in_confidence_bears_another_name",
    "order P36": "- between accounts of the house",
    "bank file pain001": SWEPT,
    "bank file pain002": "- the bank's answer to the house",
    "bank file pain008": f"{HERE}.test_what_is_collected_for_the_client_is_his_alone",
}  # fmt: skip


def test_everything_that_reaches_a_debtor_has_its_place_here() -> None:
    kinds = {
        *(f"letter {kind}" for kind in PAPERS), *(f"channel {name}" for name in CHANNELS), "code to pay with",
        *(f"page {each.name}" for each in debtor_pages), *(f"order {rule}" for rule in (*INSTRUCT, *BY_LINE)),
        *(f"bank file {each.name}" for each in pkgutil.iter_modules(payments.__path__) if each.name[0] != "_"),
    }  # fmt: skip
    assert kinds == set(OUTPUTS), "say which test looks at the new kind"
    for place in {place for place in OUTPUTS.values() if not place.startswith("- ")}:
        module, _dot, name = place.rpartition(".")
        assert callable(getattr(import_module(module), name)), place


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path) -> Road:
    """A client in confidence who keeps his own account for it; one invoice of 1,210.00 is bought."""
    made = build(
        tmp_path, advance=90, fee="3.5", minimum=50_00, disclosure="CONFIDENTIAL", matcher="CLIENT",
        collector="CLIENT_MANDATE", account_model="DEDICATED_CLIENT",
    )  # fmt: skip
    company = Client.objects.get(pk=made.client_id).company_id
    row = add_account(company_id=company, iban=OWN, holder=made.seller.name, by=staff("an", "credit"), at=moment(FIRST))
    confirm_account(account_id=row.pk, by=staff("bob", "treasury"), at=moment(FIRST))
    dedicate(contract_id=made.contract_id, iban=OWN, by=SYSTEM, at=moment(FIRST))
    sale = made.sale("2026-0001", "1000.00", issued=DAY, due=date(2026, 4, 1))
    shown = replace(made.seller, iban=OWN)
    (taken,) = take_in_invoice(
        data=invoice(sale, shown), name="1.xml", channel="portal", client_id=made.client_id, by=made.owner,
        at=moment(DAY),
    )  # fmt: skip
    assert taken.state == "accepted", taken.reasons
    made.approve(DAY)
    assert {mark.kind for mark in house_marks()} >= {"name", "number", "account"}
    return made


def seen_by(data: bytes, *without: str) -> tuple[tuple[str, bytes], ...]:
    """A bank file as one of its parties is shown it: without these roles."""
    roles = "|".join(f"{role}(?:Acct|Agt)?" if role != "InitgPty" else role for role in without)
    assert all(f"<{role}>".encode() in data for role in without)
    return (("file.xml", re.sub(rf"<({roles})>.*?</\1>".encode(), b"", data, flags=re.DOTALL)),)


def leaks(data: bytes, *without: str) -> bool:
    """Whether the house is named in it; what was left out names it, or the seeker sees nothing at all."""
    marks = house_marks()
    assert leak_in([("whole.xml", data)], of=marks) is not None
    return leak_in(seen_by(data, *without), of=marks) is not None


def swept(road: Road) -> bytes:
    (receipt,) = money(OWN, 1_210_00, text="2026-0001")
    match(contract_id=road.contract_id, words=[say(receipt, "2026-0001", 1_210_00)], by=road.owner, at=moment(PAID))
    row = sweep(contract_id=road.contract_id, by=road.owner, at=moment(PAID))
    assert row.document_id is not None
    return content(row.document_id, road.owner)


@pytest.mark.parametrize("plant", [None, "{house}", "ref {vat}", "{iban}"])
def test_the_sweep_of_the_clients_own_account_says_nothing_of_a_house(
    road: Road, plant: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """His bank must know to whom it pays; what it is for, and who orders it, is his own affair."""
    if plant:
        said = plant.format(house=road.house.name, vat=road.house.identifiers["vat"], iban=road.house.iban)
        monkeypatch.setattr("cessie.domain.client_ledgers.sweep.TEXT", said)
    data = swept(road)
    assert leaks(data, "Cdtr") is (plant is not None)
    (file,) = pain001.read(data)
    (only,) = file.batches[0].transfers
    assert {file.initiator, file.batches[0].debtor.name} == {road.seller.name}
    assert (only.creditor.iban, only.remittance.text) == (road.house.iban, only.remittance.text)
    if plant is None:
        assert road.buyer.name.encode() not in data, "and the house learns of no debtor by it"


def paid(road: Road) -> bytes:
    """The released batch's file."""
    batch = prepare(account_id=road.payout.pk, execution_date=DAY, by=road.treasurer, at=moment(DAY, 14))
    release(batch_id=batch.pk, by=road.second, at=moment(DAY, 15))
    return content(str(Batch.objects.get(pk=batch.pk).document_id), SYSTEM)


@pytest.mark.parametrize("planted", [False, True])
def test_what_is_paid_to_the_client_says_nothing_beside_who_pays(road: Road, planted: bool) -> None:
    """The payer is the house, as the client knows; text, ids and payee name neither it nor his customer."""
    if planted:
        Order.objects.update(text=f"{road.house.name} 2026-0001")
    data = paid(road)
    assert leaks(data, "InitgPty", "Dbtr") is planted
    (file,) = pain001.read(data)
    assert [each.creditor.name for each in file.batches[0].transfers] == [road.seller.name]
    assert road.buyer.name.encode() not in data


def test_an_account_that_the_house_holds_in_confidence_bears_another_name(road: Road) -> None:
    """Whoever pays is shown its holder; what is swept from it moves between accounts of the house, with no debtor."""
    amended(account_model="DEDICATED_FACTOR")
    act: dict[str, Any] = {"contract_id": road.contract_id, "iban": HOUSES, "by": SYSTEM, "at": moment(DAY)}
    for holder in (road.house.name, f"Rekening {road.house.name.upper()}", road.house.identifiers["vat"]):
        with pytest.raises(Refusal) as no:
            dedicate(holder=holder, **act)
        assert no.value.code == "ledgers.holder_tells"
    assert dedicate(holder=road.seller.name, **act).account.holder == road.seller.name


def amended(**changes: str) -> None:
    row = Version.objects.get()
    Version.objects.create(
        contract_id=row.contract_id, number=2, valid_from=DAY, terms=row.terms | changes, made_at=moment(DAY),
        made_by="system:test",
    )  # fmt: skip


def overpaid(road: Road) -> Receipt:
    bank(road.collection.iban, DAY, 0, Row(500_00, text="twice", name=road.buyer.name, iban=road.buyer.iban))
    return Receipt.objects.get()


def test_a_debtor_who_only_knows_his_supplier_is_paid_back_by_nobody_else(road: Road) -> None:
    """His bank would show him the payer. Told, he is paid back; his file then names the house, and his own text."""
    receipt = overpaid(road)
    use = Elsewhere("overpayment", Money(500_00), debtor_id=road.debtor_id)
    made = allocate(receipt_id=receipt.pk, allocations={}, uses=[use], by=road.treasurer, at=moment(DAY))
    with pytest.raises(Refusal) as no:
        refund(match_id=made.pk, by=road.treasurer, at=moment(DAY, 11))
    assert no.value.code == "matching.refund_tells"
    assert not Order.objects.filter(rule="P19").exists()
    reverse(match_id=made.pk, note="his supplier pays it back", by=road.treasurer, at=moment(DAY, 11))
    given = Elsewhere("not_bought", Money(500_00), contract_id=road.contract_id)
    allocate(receipt_id=receipt.pk, allocations={}, uses=[given], by=road.treasurer, at=moment(DAY, 12))
    Order.objects.update(text="2026-0001")
    assert road.buyer.name.encode() not in paid(road), "the client is paid, and pays back himself"


def test_told_by_any_of_his_suppliers_he_is_paid_back(road: Road) -> None:
    amended(disclosure="NOTIFIED")
    receipt, use = overpaid(road), Elsewhere("overpayment", Money(500_00), debtor_id=road.debtor_id)
    made = allocate(receipt_id=receipt.pk, allocations={}, uses=[use], by=road.treasurer, at=moment(DAY))
    order = refund(match_id=made.pk, by=road.treasurer, at=moment(DAY, 11))
    assert (order.rule, order.text) == ("P19", "twice")


def test_what_is_collected_for_the_client_is_his_alone(own: Own) -> None:
    """Under his own creditor identifier, on his own account: the whole file, as his customer's bank reads it."""
    _leave(own)
    data = content(str(Debits.objects.values_list("document_id", flat=True).get()), SYSTEM)
    assert leak_in([("debits.xml", data)], of=house_marks()) is None
    told = own.creditor.house.name.encode()
    assert (
        leak_in([("debits.xml", data.replace(own.creditor.seller.name.encode(), told))], of=house_marks()) is not None
    )
