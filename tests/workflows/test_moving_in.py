"""A house moves in: all rows or none, each wrong one named, the same files again change nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cessie.config.commands import import_
from cessie.config.invariants import examine
from cessie.config.main import main
from cessie.domain.audit.models import Event
from cessie.domain.documents.models import Document
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.models import BankAccount, Client, Company, Debtor, Relation
from cessie.domain.purchase.models import Cession
from cessie.domain.purchase.release import release
from cessie.domain.users.rules.viewer import NotAllowed, system
from cessie.formats.house_files import LAYOUTS, read
from cessie.ledger import queries as ledger
from cessie.ledger.models import Entry
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from cessie.workflows.house.moving_in import Report, move_in
from tests.domain.conftest import staff, store_folder

__all__ = ["store_folder"]
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FILES = {
    "clients.csv": (
        "code;name;country;vat;town;iban;contract;preset;from;advance_rate;holdback_rate\n"
        "FDM;Fonderie de la Meuse SA;BE;BE0403170701;Namur;BE43 0689 9999 9501;F-1;american;2026-01-01;80;20\n"
        "AAR;Bakkerij De Gouden Aar BV;NL;;Zwolle;;;;;;\n"
    ).replace("NL;;Zwolle", "NL;NL123456782B90;Zwolle"),
    "debtors.csv": (
        "name,country,vat,limit,limit_from\n"
        'Électricité du Nord SAS,FR,FR40303265045,"10,000.00",2026-01-01\n'
    ),
    "relations.csv": "client;debtor;reference\nFDM;FR40 303265045;411EDN\n",
    "invoices.csv": (
        "client;debtor;invoice;issued;due;gross;open;held_back;on;reference\n"
        "FDM;FR40303265045;2025-77;15/12/2025;15/03/2026;1.210,00;1.000,50;242,00;01/03/2026;\n"
        "FDM;303265045;2026-01;02/01/2026;02/04/2026;500,00;500,00;100,00;01/03/2026;+++090/9337/55493+++\n"
    ),
    "balances.csv": "client;account;amount;on\nFDM;2100;-75,25;01/03/2026\n",
}  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store_folder")]


def bring(dry_run: bool = False, **changed: str) -> Report:
    files = FILES | {name.replace("_", "."): text for name, text in changed.items()}
    return move_in(
        files={name: text.encode() for name, text in files.items()}, dry_run=dry_run, by=system("import"), at=AT
    )


def counts() -> list[int]:
    kinds = (Company, Client, Debtor, Relation, BankAccount, Invoice, Cession, Entry, Event, Document)
    return [kind.objects.count() for kind in kinds]


def test_everything_comes_in_and_the_books_balance() -> None:
    report = bring()
    assert [each.reason.in_words() for each in report.wrong] == []
    assert report.done
    assert dict(report.new) == {
        "clients.csv": 2, "debtors.csv": 1, "relations.csv": 1, "invoices.csv": 2, "balances.csv": 1,
    }  # fmt: skip
    assert {account: amount.cents for account, amount in report.balance.items()} == {
        "1100": 150_050, "2100": -7_525, "2110": -34_200, "3000": -108_325,
    }  # fmt: skip
    assert sum(amount.cents for amount in report.balance.values()) == 0
    first, second = Invoice.objects.order_by("number")
    assert ledger.bought_amounts([first.pk])[first.pk] == Money(1_000_50)
    assert (second.payment_reference, second.state) == ("+++090/9337/55493+++", "accepted")
    assert BankAccount.objects.get().state == "claimed", "a second person confirms it"
    assert [f"{r.name}: {b.in_words()}" for r in examine() for b in r.breaches] == []
    assert release(invoice_id=first.pk, by=system("test"), at=AT).amount == Money(0), "it is still open"


def test_a_look_leaves_nothing_behind(store_folder: Path) -> None:
    before = counts()
    report = bring(dry_run=True)
    assert (report.done, report.wrong, counts()) == (False, (), before)
    assert report.balance["1100"] == Money(1_500_50)
    assert [file for file in store_folder.rglob("*") if file.is_file()] == []


def test_the_same_files_again_change_nothing() -> None:
    bring()
    before = counts()
    before[-2] += 5  # each arrival of a file leaves its line in the trail
    again = bring()
    assert (again.done, again.wrong) == (True, ())
    assert sum(again.new.values()) == 0
    after = counts()
    after[-2] = before[-2]
    assert after == before


HEAD = FILES["invoices.csv"].splitlines()[0]
GOOD = "FDM;303265045;N-{n};02/01/2026;02/04/2026;500,00;500,00;100,00;01/03/2026;"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("FDM;30", "NOBODY;30", "house.client", "client"),
        ("303265045", "999999999", "house.debtor", "debtor"),
        ("500,00;500,00", "500,00;500,01", "house.open", "open"),
        ("500,00;500,00", "500,00;-1,00", "house.open", "open"),
        ("100,00", "500,01", "house.held", "held_back"),
        ("02/04/2026", "01/01/2026", "house.due", "due"),
        ("02/04/2026", "31/02/2026", "table.day", "due"),
        ("500,00;500,00", "many;500,00", "table.amount", "gross"),
        ("02/01/2026;", ";", "house.empty", "issued"),
        ("N-4", "N-3", "house.twice", "invoice"),
    ],
)
def test_one_wrong_row_is_named_and_nothing_comes_in(old: str, new: str, code: str, column: str) -> None:
    before = counts()
    rows = [GOOD.format(n=n) for n in range(6)]
    assert old in rows[4]
    rows[4] = rows[4].replace(old, new, 1)
    report = bring(invoices_csv="\n".join([HEAD, *rows]) + "\n")
    (wrong,) = report.wrong
    assert (wrong.file, wrong.row, wrong.column, wrong.reason.code) == ("invoices.csv", 6, column, code)
    assert counts() == before


def test_one_wrong_row_in_ten_thousand_is_found() -> None:
    rows = [GOOD.format(n=n) for n in range(9_999)]
    rows[7_000] = rows[7_000].replace("02/04/2026", "2026-13-77")
    sheet = read("invoices.csv", "\n".join([HEAD, *rows]).encode())
    assert len(sheet.rows) == 9_998
    ((row, column),) = [(wrong.facts["row"], wrong.facts["column"]) for wrong in sheet.wrong]
    assert (row, column) == (7_002, "due")


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("clients_csv", "BE0403170701", "BE0403170702", "parties.false_number"),
        ("clients_csv", "american", "martian", "contracts.unknown_preset"),
        ("clients_csv", "9501", "9502", "parties.false_iban"),
        ("debtors_csv", "FR40303265045", "", "parties.no_number"),
        ("relations_csv", "FDM", "NOBODY", "house.client"),
        ("balances_csv", "2100", "1100", "house.account"),
        ("balances_csv", "2100", "9999", "house.account"),
        ("balances_csv", "FDM", "AAR", "house.no_contract"),
    ],
)
def test_every_file_names_its_wrong_rows(file: str, old: str, new: str, code: str) -> None:
    before, text = counts(), FILES[file.replace("_", ".")]
    assert old in text
    report = bring(**{file: text.replace(old, new, 1)})
    assert code in {wrong.reason.code for wrong in report.wrong}
    assert (report.done, counts()) == (False, before)


def test_what_is_here_with_other_figures_is_refused() -> None:
    bring()
    report = bring(invoices_csv=FILES["invoices.csv"].replace("1.210,00", "1.211,00"))
    assert [wrong.reason.code for wrong in report.wrong] == ["house.other_invoice"]
    report = bring(balances_csv=FILES["balances.csv"].replace("75,25", "75,26"))
    assert [wrong.reason.code for wrong in report.wrong] == ["ledger.key_reused"]


def test_other_files_and_columns_are_refused_at_once() -> None:
    for name, text, code in (
        ("people.csv", "a\n", "house.file"),
        ("clients.csv", "code;name\nX;Y\n", "house.columns"),
        ("clients.csv", "code;name;country;colour\nX;Y;BE;red\n", "house.columns"),
    ):
        with pytest.raises(Refusal) as no:
            move_in(files={name: text.encode()}, dry_run=True, by=system("import"), at=AT)
        assert no.value.code == code
    with pytest.raises(NotAllowed):
        move_in(files={}, dry_run=True, by=staff("an", "credit"), at=AT)


def test_the_command_shows_the_trial_balance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_, "open_house", lambda: None)
    names = []
    for name in LAYOUTS:
        (tmp_path / name).write_text(FILES[name])
        names.append(str(tmp_path / name))
    assert main(["import", "--house", "--dry-run", *names]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert main(["import", "--house", *names]) == 0
    told = capsys.readouterr().out
    assert "1,500.50" in told
    assert "sum              0.00" in told
    (tmp_path / "relations.csv").write_text("client;debtor\nXXX;303265045\n")
    assert main(["import", "--house", names[2]]) == 1
    assert "relations.csv, row 2, client: There is no client XXX." in capsys.readouterr().err
