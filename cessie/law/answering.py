"""Questions and answers of the law as JSON: the contract of ``cessie law``, of its batch and of the public page.

>>> from cessie.law.rates import project_rates
>>> answer({"what": "costs", "country": "NL", "segment": "b2b", "principal": "10000.00", "on": "2026-03-01"},
...        project_rates())["costs"]
'875.00'
>>> answer({"what": "interest", "country": "BE", "segment": "b2b", "principal": "100", "due": "2026-03-01",
...         "until": "2026-02-01"}, project_rates())["error"]["guard"]
'LAW-GEN-01'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from cessie.law.countries import country
from cessie.law.countries.fr import FLOOR
from cessie.law.facts import Costs, Deadlines, Interest, Term
from cessie.law.guards import Finding, Unlawful
from cessie.law.interest import interest
from cessie.law.ios import summon
from cessie.law.questions import (
    Question,
    country_of,
    day,
    known,
    maybe,
    need,
    percent,
    read_claim,
    read_costs,
    read_ios,
    read_term,
)
from cessie.law.rates import Rates
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

Answer = dict[str, Any]
Say = Callable[[Reason], str]
#: What can be asked.
KINDS = ("interest", "costs", "term", "deadlines", "rate", "ios")


def in_english(reason: Reason) -> str:
    """The words as they stand in the code."""
    return reason.in_words()


def answer(question: object, rates: Rates, say: Say = in_english) -> Answer:
    """The answer, or ``{"error": {"code", "message", "guard", "article"}}`` where the law or the question forbids."""
    own = {"id": question["id"]} if isinstance(question, dict) and "id" in question else {}
    try:
        return own | _answered(question, rates, say)
    except Unlawful as no:
        error = {"code": no.code, "message": say(no.reason), "guard": no.guard, "article": no.article}
        return own | {"error": error}


def answer_line(line: str, rates: Rates) -> Answer:
    """One question in JSON on one line."""
    try:
        question = json.loads(line, parse_float=str)  # 5000.10 is ten cents, not a binary fraction
    except (ValueError, RecursionError):
        words = N_("The line is no JSON.")
        return {"error": {"code": "law.no_json", "message": words, "guard": None, "article": None}}
    return answer(question, rates)


def _answered(question: object, rates: Rates, say: Say) -> Answer:
    asked = question if isinstance(question, dict) else {}
    kinds = {
        "interest": lambda: _interest(interest(read_claim(asked), rates), say),
        "costs": lambda: _costs(country(country_of(asked)).costs(read_costs(asked)), say),
        "term": lambda: _term(country(country_of(asked)).term(read_term(asked)), say),
        "deadlines": lambda: _deadlines(deadlines(asked), say),
        "rate": lambda: _rate(asked, rates),
        "ios": lambda: _ios(asked, say),
    }
    what = asked.get("what")
    if not isinstance(what, str) or what not in kinds:
        words = N_("Ask for one of {kinds}.")
        raise Unlawful(None, "law.unknown_question", words, kinds=", ".join(KINDS))
    return kinds[what]()


def deadlines(asked: Question) -> Deadlines:
    """The dates of a procedure: every other field is a day, or a word that the procedure knows."""
    law = country(country_of(asked))
    name = need(asked, "procedure", str)
    if name not in law.PROCEDURES:
        words = N_("There is no procedure {name} here; known are {names}.")
        raise Unlawful(None, "law.unknown_procedure", words, name=name, names=", ".join(law.PROCEDURES))
    known(asked, {"country", "procedure", "channel", "segment", "served", "sent", "received", "hearing", "due"})
    texts = {field: str(asked[field]) for field in ("channel", "segment") if asked.get(field)}
    days = {field: found for field in _DAYS if (found := maybe(asked, field, day)) is not None}
    try:
        return law.PROCEDURES[name](days, texts)
    except KeyError as lacking:
        words = N_("The question needs the field {field}.")
        raise Unlawful(None, "law.missing_field", words, field=str(lacking.args[0])) from None


_DAYS = ("served", "sent", "received", "hearing", "due")


def _rate(asked: Question, rates: Rates) -> Answer:
    """The rate of a kind on a day; in France also whether a contract's rate is valid that day."""
    known(asked, {"country", "kind", "on", "contract_rate"})
    code, on, agreed = country_of(asked), need(asked, "on", day), maybe(asked, "contract_rate", percent)
    kind = maybe(asked, "kind", str) or (FLOOR[1] if code == FLOOR[0] and agreed is not None else "b2b_late_interest")
    row = rates.on(code, kind, on)
    found: Answer = {
        "rate": _text(row.percent),
        "kind": kind,
        "from": _iso(row.first),
        "to": _iso(row.last),
        "status": row.status,
        "confidence": row.confidence,
        "sources": [row.source],
    }
    if (code, kind) == FLOOR and agreed is not None:
        found |= {"floor": _text(row.percent), "valid": agreed >= row.percent, "guard": "LAW-FR-01"}
    return found


