"""Money on a dedicated account: seen at once, matched by the client, swept to the house (EX10), and what goes wrong."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cessie.domain.banking.models import Account
from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.dedicate import dedicate
from cessie.domain.client_ledgers.match import NotInLedger, TooMuch, Word, match
from cessie.domain.client_ledgers.match_file import WrongLines, match_file
from cessie.domain.client_ledgers.models import Dedicated, Match
from cessie.domain.client_ledgers.proposals import proposals
from cessie.domain.client_ledgers.sweep import cancel_sweep, sweep
from cessie.domain.client_ledgers.unmatch import unmatch
from cessie.domain.contracts.models import Contract
from cessie.domain.documents.queries import content
from cessie.domain.parties.accounts import add_account, confirm_account
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import payout_account
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.domain.work.models import Task
from cessie.formats.reading import read
from cessie.formats.values import PaymentFile
from cessie.ledger import queries as ledger
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows import money_in
from cessie.workflows.balances import ledgers
from tests.bank_files import COLLECTION, Row
from tests.domain.client_ledgers.conftest import (
    DEDICATED,
    FIRST,
    NEXT,
    OPENING,
    Send,
    at,
    bank,
    held,
    receipts,
    rows,
    say,
    sound,
)  # fmt: skip
from tests.domain.conftest import AT, SYSTEM, of_client, staff


def test_nothing_is_paid_out_to_the_account_on_which_debtors_pay(
    contract: Contract, client_: Client, collection: Account, an: Viewer, bob: Viewer
) -> None:
    for iban, hour in (("BE68539007547034", 1), (DEDICATED, 2)):
        when = AT + timedelta(hours=hour)
        row = add_account(company_id=client_.company_id, iban=iban, holder="Fonderie de la Meuse SA", by=an, at=when)
        confirm_account(account_id=row.pk, by=bob, at=when)
    before = payout_account(client_.pk, FIRST)
    assert before is not None
    assert before.iban == DEDICATED  # confirmed last
    dedicate(contract_id=contract.pk, iban=DEDICATED, by=SYSTEM, at=AT + timedelta(hours=3))
    after = payout_account(client_.pk, FIRST)
    assert after is not None
    assert after.iban == "BE68539007547034"


def test_the_confidential_loop_of_the_worked_example(
    opened: None, send: Send, contract: Contract, owner: Viewer, collection: Account
) -> None:
    first, second = receipts(118_500_00, 1_500_00)
    assert (held("9010", contract), queries.unmatched(contract.pk, NEXT)) == (120_000_00, Money(120_000_00))
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 118_500)], by=owner, at=at(NEXT))
    assert queries.unmatched(contract.pk, NEXT) == Money(1_500_00)
    before = held("2100", contract)
    ledger_rows = rows(
        ("F1", "D1", 181_500, 300_000), OPENING[1], ("F3", "D1", 140_000), ("C1", "D1", -6_000, -6_000, "credit note"),
    )  # fmt: skip
    row = send(NEXT, ledger_rows)
    assert (row.state, row.closing_cents, row.cash_cents, row.difference_cents) == (
        "accepted", 515_500_00, 118_500_00, 0,
    )  # fmt: skip
    assert held("1100", contract) == 634_000_00  # the money has not come yet
    assert held("2100", contract) - before == -140_000_00 + 6_000_00 + 262_80

    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert sweep(contract_id=contract.pk, by=owner, at=at(NEXT)).pk == ordered.pk
    (paper,) = read(content(ordered.document_id, owner), "sweep.xml")
    assert isinstance(paper, PaymentFile)
    (transfer,) = paper.batches[0].transfers
    assert (transfer.creditor.iban, transfer.amount.cents) == (COLLECTION, 118_500_00)
    assert paper.batches[0].debtor.iban == DEDICATED

    out, came = Row(-118_500_00, ordered.reference), Row(118_500_00, ordered.reference, iban=DEDICATED)
    bank(DEDICATED, NEXT + timedelta(days=1), 120_000_00, out, number=2)
    ordered.refresh_from_db()
    assert (ordered.state, held("9010", contract)) == ("left", 1_500_00)
    sound()
    bank(COLLECTION, NEXT + timedelta(days=1), 0, came)
    money_in.run(by=SYSTEM, at=at(NEXT + timedelta(days=1)))
    ordered.refresh_from_db()
    assert ordered.state == "arrived"
    assert held("1100", contract) == 515_500_00
    assert ledger.balance("2300").cents == 0
    assert ledger.balance("1000").cents == 118_500_00
    # The money is where the claim was: swept once, and what is left waits for the client.
    with pytest.raises(Refusal) as no:
        sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert no.value.code == "ledgers.nothing_to_sweep"
    assert second.pk in {each.receipt.pk for each in queries.unmatched_receipts(contract.pk)}
    sound()


def test_money_that_arrives_before_its_own_bank_tells_and_before_a_ledger_counts_it(
    opened: None, send: Send, contract: Contract, owner: Viewer
) -> None:
    (first,) = receipts(100_000_00)
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 100_000)], by=owner, at=at(NEXT))
    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    bank(COLLECTION, NEXT, 0, Row(100_000_00, ordered.reference, iban=DEDICATED))
    assert held("1100", contract) == 400_000_00
    sound()
    bank(DEDICATED, NEXT, 100_000_00, Row(-100_000_00, ordered.reference), number=2)
    assert held("9010", contract) == 0
    row = send(NEXT, rows(("F1", "D1", 200_000, 300_000), OPENING[1]))
    assert (row.state, held("1100", contract)) == ("accepted", 400_000_00)
    sound()


def test_what_cannot_be_matched_is_named(
    opened: None, contract: Contract, owner: Viewer, other_client: Client, client_: Client
) -> None:
    (first,) = receipts(350_000_00)
    reader = Viewer(key="user:reader", kind="client", client_ids=frozenset({client_.pk}))
    cases: list[tuple[list[Word], Viewer, type[Refusal], str]] = [
        ([say(uuid4(), "F1", 1)], owner, NotFound, "ledgers.no_such_money"),
        ([say(first.pk, "F9", 1)], owner, NotInLedger, "ledgers.not_in_ledger"),
        ([say(first.pk, "F1", 300_001)], owner, TooMuch, "ledgers.more_than_open"),
        ([say(first.pk, "F1", 300_000), say(first.pk, "F2", 60_000)], owner, TooMuch, "ledgers.more_than_came"),
        ([], owner, Refusal, "ledgers.no_amount"),
        ([say(first.pk, "F1", 1)], of_client(other_client.pk), NotFound, "contracts.unknown"),
        ([say(first.pk, "F1", 1)], reader, NotAllowed, "users.not_for_client"),
    ]
    for words, by, refusal, code in cases:
        with pytest.raises(refusal) as no:
            match(contract_id=contract.pk, words=words, by=by, at=at(NEXT))
        assert no.value.code == code
    assert not Match.objects.exists()


def test_a_file_of_matches_counts_whole_or_not_at_all(opened: None, contract: Contract, owner: Viewer) -> None:
    receipts(300_000_00, 200_000_00)
    bank(COLLECTION, NEXT, 0, Row(7_00, reference="ELSEWHERE"))
    wrong = b"number;receipt;amount\nF1;R0;300.000,00\nF2;NEVER;1,00\nF2;ELSEWHERE;7,00\nF2;R1;\n"
    with pytest.raises(WrongLines) as no:
        match_file(contract_id=contract.pk, data=wrong, by=owner, at=at(NEXT))
    assert [(reason.code, reason.facts["line"]) for reason in no.value.reasons] == [
        ("lettrage.row", 5), ("ledgers.never_came", 3), ("ledgers.never_came", 4),
    ]  # fmt: skip
    with pytest.raises(WrongLines) as no:  # the desk sees the house's own accounts
        match_file(contract_id=contract.pk, data=wrong, by=staff("ann", "credit"), at=at(NEXT))
    assert no.value.reasons[2].code == "ledgers.came_elsewhere"
    assert not Match.objects.exists()
    right = b"number,receipt,amount\nF1,R0,300000.00\nF2,R1,200000.00\n"
    assert len(match_file(contract_id=contract.pk, data=right, by=owner, at=at(NEXT))) == 2
    assert match_file(contract_id=contract.pk, data=right, by=owner, at=at(NEXT)) == []
    assert queries.unmatched_receipts(contract.pk) == []


def test_the_engine_proposes_what_the_payer_names_or_whose_amount_came(
    account: Dedicated, contract: Contract, send: Send, an: Viewer
) -> None:
    row = send(FIRST, rows(("2026-00071", "D1", 300_000), OPENING[1]))
    accept(submission_id=row.pk, note="Looked at.", by=an, at=at(FIRST))
    told = (Row(120_000_00, text="invoice 2026-00071 part"), Row(200_000_00, text="thanks"), Row(17_00, text="?"))
    bank(DEDICATED, NEXT, 0, *told)
    waiting = queries.unmatched_receipts(contract.pk)
    found = proposals(contract.pk, waiting)
    assert [found[each.receipt.pk].shares for each in waiting if each.receipt.pk in found] == [
        (("2026-00071", Money(120_000_00)),), (("F2", Money(200_000_00)),),
    ]  # fmt: skip


def test_a_match_is_said_once_and_undone_until_its_money_moves(opened: None, contract: Contract, owner: Viewer) -> None:
    (first,) = receipts(50_000_00)
    words = [say(first.pk, "F1", 20_000), say(first.pk, "F2", 30_000)]
    made = match(contract_id=contract.pk, words=words, by=owner, at=at(NEXT))
    assert match(contract_id=contract.pk, words=words, by=owner, at=at(NEXT)) == []
    with pytest.raises(Refusal) as no:
        match(contract_id=contract.pk, words=[say(first.pk, "F1", 1)], by=owner, at=at(NEXT))
    assert no.value.code == "ledgers.matched_before"
    unmatch(match_id=made[0].pk, by=owner, at=at(NEXT))
    unmatch(match_id=made[0].pk, by=owner, at=at(NEXT))
    assert queries.unmatched(contract.pk, NEXT) == Money(20_000_00)
    ordered = sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert ordered.amount_cents == 30_000_00
    with pytest.raises(Refusal) as no:
        unmatch(match_id=made[1].pk, by=owner, at=at(NEXT))
    assert no.value.code == "ledgers.swept"
    cancel_sweep(sweep_id=ordered.pk, by=owner, at=at(NEXT))
    cancel_sweep(sweep_id=ordered.pk, by=owner, at=at(NEXT))
    unmatch(match_id=made[1].pk, by=owner, at=at(NEXT))
    sound()


def test_money_that_the_bank_takes_back_is_no_longer_there(opened: None, contract: Contract) -> None:
    told = Row(5_000_00, "E2E-7", text="paid")
    bank(DEDICATED, NEXT, 0, told)
    bank(DEDICATED, NEXT, 5_000_00, Row(-5_000_00, "E2E-7", reason="AC04"), number=2)
    assert queries.unmatched(contract.pk, NEXT) == Money(0)
    assert not Task.objects.filter(kind="ledger.money_left").exists()
    sound()


def test_what_is_missing_is_asked_for_once(opened: None, contract: Contract, owner: Viewer) -> None:
    (first,) = receipts(50_000_00)
    match(contract_id=contract.pk, words=[say(first.pk, "F1", 49_000)], by=owner, at=at(NEXT))
    sweep(contract_id=contract.pk, by=owner, at=at(NEXT))
    assert ledgers.watch(by=SYSTEM, at=at(NEXT)) == 0
    late = at(date(2026, 10, 12))
    assert ledgers.watch(by=SYSTEM, at=late) == ledgers.watch(by=SYSTEM, at=late) == 3
    kinds = Task.objects.filter(state="open", kind__startswith="ledger.").values_list("kind", flat=True)
    assert sorted(kinds) == ["ledger.late", "ledger.sweep_late", "ledger.unmatched"]
    match(contract_id=contract.pk, words=[say(first.pk, "F2", 1_000)], by=owner, at=late)
    ledgers.watch(by=SYSTEM, at=late)
    assert not Task.objects.filter(state="open", kind="ledger.unmatched").exists()


def test_a_dedicated_account_is_the_clients_and_of_one_contract(
    account: Dedicated, contract: Contract, an: Viewer, other_client: Client
) -> None:
    assert dedicate(contract_id=contract.pk, iban=DEDICATED, by=SYSTEM, at=AT).pk == account.pk
    with pytest.raises(Refusal) as no:
        dedicate(contract_id=contract.pk, iban="BE68539007547034", by=SYSTEM, at=AT)
    assert no.value.code == "banking.not_confirmed"
    with pytest.raises(NotAllowed):
        dedicate(contract_id=contract.pk, iban=DEDICATED, by=an, at=AT)
    assert staff("ada", "administrator").may("banking.accounts")
