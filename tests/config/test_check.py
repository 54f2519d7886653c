"""``cessie check``: every registered invariant is asked, each breach is named, and nothing checked is not sound."""

import json
from argparse import Namespace
from collections.abc import Iterable

import pytest

from cessie.config import invariants
from cessie.config.commands import check
from cessie.lib.reasons import N_, Reason


def books_balance() -> Iterable[Reason]:
    """Every entry balances."""
    return []


def nothing_is_owed_twice() -> Iterable[Reason]:
    """No payment is ordered twice."""
    return [Reason("payments.twice", N_("Order {order} stands twice."), {"order": "7"})]


@pytest.fixture
def _open(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(check, "open_house", lambda: None)


@pytest.mark.usefixtures("_open")
class TestCheck:
    def test_sound_books_give_zero(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(invariants, "registered", lambda: iter([("ledger", books_balance)]))
        assert check.run(Namespace(json=False)) == 0
        assert "ok     ledger.books_balance: Every entry balances." in capsys.readouterr().out

    def test_a_breach_gives_one_and_is_named(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        both = [("ledger", books_balance), ("payments", nothing_is_owed_twice)]
        monkeypatch.setattr(invariants, "registered", lambda: iter(both))
        assert check.run(Namespace(json=True)) == 1
        said = json.loads(capsys.readouterr().out)
        assert not said["ok"]
        sound, broken = said["checks"]
        assert sound["breaches"] == []
        assert [breach["words"] for breach in broken["breaches"]] == ["Order 7 stands twice."]

    def test_nothing_checked_is_not_sound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(invariants, "registered", lambda: iter([]))
        assert check.run(Namespace(json=False)) == 1


def test_checks_are_found_by_their_place() -> None:
    for room, each in invariants.registered():
        assert room
        assert each.__doc__, f"{room}.{each.__name__} does not say what it demands"
