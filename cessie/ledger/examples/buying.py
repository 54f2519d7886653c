"""Events of buying: opening, purchase, holdback, guarantee fund, fees, dilution, chargeback."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from cessie.ledger.entry import Entry
from cessie.ledger.examples.case import Facts, day, rate
from cessie.ledger.examples.play import Play, on
from cessie.ledger.rules import dilution, fees, opening
from cessie.ledger.rules import purchase as buying
from cessie.lib.money import Money
from cessie.terms import reserve, vat
from cessie.terms.fees import FeeTerms, commission, days_overdue, late_surcharge, started_periods, true_up
from cessie.terms.pricing import approved_part, price
from cessie.terms.withholding import Withholding, withhold

POOL: Final = "guarantee_fund_pct_of_outstanding"


def vat_rate(play: Play) -> Decimal:
    """VAT on the fees of the contract, in percent."""
    return play.case.percent("vat_fee", "vat_commission")


@on("opening")
def open_books(play: Play, facts: Facts) -> Entry:
    """P00: open invoices against the client's account (nothing drawn), or a balance with its fund and cash."""
    inputs, books = play.case.inputs, play.books
    event = play.event(facts)
    if "opening" in inputs:
        owed = [("1100", play.case.money(text), books.dims(name)) for name, text in inputs["opening"].items()]
        total = Money.total((amount for _, amount, _ in owed), play.case.currency)
        return opening.open_books(event=event, balances=[*owed, ("2100", -total, books.dims())])
    outstanding, in_use = play.input("opening_balance"), play.input("opening_fiu")
    fund = reserve.required_fund(outstanding, play.case.percent(POOL))
    play.invoice = "balance"
    of = books.dims("balance")
    rest = outstanding - fund - in_use
    return opening.open_books(
        event=event,
        balances=[("1100", outstanding, of), ("2120", -fund, of), ("2100", -rest, of), ("1005", -in_use, of)],
    )


@on("purchase")
def purchase(play: Play, facts: Facts) -> Entry:
    """P01 at the face value of the inputs; the price of the invoice is reckoned here once."""
    face = _face(play)
    contract, inputs = play.case.contract, play.case.inputs
    room = play.input("debtor_limit") - play.input("debtor_limit_used") if "debtor_limit" in inputs else face
    fee = FeeTerms(
        percent=play.case.percent("fee_pct", "commission_pct"), minimum=play.case.money(contract.get("fee_min", "0"))
    )
    if "holdback_rate" in contract and play.case.percent("advance_rate") + play.case.percent("holdback_rate") != 100:
        raise ValueError("advance rate and holdback rate are not 100 % together")
    play.pricings[play.invoice] = price(
        face=face,
        approved=approved_part(face, room),
        advance_rate=play.case.percent("advance_rate"),
        fee=fee,
        vat_rate=vat_rate(play),
        client_debt=play.books.client_debt,
        reserve_model="POOL" if POOL in contract else "PER_INVOICE",
    )
    play.commission_base += face
    return buying.purchase(event=play.event(facts), face=face, of=play.of())


def _face(play: Play) -> Money:
    if play.invoice == "balance":
        return play.input("new_invoices")
    invoice = play.case.invoices()[play.invoice]
    face = play.case.money(invoice["face"])
    if "net" in invoice and play.case.money(invoice["net"]) + play.case.money(invoice["vat"]) != face:
        raise ValueError(f"net and VAT of {play.invoice} are not its face value")
    return face


@on("holdback_set")
def hold_back(play: Play, facts: Facts) -> Entry:
    """P02: what the price of the invoice holds back (set again when a paid invoice came open again)."""
    held = play.pricings[play.invoice].holdback
    return buying.hold_back(event=play.event(facts), amount=held, of=play.of())


@on("holdback_release")
def release_holdback(play: Play, facts: Facts) -> Entry:
    """P09: all once the invoice is closed; after a credit note what the smaller invoice no longer asks for."""
    books, pricing = play.books, play.pricings[play.invoice]
    held, still_open = -books.balance("2110", play.invoice), books.open(play.invoice)
    if still_open and play.before == "credit_note":
        freed = reserve.release_on_credit_note(
            face=still_open, approved=pricing.approved, advance_rate=play.case.percent("advance_rate"), held=held
        )
    else:
        freed = held if still_open <= play.nothing() else play.nothing()
    return buying.release_holdback(event=play.event(facts), amount=freed, of=play.of())


@on("guarantee_fund_topup", "guarantee_fund_release")
def change_fund(play: Play, facts: Facts) -> Entry:
    """P02 or P10: the fund follows what is outstanding."""
    required = reserve.required_fund(play.books.balance("1100"), play.case.percent(POOL))
    change = reserve.change(required, -play.books.balance("2120"))
    event, of = play.event(facts), play.of()
    if facts["type"] == "guarantee_fund_topup":
        return buying.top_up_fund(event=event, amount=change.top_up, of=of)
    return buying.release_fund(event=event, amount=change.release, of=of)


