"""Events of what does not come in, of time, of what is only managed: losses, returns, interest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Literal

from cessie.ledger.entry import Entry
from cessie.ledger.examples.case import Facts, day, rate
from cessie.ledger.examples.play import Play, on
from cessie.ledger.rules import interest as interest_rules
from cessie.ledger.rules import managed, nonpayment
from cessie.terms.insurance import Loss, share_loss, split_dividend
from cessie.terms.interest import (
    Balance,
    Fixing,
    InterestTerms,
    Segment,
    balances_of,
    interest,
    segments,
    surcharge,
)


@on("doubtful")
def doubtful(play: Play, facts: Facts) -> Entry:
    """P22: all that is open."""
    amount = play.books.balance("1100", play.invoice)
    return nonpayment.doubt(event=play.event(facts), amount=amount, of=play.of())


@on("allowance")
def allowance(play: Play, facts: Facts) -> Entry:
    """P22: the loss that the risk desk expects."""
    return nonpayment.allow(event=play.event(facts), amount=play.input("expected_loss"), of=play.of())


def _loss(play: Play) -> Loss:
    if play.loss is None:
        contract, invoice = play.case.contract, play.case.invoices()[play.invoice]
        play.loss = share_loss(
            open_amount=play.books.balance("1110", play.invoice),
            face=play.case.money(invoice["face"]),
            vat=play.case.money(invoice["vat"]),
            insured_limit=play.case.money(contract["debtor_insured_limit"]),
            insured_percent=rate(contract["insured_pct"]),
            basis="NET" if contract["insured_basis"] == "net of VAT" else "GROSS",
        )
    return play.loss


@on("indemnity_claim_accepted")
def indemnity_accepted(play: Play, facts: Facts) -> Entry:
    """P23: the insured part."""
    amount = _loss(play).indemnity
    return nonpayment.accept_indemnity(event=play.event(facts), amount=amount, of=play.of("insurance claim"))


@on("vat_relief")
def vat_relief(play: Play, facts: Facts) -> Entry:
    """P24: the VAT in it."""
    return nonpayment.relieve_vat(event=play.event(facts), amount=_loss(play).vat_relief, of=play.of())


@on("write_off_own_risk")
def write_off(play: Play, facts: Facts) -> Entry:
    """P25: what is still doubtful once insurer and State have given theirs, from the allowance first."""
    lost = play.books.balance("1110", play.invoice)
    allowed = min(lost, -play.books.balance("1190"))
    return nonpayment.write_off(event=play.event(facts), amount=lost, allowed=allowed, of=play.of())


@on("indemnity_received")
def indemnity_received(play: Play, facts: Facts) -> Entry:
    """P26: what the insurer accepted."""
    amount = play.books.balance("1300")
    return nonpayment.receive_indemnity(event=play.event(facts), amount=amount, of=play.of("insurance claim"))


@on("dividend_after_indemnity")
def dividend(play: Play, facts: Facts) -> Entry:
    """P27: the dividend shared as the loss was borne."""
    shares = split_dividend(play.books.unallocated, _loss(play))
    play.figures |= {"vat_part": shares.vat, "insurer_share": shares.insurer, "factor_share": shares.factor}
    return nonpayment.share_dividend(
        event=play.event(facts),
        vat=shares.vat,
        insurer=shares.insurer,
        own=shares.factor,
        claim=play.books.key("insurance claim"),
        country=play.case.country,
        of=play.of("bank line"),
    )


@on("allocation_reversed")
def allocation_reversed(play: Play, facts: Facts) -> Entry:
    """P28: what the returned debit had paid is open again."""
    paid = next(step.entry.amount for step in reversed(play.steps) if step.type == "allocation")
    return nonpayment.reopen(event=play.event(facts), amount=paid, of=play.of("bank line"))


@on("receipt_returned")
def receipt_returned(play: Play, facts: Facts) -> Entry:
    """P28: and the bank takes it back."""
    return nonpayment.send_back(event=play.event(facts), amount=play.books.unallocated, of=play.of("bank line"))


@on("return_fee")
def return_fee(play: Play, facts: Facts) -> Entry:
    """P28: the bank's charge."""
    return nonpayment.return_fee(event=play.event(facts), amount=play.input("bank_return_fee"), of=play.of("bank line"))


