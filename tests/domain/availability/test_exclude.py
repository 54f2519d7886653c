"""What a finding holds out of the pool, until it is let in again."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from cessie.domain.availability.exclude import exclude
from cessie.domain.availability.models import Excluded, Part
from cessie.domain.availability.readmit import readmit
from cessie.domain.availability.replay import replay
from cessie.domain.availability.rules.snapshot import Line, Out, Snapshot, packed, unpacked
from cessie.domain.availability.run import run
from cessie.domain.parties.models import Debtor as DebtorRow
from cessie.domain.users.rules.viewer import NotAllowed
from cessie.lib.reasons import Refusal
from cessie.terms.contract import EligibilityRule
from cessie.terms.eligibility import Debtor, Open
from tests.domain.availability.conftest import LATER, Sell
from tests.domain.conftest import SYSTEM, staff

ONE, TWO = UUID(int=1), UUID(int=2)
DAY = date(2026, 3, 2)


def line(debtor: UUID, *, held: bool = False) -> Open:
    return Open(debtor, 100, DAY, held=held)


@pytest.mark.parametrize(
    ("out", "held"),
    [
        (Out(ONE, ""), {"A": True, "B": True, "C": False}),
        (Out(ONE, "A2026.7"), {"A": True, "B": False, "C": False}),
        (Out(None, "A2026.7"), {"A": True, "B": False, "C": True}),
    ],
)
def test_a_debtor_a_number_of_his_or_a_number_whosever_it_is(out: Out, held: dict[str, bool]) -> None:
    told = {"A": (line(ONE), "a 2026/007"), "B": (line(ONE), "b1"), "C": (line(TWO), "A2026-7")}
    judged = Snapshot(None, {}, out=frozenset({out})).judge({})
    assert {name: judged(*each).held for name, each in told.items()} == held


def test_a_contract_without_the_rule_holds_only_what_a_finding_says() -> None:
    some = Snapshot(None, {}, out=frozenset({Out(ONE, "")}))
    hold = {"HOLD": EligibilityRule("HOLD")}
    doubtful = line(TWO, held=True)
    assert (some.judge({})(doubtful, "").held, some.judge(hold)(doubtful, "").held) == (False, True)
    assert some.rules({}) == hold
    assert Snapshot(None, {}).rules({}) == {}


def test_facts_without_findings_are_told_as_before_and_those_with_come_back_whole() -> None:
    plain = Snapshot(None, {ONE: Debtor()}, [Line(UUID(int=7), line(ONE), "A7")])
    assert packed(plain)[0].startswith("ef042d8d0455c81d")  # as it was before there were findings
    found = Snapshot(None, plain.debtors, plain.lines, frozenset({Out(ONE, "A7"), Out(None, "B")}))
    assert unpacked(packed(found)[1]) == found


@pytest.mark.django_db
def test_it_counts_again_once_it_is_let_in(drawing_contract: UUID, sell: Sell, debtor: DebtorRow) -> None:
    """Two invoices, 6,000.00 and 9,000.00: the smaller is held out, whatever is said of it twice."""
    sell(drawing_contract, A1=6_000_00, B1=9_000_00)

    def eligible() -> int:
        found = run(contract_id=drawing_contract, by=SYSTEM, at=LATER)
        assert replay(found.pk) == ()
        return found.pool.eligible_cents

    act = {"contract_id": drawing_contract, "debtor_id": debtor.pk, "number": "A-1", "by": SYSTEM, "at": LATER}
    first = exclude(source="finding:1", note="no delivery note", **act)
    assert exclude(source="finding:1", note="again", **act).pk == first.pk
    assert eligible() == 9_000_00
    assert {row.bucket: row.documents for row in Part.objects.all()} == {"HOLD": 1, "ELIGIBLE": 1}
    for refused, by in (({"debtor_id": None, "number": " "}, SYSTEM), ({}, staff("tom", "treasury"))):
        with pytest.raises(NotAllowed if by is not SYSTEM else Refusal):
            exclude(source="finding:2", note="?", **{**act, **refused, "by": by})
    readmit(source="finding:1", note="it came", by=SYSTEM, at=LATER + timedelta(hours=1))
    assert readmit(source="finding:1", by=SYSTEM, at=LATER) is None
    assert eligible() == 15_000_00
    exclude(source="finding:1", note="for a day", until=LATER.date() - timedelta(days=1), **act)
    assert eligible() == 15_000_00
    assert Excluded.objects.count() == 2
