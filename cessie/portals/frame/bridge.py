"""The bridge from a ledger to euros: each step in words, with what to do about it, as a picture and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cessie.domain.availability.queries import Explained
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.portals.frame.templatetags.cessie import money

#: A rule that takes something out: what it is called, and what to do about it.
RULES: Final[Mapping[str, tuple[str, str]]] = {
    "HOLD": (N_("Held back by a doubt"), N_("Answer the open question on the invoice, or send the paper that lacks.")),
    "DEED": (N_("Deed not registered yet"), N_("It counts once its deed is registered; we see to that.")),
    "DISPUTED": (N_("Contested by the customer"), N_("Settle the dispute: it counts again the same day.")),
    "OVERDUE": (N_("Too long overdue"), N_("Have it paid; it does not count any more until then.")),
    "COVER": (N_("Not declared to the insurer in time"), N_("Its cover is lost; have it paid.")),
    "AFFILIATE": (N_("Customer of your own group"), N_("Invoices within one group are not financed.")),
    "CONSUMER": (N_("Private customer"), N_("Invoices to consumers are not financed.")),
    "PERFORMANCE": (N_("Not delivered or finished yet"), N_("Tell us once it is delivered.")),
    "COUNTRY": (N_("Country not in the contract"), N_("Ask for the country to be added to your contract.")),
    "TERM": (N_("Payment term too long"), N_("Agree a shorter term with this customer.")),
    "DATE": (N_("Handed in too late, or dated ahead"), N_("Hand in invoices within the days of the contract.")),
    "CROSS_AGE": (N_("Customer with too much overdue"), N_("Have the overdue part paid: then the rest counts again.")),
    "CREDITS": (N_("Credit notes and money not matched"), N_("Match them to their invoices.")),
    "CONTRA": (N_("You owe this customer yourself"), N_("Pay what you owe, and have us note it.")),
    "OVER_LIMIT": (N_("Above the limit of the customer"), N_("Ask for a higher limit.")),
    "CONCENTRATION": (N_("Too much with one customer"), N_("It counts again as others buy more.")),
}
_BOUNDS: Final[Mapping[str, str]] = {
    "FACILITY": N_("Above the facility"),
    "GROUP": N_("Above the limit of your group"),
    "REFINANCING": N_("Above what our own lender bears"),
    "ACCOUNT": N_("Not on your account yet"),
    "LATE": N_("Your ledger is late: nothing can be drawn until it comes"),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: ``amount`` is what is there (``total``) or what goes off; ``left`` what stands after it."""

    code: str
    name: str
    amount: Money
    left: Money
    total: bool = False
    todo: str = ""
    opens: bool = False


def rungs(found: Explained) -> tuple[Rung, ...]:
    """Every step from what is open to what may be drawn; what takes nothing off is left out."""
    return tuple(_rungs(found))


def _rungs(found: Explained) -> Iterator[Rung]:
    bridge, stand, left = found.bridge, found.stand, found.gross
    yield Rung("GROSS", _("Open invoices"), left, left, total=True)
    for bucket in found.buckets:
        if bucket.code in RULES and bucket.amount:
            name, todo = RULES[bucket.code]
            left -= bucket.amount
            yield Rung(bucket.code, _(name), bucket.amount, left, todo=_(todo), opens=True)
    yield Rung("ELIGIBLE", _("Counts for financing"), left, left, total=True, opens=True)
    rate = formats.number_format(100 - found.terms.advance_rate.normalize(), use_l10n=True)
    off = [
        ("ADVANCE", _("Not advanced: {rate} %").format(rate=rate), bridge.eligible - bridge.advance),
        ("FUND", _("Guarantee fund"), bridge.reserves.fund),
        ("DILUTION", _("Credit notes and discounts of the last year"), bridge.reserves.dilution),
        ("ACCRUED", _("Interest earned and not charged yet"), bridge.reserves.accrued),
        ("UNMATCHED", _("Received and not matched yet"), bridge.reserves.unmatched),
        ("MANUAL", _("Set aside by the credit desk"), bridge.reserves.manual),
    ]
    for code, name, amount in off:
        if amount:
            left -= amount
            yield Rung(code, name, amount, left)
    if left != bridge.gross:  # a late ledger leaves nothing
        yield Rung("LATE", _("Your ledger is late: nothing counts until it comes"), left - bridge.gross, bridge.gross)
    left = bridge.gross
    yield Rung("AVAILABLE", _("Available in all"), left, left, total=True)
    for code, name, amount in (
        ("IN_USE", _("In use already"), stand.in_use),
        ("ORDERED", _("Ordered, not paid yet"), stand.ordered),
        (bridge.bound, _(_BOUNDS.get(bridge.bound, "")) if bridge.bound in _BOUNDS else "", bridge.held_by_ceiling),
    ):
        if amount:
            left -= amount
            yield Rung(code, name, amount, left)
    yield Rung("NET", _("You may draw now"), bridge.drawable, bridge.drawable, total=True)


_WIDTH, _LEFT, _RIGHT, _ROW = 780, 300, 122, 26


def picture(steps: Sequence[Rung]) -> SafeString:
    """The same as bars, one below the other: totals from the left, what goes off where it goes off."""
    most = max([1, *(abs(step.amount.cents) for step in steps), *(abs(step.left.cents) for step in steps)])
    wide = (_WIDTH - _LEFT - _RIGHT) / most
    parts = []
    for n, step in enumerate(steps):
        y = 8 + n * _ROW
        low = 0 if step.total else max(0, min(step.left.cents, step.left.cents + step.amount.cents))
        high = max(0, step.amount.cents if step.total else max(step.left.cents, step.left.cents + step.amount.cents))
        x, width = _LEFT + low * wide, max(1.0, (high - low) * wide)
        sign = "" if step.total else "−"
        tone = "bar b0" if step.total else "bar b2"
        weight = ' class="value"' if step.total else ""
        parts.append(
            f"<g><title>{escape(f'{step.name}: {sign}{step.amount}')}</title>"
            f'<text{weight} x="{_LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(step.name[:46])}</text>'
            f'<rect class="{tone}" x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="16" rx="2"/>'
            f'<text{weight} x="{_WIDTH - 4}" y="{y + 14}" text-anchor="end">{sign}{escape(money(step.amount))}</text>'
            "</g>"
        )
    label = escape(_("From your open invoices to what you may draw"))
    height = 16 + _ROW * len(steps)
    return mark_safe(  # noqa: S308 - every text in it has gone through escape, in this file
        f'<svg class="chart bridge" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
    )
