"""Entry scores on pages: what is typed into the form, and a score with its figures, sources and what would raise it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cessie.domain.onboarding.figures import RAISES, shown
from cessie.domain.onboarding.models import Assessment
from cessie.domain.onboarding.queries import source_of, worked_out
from cessie.domain.onboarding.rules.known import FIGURES, OF_ACCOUNTS
from cessie.domain.onboarding.rules.score import NAMES, Part
from cessie.domain.onboarding.words import ADVICE, ASSESSMENTS, SOURCES
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.typed import amount_of, percent_of

#: Where the figures stand in the accounts of each country; the codes are those of the official models.
HINTS: Final[Mapping[str, str]] = {
    "turnover": N_("BE 70 · FR 2052 FL · NL net turnover"),
    "equity": N_("BE 10/15 · FR 2051 DL · NL equity"),
    "total_assets": N_("BE 20/58 · FR 2050 CO, net · NL total assets"),
    "result": N_("BE 9904 · FR 2053 HN · NL result after tax; a loss with a minus"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An assessment for a page: ``lines`` of (figure, value, earned, of, full, source), ``raises`` of (figure, at,
    points)."""

    row: Assessment
    advice: tuple[str, str]
    state: tuple[str, str]
    lines: list[tuple[str, str, str, int, int, str]]
    raises: list[tuple[str, int, str]]


def shown_score(row: Assessment) -> Shown:
    """In the language that is active."""
    found = worked_out(row)

    def line(part: Part) -> tuple[str, str, str, int, int, str]:
        source = _(SOURCES[source_of(row, part)])
        return _(NAMES[part.name]), shown(part.value), shown(part.points), part.weight, part.full, source

    advice, state = ADVICE[row.advice], ASSESSMENTS[row.state]
    return Shown(
        row=row, advice=(_(advice[0]), advice[1]), state=(_(state[0]), state[1]),
        lines=[line(each) for each in found.parts],
        raises=[(_(NAMES[each.name]), each.full, shown(each.weight - each.points)) for each in found.raises[:RAISES]],
    )  # fmt: skip


def entry_fields() -> list[tuple[str, str, str]]:
    """(name, label, hint) of the figures that are typed from accounts."""
    return [(name, _(FIGURES[name]), _(HINTS[name])) for name in OF_ACCOUNTS]


def ledger_fields() -> list[tuple[str, str]]:
    """(name, label) of those that a ledger tells where there is one."""
    return [(name, _(FIGURES[name])) for name in ("dso", "dilution", "largest", "late")]


def typed_figures(said: Mapping[str, Any]) -> dict[str, int]:
    """What was typed: cents, days and hundredths of a percent by name; an empty field is not known.

    Refused: what is no amount, no percentage, no whole number of days.
    """
    found = {name: _signed(text) for name in OF_ACCOUNTS if (text := str(said.get(name, "")).strip())}
    if days := str(said.get("dso", "")).strip():
        if not days.isascii() or not days.isdecimal() or len(days) > 4:
            raise Refusal("typed.no_count", N_("{text} is no whole number."), text=days[:20])
        found["dso"] = int(days)
    for name in ("dilution", "largest", "late"):
        if text := str(said.get(name, "")).strip():
            found[name] = int(percent_of(text) * 100)
    return found


def _signed(text: str) -> int:
    minus = text[0] in "-−"
    cents = amount_of(text[1:] if minus else text).cents
    return -cents if minus else cents
