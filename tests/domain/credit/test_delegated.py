"""A client's own insurance stands in for the house's: seen by two people, its limits bind his contracts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.open_contract import open_contract
from cessie.domain.contracts.queries import terms_on
from cessie.domain.credit import insured
from cessie.domain.credit.check import check
from cessie.domain.credit.decide_named import SamePerson as OneLimit
from cessie.domain.credit.decide_named import decide_named
from cessie.domain.credit.delegate import SamePerson, decide_policy, delegate, end_policy
from cessie.domain.credit.delegated import insured_limits, room_under
from cessie.domain.credit.models import NamedLimit, Policy
from cessie.domain.credit.name_limits import Named, WrongLines, name_from_file, name_limits
from cessie.domain.credit.reserve import OverLimit, reserve
from cessie.domain.credit.rules.conditions import Conditions
from cessie.domain.credit.rules.limits import Room, under_policy
from cessie.domain.credit.waiting import WATCHES
from cessie.domain.parties.models import Client, Debtor, Relation
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import Refusal
from tests.domain.conftest import AT, NOBODY, SYSTEM, of_client, staff
from tests.domain.credit.conftest import DAY, LATER, Make, bought, decide

CONDITIONS = Conditions(
    insurer="Verzekeraar", number="CP-1", iban="NL91 ABNA 0417 1643 00", insured_percent=Decimal(90), basis="NET",
    arrears_days=60, waiting_months=5, valid_from=DAY,
)  # fmt: skip
NOTHING = Money(0)


@pytest.fixture
def bea(db: None) -> Viewer:
    return staff("bea", "credit")


@pytest.fixture
def contract(client_: Client) -> Contract:
    """Without recourse, covered by the insurance of the client."""
    return open_contract(
        client_id=client_.pk, number="F-001", preset="american", valid_from=DAY,
        changes={"insurance": "CLIENT_POLICY_DELEGATED"}, by=SYSTEM, at=AT,
    )  # fmt: skip


@pytest.fixture
def policy(client_: Client, an: Viewer, bea: Viewer, store_folder: Path) -> Policy:
    """Noted by An, confirmed by Bea."""
    said = {
        "client_id": client_.pk, "delegated_from": DAY, "paper": ("a.pdf", b"accepted"), "by": an, "at": AT,
    }  # fmt: skip
    rows = [delegate(conditions=CONDITIONS, **said) for _ in range(2)]  # type: ignore[arg-type]
    assert rows[0].pk == rows[1].pk
    with pytest.raises(Refusal) as taken:
        delegate(conditions=replace(CONDITIONS, insured_percent=Decimal(95)), **said)  # type: ignore[arg-type]
    assert taken.value.code == "credit.policy_taken"
    with pytest.raises(SamePerson):
        decide_policy(policy_id=rows[0].pk, event="confirm", by=an, at=AT)
    assert insured.policy_on(DAY) is None  # it is not the house's
    for _ in range(2):
        row = decide_policy(policy_id=rows[0].pk, event="confirm", by=bea, at=AT)
    return row


def test_the_policys_limit_binds_beside_the_desks_own(
    policy: Policy, contract: Contract, debtor: Debtor, invoice: Make, an: Viewer, bea: Viewer
) -> None:
    decide(debtor, "90000", kind="insured")  # the house's insurer: of no matter here
    terms = terms_on(contract.pk, DAY)[1]
    unnamed = invoice("10000")
    assert [found.reason.code for found in check(invoice_id=unnamed.pk, at=LATER)] == ["credit.no_limit"]
    for _ in range(2):
        name_limits(policy_id=policy.pk, named=[Named(debtor.pk, Money(15_000_00), DAY)], by=an, at=AT)
    row = NamedLimit.objects.get()
    assert row.state == "noted"
    assert insured_limits(contract.pk, DAY, debtor_ids=[debtor.pk]) == {}, "one person's word covers nothing"
    assert [each.kind for each in WATCHES if list(each.look(AT))] == ["limit.noted"]
    chosen = {"policy_id": policy.pk, "limit_ids": [row.pk], "at": AT}
    for who, refusal in ((an, OneLimit), (NOBODY, NotAllowed)):
        with pytest.raises(refusal):
            decide_named(event="confirm", by=who, **chosen)  # type: ignore[arg-type]
    assert [len(decide_named(event="confirm", by=bea, **chosen)) for _ in range(2)] == [1, 0]  # type: ignore[arg-type]
    assert insured_limits(contract.pk, DAY, debtor_ids=[debtor.pk]) == {debtor.pk: Money(15_000_00)}
    bought(unnamed)
    room = room_under(contract.pk, terms, debtor.pk, DAY)
    assert (room.limit, room.used, room.room) == (Money(15_000_00), Money(10_000_00), Money(5_000_00))
    decide(debtor, "50000", kind="own")
    room = room_under(contract.pk, terms, debtor.pk, DAY)
    assert (room.limit, room.room) == (Money(50_000_00), Money(5_000_00))
    large = invoice("6000")
    assert [found.reason.code for found in check(invoice_id=large.pk, at=LATER)] == ["credit.over_cover"]
    with pytest.raises(OverLimit) as no:
        reserve(
            key="o", invoice_id=large.pk, approved=Money(6_000_00), financed=Money(6_000_00),
            expires_at=LATER + timedelta(days=3), by=SYSTEM, at=LATER,
        )  # fmt: skip
    assert no.value.code == "credit.no_cover"
    name_limits(policy_id=policy.pk, named=[Named(debtor.pk, NOTHING, DAY)], by=an, at=LATER)
    assert room_under(contract.pk, terms, debtor.pk, DAY).room == NOTHING
    end_policy(policy_id=policy.pk, last_day=DAY, by=an, at=LATER)
    assert room_under(contract.pk, terms, debtor.pk, DAY + timedelta(days=1)).limit is None
    assert insured_limits(contract.pk, DAY + timedelta(days=1), debtor_ids=[debtor.pk]) == {}


def test_a_file_of_limits_counts_whole_or_not_at_all(
    policy: Policy, client_: Client, debtor: Debtor, an: Viewer, bob: Viewer
) -> None:
    Relation.objects.filter(client=client_, debtor=debtor).update(reference="D 1")
    with pytest.raises(WrongLines) as no:
        name_from_file(
            policy_id=policy.pk, data=b"debtor;limit\nD1;25.000,00\nD9;1,00\nD1;much\n", by=an, at=AT
        )  # fmt: skip
    assert [reason.facts["line"] for reason in no.value.reasons] == [4, 3]
    assert not NamedLimit.objects.exists()
    data = b"limit;debtor;until;reference\n25.000,00;D1;31/12/2026;C-4\n"
    assert [len(name_from_file(policy_id=policy.pk, data=data, by=an, at=AT)) for _ in range(2)] == [1, 0]
    (row,) = insured.limits_of(viewer=of_client(client_.pk), row=policy)
    assert (row.amount_cents, row.valid_until, row.source) == (25_000_00, date(2026, 12, 31), "C-4")
    decide_named(policy_id=policy.pk, limit_ids=[row.pk], event="decline", by=an, at=AT)
    assert len(name_from_file(policy_id=policy.pk, data=data, by=an, at=AT)) == 1, "what was declined may be noted anew"
    with pytest.raises(NotAllowed):
        name_from_file(policy_id=policy.pk, data=data.replace(b"25", b"26"), by=bob, at=AT)
    with pytest.raises(NotFound):
        insured.policy(viewer=of_client(debtor.pk), policy_id=policy.pk)


@pytest.mark.parametrize(
    ("own", "cover", "required", "room"),
    [
        (50, 20, True, 8),  # the policy binds: 20 less the 12 of this client
        (15, 20, True, 0),  # the desk's own binds: 15 less the 30 of all clients
        (None, 20, True, 8),
        (50, None, True, 0),  # without cover nothing may be bought
        (50, None, False, 20),
    ],
)
def test_which_limit_binds(own: int | None, cover: int | None, required: bool, room: int) -> None:
    desk = Room(None if own is None else Money(own), Money(25), Money(5))
    limit = None if cover is None else Money(cover)
    assert under_policy(desk, limit, Money(10), Money(2), required=required).room == Money(room)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iban": "NL00"}, {"insurer": " "}, {"insured_percent": Decimal(101)}, {"declare_days": -1},
        {"deductible": Money(-1)}, {"maximum": Money(0)}, {"discretionary": Money(1, "USD")},
        {"valid_until": DAY - timedelta(days=1)},
    ],
)  # fmt: skip
def test_conditions_that_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        replace(CONDITIONS, **wrong).checked()  # type: ignore[arg-type]
    assert CONDITIONS.checked().iban == "NL91ABNA0417164300"
