"""Ladders to begin with, by country and kind of debtor: lawful as they stand, for the creditor to change. Pure.

>>> [step.tone for step in preset("BE", "b2b").steps]
['pre_due', 'friendly', 'firm', 'last', 'last', 'default_notice', 'default_notice']
"""

from __future__ import annotations

from typing import Final

from cessie.domain.dunning.rules.ladder import Ladder, Segment, Step, Tone
from cessie.lib.money import Money

#: The days around New Year in which nobody reads letters.
YEAR_END: Final = (("12-24", "01-02"),)


def preset(country: str, segment: Segment) -> Ladder:
    """The ladder that a creditor begins with; a country without one of its own has that of its neighbours."""
    if segment == "b2c":
        return _france() if country == "FR" else _consumers()
    if segment == "public":
        return _public()
    return _vip() if segment == "vip" else _businesses()


def _businesses() -> Ladder:
    """A wholesaler's: costs and interest from the second reminder on, a call, the notice, the hand-over."""
    steps = (
        Step(1, -5, tone="pre_due"),
        Step(2, 4),
        Step(3, 10, "former", tone="firm", costs="law"),
        Step(4, 10, "former", tone="last", costs="law"),
        Step(5, 5, "former", act="call", tone="last"),
        Step(6, 10, "former", tone="default_notice", costs="law"),
        Step(7, 15, "former", act="hand_over", tone="default_notice"),
    )
    return Ladder("b2b", steps, Money(10_00), Money(1_00), YEAR_END, rest=3)


def _consumers() -> Ladder:
    """A hospital's, Belgium and the Netherlands: the first reminder is free and is the letter that the law asks for.

    BE: Code of Economic Law XIX.2; NL: BW 6:96(6). The 24 days leave room for the post, its days of rest
    and the 14 or 15 of the law.
    """
    steps = (
        Step(1, 7),
        Step(2, 24, "former", tone="firm", costs="law"),
        Step(3, 14, "former", act="call", tone="firm"),
        Step(4, 7, "former", tone="last", costs="law"),
        Step(5, 14, "former", tone="default_notice", costs="law"),
        Step(6, 21, "former", act="hand_over", tone="default_notice"),
    )
    return Ladder("b2c", steps, Money(5_00), Money(1_00), YEAR_END, rest=5)


def _france() -> Ladder:
    """Consumers in France: no costs ever (CPCE L111-8), the formal notice starts the legal interest."""
    steps = (
        Step(1, 7),
        Step(2, 15, "former", tone="firm"),
        Step(3, 15, "former", act="call", tone="firm"),
        Step(4, 7, "former", tone="last"),
        Step(5, 15, "former", tone="default_notice"),
        Step(6, 21, "former", act="hand_over", tone="default_notice"),
    )
    return Ladder("b2c", steps, Money(5_00), Money(1_00), YEAR_END, rest=5)


def _public() -> Ladder:
    """Public bodies: slow by their rules and sure to pay; costs late, a person before the notice, no hand-over."""
    steps = (
        Step(1, 10),
        Step(2, 20, "former", tone="firm"),
        Step(3, 10, "former", act="call", tone="firm"),
        Step(4, 20, "former", tone="last", costs="law"),
        Step(5, 30, "former", tone="default_notice", costs="law"),
    )
    return Ladder("public", steps, Money(10_00), Money(1_00), YEAR_END, rest=5)


def _vip() -> Ladder:
    """Customers whom one calls before one writes a second time."""
    friendly: Tone = "friendly"
    steps = (
        Step(1, -5, tone="pre_due"),
        Step(2, 7),
        Step(3, 7, "former", act="call", tone=friendly),
        Step(4, 14, "former", tone="firm"),
        Step(5, 14, "former", act="call", tone="firm"),
        Step(6, 14, "former", tone="last"),
    )
    return Ladder("vip", steps, Money(25_00), Money(5_00), YEAR_END, rest=5)
