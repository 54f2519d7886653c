"""What of a ledger may be financed: each rule of a contract in the fixed order, on the pool left by the one before.

Factoring-domain 5.1; the order changes the result, so a contract chooses rules and parameters, never the order. Amounts
are whole cents of the contract's one currency: a ledger has hundreds of thousands of lines.

>>> rules = chosen((EligibilityRule("OVERDUE", days=90), EligibilityRule("CROSS_AGE", percent=Decimal(50))))
>>> lines = [Open("B", 40_000_00, due=date(2026, 5, 1)), Open("B", 50_000_00, due=date(2026, 1, 1))]
>>> pool = eligible(lines, {}, rules, date(2026, 5, 1))
>>> pool.total, [(step.code, step.out) for step in pool.steps if step.out]
(0, [('OVERDUE', 5000000), ('CROSS_AGE', 4000000)])
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from cessie.lib.money import half_up
from cessie.terms.contract import ELIGIBILITY_ORDER, EligibilityRule, Terms

#: Of the rules as they are applied here: a stored run names the version that it was reckoned with.
VERSION: Final = 1
Rules = Mapping[str, EligibilityRule]
#: The rules on one document; those after them look at a debtor, the last at the whole.
OF_DOCUMENTS: Final = ELIGIBILITY_ORDER[: ELIGIBILITY_ORDER.index("CROSS_AGE")]


class Open(NamedTuple):
    """An open invoice of a debtor: ``cents`` still to be paid. Without ``issued`` or ``handed`` no rule about it holds.

    ``held``: not verified or a paper is missing; ``unperformed``: an advance, an instalment of work, on consignment;
    ``untransferred``: its deed works by registration alone and is not registered yet; ``uncovered``: the insurer was
    not told of it in time.
    """

    debtor: Hashable
    cents: int
    due: date
    issued: date | None = None
    handed: date | None = None
    disputed: bool = False
    held: bool = False
    unperformed: bool = False
    untransferred: bool = False
    uncovered: bool = False


class Debtor(NamedTuple):
    """What is known of a debtor. ``credits``: credit notes and money not yet matched; ``contra``: what the client owes
    him; ``limit`` None: none is set. All in cents; a country that is not known counts."""

    affiliate: bool = False
    consumer: bool = False
    country: str = ""
    credits: int = 0
    contra: int = 0
    limit: int | None = None


UNKNOWN: Final = Debtor()


@dataclass(frozen=True, slots=True)
class Step:
    """One rule: what it took out, and what is left after it, in cents."""

    code: str
    out: int
    left: int


class Part(NamedTuple):
    """What one bucket holds of one debtor: cents, and how many documents (0 where a rule looks at the whole of him)."""

    debtor: Hashable
    bucket: str
    cents: int
    documents: int


#: The bucket of what no rule took out.
ELIGIBLE: Final = "ELIGIBLE"
#: The rules on a debtor, and on the whole.
OF_DEBTORS: Final = ELIGIBILITY_ORDER[len(OF_DOCUMENTS) :]


@dataclass(frozen=True, slots=True)
class Pool:
    """What is eligible, in cents. ``cap``: the most of one debtor, where the contract has such a share. ``parts``: each
    debtor's open amount by bucket, the eligible rest too; together they are the gross."""

    gross: int
    steps: tuple[Step, ...]
    by_debtor: Mapping[Hashable, int]
    cap: int | None = None
    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> int:
        """All of it."""
        return self.steps[-1].left if self.steps else self.gross


def chosen(rules: Sequence[EligibilityRule]) -> Rules:
    """The rules of a contract by their code."""
    return {rule.code: rule for rule in rules}


def agreed_rules(terms: Terms) -> Rules:
    """The rules of a contract by their code; what it definances into reserve counts as overdue from that day on."""
    rules = dict(chosen(terms.eligibility))
    if terms.definancing is not None and terms.definancing.action == "RESERVE":
        former = rules.get("OVERDUE")
        days = terms.definancing.days if former is None else min(former.days or 0, terms.definancing.days)
        rules["OVERDUE"] = EligibilityRule("OVERDUE", days=days)
    return rules


def leaves_on(terms: Terms, due: date) -> date | None:
    """The first day on which lateness alone takes a document out of what is financed; None where no rule does.

    >>> from cessie.terms.presets import PRESETS
    >>> str(leaves_on(PRESETS["full_service"], date(2026, 3, 1)))
    '2026-05-31'
    """
    rule = agreed_rules(terms).get("OVERDUE")
    return None if rule is None else due + timedelta(days=(rule.days or 0) + 1)


def bucket(line: Open, debtor: Debtor, rules: Rules, day: date) -> str:
    """The first rule on documents that takes this one out on that day; "" if none does."""
    for code in OF_DOCUMENTS:
        if code in rules and _out(code, rules[code], line, debtor, day):
            return code
    return ""


