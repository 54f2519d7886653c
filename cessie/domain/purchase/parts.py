"""Contracts that give a holdback back in parts (``PRO_RATA``): what must stay held as its debtor pays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from cessie.domain.contracts.models import Version
from cessie.domain.purchase.models import Cession, Item
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.ledger.models import Balance
from cessie.ledger.receivables import lowered_by_rule
from cessie.lib.money import EUR, Money
from cessie.terms.contract import Terms
from cessie.terms.reserve import required_holdback, still_held

#: Rules by which a debtor's own money lowers what is open, or raises it when the bank takes it back. What he paid to
#: the client or deducted is not in the house: it frees nothing before the invoice is closed.
CASH = ("P08", "P28", "P34f")
CREDIT_NOTE = "P13"


def to_stay_held(invoice_ids: Collection[UUID], *, currency: str = EUR) -> dict[UUID, Money]:
    """What must stay held on those of these invoices whose contract releases in parts, by the terms of the purchase.

    Of an invoice that the client credited in part, the smaller invoice counts: its holdback, and the share paid of it.
    """
    bought = Cession.objects.filter(invoice_id__in=invoice_ids, proposal__version__terms__release_mode="PRO_RATA")
    versions = dict(bought.values_list("invoice_id", "proposal__version_id"))
    if not versions:
        return {}
    terms = {row.pk: Terms.from_json(row.terms) for row in Version.objects.filter(pk__in=versions.values())}
    lowered = lowered_by_rule(versions, currency=currency)
    return {
        item.invoice_id: _held(item, terms[versions[item.invoice_id]], lowered[item.invoice_id], currency)
        for item in Item.objects.filter(invoice_id__in=versions, proposal__state="purchased")
    }


def with_parts_to_release(*, limit: int = 5000) -> tuple[UUID, ...]:
    """Open invoices of such contracts of which more is held than must stay; for jobs."""
    versions = list(Version.objects.filter(terms__release_mode="PRO_RATA").values_list("pk", flat=True))
    if not versions:
        return ()
    still = Balance.objects.filter(open=True, account__in=BOUGHT).values("invoice_id")
    bought = Cession.objects.filter(proposal__version_id__in=versions, invoice_id__in=still)
    return parts_due(list(bought.order_by("ceded_at", "pk").values_list("invoice_id", flat=True)[:limit]))


def parts_due(invoice_ids: Collection[UUID]) -> tuple[UUID, ...]:
    """Those of these invoices of which more is held than must stay."""
    stay = to_stay_held(invoice_ids)
    held = ledger.holdbacks(stay)
    return tuple(key for key in invoice_ids if key in stay and held[key] > stay[key])


def _held(item: Item, terms: Terms, lowered: Mapping[str, Money], currency: str) -> Money:
    nothing = Money(0, currency)
    face, holdback = Money(item.face_cents, currency), Money(item.holdback_cents, currency)
    credited = lowered.get(CREDIT_NOTE, nothing)
    if credited:
        face -= credited
        approved = Money(item.approved_cents, currency)
        required = required_holdback(face=face, approved=approved, advance_rate=terms.advance_for())
        holdback = min(holdback, required)
    if not face:
        return nothing
    paid = Money.total((lowered.get(rule, nothing) for rule in CASH), currency)
    return still_held(holdback=holdback, face=face, paid=paid)
