"""`cessie draw` with an amount: an owner of the client draws what is available, and no cent above."""

from __future__ import annotations

from uuid import UUID

import pytest

from cessie.config import person
from cessie.config.commands import draw
from cessie.config.main import main
from cessie.domain.contracts.models import Contract
from cessie.domain.payments.models import Order
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from tests.domain.availability.conftest import LATER, Sell, accepted, agree, drawing_contract, more, owner, sell
from tests.domain.conftest import an, bob, client_, debtor, seller, store_folder

__all__ = [
    "accepted", "agree", "an", "bob", "client_", "debtor", "drawing_contract", "more", "owner", "sell", "seller",
    "store_folder",
]  # fmt: skip


def test_what_is_available_is_drawn_by_command_once_and_never_more(
    drawing_contract: UUID,
    sell: Sell,
    owner: Viewer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The order is the one of the page: it waits for two people; what is above is refused and nothing is ordered."""
    sell(drawing_contract, A1=6_000_00)
    number = Contract.objects.get(pk=drawing_contract).number
    monkeypatch.setattr(draw, "open_house", lambda: None)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    monkeypatch.setattr(person, "person", lambda _: owner)
    assert main(["draw", number]) == 0
    available = Money.parse(capsys.readouterr().out.splitlines()[-1].split()[-1].replace(",", ""))
    assert available.cents > 0
    act = ["draw", number, "--as", "owner@client.example", "--amount"]
    assert main([*act, str((available + Money(1)).decimal)]) == 1
    assert "[purchase.not_available]" in capsys.readouterr().err
    assert not Order.objects.exists()
    assert main([*act, "1000.00"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{number} D1: 1000.00 EUR, ordered"
    made = Order.objects.get()
    assert (made.rule, made.amount_cents, made.state) == ("P04", 1_000_00, "ordered")
    assert main(["draw", number]) == 0
    left = Money.parse(capsys.readouterr().out.splitlines()[-1].split()[-1].replace(",", ""))
    assert available - left == Money(1_000_00)
