"""The figures that an example expects besides its postings, by name: read from what was played, never from the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from cessie.ledger.examples.play import Figure, Play, Step
from cessie.lib.money import Money
from cessie.terms.availability import Reserves, available, roll_forward_gap

Figures = dict[str, Callable[[Play], Figure]]

#: Names whose figures wait for what computes them (the availability run over single invoices).
LATER: Final = frozenset({"EX04"})


def _nth(kind: str, at: int = 0) -> Callable[[Play], Step]:
    def find(play: Play) -> Step:
        return [step for step in play.steps if step.type == kind][at]

    return find


def _amount(kind: str, at: int = 0) -> Callable[[Play], Figure]:
    return lambda play: _nth(kind, at)(play).entry.amount


def _figure(name: str, kind: str, at: int = 0) -> Callable[[Play], Figure]:
    return lambda play: _nth(kind, at)(play).figures[name]


def _note(name: str) -> Callable[[Play], Figure]:
    return lambda play: play.notes[name]


def _after(account: str, kind: str, at: int = 0, sign: int = 1) -> Callable[[Play], Figure]:
    def find(play: Play) -> Figure:
        cents = _nth(kind, at)(play).balances.get(account, play.nothing()).cents
        return Money(sign * cents, play.case.currency)

    return find


def _final(account: str, sign: int = 1) -> Callable[[Play], Figure]:
    return lambda play: Money(sign * play.books.balance(account).cents, play.case.currency)


def _fiu(kind: str, at: int = 0) -> Callable[[Play], Figure]:
    return lambda play: _nth(kind, at)(play).funds_in_use


def _fiu_on(month: int, day: int) -> Callable[[Play], Figure]:
    """At the end of the day."""

    def find(play: Play) -> Figure:
        year = play.steps[0].date.year
        return [step for step in play.steps if step.date <= date(year, month, day)][-1].funds_in_use

    return find


def _paid_out(play: Play) -> Money:
    return Money.total((step.entry.amount for step in play.steps if step.type == "payout_executed"), play.case.currency)


def _client_total(play: Play) -> Figure:
    """All that the client had of his invoices: paid out, and kept of what debtors paid him."""
    kept = play.nothing()
    if "debtor_paid_client" in play.case.inputs:
        kept = play.input("debtor_paid_client") - play.steps[-1].entry.amount
    return _paid_out(play) + kept


def _fees(play: Play) -> Figure:
    grosses = [step.figures["gross"] for step in play.steps if "gross" in step.figures]
    return Money.total((gross for gross in grosses if isinstance(gross, Money)), play.case.currency)


def _interest_vat(percent: int) -> Callable[[Play], Figure]:
    def find(play: Play) -> Figure:
        net = play.notes["april_interest"], play.notes["april_surcharge"]
        return Money.total(part for part in net if isinstance(part, Money)).percent(Decimal(percent))

    return find


def _gap(play: Play) -> Figure:
    return roll_forward_gap(
        opening=play.input("opening_balance"),
        invoices=play.input("new_invoices"),
        credit_notes=play.input("credit_notes"),
        cash=play.input("matched"),
        closing=play.input("closing_balance_sent"),
    )


def _net_available(play: Play) -> Figure:
    books = play.books
    eligible = books.balance("1100") - play.input("ineligible")
    reserves = Reserves(fund=-books.balance("2120"), unmatched=books.balance("9010"))
    rate = play.case.percent("advance_rate")
    return available(eligible=eligible, advance_rate=rate, funds_in_use=books.funds_in_use, reserves=reserves).net


def _price(name: str) -> Callable[[Play], Figure]:
    def find(play: Play) -> Figure:
        figure: Money = getattr(next(iter(play.pricings.values())), name)
        return figure

    return find


def _without_set_off(play: Play) -> Figure:
    last = list(play.pricings.values())[-1]
    return last.payout + last.set_off


COMMISSION: Final = "factoring_commission"
ALL: Final[Figures] = {
    "advance_final": _final("1200"),
    "advance_outstanding": _after("1200", "pledge_released"),
    "approved_part": _price("approved"),
    "available": _note("available"),
    "available_before_draw": _after("2100", COMMISSION, sign=-1),
    "client_account_final": _final("2100", -1),
    "client_owes": _final("2100"),
    "client_owes_after_credit_note": _after("2100", "holdback_release"),
    "client_owes_after_return": _after("2100", "holdback_set", 1),
    "client_owes_final": _final("2100"),
    "client_remits": lambda play: play.steps[-1].entry.amount,
    "client_total": _client_total,
    "commission_net": _figure("net", COMMISSION),
    "commission_vat": _figure("vat", COMMISSION),
    "debited": _figure("gross", "minimum_commission_true_up"),
    "debtor_pays": _note("debtor_pays"),
    "days_overdue": _note("days_overdue"),
    "days_overdue_at_chargeback": _note("days_overdue_at_chargeback"),
    "dividend_factor": _figure("factor_share", "dividend_after_indemnity"),
    "dividend_insurer": _figure("insurer_share", "dividend_after_indemnity"),
    "dividend_vat_part": _figure("vat_part", "dividend_after_indemnity"),
    "factor_cost_to_client": _fees,
    "fee_net": _figure("net", COMMISSION),
    "fee_pct_amount": _note("fee_pct_amount"),
    "fee_vat": _figure("vat", COMMISSION),
    "financed": _price("financed"),
    "fiu": lambda play: play.books.funds_in_use,
    "fiu_20_june": _fiu_on(6, 20),
    "fiu_25_june": _fiu_on(6, 25),
    "fiu_30_june": _fiu_on(6, 30),
    "fiu_5_june": _fiu_on(6, 5),
    "fiu_after_partial": _fiu("allocation"),
    "fiu_after_payout": _fiu("payout_executed"),
    "guarantee_fund": _final("2120", -1),
    "guarantee_fund_topup": _amount("guarantee_fund_topup"),
    "holdback": _amount("holdback_set"),
    "holdback_after": _after("2110", "holdback_release", sign=-1),
    "holdback_released": _amount("holdback_release"),
    "holdback_released_on_credit_note": _amount("holdback_release"),
    "indemnity": _amount("indemnity_claim_accepted"),
    "interest": _amount("interest_accrued"),
    "march_interest": _note("march_interest"),
    "march_rate": _note("march_rate"),
    "march_surcharge": _note("march_surcharge"),
    "april_interest": _note("april_interest"),
    "april_rate": _note("april_rate"),
    "april_surcharge": _note("april_surcharge"),
    "april_vat_if_exempt": _interest_vat(0),
    "april_vat_if_taxed_21": _interest_vat(21),
    "net_available": _net_available,
    "next_fee_net": _figure("net", COMMISSION, 1),
    "next_fee_vat": _figure("vat", COMMISSION, 1),
    "next_payout": _amount("payout_instructed", 1),
    "next_payout_without_setoff": _without_set_off,
    "open_after_partial": _after("1100", "allocation"),
    "own_risk": _amount("write_off_own_risk"),
    "payout": _price("payout"),
    "receivables": _final("1100"),
    "remittance": _amount("remitted_to_principal"),
    "roll_forward": _final("1100"),
    "second_payout": _amount("payout_instructed", 1),
    "social": _note("social"),
    "surcharge_net": _figure("net", "late_surcharge"),
    "surcharge_periods": _note("surcharge_periods"),
    "surcharge_vat": _figure("vat", "late_surcharge"),
    "tax": _note("tax"),
    "true_up_net": _figure("net", "minimum_commission_true_up"),
    "true_up_vat": _figure("vat", "minimum_commission_true_up"),
    "trust_bank": _final("1020"),
    "unallocated_after_day1": _after("2300", "receipt", sign=-1),
    "unexplained": _gap,
    "unmatched_dedicated": _final("9010"),
    "vat_relief": _amount("vat_relief"),
}

#: Where a name means something else in one example.
OF_EXAMPLE: Final[dict[str, Figures]] = {
    "EX05": {"client_owes": _after("2100", "holdback_release")},
    "EX08": {
        "fee_net": _figure("net", "indirect_payment_fee"),
        "fee_vat": _figure("vat", "indirect_payment_fee"),
        "payout": _amount("payout_instructed"),
    },
    "EX13": {
        "commission_net": _figure("net", "commission_invoiced"),
        "commission_vat": _figure("vat", "commission_invoiced"),
    },
}


def figure(play: Play, name: str) -> Figure | None:
    """The figure that was played, or None where nothing computes one of that name."""
    find = OF_EXAMPLE.get(play.case.id, {}).get(name) or ALL.get(name)
    if find is None:
        return None
    try:
        return find(play)
    except (IndexError, KeyError, StopIteration):
        return None
