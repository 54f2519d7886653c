"""What of a check can be measured out by the house, and within which bounds: days, percent, amounts, counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cessie.lib.reasons import N_

Unit = Literal["days", "percent", "cents", "count", "yes"]


@dataclass(frozen=True, slots=True)
class Measure:
    """``name``: the field of the policy; whole numbers in its ``unit`` between ``least`` and ``most``.

    ``may_be_empty``: without a number nothing is asked for.
    """

    code: str
    name: str
    unit: Unit
    what: str
    least: int
    most: int
    may_be_empty: bool = False


_CENTS = 100_000_000_00

MEASURES: tuple[Measure, ...] = (
    Measure("M05", "near_days", "days", N_("Same debtor and amount within days"), 0, 60),
    Measure("M05", "near_number_days", "days", N_("The same with one character changed, within days"), 0, 90),
    Measure("M10", "vat_tolerance", "cents", N_("Tolerated difference per rate of VAT"), 0, 1_00),
    Measure("M12", "confidence", "percent", N_("Sure enough from percent"), 50, 100),
    Measure("M14", "name_likeness", "percent", N_("Names are alike from percent"), 50, 100),
    Measure("M15", "days_ahead", "days", N_("Days ahead of today"), 0, 30),
    Measure("M15", "days_back", "days", N_("Days back from today"), 1, 365),
    Measure("M19", "proof_above", "cents", N_("Order or delivery is asked for from this amount"), 0, _CENTS, True),
    Measure("M20", "verify_above", "cents", N_("The debtor confirms from this amount"), 0, _CENTS, True),
    Measure("M20", "verify_first", "yes", N_("The first invoice of a client to a debtor is confirmed"), 0, 1),
    Measure("M20", "verify_sample", "percent", N_("Share of invoices drawn for confirmation"), 0, 100),
    Measure("M20.first", "fewest_for_size", "count", N_("Only after so many invoices"), 1, 1000),
    Measure("M23", "overdue_days", "days", N_("Days over the due date"), 1, 365),
    Measure("M28", "jump", "count", N_("Numbers left out at once"), 1, 100_000),
    Measure("M29", "fewest", "count", N_("Only after so many invoices to the debtor"), 3, 1000),
    Measure("M29", "mads", "count", N_("Median deviations above the median"), 2, 100),
    Measure("M29.absurd", "absurd_above", "cents", N_("Beyond this amount"), 1_00, _CENTS * 100),
    Measure("M32", "score_hold", "count", N_("Held from a score of"), 1, 60),
    Measure("M32", "score_two", "count", N_("Two people from a score of"), 1, 80),
)
