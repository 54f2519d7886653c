"""Signs that need what came in: seen where they are, silent where they are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cessie.domain.credit.rules.fraud import Paid, Sold
from cessie.domain.credit.rules.receipts import Came, Ceded, Indirect, Seen, watched
from tests.domain.credit.rules.test_fraud import YEAR, sold

ON = date(2026, 11, 20)
KNOWN, STRANGE = "BE71096123456769", "NL91ABNA0417164300"


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def came(n: int, back: int, cents: int = 1_000_00, **more: object) -> Came:
    usual = Came(ago(back), cents, "B", f"N-{n}", KNOWN, "B", known=True, own=False)
    return replace(usual, **more)  # type: ignore[arg-type]  # the test names fields


def ceded(n: int, back: int, buyer: str = "B") -> Ceded:
    return Ceded(f"N-{n}", buyer, ago(back - 30), ago(back))


#: Every ten days an invoice is bought, and paid fifty days later by the debtor from his own account.
GOOD = Seen(
    came=tuple(came(n, 350 - 10 * n - 50) for n in range(30)),
    ceded=tuple(ceded(n, 350 - 10 * n) for n in range(35)),
)
PAID = tuple(Paid(ago(350 - 10 * n), 900_00, None) for n in range(35))


def rules(seen: Seen, items: list[Sold] | None = None, paid: tuple[Paid, ...] = PAID) -> list[str]:
    return [one.rule for one in watched(YEAR if items is None else items, paid, seen, ON)]


def test_an_ordinary_year_says_nothing() -> None:
    assert rules(GOOD) == []
    assert rules(Seen()) == []


def strange(own: bool = False, name: str = "B") -> tuple[Came, ...]:
    return tuple(replace(one, payer_iban=STRANGE, payer_name=name, known=False, own=own) for one in GOOD.came)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (replace(GOOD, came=(), ceded=tuple(ceded(n, 90 + n) for n in range(3))), ["F05"]),
        (replace(GOOD, came=(), ceded=tuple(ceded(n, 90 + n) for n in range(2))), []),
        (replace(GOOD, came=(), ceded=tuple(ceded(n, 40 + n) for n in range(5))), []),
        (replace(GOOD, came=strange()), ["F05"]),
        (replace(GOOD, came=(*GOOD.came[:-1], *strange(own=True)[-1:])), ["F07"]),
        (replace(GOOD, came=(*GOOD.came[:-1], *strange(name="Zwarte Doos Ltd")[-1:])), ["F08"]),
        (replace(GOOD, indirect=(Indirect(ago(10), 500_00, "N-1"),)), ["F09"]),
        (replace(GOOD, indirect=(Indirect(ago(10), 100_00, "N-1"),)), []),
        (replace(GOOD, indirect=(Indirect(ago(100), 500_00, "N-1"),)), []),
        (replace(GOOD, came=GOOD.came[:-4]), ["F09"]),
        (replace(GOOD, clearances=(7, 3)), ["F27"]),
        (replace(GOOD, clearances=(6, 4)), []),
        (replace(GOOD, clearances=(9,)), []),
    ],
)
def test_what_was_seen_is_told_and_no_more(seen: Seen, expected: list[str]) -> None:
    assert rules(seen) == expected


def test_a_silent_debtor_to_whom_nothing_new_was_sold_is_no_sign() -> None:
    few = replace(GOOD, came=GOOD.came[:-4], ceded=GOOD.ceded[:26])
    assert rules(few) == []


def test_money_that_comes_back_after_a_payout_is_seen_to_the_percent() -> None:
    payout = Paid(ago(20), 10_000_00, None)
    for cents, back, known, expected in [
        (8_000_00, 18, False, ["F14"]),
        (10_599_99, 20, False, ["F14"]),
        (7_999_99, 18, False, []),
        (10_600_00, 18, False, []),
        (9_000_00, 16, False, []),
        (9_000_00, 18, True, []),
    ]:
        back_again = came(99, back, cents, known=known, payer_iban=STRANGE)
        found = rules(replace(GOOD, came=(*GOOD.came, back_again)), paid=(payout,))
        assert found == expected, (cents, back, known)


def test_money_that_runs_in_a_circle_follows_the_payouts() -> None:
    payouts = tuple(Paid(ago(58 - 6 * n), 5_000_00 + 900_00 * n, None) for n in range(9))
    back = tuple(came(10 + n, 56 - 6 * n, 5_000_00 + 900_00 * n) for n in range(9))
    bought = tuple(ceded(10 + n, 200) for n in range(9))
    early = (came(1, 300), came(2, 290))
    seen = Seen(came=(*early, *back), ceded=(*bought, ceded(1, 330), ceded(2, 330)))
    assert "F15" in rules(seen, paid=payouts)
    shifted = tuple(replace(one, on=one.on + timedelta(days=3)) for one in back)
    assert "F15" not in rules(replace(seen, came=(*early, *shifted)), paid=payouts)
    quick = tuple(Ceded(f"N-{10 + n}", "B", ON, ago(60 - 6 * n)) for n in range(9))
    assert "F15" not in rules(replace(seen, ceded=(*quick, ceded(1, 330), ceded(2, 330))), paid=payouts)


def test_invoices_just_below_the_threshold() -> None:
    below = [sold(100 + n, back=20 + n, cents=9_600_00 + n) for n in range(5)]
    seen = replace(GOOD, threshold=10_000_00)
    assert rules(seen, YEAR + below) == ["F18"]
    above = [sold(200 + n, back=20 + n, cents=10_000_00 + n) for n in range(2)]
    assert rules(seen, YEAR + below + above) == []
    assert rules(GOOD, YEAR + below) == []


def test_dilution_that_rises() -> None:
    notes = [sold(300 + n, back=300 - 60 * n, cents=100_00, kind="credit_note") for n in range(3)]
    late = [sold(310, back=20, cents=400_00, kind="credit_note")]
    assert rules(GOOD, YEAR + notes + late) == ["F25"]
    assert rules(GOOD, YEAR + notes) == []
