"""Clients are told of ledgers that are nearly due or late, once each; one contract that fails keeps no other back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cessie.connectors.channels import Piece
from cessie.domain.availability.models import Run
from cessie.domain.client_ledgers.accept import accept
from cessie.domain.client_ledgers.models import Reminded
from cessie.domain.client_ledgers.queries import standing
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import Client, House, Membership
from cessie.domain.parties.register import register_company
from cessie.domain.users.models import User
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.work.models import Task
from cessie.workflows.balances import drawing
from cessie.workflows.balances.reminding import remind
from tests.domain.client_ledgers.conftest import FIRST, OPENING, Send, contract, owner, rows, send
from tests.domain.conftest import AT, SYSTEM, an, client_, seller, store_folder

__all__ = ["an", "client_", "contract", "owner", "seller", "send", "store_folder"]


class Box:
    """A mail server that keeps what it is given."""

    name = "box"

    def __init__(self) -> None:
        self.mails: dict[str, str] = {}

    def deliver(self, name: str, pieces: list[Piece]) -> None:
        self.mails[name] = bytes(pieces[0].wire).decode()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def test_a_client_is_told_before_and_after_once_each_in_his_language(contract: Contract, client_: Client) -> None:
    """Begun on 1 January: the first ledger is due some days later."""
    company = register_company(
        name="Het Huis NV",
        country="BE",
        identifiers={"vat": "BE0417497106"},
        email="post@huis.example",
        by=SYSTEM,
        at=AT,
    )
    House.objects.create(company=company, founded_at=AT)
    for name, role, language in (("Anne", "owner", "fr"), ("Bert", "bookkeeper", "nl"), ("Carl", "reader", "nl")):
        user = User.objects.create(
            email=f"{name}@client.example", name=name, kind="client", language=language, created_at=AT
        )
        Membership.objects.create(user=user, client=client_, role=role, since_at=AT)
    box, due = Box(), standing(contract.pk, contract.started_date).due
    told = [(n, remind(by=SYSTEM, at=at(due + timedelta(days=n)), mail=box)) for n in (-3, -2, -1, 0, 1, 2, 5, 9)]
    assert [n for n, count in told if count] == [-2, 1, 5]
    assert list(Reminded.objects.order_by("told_at").values_list("stage", "people")) == [
        ("before", 2), ("late", 2), ("very_late", 2),
    ]  # fmt: skip
    assert len(box.mails) == 6
    Reminded.objects.all().delete()  # killed between the mail and the note: the same mails again
    assert remind(by=SYSTEM, at=at(due + timedelta(days=9)), mail=box) == 1
    assert len(box.mails) == 6


def test_one_contract_that_fails_keeps_no_other_back_and_is_told(
    contract: Contract, send: Send, an: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 9, 1, 17, tzinfo=UTC)
    accept(submission_id=send(FIRST, rows(*OPENING)).pk, note="Looked at.", by=an, at=moment)
    assert drawing.renew(by=SYSTEM, at=moment + timedelta(minutes=5)) == 1
    assert drawing.renew(by=SYSTEM, at=moment + timedelta(minutes=10)) == 0
    assert Run.objects.get().pool.gross_cents == 500_000_00

    def broken(**_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as wrong:
        wrong.setattr(drawing, "run", broken)
        assert drawing.night(by=SYSTEM, at=moment) == drawing.night(by=SYSTEM, at=moment) == 1
    task = Task.objects.get(kind="availability.failed")
    assert (task.state, task.reasons[0]["facts"]["error"]) == ("open", "ZeroDivisionError")
