"""From what is eligible to what may be drawn: the example to the cent, and what holds for any contract."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.ledger import examples
from cessie.lib.money import Money
from cessie.terms.bridge import Agreed, Bridge, Stand, bridge
from cessie.terms.contract import Definancing
from cessie.terms.eligibility import ELIGIBLE, Debtor, Open, agreed_rules, chosen, eligible
from cessie.terms.presets import ELIGIBILITY, PRESETS

DAY = date(2026, 6, 30)


def _expected() -> dict[str, str]:
    cases = json.loads((Path(examples.__file__).parent / "factoring-worked-examples.json").read_text())["examples"]
    found: dict[str, str] = next(case for case in cases if case["id"] == "EX04")["expected"]
    return found


AGREED = Agreed(advance_rate=Decimal(85), dilution_included=Decimal(5), facility=Money(400_000_00))
STAND = Stand(
    in_use=Money(150_000_00), outstanding=Money(430_000_00), accrued=Money(1_234_56), unmatched=Money(4_000_00),
    diluted=Decimal("6.5"),
)  # fmt: skip


def test_the_example_agrees_to_the_cent() -> None:
    """EX04, with 150,000.00 in use and with 200,000.00."""
    told = {name: Money.parse(text) for name, text in _expected().items() if isinstance(text, str)}
    found = bridge(Money(239_800_00), AGREED, STAND)
    assert found.advance == told["formula_advance"]
    assert found.reserves.dilution == told["dilution_reserve"]
    assert found.reserves.total == told["reserves_total"]
    assert (found.gross, found.net, found.over) == (
        told["gross_availability"], told["net_available_fiu_150000"], Money(0),
    )  # fmt: skip
    later = bridge(Money(239_800_00), AGREED, replace(STAND, in_use=Money(200_000_00)))
    assert later.over == told["overadvance_fiu_200000"]
    assert later.drawable == Money(0)


@pytest.mark.parametrize(
    ("agreed", "stand", "bound", "net"),
    [
        ({"facility": Money(160_000_00)}, {}, "FACILITY", 10_000_00),
        ({"refinancing": Money(151_000_00)}, {}, "REFINANCING", 1_000_00),
        ({}, {"group_room": Money(5_00)}, "GROUP", 5_00),
        ({}, {"account": Money(7_00)}, "ACCOUNT", 7_00),
        ({"late_file": "FREEZE"}, {"late": 1}, "LATE", 0),
        ({"late_file": "FREEZE"}, {"late": 0}, "FORMULA", 44_998_44),
        ({"late_file": "NOTHING"}, {"late": 9}, "FORMULA", 44_998_44),
        ({"late_file": "ZERO"}, {"late": 1}, "FORMULA", -150_000_00),
        ({}, {"ordered": Money(44_998_44)}, "FORMULA", 0),
        ({}, {"manual": Money(44_998_44)}, "FORMULA", 0),
        ({"pooled": True, "fund_rate": Decimal(10)}, {}, "FORMULA", 1_998_44),
    ],
)
def test_the_least_room_binds(agreed: dict[str, object], stand: dict[str, object], bound: str, net: int) -> None:
    found = bridge(Money(239_800_00), replace(AGREED, **agreed), replace(STAND, **stand))
    assert (found.bound, found.net.cents) == (bound, net)


def test_a_person_lets_pass_above_the_facility_alone() -> None:
    tight = replace(AGREED, facility=Money(160_000_00))
    assert bridge(Money(239_800_00), tight, STAND).with_people == Money(10_000_00)
    assert bridge(Money(239_800_00), tight, STAND, over_facility=True).with_people == Money(44_998_44)
    grouped = replace(STAND, group_room=Money(20_000_00))
    assert bridge(Money(239_800_00), tight, grouped, over_facility=True).with_people == Money(20_000_00)


def test_what_is_definanced_counts_as_overdue_from_its_day() -> None:
    terms = PRESETS["full_service"]
    assert agreed_rules(terms)["OVERDUE"].days == 90
    sooner = terms.changed({"definancing": Definancing(days=45, action="RESERVE")})
    assert agreed_rules(sooner)["OVERDUE"].days == 45
    assert agreed_rules(sooner.changed({"eligibility": ()}))["OVERDUE"].days == 45
    back = terms.changed({"definancing": Definancing(days=45, action="CHARGEBACK")})
    assert agreed_rules(back)["OVERDUE"].days == 90


cents = st.integers(0, 10**9)
lines = st.lists(
    st.builds(
        Open,
        st.sampled_from("ABCD"),
        st.integers(1, 10**7),
        st.integers(-200, 60).map(lambda days: DAY + timedelta(days=days)),
        disputed=st.booleans(),
        held=st.booleans(),
    ),
    max_size=12,
)
debtors = st.fixed_dictionaries(
    {
        key: st.builds(
            Debtor, affiliate=st.booleans(), consumer=st.just(False), country=st.just(""),
            credits=st.integers(0, 10**6), contra=st.integers(0, 10**6), limit=st.integers(0, 10**8),
        )
        for key in "ABCD"
    }
)  # fmt: skip
WITHOUT_SHARE = chosen(tuple(rule for rule in ELIGIBILITY if rule.code != "CONCENTRATION"))


@given(lines, debtors)
def test_the_buckets_are_the_whole_and_no_part_is_negative(told: list[Open], of: dict[str, Debtor]) -> None:
    pool = eligible(told, of, chosen(ELIGIBILITY), DAY)
    assert sum(part.cents for part in pool.parts) == pool.gross
    assert sum(part.cents for part in pool.parts if part.bucket == ELIGIBLE) == pool.total
    assert all(part.cents >= 0 for part in pool.parts)


@given(lines, debtors, st.sampled_from("ABCD"), st.integers(1, 10**7))
def test_an_invoice_that_does_not_count_never_raises_what_is_available(
    told: list[Open], of: dict[str, Debtor], debtor: str, amount: int
) -> None:
    """Disputed, overdue beyond the days, or held: more of it is never worth more."""
    before = eligible(told, of, WITHOUT_SHARE, DAY).total
    overdue = Open(debtor, amount, DAY - timedelta(days=91))
    assert eligible([*told, overdue], of, WITHOUT_SHARE, DAY).total <= before
    # a doubted one makes the overdue share smaller: without cross-age it changes nothing
    alone = {code: rule for code, rule in WITHOUT_SHARE.items() if code != "CROSS_AGE"}
    doubted = Open(debtor, amount, DAY, held=True)
    assert eligible([*told, doubted], of, alone, DAY).total == eligible(told, of, alone, DAY).total


@given(cents, cents, cents, cents, st.none() | cents, st.none() | cents)
def test_never_more_than_any_ceiling(
    pool: int, in_use: int, ordered: int, facility: int, account: int | None, group: int | None
) -> None:
    agreed = replace(AGREED, facility=Money(facility))
    stand = Stand(
        in_use=Money(in_use), outstanding=Money(pool), ordered=Money(ordered),
        account=None if account is None else Money(account), group_room=None if group is None else Money(group),
    )  # fmt: skip
    found: Bridge = bridge(Money(pool), agreed, stand)
    ceilings = [found.gross - found.taken, agreed.facility - found.taken]
    ceilings += [room for room in (stand.account, stand.group_room) if room is not None]
    assert found.net == min(ceilings)
    assert found.drawable.cents >= 0
    assert found.with_people == found.net
    assert found.over == max(Money(0), found.taken - found.gross)
