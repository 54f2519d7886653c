"""The figures of a proposal as they are kept, and their fingerprint."""

from __future__ import annotations

from collections.abc import Sequence

from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.rules.digest import digest
from cessie.lib.money import Money

FIGURES = ("face", "approved", "financed", "holdback", "undrawn", "fee", "vat")


def fingerprint(proposal: Proposal, items: Sequence[Item]) -> str:
    """The digest of what is stored now: an offer whose figures were changed does not have its own any more."""
    totals: dict[str, int | str] = {
        "client": str(proposal.client_id),
        "contract": str(proposal.contract_id),
        "version": str(proposal.version_id),
        "expires_at": str(int(proposal.expires_at.timestamp())),
        "set_off": proposal.set_off_cents,
        "payout": proposal.payout_cents,
        "deferred": proposal.deferred_cents,
        "carried": proposal.carried_cents,
    }
    if proposal.top_up_cents:
        totals["top_up"] = proposal.top_up_cents
    return digest(
        number=proposal.number,
        currency=proposal.currency,
        totals=totals,
        items=[
            {"invoice": str(item.invoice_id)} | {name: getattr(item, f"{name}_cents") for name in FIGURES}
            for item in sorted(items, key=lambda item: item.position)
        ],
    )


def brings(proposal: Proposal, items: Sequence[Item]) -> Money:
    """What the purchases together bring the client, less what goes into the fund, before his debt is set off."""
    each = sum(item.financed_cents - item.fee_cents - item.vat_cents for item in items)
    return Money(each - proposal.top_up_cents, proposal.currency)
