"""A real house begins in an empty database, once, and the play keeps out of it."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from cessie.config import stage
from cessie.config.commands import init
from cessie.config.main import main
from cessie.connectors.channels.email.dkim import Signer
from cessie.domain.banking.models import Account
from cessie.domain.parties.models import Company, House
from cessie.domain.parties.queries import clause
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import system
from cessie.domain.users.set_password import set_password
from cessie.ledger.queries import trial_balance
from cessie.lib.reasons import Refusal
from cessie.workflows.house.founding import found
from tests.portals.house import visit

AT = datetime(2026, 1, 2, 9, tzinfo=UTC)


@pytest.fixture
def told(
    db: None,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """What the command says of the example's house."""
    monkeypatch.setattr(init, "open_house", lambda: None)
    settings.DKIM_KEY = tmp_path / "dkim.pem"
    file = tmp_path / "house.toml"
    assert main(["init", "--print-example"]) == 0
    file.write_text(capsys.readouterr().out)
    assert main(["init", "--file", str(file)]) == 0
    return capsys.readouterr().out


def test_the_example_is_a_house(told: str) -> None:
    house = House.objects.select_related("company").get()
    assert (house.company.name, house.simulated) == ("Voorbeeld Factoring NV", False)
    assert {(a.purpose, a.ledger_code) for a in Account.objects.all()} == {("collection", "1000"), ("payout", "1005")}
    balance = {line.account: line.balance.cents for line in trial_balance()}
    assert (balance["1005"], balance["3000"]) == (250_000_00, -250_000_00)
    assert "algemene voorwaarden" in clause("nl")
    assert clause("de") == ""


def test_a_key_to_sign_mails_with_is_laid_ready(told: str, tmp_path: Path) -> None:
    key = tmp_path / "dkim.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    ((name, said),) = Signer(key, "mail", ["huis.example"]).records()
    assert name == "mail._domainkey.huis.example"
    assert said.startswith('"v=DKIM1; k=rsa; p=')


def test_each_password_serves_once(told: str) -> None:
    words = dict(re.findall(r"^  (\S+)\s+(\S+)$", told, re.M))
    an, bob = (User.objects.get(email=f"{name}@example.com") for name in ("an", "bob"))
    assert an.check_password(words["an@example.com"])
    assert bob.check_password(words["bob@example.com"])
    page = visit("an@example.com")
    assert page.get(reverse("staff:queue")).headers["Location"] == reverse("password")
    assert page.get(reverse("password")).status_code == 200
    new = "a long own word 77"
    page.post(reverse("password"), {"old": words["an@example.com"], "new": new, "again": new})
    assert page.get(reverse("staff:queue")).status_code == 200
    by = system("test")
    assert not User.objects.get(pk=an.pk).must_change_password
    with pytest.raises(Refusal):
        set_password(user_id=bob.pk, password=new, by=by, at=AT)


def test_a_second_house_and_the_play_are_refused(told: str) -> None:
    with pytest.raises(Refusal) as no:
        found(plan=init.plan(tomllib.loads(init.EXAMPLE)), by=system("init"), at=AT)
    assert no.value.code == "house.exists"
    with pytest.raises(stage.RealHouse):
        stage.empty_or_simulated()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("0999.999.922", "0999.999.921", "parties.false_number"),
        ("BE68 5390 0754 7034", "BE68 5390 0754 7035", "banking.false_iban"),
        ('purpose = "payout"', 'purpose = "holiday"', "banking.purpose"),
        ('roles = ["administrator"]', 'roles = ["treasury"]', "house.no_administrator"),
        ('roles = ["treasury"]', 'roles = ["king"]', "users.unknown_role"),
        ("bob@example.com", "bob", "users.false_email"),
    ],
)
def test_a_wrong_plan_founds_nothing(old: str, new: str, code: str) -> None:
    assert old in init.EXAMPLE
    with pytest.raises(Refusal) as no:
        found(plan=init.plan(tomllib.loads(init.EXAMPLE.replace(old, new))), by=system("init"), at=AT)
    assert no.value.code == code
    assert [kind for kind in (House, Company, User) if kind.objects.exists()] == []


@pytest.mark.parametrize("line", ['name = "Voorbeeld Factoring NV"', 'email = "bob@example.com"', 'purpose = "payout"'])
def test_what_is_missing_is_named(line: str) -> None:
    with pytest.raises(Refusal) as no:
        init.plan(tomllib.loads(init.EXAMPLE.replace(line, "")))
    assert no.value.code == "init.incomplete"
    assert line.split()[0] in str(no.value)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("[[[")
    for name, code in (("x", "init.no_toml"), ("nothing", "file.unreadable")):
        with pytest.raises(Refusal) as no:
            init._read(tmp_path / name)
        assert no.value.code == code
