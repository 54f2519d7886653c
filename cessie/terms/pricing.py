"""The price of an invoice: financed, held back, fee, VAT, set-off, payout (factoring-domain 3).

Buying credits the client's current account with the full face value; the payout is what he may draw of it at once.

>>> p = price(face=Money(12_100_00), approved=Money(12_100_00), advance_rate=Decimal(90),
...           fee=FeeTerms(percent=Decimal("3.5"), minimum=Money(50_00)), vat_rate=Decimal(21))
>>> str(p.financed), str(p.holdback), str(p.fee), str(p.vat), str(p.payout)
('10890.00 EUR', '1210.00 EUR', '423.50 EUR', '88.94 EUR', '10377.56 EUR')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms.fees import FeeTerms

ReserveModel = Literal["PER_INVOICE", "POOL", "NONE"]


@dataclass(frozen=True, slots=True)
class Pricing:
    """Every figure of one purchase, in cents of one currency; ``face = financed + holdback + undrawn`` always.

    ``undrawn``: the unfinanced part where nothing is held per invoice (it stays on the current account).
    ``top_up``: moved into the pooled guarantee fund. ``set_off``: the client's debt that this money pays.
    ``payout``: paid now; ``deferred``: below the payout minimum, paid with the next batch; ``carried``: what the client
    still owes on his current account afterwards.
    """

    face: Money
    approved: Money
    financed: Money
    holdback: Money
    fee: Money
    vat: Money
    set_off: Money
    payout: Money
    undrawn: Money = Money(0)
    top_up: Money = Money(0)
    deferred: Money = Money(0)
    carried: Money = Money(0)
    steps: tuple[Reason, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a client receives for one or many purchases together, after his debt; words as in ``Pricing``."""

    before_set_off: Money
    set_off: Money
    payout: Money
    deferred: Money
    carried: Money


def approved_part(face: Money, room: Money) -> Money:
    """How much of the face the limits leave room for: never more than the face, never below zero (EX16)."""
    return max(Money(0, face.currency), min(face, room))


def price(
    *,
    face: Money,
    approved: Money,
    advance_rate: Decimal,
    fee: FeeTerms,
    vat_rate: Decimal,
    client_debt: Money = Money(0),
    reserve_model: ReserveModel = "PER_INVOICE",
    top_up: Money = Money(0),
    payout_minimum: Money = Money(0),
    fee_base: Money | None = None,
    explained: bool = True,
) -> Pricing:
    """Price one invoice. ``approved``: the part under the limits; rates in percent; ``fee_base`` instead of the face.

    ``client_debt``: the debit balance of the current account before the purchase (a credit balance counts as 0).
    Not ``explained``: without the steps in words, for whoever prices a ledger of them.
    A face that is not positive, or rates outside 0 to 100, are a programming error (ValueError).
    """
    if face.cents <= 0 or not 0 <= advance_rate <= 100 or vat_rate < 0:
        raise ValueError(f"cannot price face {face} at {advance_rate} percent with VAT {vat_rate}")
    nothing = Money(0, face.currency)
    approved = approved_part(face, approved)
    financed = approved.percent(advance_rate)
    unfinanced = face - financed
    holdback = unfinanced if reserve_model == "PER_INVOICE" else nothing
    base = face if fee_base is None else fee_base
    net = fee.of(base)
    vat = net.percent(vat_rate)
    end = settle(financed - top_up - net - vat, client_debt=client_debt, payout_minimum=payout_minimum)
    figures = Pricing(
        face=face,
        approved=approved,
        financed=financed,
        holdback=holdback,
        fee=net,
        vat=vat,
        set_off=end.set_off,
        payout=end.payout,
        undrawn=unfinanced - holdback,
        top_up=top_up,
        deferred=end.deferred,
        carried=end.carried,
    )
    return _explained(figures, advance_rate, fee, base, vat_rate) if explained else figures