def _ios(asked: Question, say: Say) -> Answer:
    """What a Belgian summons for uncontested debts may ask, and which of its nine conditions fails."""
    found = summon(read_ios(asked))
    parts = ("increase", "claimable", "given_up", "cost", "total")
    return {part: _money(getattr(found, part)) for part in parts} | {
        "cap": _money(found.cap),
        "allowed": not found.findings,
        "sources": list(found.sources),
        "unverified": [],
        "findings": list(_findings(found.findings, say)),
    }


def _interest(found: Interest, say: Say) -> Answer:
    return {
        "interest": _money(found.interest),
        "fixed_sum": _money(found.fixed_sum),
        "total": _money(found.total),
        "outstanding": {
            "principal": _money(found.principal_left),
            "interest": _money(found.interest_left),
            "costs": _money(found.costs_left),
        },
        "excess": _money(found.excess),
        "steps": [
            {
                "from": _iso(step.first),
                "to": _iso(step.last),
                "days": step.days,
                "base": _text(step.base),
                "rate": _text(step.rate),
                "amount": _text(step.amount),
                "provisional": step.provisional,
            }
            for step in found.steps
        ],
        "payments": [
            {"on": _iso(paid.on)}
            | {part: _money(getattr(paid, part)) for part in ("amount", "costs", "interest", "principal", "excess")}
            for paid in found.settled
        ],
        "day_count": found.day_count,
        "rounding": found.rounding,
        "provisional": found.provisional,
        "for_court": not found.provisional,
    } | _ground(found, say)


def _costs(found: Costs, say: Say) -> Answer:
    return {
        "costs": _money(found.costs),
        "due_now": _money(found.due_now),
        "claimable_from": _iso(found.claimable_from),
        "reminder_cost": _money(found.reminder_cost) if found.reminder_cost is not None else None,
        "steps": [
            {
                "above": _money(part.above),
                "to": _money(part.to) if part.to is not None else None,
                "percent": _text(part.percent),
                "amount": _text(part.amount.normalize()),
            }
            for part in found.steps
        ],
    } | _ground(found, say)


def _term(found: Term, say: Say) -> Answer:
    return {
        "valid": found.valid,
        "days": found.days,
        "due": _iso(found.due),
        "first_interest_day": _iso(found.first_interest_day),
        "latest": _iso(found.latest),
    } | _ground(found, say)


def _deadlines(found: Deadlines, say: Say) -> Answer:
    dates = {name: _iso(when) for name, when in found.dates.items()}
    return {"dates": dates, "calendar": found.calendar} | _ground(found, say)


def _ground(found: Interest | Costs | Term | Deadlines, say: Say) -> Answer:
    """What the answer rests on, and what nobody has confirmed."""
    return {
        "sources": list(found.sources),
        "unverified": [say(doubt) for doubt in found.unverified],
        "findings": list(_findings(found.findings, say)),
    }


def _findings(findings: Iterable[Finding], say: Say) -> Iterable[Answer]:
    for said in findings:
        yield {
            "code": said.reason.code,
            "message": say(said.reason),
            "guard": said.guard,
            "article": said.article,
        }


def _money(amount: Money) -> str:
    return str(amount.decimal)


def _text(value: Decimal) -> str:
    return format(value, "f")


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


__all__ = ["KINDS", "Answer", "answer", "answer_line", "deadlines", "in_english"]
