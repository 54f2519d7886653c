"""What a house made of a check, and what that does to a finding.

>>> from cessie.domain.invoices.rules.found import hold
>>> mild = Setting("M15", "note", 1, ("credit",), {})
>>> [f.severity for f in applied([hold("M15", "Too old.")], {"M15": mild})]
['note']
>>> applied([hold("M15", "Too old.")], {"M15": Setting("M15", "off", 1, ("credit",), {})})
()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import cast

from cessie.domain.invoices.rules.catalogue import BY_CODE, CLEARERS, Check, entry
from cessie.domain.invoices.rules.found import Found, Severity
from cessie.domain.invoices.rules.measures import Measure
from cessie.lib.reasons import N_, Fact, Refusal


@dataclass(frozen=True, slots=True)
class Setting:
    """How a house wants one check: ``severity``, how many ``people`` of which ``roles`` clear it, its ``measures``.

    Nobody in ``roles``: what it rejects stays rejected.
    """

    code: str
    severity: str
    people: int
    roles: tuple[str, ...]
    measures: Mapping[str, int | None]


def applied(found: Iterable[Found], settings: Mapping[str, Setting]) -> tuple[Found, ...]:
    """The findings as the house weighs them; what it switched off is left out.

    A check that found less than it usually does (a note where it holds) is not made worse by a house that left the
    severity as it is; a finding that by itself needs two people keeps them where the check must not go lower.
    """
    kept = (_weighed(item, settings) for item in found)
    return tuple(item for item in kept if item is not None)


def _weighed(item: Found, settings: Mapping[str, Setting]) -> Found | None:
    check = entry(item.code)
    setting = settings.get(check.code) if check else None
    if check is None or setting is None:
        return item
    if setting.severity == "off":
        return None
    severity = item.severity if setting.severity == check.severity else cast(Severity, setting.severity)
    people = max(setting.people, item.people if check.least in ("hold", "reject") else 1)
    return replace(item, severity=severity, people=people)


def require(setting: Setting) -> Check:
    """The check that it sets, where the house may set it so; refused with the reason."""
    check = BY_CODE.get(setting.code)
    if check is None:
        raise Refusal("checks.unknown", N_("There is no check {code}."), code=setting.code)
    if not check.allows(setting.severity):
        words = N_("{code} cannot be set so: at least {least}, at most {most}.")
        said: dict[str, Fact] = {"code": check.code, "least": check.least, "most": check.most}
        raise Refusal("checks.not_so", words, **said)
    if not check.people <= setting.people <= 3:
        words = N_("{code} is cleared by {least} to 3 people.")
        raise Refusal("checks.people", words, code=check.code, least=check.people)
    if not set(setting.roles) <= set(CLEARERS):
        raise Refusal("checks.role", N_("That role clears no doubts."))
    if setting.severity == "hold" and not setting.roles:
        raise Refusal("checks.nobody", N_("Somebody must be able to clear a hold: choose a role, or let it reject."))
    for measure in check.measures:
        _require_measure(measure, setting.measures.get(measure.name))
    if unknown := sorted(setting.measures.keys() - {measure.name for measure in check.measures}):
        raise Refusal("checks.unknown_measure", N_("{code} has no measure {name}."), code=check.code, name=unknown[0])
    return check


def _require_measure(measure: Measure, value: int | None) -> None:
    if value is None and measure.may_be_empty:
        return
    if value is None or not measure.least <= value <= measure.most:
        words = N_("{measure}: {least} to {most} can be chosen.")
        scale = 100 if measure.unit == "cents" else 1
        raise Refusal("checks.measure", words, measure=measure.what, least=measure.least // scale,
                      most=measure.most // scale)  # fmt: skip
