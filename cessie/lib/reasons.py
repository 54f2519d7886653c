"""Reasons and refusals: a stable code, words with named places, and the facts that fill them.

A reason is kept beside each decision and shown to a person in his language: the words are the message id of the
translation, the facts are filled in afterwards. Mark the words with ``N_`` so that the messages tool finds them.

>>> facts = {"limit": Money(500_00), "room": Money(0)}
>>> r = Reason("debtor.over_limit", N_("The limit of {limit} leaves {room}."), facts)
>>> r.in_words()
'The limit of 500.00 EUR leaves 0.00 EUR.'
>>> Reason.from_json(r.to_json()) == r
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cessie.lib.money import Money

Fact = str | int | bool | Money | date | datetime | None


def N_(text: str) -> str:  # noqa: N802 - the customary name of gettext's marker
    """Mark a text for translation where there is no language yet."""
    return text


@dataclass(frozen=True)
class Reason:
    """Why something was decided: ``code`` for programs, ``message`` and ``facts`` for people."""

    code: str
    message: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def in_words(self, translate: Callable[[str], str] = str, show: Callable[[Fact], str] = str) -> str:
        """The sentence, its words through ``translate`` and each fact through ``show``."""
        return translate(self.message).format(**{name: show(fact) for name, fact in self.facts.items()})

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back; amounts and days keep their kind."""
        return {"code": self.code, "message": self.message, "facts": {k: _pack(v) for k, v in self.facts.items()}}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Reason:
        """The reason that ``to_json`` wrote."""
        return cls(value["code"], value["message"], {k: _unpack(v) for k, v in value["facts"].items()})


def _pack(fact: Fact) -> Any:
    if isinstance(fact, Money):
        return {"cents": fact.cents, "currency": fact.currency}
    if isinstance(fact, datetime):
        return {"moment": fact.isoformat()}
    if isinstance(fact, date):
        return {"day": fact.isoformat()}
    return fact


def _unpack(value: Any) -> Fact:
    if isinstance(value, dict):
        if "cents" in value:
            return Money(value["cents"], value["currency"])
        if "moment" in value:
            return datetime.fromisoformat(value["moment"])
        return date.fromisoformat(value["day"])
    return value  # type: ignore[no-any-return]  # JSON's own kinds


class Refusal(Exception):
    """An expected no, in words for the person at the desk. Each verb names the refusals that it may raise.

    ``code`` is stable (``area.what``), ``message`` is marked with ``N_``, facts are named in it.
    """

    def __init__(self, code: str, message: str, /, **facts: Fact) -> None:
        self.reason = Reason(code, message, facts)
        super().__init__(self.reason.in_words())

    @property
    def code(self) -> str:
        """The stable code of the reason."""
        return self.reason.code