def settle(
    before_set_off: Money, *, client_debt: Money, payout_minimum: Money = Money(0), drawn: bool = False
) -> Settlement:
    """Set a client's debt off against what the purchases bring, and say what is paid now (factoring-domain 3).

    A negative sum is bought all the same: nothing is paid and the debit is carried. ``drawn``: what is due stays on the
    account until the client draws it.
    ``before_set_off - debt = payout + deferred - carried`` always.

    >>> str(settle(Money(15_758_00), client_debt=Money(6_776_00)).payout)
    '8982.00 EUR'
    """
    nothing = Money(0, before_set_off.currency)
    debt = max(nothing, client_debt)
    set_off = min(debt, max(nothing, before_set_off))
    rest = before_set_off - debt
    due = max(nothing, rest)
    paid = due if due >= payout_minimum and not drawn else nothing
    return Settlement(before_set_off, set_off, paid, due - paid, max(nothing, -rest))


def settle_batch(
    prices: Sequence[Pricing], *, client_debt: Money = Money(0), payout_minimum: Money = Money(0)
) -> Settlement:
    """Several invoices bought together, each priced without debt: one set-off and one payout."""
    total = Money.total((p.financed - p.top_up - p.fee - p.vat for p in prices), client_debt.currency)
    return settle(total, client_debt=client_debt, payout_minimum=payout_minimum)


def _explained(p: Pricing, advance_rate: Decimal, fee: FeeTerms, base: Money, vat_rate: Decimal) -> Pricing:
    """The same figures with the steps in words, in the order in which they are reckoned."""
    steps = []
    if p.approved < p.face:
        steps.append(
            Reason(
                "price.approved",
                N_("Of the face value {face} the limits leave room for {approved}."),
                {"face": p.face, "approved": p.approved},
            )
        )
    steps.append(
        Reason(
            "price.financed",
            N_("{rate} % of {approved} is financed: {financed}."),
            {"rate": f"{advance_rate.normalize():f}", "approved": p.approved, "financed": p.financed},
        )
    )
    if p.holdback:
        steps.append(
            Reason(
                "price.holdback",
                N_("{holdback} is held back until the invoice is closed."),
                {"holdback": p.holdback},
            )
        )
    steps += _fee_steps(p, fee, base, vat_rate)
    if p.set_off:
        steps.append(
            Reason("price.set_off", N_("{set_off} pays what is owed on the current account."), {"set_off": p.set_off})
        )
    steps.append(Reason("price.payout", N_("{payout} is paid out."), {"payout": p.payout}))
    if p.deferred:
        steps.append(
            Reason(
                "price.deferred",
                N_("{deferred} is below the payout minimum and goes with the next payout."),
                {"deferred": p.deferred},
            )
        )
    if p.carried:
        steps.append(
            Reason("price.carried", N_("{carried} stays owed on the current account."), {"carried": p.carried})
        )
    return Pricing(**{name: getattr(p, name) for name in p.__slots__ if name != "steps"}, steps=tuple(steps))


def _fee_steps(p: Pricing, fee: FeeTerms, base: Money, vat_rate: Decimal) -> list[Reason]:
    by_percent = fee.percent_of(base) + fee.amount
    if p.fee > by_percent:
        why = Reason(
            "price.fee_minimum",
            N_("The fee on {base} would be {reckoned}; the minimum is {fee}."),
            {"base": base, "reckoned": by_percent, "fee": p.fee},
        )
    elif p.fee < by_percent:
        why = Reason(
            "price.fee_maximum",
            N_("The fee on {base} would be {reckoned}; the maximum is {fee}."),
            {"base": base, "reckoned": by_percent, "fee": p.fee},
        )
    else:
        why = Reason("price.fee", N_("The fee on {base} is {fee}."), {"base": base, "fee": p.fee})
    vat = Reason(
        "price.vat",
        N_("VAT of {rate} % on the fee: {vat}."),
        {"rate": f"{vat_rate.normalize():f}", "vat": p.vat},
    )
    return [why, vat]
