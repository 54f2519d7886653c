"""The day's verbs for scripts and cron, over the same house as the stories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cessie.config.commands import clock, import_, money_in, pay
from cessie.config.main import main
from cessie.domain.banking.models import Statement
from cessie.domain.invoices.models import Invoice
from cessie.domain.payments.models import Batch
from cessie.domain.statutes.decide import decide
from cessie.domain.statutes.models import StatutoryRate
from cessie.domain.statutes.rates import rates_in_force
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import NotAllowed, Viewer, system
from cessie.world.papers import invoice
from tests.bank_files import Page, Row, camt053
from tests.domain.conftest import store_folder
from tests.stories.road import Road, build

__all__ = ["store_folder"]


@pytest.fixture
def road(db: None, store_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Road:
    for module in (clock, import_, money_in, pay):
        monkeypatch.setattr(module, "open_house", lambda: None)
    return build(tmp_path, advance=90, fee="3.5", minimum=0)


def login(viewer: Viewer, password: str) -> str:
    user = User.objects.get(pk=viewer.user_id)
    user.set_password(password)
    user.save()
    return user.email


def test_statements_and_invoices_are_taken_in_once(road: Road, capsys: pytest.CaptureFixture[str]) -> None:
    statement, paper, junk = (road.folder / name for name in ("s.xml", "i.xml", "j.txt"))
    statement.write_bytes(camt053(Page(date(2026, 3, 2), 0, (Row(5_00),), iban=road.collection.iban)))
    sale = road.sale("2026-1", "100.00", issued=date(2026, 3, 2), due=date(2026, 4, 1))
    paper.write_bytes(invoice(sale, road.house))
    junk.write_text("hello")
    for _ in range(2):
        assert main(["import", str(statement), str(paper), "--client", "C001"]) == 0
    assert (Statement.objects.count(), Invoice.objects.count()) == (1, 1)
    assert main(["import", str(junk), str(statement), "--client", "C001"]) == 1
    assert "0 new" in capsys.readouterr().out
    assert main(["import", str(paper)]) == 1
    assert main(["import", str(paper), "--client", "NOBODY"]) == 1
    assert main(["import", str(road.folder / "missing.xml")]) == 1
    assert capsys.readouterr().err.count("refused") == 3


def test_statutory_rates_come_in_by_file_and_wait_for_a_person(road: Road, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = road.folder / "rates.csv", road.folder / "bad.csv"
    head = "country,kind,first,last,percent,status,confidence,source\n"
    row = "LU,legal_interest,2025-01-01,2025-12-31,4.25,published,verified,Memorial B\n"
    good.write_text(head + row, "utf-8")
    bad.write_text(head + row.replace("4.25", "425"), "utf-8")
    assert main(["import", "--rates", str(good), str(bad)]) == 1
    told = capsys.readouterr()
    assert "1 wait for a person" in told.out
    assert "bad.csv" in told.err
    assert main(["import", "--rates", str(good)]) == 0
    entered = StatutoryRate.objects.get()  # the same file again enters nothing
    assert (entered.state, entered.entered_by) == ("entered", "system:import")
    day = date(2025, 6, 1)
    assert rates_in_force().find("LU", "legal_interest", day) is None, "no job makes a rate count"
    with pytest.raises(NotAllowed):
        decide(rate_ids=[entered.pk], event="confirm", by=system("import"), at=entered.entered_at)


def test_the_jobs_run_from_cron(road: Road, capsys: pytest.CaptureFixture[str]) -> None:
    statement = road.folder / "s.xml"
    statement.write_bytes(camt053(Page(date(2026, 3, 2), 0, (Row(5_00),), iban=road.collection.iban)))
    main(["import", str(statement)])
    capsys.readouterr()
    assert main(["money-in"]) == main(["money-in"]) == 0
    assert main(["clock"]) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    assert "receipts 1," in first
    assert "receipts 0," in second
    assert "offers lapsed 0" in third


def test_money_leaves_by_two_people_who_prove_themselves(
    road: Road, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 3, 2)
    road.hand_in(road.sale("2026-1", "100.00", issued=day, due=date(2026, 4, 1)), day)
    road.approve(day)
    one, two = login(road.treasurer, "first word"), login(road.second, "second word")
    assert main(["pay", "list"]) == 0
    assert "order" in capsys.readouterr().out
    prepare = ["pay", "prepare", "--account", road.payout.iban]
    assert main(prepare) == 1
    monkeypatch.setenv("CESSIE_PASSWORD", "first word")
    assert main([*prepare, "--as", "nobody@example.org"]) == main([*prepare, "--as", two]) == 1
    assert not Batch.objects.exists()
    assert main([*prepare, "--as", one]) == 0
    number = Batch.objects.get().number
    assert main(["pay", "release", number, "--as", one]) == 1
    monkeypatch.setenv("CESSIE_PASSWORD", "second word")
    assert main(["pay", "release", "nothing", "--as", two]) == 1
    assert main(["pay", "release", number, "--as", two]) == 0
    assert Batch.objects.get().state == "released"
