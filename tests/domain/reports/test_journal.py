"""The journal in each format: it agrees with the trial balance, and the FEC with the rules of its article."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from cessie.config.commands import export
from cessie.config.main import main
from cessie.domain.reports import journal
from cessie.domain.reports.journal import Mapped, Tally, about, entries, read_plan
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.formats.journals import csv as plain
from cessie.formats.journals import fec, twinfield
from cessie.formats.values.journal import JournalEntry
from cessie.ledger.post import post
from cessie.ledger.queries import trial_balance
from cessie.ledger.reverse import reverse
from cessie.ledger.rules import managed, payouts, purchase, receipts
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.ledger.conftest import AT, dims, event

pytestmark = pytest.mark.django_db
FIRST, LAST, SIREN = date(2026, 1, 1), date(2026, 12, 31), "732829320"
OF = dims("INV1", reference="LINE1")


@pytest.fixture(autouse=True)
def books() -> None:
    """A purchase with tabs in its text, a payout, a receipt, a reversal, a memo entry recorded late."""
    bought = purchase.purchase(event=event("1", "2026-03-03"), face=Money(1000_00), of=OF)
    posted = post(
        [
            purchase.purchase(event=event("0", "2025-12-30"), face=Money(50_00), of=OF),
            bought,
            purchase.hold_back(event=event("1")._replace(text="a\tb|c\nd"), amount=Money(100_00), of=OF),
            payouts.instruct(event=event("1"), amount=Money(900_00), of=OF),
            payouts.execute(event=event("1", "2026-03-04"), amount=Money(900_00), of=OF),
            receipts.receipt(event=event("3", "2026-04-01"), amount=Money(10_01), of=OF),
        ],
        by="me", at=AT,
    )  # fmt: skip
    reverse(entry_id=posted[-1].entry_id, booking_date=date(2026, 4, 2), text="", by="me", at=AT)
    late = managed.enter(event=event("4", "2026-01-02"), amount=Money(77_00), of=OF)
    post([late], by="me", at=AT + timedelta(days=60))


def told(*, memo: bool, language: str = "fr", tally: Tally | None = None, **how: object) -> Iterator[JournalEntry]:
    of = about(FIRST, LAST, siren=SIREN)
    return entries(viewer=system("x"), of=of, memo=memo, language=language, tally=tally or Tally(), **how)  # type: ignore[arg-type]


def moved(memo: bool) -> dict[str, int]:
    """What the trial balances of both ends differ by, account by account."""
    found: dict[str, int] = defaultdict(int)
    for sign, day in ((1, LAST), (-1, FIRST - timedelta(days=1))):
        for line in trial_balance(day=day):
            if memo or not line.account.startswith("9"):
                found[line.account] += sign * line.balance.cents
    return {account: cents for account, cents in found.items() if cents}


def test_the_csv_sums_to_the_trial_balance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "CHUNK", 2)
    monkeypatch.setattr("cessie.ledger.journal.CHUNK", 3)
    tally = Tally()
    data = b"".join(plain.write(told(memo=True, language="en", tally=tally), about(FIRST, LAST)))
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row["account"]] += round(100 * (float(row["debit"]) - float(row["credit"])))
    assert {account: cents for account, cents in sums.items() if cents} == moved(memo=True)
    assert [int(row["number"]) for row in rows] == sorted(int(row["number"]) for row in rows)
    assert rows[-1]["key"].startswith("P39"), "recorded last, though booked first"
    assert tally.differences(FIRST, LAST, memo=True) == {}
    tally.moved["1100"] += 1
    assert tally.differences(FIRST, LAST, memo=True) == {"1100": Money(1)}


def test_the_fec_keeps_the_rules_of_its_article_and_its_sums_those_of_the_books() -> None:
    data = b"".join(fec.write(told(memo=False), about(FIRST, LAST, siren=SIREN)))
    lines = data.splitlines(keepends=True)
    assert list(fec.problems(lines)) == []
    rows = [line.decode().rstrip("\r\n").split("\t") for line in lines[1:]]
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row[4]] += int(row[11].replace(",", "")) - int(row[12].replace(",", ""))
    assert {account: cents for account, cents in sums.items() if cents} == moved(memo=False)
    assert {row[0] for row in rows} == {"FA", "BK"}
    assert "Créances achetées" in {row[5] for row in rows}
    assert fec.file_name(about(FIRST, LAST, siren=SIREN)) == "732829320FEC20261231.txt"
    with pytest.raises(fec.NoSiren):
        fec.file_name(about(FIRST, LAST, siren="123456789"))


@pytest.mark.parametrize(
    ("place", "old", "new", "code"),
    [
        (0, b"JournalLib", b"Journal", "journal.header"),
        (3, b"\t", b"", "journal.columns"),
        (1, b"0,00", b"0.00", "journal.form"),
        (1, b"1000,00", b"1000,01", "journal.balance"),
        (1, b"1000,00", b"0,00", "journal.side"),
        (3, b"20260303", b"20261399", "journal.form"),
        (1, b"Affacturage", b"", "journal.empty"),
    ],
)
def test_a_broken_fec_is_named_by_its_line(place: int, old: bytes, new: bytes, code: str) -> None:
    lines = list(fec.write(told(memo=False), about(FIRST, LAST, siren=SIREN)))
    assert old in lines[place]
    lines[place] = lines[place].replace(old, new, 1)
    assert code in [reason.code for reason in fec.problems(lines)]


def test_a_gap_and_a_moment_out_of_order_are_seen() -> None:
    lines = list(fec.write(told(memo=False), about(FIRST, LAST, siren=SIREN)))
    assert "journal.gap" in [reason.code for reason in fec.problems([lines[0], *lines[3:]])]
    later = [
        line.replace(b"\t20260303\t\t\r\n", b"\t20260304\t\t\r\n") if n < 3 else line for n, line in enumerate(lines)
    ]
    assert "journal.order" in [reason.code for reason in fec.problems(later)]


def test_twinfield_takes_balanced_transactions_of_few_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twinfield, "MOST", 2)
    of = about(FIRST, LAST, office="NL01")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(twinfield.write(told(memo=False, language="nl"), of))))
    roots = [etree.fromstring(archive.read(name)) for name in archive.namelist()]
    assert max(len(root) for root in roots) <= 2
    transactions = [transaction for root in roots for transaction in root]
    assert len(transactions) == 6
    for transaction in transactions:
        lines = transaction.findall("lines/line")
        total = sum(
            (1 if line.findtext("debitcredit") == "debit" else -1) * float(line.findtext("value") or 0)
            for line in lines
        )
        assert abs(total) < 0.001
        assert transaction.findtext("header/office") == "NL01"
    with pytest.raises(twinfield.NoOffice):
        twinfield.file_name(about(FIRST, LAST))


def test_another_plan_of_accounts_and_what_is_refused() -> None:
    plan = read_plan("account;code;name\n1100;411000;Clients\n")
    assert {line.account for entry in told(memo=False, plan=plan) for line in entry.lines} >= {"411000", "2100"}
    assert plan == {"1100": Mapped("411000", "Clients")}
    for text in ("a;b\n", "account;code;name\n1;2;3\n"):
        with pytest.raises(Refusal):
            read_plan(text)
    with pytest.raises(Refusal):
        about(LAST, FIRST)
    with pytest.raises(NotFound):
        next(entries(viewer=Viewer("x", "client"), of=about(FIRST, LAST), memo=True, language="en", tally=Tally()))


def test_the_command_writes_and_compares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, "open_house", lambda: None)
    days = ["--from", str(FIRST), "--to", str(LAST), "--out", str(tmp_path)]
    assert main(["export", "journal", "--format", "fec", "--siren", SIREN, *days]) == 0
    assert "Agrees with the trial balance" in capsys.readouterr().out
    file = tmp_path / "732829320FEC20261231.txt"
    assert main(["export", "journal", "--check", str(file)]) == 0
    file.write_bytes(file.read_bytes().replace(b"1000,00", b"1000,01", 1))
    assert main(["export", "journal", "--check", str(file)]) == 1
    assert "out of balance" in capsys.readouterr().out
    assert main(["export", "journal", "--format", "fec", *days]) == 1
    assert main(["export", "journal", "--format", "csv"]) == 1
    assert [path.name for path in tmp_path.iterdir()] == [file.name], "nothing half-written stays"
