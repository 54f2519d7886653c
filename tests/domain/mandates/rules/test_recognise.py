"""Which of our collections a bank line settles or takes back."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cessie.domain.mandates.rules.recognise import Answer, Says, Sent, recognise
from cessie.lib.money import Money

ACCOUNT = UUID(int=99)


def _sent(n: int, state: str = "instructed", cents: int = 10_000, mandate: str = "") -> Sent:
    return Sent(
        id=UUID(int=n),
        end_to_end_id=f"E{n}",
        block="B-1",
        account=ACCOUNT,
        mandate=mandate or f"M{n}",
        amount=Money(cents),
        state=state,
    )


def _codes(answer: Answer) -> list[str]:
    assert answer.ours
    assert not answer.settled
    assert not answer.returned
    return [reason.code.removeprefix("mandates.") for reason in answer.reasons]


def _line(cents: int, **more: str) -> Says:
    return Says(amount=Money(cents), **more)


def test_a_credit_that_names_it_settles_it() -> None:
    answer = recognise(_line(10_000, end_to_end_id="E1"), [], ACCOUNT, [_sent(1), _sent(2)])
    assert answer == Answer(True, settled=(UUID(int=1),))


def test_a_block_booked_as_one_settles_what_of_it_is_awaited() -> None:
    sent = [_sent(1), _sent(2, cents=5_000), _sent(3, state="rejected")]
    answer = recognise(_line(15_000, block="B-1"), [], ACCOUNT, sent)
    assert answer.settled == (UUID(int=1), UUID(int=2))
    assert _codes(recognise(_line(25_000, block="B-1"), [], ACCOUNT, sent)) == ["other_sum"]


def test_details_settle_and_take_back_one_by_one() -> None:
    details = [_line(10_000, end_to_end_id="E1"), _line(-10_000, end_to_end_id="E2", reason="MD06")]
    answer = recognise(_line(0), details, ACCOUNT, [_sent(1), _sent(2, state="settled")])
    assert answer == Answer(True, settled=(UUID(int=1),), returned=((UUID(int=2), "MD06"),))


def test_a_debit_is_found_by_its_mandate_where_only_one_fits() -> None:
    sent = [_sent(1, "settled", mandate="M"), _sent(2, "settled", cents=1, mandate="M")]
    said = _line(-10_000, mandate="M", reason="AM04")
    assert recognise(said, [], ACCOUNT, sent).returned == ((UUID(int=1), "AM04"),)
    assert recognise(said, [], ACCOUNT, [*sent, _sent(3, "settled", mandate="M")]) == Answer(False)


@pytest.mark.parametrize(
    ("line", "details", "codes"),
    [
        (_line(9_999, end_to_end_id="E1"), [], ["other_amount"]),
        (_line(-10_000, end_to_end_id="E1"), [], ["unawaited"]),  # it has not come yet
        (_line(10_000, end_to_end_id="E2"), [], ["unawaited"]),  # it came before
        (_line(20_000), [_line(10_000, end_to_end_id="E1")] * 2, ["named_twice"]),
        (_line(20_000), [_line(10_000, end_to_end_id="E1"), _line(10_000, end_to_end_id="X")], ["stranger"]),
        (_line(10_001), [_line(10_000, end_to_end_id="E1"), _line(10, end_to_end_id="X")], ["loose_details"]),
    ],
)
def test_what_does_not_fit_is_a_persons(line: Says, details: list[Says], codes: list[str]) -> None:
    assert _codes(recognise(line, details, ACCOUNT, [_sent(1), _sent(2, "settled")])) == codes


def test_another_account_of_ours_is_a_persons() -> None:
    assert _codes(recognise(_line(10_000, end_to_end_id="E1"), [], UUID(int=7), [_sent(1)])) == ["other_account"]


def test_what_names_none_of_ours_is_nobodys_yet() -> None:
    for line in (_line(10_000), _line(-10_000), _line(10_000, block="B-2"), _line(-5, mandate="M1")):
        assert recognise(line, [], ACCOUNT, [_sent(1), _sent(2, "settled")]) == Answer(False)


STATES = st.sampled_from(["instructed", "settled", "returned", "rejected"])


@given(
    st.lists(st.tuples(STATES, st.integers(1, 500)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 7), st.booleans(), st.integers(0, 3)), min_size=1, max_size=6),
)
def test_what_is_understood_moves_the_lines_amount_exactly(
    rows: list[tuple[str, int]], named: list[tuple[int, bool, int]]
) -> None:
    """Whatever stands in a line: each collection once, in its state, and the sums of both sides are the line's."""
    sent = {UUID(int=n): _sent(n, state, cents) for n, (state, cents) in enumerate(rows)}
    details = []
    for n, back, off in named:
        cents = rows[n][1] if n < len(rows) else 77
        details.append(_line((-cents if back else cents) + (off if off == 1 else 0), end_to_end_id=f"E{n}"))
    line = replace(_line(0), amount=Money.total(detail.amount for detail in details))
    answer = recognise(line, details, ACCOUNT, sent.values())
    if answer.reasons or not answer.ours:
        assert not answer.settled
        assert not answer.returned
        return
    back_ids = [key for key, _ in answer.returned]
    assert len({*answer.settled, *back_ids}) == len(answer.settled) + len(back_ids)
    assert all(sent[key].state == "instructed" for key in answer.settled)
    assert all(sent[key].state == "settled" for key in back_ids)
    moved = Money.total(sent[key].amount for key in answer.settled) - Money.total(sent[key].amount for key in back_ids)
    assert moved == line.amount
