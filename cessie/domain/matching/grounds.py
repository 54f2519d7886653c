"""Why an invoice may be closed with less money than is open on it: by its terms, by law, or by the house's policy."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from cessie.domain.invoices.models import Invoice
from cessie.domain.matching.models import Split
from cessie.domain.matching.rules.discount import earned
from cessie.domain.matching.rules.disposal import Closing
from cessie.domain.matching.rules.policy import HOUSE, Policy
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Fact, Reason, Refusal


class NotAlone(Refusal):
    """More than one person may settle on his word: a second one must agree (``settle``)."""


def withheld(invoice_ids: Collection[UUID]) -> dict[UUID, Money]:
    """What debtors are expected to withhold of each invoice, or to pay to a blocked account."""
    rows = Split.objects.filter(invoice_id__in=invoice_ids, ended_at__isnull=True)
    return {row.invoice_id: Money(row.social_cents + row.tax_cents + row.blocked_cents) for row in rows}


def ground(
    invoice_id: UUID, closing: Closing, *, open_before: Money, paid: date, policy: Policy = HOUSE
) -> Reason | None:
    """What makes the closing right without anybody's word, or None.

    ``open_before``: what was open before the payment; ``paid``: its value date.
    """
    amount, facts = closing.amount, {"amount": closing.amount}
    if closing.kind == "small_difference" and policy.tolerated(amount, of=open_before):
        return Reason("settle.tolerated", N_("{amount} is within the tolerance for small differences."), facts)
    if closing.kind == "statutory_withholding" and amount <= withheld([invoice_id]).get(invoice_id, Money(0)):
        return Reason("settle.withheld", N_("{amount} is what the debtor had to withhold."), facts)
    if closing.kind == "discount_taken":
        return _discount(invoice_id, amount, paid, policy)
    return None


def _discount(invoice_id: UUID, amount: Money, paid: date, policy: Policy) -> Reason | None:
    row = Invoice.objects.only("content", "gross_cents", "issue_date", "currency").get(pk=invoice_id)
    offer = earned(
        str(row.content.get("stated", {}).get("words", "")),
        face=Money(row.gross_cents, row.currency),
        short=amount,
        issued=row.issue_date,
        paid=paid,
        grace=policy.discount_grace,
    )
    if offer is None:
        return None
    facts: dict[str, Fact] = {"percent": f"{offer.percent.normalize():f}", "days": offer.days}
    return Reason("settle.discount", N_("The invoice offers {percent} % for payment within {days} days."), facts)


def require_ground(
    invoice_id: UUID, closing: Closing, *, open_before: Money, paid: date, by: Viewer, policy: Policy = HOUSE
) -> Reason:
    """The reason for a closing that comes with money: its ground, or a person's word up to what he may settle alone.

    Refused: a difference beyond the tolerance, no ground for a job, more than one person may settle (``NotAlone``).
    """
    found = ground(invoice_id, closing, open_before=open_before, paid=paid, policy=policy)
    if found is not None:
        return found
    if closing.kind == "small_difference":
        words = N_("{amount} is more than a small difference.")
        raise Refusal("settle.not_small", words, amount=closing.amount)
    if by.kind != "staff" or closing.amount > policy.alone:
        words = N_("{amount} is more than one person may settle, {most}: match the money, then ask a second person.")
        raise NotAlone("settle.not_alone", words, amount=closing.amount, most=policy.alone)
    return Reason("settle.by_word", N_("Settled on a person's word: {amount}."), {"amount": closing.amount})
