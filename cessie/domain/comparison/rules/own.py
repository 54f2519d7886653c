"""A contract in force as an offer among others, and the ways in which it could be otherwise, all its terms kept.

>>> from cessie.terms.presets import CONFIDENTIAL_LINE
>>> words = {"LINE": "line by line", "BALANCE": "on balances", "other_insurance": "insured otherwise"}
>>> wish = Wish(advances=(Decimal(80),), other_transmission=True)
>>> [told["name"] for told in ways_of_own(CONFIDENTIAL_LINE, Named("F001", "House"), wish, words)]
['F001', 'F001, 80 %', 'F001, on balances', 'F001, on balances, 80 %']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any, Final

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms

_EVERY: Final = {"WEEKLY": "week", "MONTHLY": "month"}


@dataclass(frozen=True, slots=True)
class Insured:
    """Insurance the other way round: the ``commission`` that the house would take then, in percent of the same base."""

    commission: Decimal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is tried beside the contract as it stands: each of the ``advances`` (percent), lines instead of balances or
    the reverse, insurance inside instead of outside or the reverse, and without each of the debtors.

    ``premium``: percent of the sales that an insurer of the company's own takes where the contract is insured outside.
    ``use``: the most that the company wants to have in use; None: all that it may draw.
    """

    advances: tuple[Decimal, ...] = ()
    other_transmission: bool = False
    other_insurance: Insured | None = None
    premium: Decimal = Decimal(0)
    without: tuple[str, ...] = ()
    use: Money | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """What the contract is called, whose it is, and from which product it started."""

    name: str
    factor: str
    product: str = "full_service"


@dataclass(frozen=True, slots=True)
class _Way:
    terms: Terms
    labels: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def but(self, label: str, terms: Terms) -> _Way:
        return replace(self, terms=terms, labels=(*self.labels, label))


def ways_of_own(terms: Terms, named: Named, wish: Wish, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """The contract in the neutral form of an offer, first as it stands, then every combination of what is tried.

    ``words``: labels by ``LINE``, ``BALANCE`` and ``other_insurance``. Refused: a contract under which nothing is
    financed (``comparison.not_financed``), balances where invoices are paid out one by one.
    """
    if terms.transfer_form not in ("SALE", "SUBROGATION", "DAILLY"):
        raise Refusal("comparison.not_financed", N_("Under this contract no invoices are financed."))
    ways = [_Way(terms)]
    for axis in (_transmissions(terms, wish, words), _insurances(terms, wish, words), _advances(terms, wish)):
        ways = [way.but(label, way.terms.changed(changes)) if label else way
                for way, (label, changes) in product(ways, axis)]  # fmt: skip
    if wish.without:
        dropped = f"− {', '.join(wish.without)}"
        ways += [replace(way, labels=(*way.labels, dropped), without=wish.without) for way in ways]
    return [_told(way, named, wish) for way in ways]


_Axis = Sequence[tuple[str, Mapping[str, Any]]]


def _transmissions(terms: Terms, wish: Wish, words: Mapping[str, str]) -> _Axis:
    if not wish.other_transmission:
        return (("", {}),)
    if terms.transmission == "BALANCE":
        return (("", {}), (words["LINE"], {"transmission": "LINE"}))
    if terms.draw_mode == "AUTO_FULL":
        text = N_("Under this contract invoices are paid out one by one: it cannot work on balances.")
        raise Refusal("comparison.no_balances", text)
    other = {"transmission": "BALANCE", "matcher": "CLIENT", "roll_forward_tolerance": Money(0)}
    return (("", {}), (words["BALANCE"], other))


def _insurances(terms: Terms, wish: Wish, words: Mapping[str, str]) -> _Axis:
    if wish.other_insurance is None:
        return (("", {}),)
    other = "CLIENT_POLICY_DELEGATED" if terms.insurance == "FACTOR_POLICY" else "FACTOR_POLICY"
    plan = tuple(
        replace(rule, terms=replace(rule.terms, percent=wish.other_insurance.commission))
        if rule.trigger == "PURCHASE" else rule
        for rule in terms.fee_plan
    )  # fmt: skip
    return (("", {}), (words["other_insurance"], {"insurance": other, "fee_plan": plan}))


def _advances(terms: Terms, wish: Wish) -> _Axis:
    found: list[tuple[str, Mapping[str, Any]]] = [("", {})]
    for rate in wish.advances:
        if rate == terms.advance_rate:
            continue
        changes: dict[str, Any] = {"advance_rate": rate}
        if terms.reserve_model == "PER_INVOICE":
            changes["holdback_rate"] = 100 - rate
        found.append((f"{rate.normalize():f} %", changes))
    return found


def _told(way: _Way, named: Named, wish: Wish) -> dict[str, Any]:
    terms = way.terms
    told: dict[str, Any] = {
        "name": ", ".join((named.name, *way.labels)), "factor": named.factor, "product": named.product,
        "yearly_minimum": str(terms.yearly_minimum.decimal), "terms": terms.to_json(),
        "every": _EVERY[terms.ledger_every] if terms.transmission == "BALANCE" else "day",
    }  # fmt: skip
    if terms.insurance == "CLIENT_POLICY_DELEGATED" and wish.premium:
        told["outside_insurance"] = {"percent": str(wish.premium)}
    if way.without:
        told["without_debtors"] = list(way.without)
    if wish.use is not None:
        told["use"] = str(wish.use.decimal)
    return told


def debtors_named(text: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    """The numbers of debtors that somebody wrote by number or by name; refused (``comparison.no_debtor``) naming
    the one that the ledger does not know."""
    by_name = {" ".join(name.casefold().split()): number for number, name in names.items()}
    for each in text:
        found = each if each in names else by_name.get(" ".join(each.casefold().split()))
        if found is None:
            raise Refusal("comparison.no_debtor", N_("The ledger knows no debtor {debtor}."), debtor=each[:60])
        yield found
