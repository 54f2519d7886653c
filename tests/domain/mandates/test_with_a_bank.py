"""The rules of direct debit beside an independent bank: its answers, not ours, decide what they must understand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from cessie.domain.mandates.rules.recognise import Says, Sent, recognise
from cessie.domain.mandates.rules.returned import Happened, Policy, follows
from cessie.domain.mandates.rules.states import COLLECTION
from cessie.domain.payments.rules.reported import REFUSED, words
from cessie.formats.payments import pain008
from cessie.formats.reading import read
from cessie.formats.values import (
    CollectionBatch,
    CollectionFile,
    DirectDebit,
    MandateReference,
    PaymentParty,
    StatementEntry,
    StatementFile,
    StatusReport,
)
from cessie.lib.money import Money
from cessie.world.bank import Bank, running

OURS, CLOSED, OPENING = "BE68539007547034", "BE43068999999501", Money(1_000_00)
ACCOUNT = UUID(int=99)
DAY = date(2026, 11, 27)
PLAIN = DirectDebit(
    end_to_end_id="E1",
    amount=Money(100_00),
    debtor=PaymentParty(name="Bakkerij De Molen", iban="BE71096123456769", bic="KREDBEBB"),
    mandate=MandateReference(id="M1", signed_date=date(2026, 3, 2)),
)
COLLECTIONS = (
    PLAIN,
    replace(PLAIN, end_to_end_id="E2", amount=Money(200_00), debtor=replace(PLAIN.debtor, iban=CLOSED)),
    replace(PLAIN, end_to_end_id="E3", amount=Money(300_00)),
    replace(PLAIN, end_to_end_id="E4", amount=Money(400_00)),
)
FILE = CollectionFile(
    message_id="SDD-1",
    created_at=datetime(2026, 11, 24, 8, tzinfo=UTC),
    initiator="Factor Example NV",
    batches=(
        CollectionBatch(
            id="SDD-1-A",
            collection_date=DAY,
            creditor=PaymentParty(name="Factor Example NV", iban=OURS, bic="GKCCBEBB"),
            creditor_id="BE81ZZZ0123456749",
            scheme="CORE",
            sequence="RCUR",
            collections=COLLECTIONS,
        ),
    ),
)


def _play(bank: Bank) -> None:
    """One debtor's account is closed, one refuses before the day, one wants his money back after it."""
    bank.open(name="ours", holder="Factor Example NV", iban=OURS, balance=OPENING)
    bank.close_account_of(CLOSED)
    (bank.drop / "collections.xml").write_bytes(pain008.write(FILE))
    bank.read_files()
    bank.ask("POST", "/_mock/collections/E4/refuse", {"reason": "MS02"})
    bank.advance(date(2026, 11, 28))
    bank.ask("POST", "/_mock/collections/E3/refuse", {"reason": "MD06"})
    bank.advance(date(2026, 12, 2))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[StatusReport], list[StatementEntry]]:
    """What the bank reported and booked, in its order."""
    place = tmp_path_factory.mktemp("bank")
    with running(place, datetime(2026, 11, 24, 9), drop=place / "in", pickup=place / "out") as bank:  # noqa: DTZ001
        _play(bank)
        documents = [read(path.read_bytes(), path.name)[0] for path in _in_order(place / "out")]
    reports = [document for document in documents if isinstance(document, StatusReport)]
    files = [document for document in documents if isinstance(document, StatementFile)]
    entries = [entry for file in files for one in file.statements if not one.interim for entry in one.entries]
    return reports, entries


def _in_order(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda path: int(path.stem.rpartition("-")[2]))


def _says(entry: StatementEntry) -> Says:
    return Says(
        amount=Money.of(entry.amount),
        end_to_end_id=entry.end_to_end_id or "",
        block=entry.batch_reference or "",
        mandate=entry.mandate or "",
        reason=entry.return_reason or "",
    )


def test_each_collection_ends_where_the_bank_left_it(
    told: tuple[list[StatusReport], list[StatementEntry]],
) -> None:
    reports, entries = told
    states = {one.end_to_end_id: "instructed" for one in COLLECTIONS}
    codes: dict[str, tuple[str, date | None]] = {}
    settled: dict[str, date] = {}
    blocks = dict.fromkeys(states, "SDD-1-A")
    for report in reports:
        for word in words(report, blocks):
            if word.status in REFUSED:
                states[word.end_to_end_id] = COLLECTION.after(states[word.end_to_end_id], "reject")
                codes[word.end_to_end_id] = (word.code, None)
    for entry in entries:
        answer = recognise(_says(entry), [], ACCOUNT, _sent(states))
        assert answer.reasons == ()
        for key in answer.settled:
            name = COLLECTIONS[key.int].end_to_end_id
            states[name], settled[name] = COLLECTION.after(states[name], "settle"), _booked(entry)
        for key, code in answer.returned:
            name = COLLECTIONS[key.int].end_to_end_id
            states[name], codes[name] = COLLECTION.after(states[name], "return"), (code, _booked(entry))
    assert states == {"E1": "settled", "E2": "rejected", "E3": "returned", "E4": "rejected"}
    assert Money.total(Money.of(entry.amount) for entry in entries) == PLAIN.amount
    after = {name: _follows(code, on or DAY, settled.get(name)) for name, (code, on) in codes.items()}
    assert after == {
        "E2": ("reject", "block", "ladder", "account"),
        "E3": ("refund", "pause", "dispute", "ask"),
        "E4": ("refusal", "pause", "ladder", "ask"),
    }


def _sent(states: dict[str, str]) -> list[Sent]:
    return [
        Sent(
            id=UUID(int=n),
            end_to_end_id=one.end_to_end_id,
            block="SDD-1-A",
            account=ACCOUNT,
            mandate=one.mandate.id,
            amount=one.amount,
            state=states[one.end_to_end_id],
        )
        for n, one in enumerate(COLLECTIONS)
    ]


def _booked(entry: StatementEntry) -> date:
    assert entry.booked is not None
    return entry.booked


def _follows(code: str, on: date, settled: date | None) -> tuple[str, str, str, str]:
    happened = Happened(code=code, on=on, scheme="CORE", settled=settled)
    done = follows(happened, Policy(), tried_again=0, failures=0)
    assert done.takes_back == (settled is not None)
    return done.kind, done.mandate, done.claim, done.step
