"""What is known of a company, put together: typed, read from its annual accounts, measured in its own ledger.

>>> known = together({"turnover": 100_00}, accounts={"equity": 20_00}, measured={"dso": 40})
>>> known.facts.turnover, known.sources
(10000, {'turnover': 'typed', 'equity': 'accounts', 'dso': 'ledger'})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cessie.domain.onboarding.rules.score import Facts
from cessie.lib.reasons import N_, Refusal

#: Figures that are typed or read from accounts, and those that a ledger tells where there is one.
OF_ACCOUNTS: Final = ("turnover", "equity", "total_assets", "result")
OF_LEDGER: Final = ("dso", "dilution", "largest", "late")
#: What each is called.
FIGURES: Final[Mapping[str, str]] = {
    "turnover": N_("Turnover of the year"),
    "equity": N_("Own means (equity)"),
    "total_assets": N_("Total of the balance sheet"),
    "result": N_("Result of the year"),
    "dso": N_("Days outstanding"),
    "dilution": N_("Credit notes of the invoices (%)"),
    "largest": N_("Largest customer (%)"),
    "late": N_("Overdue by more than 60 days (%)"),
}
#: Which figure of the score stands on which that is known.
FROM: Final[Mapping[str, str]] = {
    "turnover": "turnover", "solidity": "equity", "profit": "result", "dso": "dso", "dilution": "dilution",
    "concentration": "largest", "collection": "late",
}  # fmt: skip
_WHOLE: Final = 10_000  # hundredths of a percent
_LONGEST: Final = 3_650  # days


@dataclass(frozen=True, slots=True)
class Known:
    """The figures, and of each where it is from: ``typed``, ``accounts`` or ``ledger``."""

    facts: Facts
    sources: Mapping[str, str] = field(default_factory=dict)


def together(
    typed: Mapping[str, int], *, accounts: Mapping[str, int] | None = None, measured: Mapping[str, int] | None = None
) -> Known:
    """All of it. Amounts in cents, percents in hundredths of one.

    Refused: a figure that is typed and said otherwise by the file (``onboarding.two``), what cannot be
    (``onboarding.impossible``), no figure at all (``onboarding.nothing``).
    """
    found, sources = dict(typed), dict.fromkeys(typed, "typed")
    for source, said in (("accounts", accounts or {}), ("ledger", measured or {})):
        for name, value in said.items():
            if found.get(name, value) != value:
                words = N_("“{figure}” is typed and stands otherwise in the file: leave it out.")
                raise Refusal("onboarding.two", words, figure=FIGURES[name])
            found[name], sources[name] = value, source
    if not found:
        raise Refusal("onboarding.nothing", N_("Type at least one figure, or choose a file."))
    if wrong := next((name for name in found if not _possible(name, found)), None):
        raise Refusal("onboarding.impossible", N_("“{figure}” cannot be so."), figure=FIGURES[wrong])
    return Known(Facts(**found), sources)


def _possible(name: str, found: Mapping[str, int]) -> bool:
    value = found[name]
    if name == "equity":
        return value <= found.get("total_assets", value)
    if name == "total_assets":
        return value > 0
    if name == "dso":
        return 0 <= value <= _LONGEST
    if name in ("largest", "late"):
        return 0 <= value <= _WHOLE
    return name == "result" or value >= 0