@on("return_fee_rebilled")
def return_fee_rebilled(play: Play, facts: Facts) -> Entry:
    """P28: passed on to the client where the contract says so."""
    if not play.case.contract["return_fee_rebilled"]:
        raise ValueError("the contract does not pass the bank's charge on")
    amount = play.books.balance("5040")
    return nonpayment.rebill_return_fee(event=play.event(facts), amount=amount, of=play.of("bank line"))


@on("interest_accrued")
def interest_accrued(play: Play, facts: Facts) -> Entry:
    """P11: the month's interest on the funds in use; a second accrual of the day is the surcharge over the limit."""
    contract = play.case.contract
    terms = InterestTerms(
        floor=rate(contract["floor"]),
        margin=rate(contract["margin"]),
        day_count=contract["day_count"],
        surcharge=rate(contract.get("overlimit_surcharge", "0")),
    )
    last = day(facts["date"])
    limit = play.case.money(contract["limit"]) if "limit" in contract else None
    found = segments(_funds(play), _fixings(play), terms, last.replace(day=1), last, limit=limit)
    over = play.seen["interest_accrued", last] > 1
    amount = surcharge(found, terms.surcharge) if over else interest(found)
    name = f"{last:%B}".lower()
    play.notes |= {f"{name}_surcharge" if over else f"{name}_interest": amount, f"{name}_rate": _rate(found)}
    play.figures |= {"segments": [[s.base, s.days] for s in found if s.base], "rate": _rate(found)}
    return interest_rules.accrue(event=play.event(facts), amount=amount, of=play.of())


def _rate(found: Sequence[Segment]) -> Decimal:
    return next(segment.rate for segment in reversed(found) if segment.base)


def _funds(play: Play) -> list[Balance]:
    """Given from outside, else what the books of the example say by value date."""
    given = play.case.inputs.get("funds_in_use")
    if given:
        return [Balance(day(item["valid_from"]), play.case.money(item["amount"])) for item in given]
    return balances_of(play.books.movements(), play.nothing())


def _fixings(play: Play) -> list[Fixing]:
    given = play.case.inputs.get("reference")
    if given:
        return [Fixing(day(item["valid_from"]), rate(item["value"])) for item in given]
    return [Fixing(date.min + timedelta(days=1), rate(play.case.contract["reference_value"]))]


@on("interest_capitalised")
def interest_capitalised(play: Play, facts: Facts) -> Entry:
    """P12: all that is accrued."""
    amount = play.books.balance("1400")
    return interest_rules.capitalise(event=play.event(facts), amount=amount, of=play.of())


@on("managed_entered")
def managed_entered(play: Play, facts: Facts) -> Entry:
    """P39: the open amount of an invoice taken into management."""
    face = play.case.money(play.case.invoices()[play.invoice]["face"])
    return managed.enter(event=play.event(facts), amount=face, of=play.of())


_SETTLED: Final[tuple[Literal["managed_settled"], Literal["managed_credited"]]] = (
    "managed_settled",
    "managed_credited",
)


@on(*_SETTLED)
def managed_settled(play: Play, facts: Facts) -> Entry:
    """P40: a payment or credit note, never more than is open."""
    amount = play.given(facts)
    if amount > play.books.balance("9020", play.invoice):
        raise ValueError("more than is open")
    kind = _SETTLED[facts["type"] == "managed_credited"]
    return managed.settle(event=play.event(facts), amount=amount, of=play.of(), kind=kind)


@on("interest_demanded")
def interest_demanded(play: Play, facts: Facts) -> Entry:
    """P41: the late interest of the inputs."""
    amount = play.input("interest")
    return managed.demand(event=play.event(facts), amount=amount, of=play.of("claim"), kind="interest_demanded")


@on("damages_demanded")
def damages_demanded(play: Play, facts: Facts) -> Entry:
    """P41: the contractual damages of the inputs."""
    amount = play.input("damages")
    return managed.demand(event=play.event(facts), amount=amount, of=play.of("claim"), kind="damages_demanded")


@on("demand_settled", "demand_waived")
def demand_ended(play: Play, facts: Facts) -> Entry:
    """P42: paid as far as money came, the rest is given up."""
    event, of, left = play.event(facts), play.of("claim"), play.books.balance("9030")
    if facts["type"] == "demand_waived":
        return managed.discharge(event=event, amount=left, of=of, kind="demand_waived")
    return managed.discharge(event=event, amount=min(left, play.given(facts)), of=of)
