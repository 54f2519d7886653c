"""Acts that the law stops, and the one fact that lets each go ahead; every guard is held somewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cessie.law.acts import STOPS, Case, in_the_way
from cessie.law.guards import GUARDS

LAW = Path(__file__).resolve().parents[2] / "cessie" / "law"


@pytest.mark.parametrize(
    ("guard", "case", "cure"),
    [
        ("LAW-GEN-02", Case("BE", "b2b", "court", provisional_rate=True), {"provisional_rate": False}),
        ("LAW-GEN-03", Case("FR", "b2b", "remind", insolvent=True), {"insolvent": False}),
        ("LAW-GEN-04", Case("FR", "b2b", "collect", contested=True), {"contested": False}),
        ("LAW-BE-02", Case("BE", "b2c", "costs"), {"period_over": True}),
        ("LAW-BE-05", Case("BE", "b2c", "remind", for_others=True), {"registered": True}),
        ("LAW-NL-01", Case("NL", "b2c", "costs"), {"period_over": True}),
        ("LAW-NL-03", Case("NL", "b2b", "remind", natural_person=True, for_others=True), {"registered": True}),
        ("LAW-FR-02", Case("FR", "b2c", "costs"), {"title": True}),
        ("LAW-FR-03", Case("FR", "b2b", "remind", for_others=True), {"letter_complete": True}),
        ("LAW-ASG-01", Case("NL", "b2b", "assign", confidential=True, existing_relation=True),
         {"deed_registered": True}),
        ("LAW-ASG-02", Case("NL", "b2b", "notify"), {"in_writing_with_proof": True}),
        ("LAW-ASG-03", Case("BE", "b2b", "write", confidential=True, names_the_factor=True),
         {"names_the_factor": False}),
        ("LAW-AML-01", Case("BE", "b2b", "fund"), {"identity_current": True}),
    ],
)  # fmt: skip
def test_one_fact_stops_an_act_and_its_cure_lets_it_go(guard: str, case: Case, cure: dict[str, bool]) -> None:
    assert [found.guard for found in in_the_way(case)] == [guard]
    assert in_the_way(replace(case, **cure)) == ()  # type: ignore[arg-type]


def test_every_guard_is_held_by_a_rule_or_by_a_computation() -> None:
    code = "".join(file.read_text("utf-8") for file in LAW.rglob("*.py") if file.name != "guards.py")
    assert [guard for guard in GUARDS if guard not in STOPS and f'"{guard}"' not in code] == []