def _out(code: str, rule: EligibilityRule, line: Open, debtor: Debtor, day: date) -> bool:
    match code:
        case "HOLD":
            return line.held
        case "DEED":
            return line.untransferred
        case "DISPUTED":
            return line.disputed
        case "OVERDUE":
            return (day - line.due).days > (rule.days or 0)
        case "COVER":
            return line.uncovered
        case "AFFILIATE":
            return debtor.affiliate
        case "CONSUMER":
            return debtor.consumer
        case "PERFORMANCE":
            return line.unperformed
        case "COUNTRY":
            return bool(debtor.country) and debtor.country not in rule.countries
        case "TERM":
            return line.issued is not None and (line.due - line.issued).days > (rule.days or 0)
        case _:  # DATE: too old when it was handed over, or dated ahead
            if line.issued is None or line.handed is None:
                return False
            return not 0 <= (line.handed - line.issued).days <= (rule.days or 0)


class Left(NamedTuple):
    """What is left of a debtor's documents after each rule that looks at him, in cents."""

    cross_age: int
    credits: int
    contra: int
    limit: int


def of_debtor(sound: int, overdue: int, gross: int, debtor: Debtor, rules: Rules) -> Left:
    """Cross-age (strictly more than its share), credits, contra and limit; ``sound`` is what the rules on documents
    left, ``overdue`` what ``OVERDUE`` took, ``gross`` all that is open of him."""
    aged = "CROSS_AGE" in rules and overdue * 100 > (rules["CROSS_AGE"].percent or 0) * gross
    crossed = 0 if aged else sound
    credited = max(0, crossed - debtor.credits) if "CREDITS" in rules else crossed
    netted = max(0, credited - debtor.contra) if "CONTRA" in rules else credited
    limited = netted if debtor.limit is None or "OVER_LIMIT" not in rules else min(netted, max(0, debtor.limit))
    return Left(crossed, credited, netted, limited)


def cap(rules: Rules, base: int) -> int | None:
    """The most of one debtor in a pool of ``base`` cents, rounded half up; None where no share is agreed."""
    rule = rules.get("CONCENTRATION")
    return half_up(Decimal(base) * (rule.percent or 0) / 100) if rule else None


def eligible(lines: Iterable[Open], debtors: Mapping[Any, Debtor], rules: Rules, day: date) -> Pool:
    """Every rule in order over all lines; memory for each debtor, not for each line."""
    sums = _sums(lines, debtors, rules, day)
    gross = sum(of.gross for of in sums.values())
    each = {
        key: of_debtor(of.cents.get("", 0), of.cents.get("OVERDUE", 0), of.gross, debtors.get(key, UNKNOWN), rules)
        for key, of in sums.items()
    }
    left, steps = gross, []
    for code in OF_DOCUMENTS:
        out = sum(of.cents.get(code, 0) for of in sums.values()) if code in rules else 0
        left -= out
        steps.append(Step(code, out, left))
    for place, code in enumerate(OF_DEBTORS[:-1]):
        after = sum(found[place] for found in each.values())
        steps.append(Step(code, left - after, after))
        left = after
    most = cap(rules, left)
    by_debtor = {key: found.limit if most is None else min(found.limit, most) for key, found in each.items()}
    after = sum(by_debtor.values())
    steps.append(Step("CONCENTRATION", left - after, after))
    parts = tuple(part for key, of in sums.items() for part in _parts(key, of, each[key], by_debtor[key]))
    return Pool(gross, tuple(step for step in steps if step.code in rules), by_debtor, most, parts)


class _Sums:
    """What a debtor's documents come to: cents and count by the rule that took them out ("" for none), and in all."""

    __slots__ = ("cents", "count", "gross")

    def __init__(self) -> None:
        self.gross = 0
        self.cents: dict[str, int] = {}
        self.count: dict[str, int] = {}


def _sums(lines: Iterable[Open], debtors: Mapping[Any, Debtor], rules: Rules, day: date) -> dict[Hashable, _Sums]:
    sums: dict[Hashable, _Sums] = {}
    for line in lines:
        of = sums.get(line.debtor)
        if of is None:
            of = sums[line.debtor] = _Sums()
        code = bucket(line, debtors.get(line.debtor, UNKNOWN), rules, day)
        of.gross += line.cents
        of.cents[code] = of.cents.get(code, 0) + line.cents
        of.count[code] = of.count.get(code, 0) + 1
    return sums


def _parts(key: Hashable, of: _Sums, left: Left, final: int) -> Iterator[Part]:
    """A debtor's open amount by bucket, in the order of the rules; buckets that hold nothing are left out."""
    for code in OF_DOCUMENTS:
        if of.count.get(code):
            yield Part(key, code, of.cents[code], of.count[code])
    before = of.cents.get("", 0)
    for code, after in zip(OF_DEBTORS, (*left, final), strict=True):
        if before != after:
            yield Part(key, code, before - after, 0)
        before = after
    if final or of.count.get(""):
        yield Part(key, ELIGIBLE, final, of.count.get("", 0))