@on("factoring_commission")
def charge_commission(play: Play, facts: Facts) -> Entry:
    """P03 on what was bought since the last one (and credited, where the contract's base says so)."""
    contract = play.case.contract
    percent = play.case.percent("fee_pct", "commission_pct")
    net = commission(play.commission_base, percent, play.case.money(contract.get("fee_min", "0")))
    play.notes.setdefault("fee_pct_amount", play.commission_base.percent(percent))
    play.commission_base = play.nothing()
    return _fee(play, facts, net)


@on("late_surcharge")
def charge_late(play: Play, facts: Facts) -> Entry:
    """P03: a percentage of the face value for each started period after the days of grace."""
    terms, invoice = play.case.contract["late_surcharge"], play.case.invoices()[play.invoice]
    overdue = days_overdue(day(invoice["due"]), day(facts["date"]))
    periods = started_periods(overdue, grace_days=terms["grace_days"], period_days=terms["period_days"])
    play.notes |= {"days_overdue": overdue, "surcharge_periods": periods}
    face = play.case.money(invoice["face"])
    return _fee(play, facts, late_surcharge(face, rate(terms["pct_of_face_per_started_period"]), periods))


@on("indirect_payment_fee")
def charge_indirect(play: Play, facts: Facts) -> Entry:
    """P03: the flat fee for a debtor who paid the client."""
    return _fee(play, facts, play.case.money(play.case.contract["indirect_payment_fee"]))


@on("minimum_commission_true_up")
def charge_minimum(play: Play, facts: Facts) -> Entry:
    """P03: what the year's commission lacks of its minimum."""
    minimum = play.case.money(play.case.contract["annual_minimum_commission"])
    return _fee(play, facts, true_up(minimum, play.input("commission_charged_in_year")))


def _fee(play: Play, facts: Facts, net: Money) -> Entry:
    percent = vat_rate(play)
    tax = vat.on(net, percent)
    play.figures |= {"net": net, "vat_pct": percent, "vat": tax, "gross": net + tax}
    return fees.fee(
        event=play.event(facts), kind=facts["type"], net=net, vat=tax, country=play.case.country, of=play.of()
    )


@on("credit_note")
def credit_note(play: Play, facts: Facts) -> Entry:
    """P13: the credit note of the inputs."""
    inputs = play.case.inputs
    amount = (
        play.input("credit_notes") if "credit_notes" in inputs else play.case.money(inputs["credit_note"]["amount"])
    )
    if "credit notes" in play.case.contract.get("commission_base", "") or play.case.contract.get("fee_on_credit_notes"):
        play.commission_base += amount
    return dilution.credit_note(event=play.event(facts), amount=amount, of=play.of())


@on("discount_taken", "short_payment")
def dilute(play: Play, facts: Facts) -> Entry:
    """P14: the rest of an invoice that is accepted as paid."""
    event, rest, of = play.event(facts), play.books.open(play.invoice), play.of()
    if facts["type"] == "discount_taken":
        return dilution.dilute(event=event, amount=rest, of=of, kind="discount_taken")
    return dilution.dilute(event=event, amount=rest, of=of, kind="short_payment")


@on("statutory_withholding")
def withheld(play: Play, facts: Facts) -> Entry:
    """P14: what the law makes the debtor pay to the authorities."""
    split = _withholding(play)
    play.notes |= {"social": split.social, "tax": split.tax, "debtor_pays": split.debtor_pays}
    return dilution.dilute(event=play.event(facts), amount=split.withheld, of=play.of(), kind="statutory_withholding")


def _withholding(play: Play) -> Withholding:
    invoice, terms = play.case.invoices()[play.invoice], play.case.inputs["withholding"]
    return withhold(
        face=play.case.money(invoice["face"]),
        net=play.case.money(invoice["net"]),
        social_percent=rate(terms["social_pct"]),
        tax_percent=rate(terms["tax_pct"]),
    )


@on("indirect_payment")
def indirect(play: Play, facts: Facts) -> Entry:
    """P16: the debtor paid the client."""
    return dilution.indirect_payment(event=play.event(facts), amount=play.input("debtor_paid_client"), of=play.of())


@on("chargeback")
def charge_back(play: Play, facts: Facts) -> Entry:
    """P15: what is open, once the invoice is overdue beyond the contract's days."""
    invoice = play.case.invoices()[play.invoice]
    overdue = days_overdue(day(invoice["due"]), day(facts["date"]))
    play.notes["days_overdue_at_chargeback"] = overdue
    if overdue <= play.case.contract["recourse_days_overdue"]:
        raise ValueError(f"overdue only {overdue} days")
    return buying.charge_back(event=play.event(facts), amount=play.books.open(play.invoice), of=play.of())
