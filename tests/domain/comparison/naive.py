"""The replay written a second time without any bookkeeping: every day everything is worked out anew from the sales.

For contracts that are drawn on request and whose lines come every day. Slow, and alike in nothing but the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from cessie.domain.comparison.rules.offers import Offer, Question
from cessie.domain.comparison.rules.sales import Sale
from cessie.lib.money import half_up
from cessie.terms import vat
from cessie.terms.contract import Terms
from cessie.terms.eligibility import Open, chosen, eligible

DAY = timedelta(days=1)


@dataclass
class Naive:
    """What the offer cost by kind, and what was freed at the end of each day."""

    commission: int
    interest: int
    vat: int
    daily: list[int]


def naive(sales: Sequence[Sale], offer: Offer, question: Question, first: date, last: date) -> Naive:
    """One offer from the first day to the last."""
    terms = offer.terms
    assert terms.interest is not None
    rate = question.fixings["EURIBOR_3M"][0].value + terms.interest.margin
    percent = next(rule for rule in terms.fee_plan if rule.trigger == "PURCHASE").terms.percent
    drawn = commission = interest = taxes = 0
    owed_interest = Fraction(0)
    daily = []
    day = first
    while day <= last:
        mine = [sale for sale in sales if sale.issued <= day]
        gone = _back(terms)
        for sale in mine:
            back = None if gone is None else sale.due + (gone + 1) * DAY
            if sale.issued == day:
                fee = half_up(Decimal(sale.cents) * percent / 100)
                commission += fee
                taxes += half_up(fee * vat.rate_on(terms.vat_country, "COMMISSION", day) / 100)
            for part in sale.settled if back is None or day <= back else ():
                if part.credit and terms.fee_on_credit_notes and max(part.day, sale.issued) == day:
                    fee = half_up(Decimal(part.cents) * percent / 100)
                    commission += fee
                    taxes += half_up(fee * vat.rate_on(terms.vat_country, "COMMISSION", day) / 100)
        lines, received = [], 0
        for sale in mine:
            back = None if gone is None else sale.due + (gone + 1) * DAY
            paid = [part for part in sale.settled if max(part.day, sale.issued) <= day]
            before = [part for part in paid if back is None or max(part.day, sale.issued) <= back]
            received += sum(part.cents for part in before if not part.credit)
            left = sale.cents - sum(part.cents for part in before)
            if back is None or back > day:
                lines.append(Open(sale.debtor, left, sale.due, sale.issued, sale.issued))
        pool = eligible([line for line in lines if line.cents], question.debtors, chosen(terms.eligibility), day).total
        outstanding = sum(line.cents for line in lines)
        fund = half_up(Decimal(outstanding) * terms.fund_rate / 100) if terms.reserve_model == "POOL" else 0
        funds = drawn + commission + interest + taxes - received
        net = half_up(Decimal(pool) * terms.advance_rate / 100) - fund - int(owed_interest) - funds
        draw = max(0, min(net, terms.limits.facility.cents - funds))
        drawn += draw
        funds += draw
        owed_interest += Fraction(max(0, funds)) * Fraction(rate) / 36000
        daily.append(drawn - received)
        if day == last or (day + DAY).day == 1:
            due = half_up(owed_interest)
            interest += due
            taxes += half_up(due * terms.interest_vat_rate(day) / 100)
            owed_interest = Fraction(0)
        day += DAY
    return Naive(commission, interest, taxes, daily)


def _back(terms: Terms) -> int | None:
    return None if terms.recourse == "NONE" else terms.recourse_days
