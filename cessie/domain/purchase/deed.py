"""The deed of cession as plain text: who cedes what to whom, at which figures, approved by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from cessie.domain.invoices.payable import Payable
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Client
from cessie.domain.purchase.models import Item, Proposal
from cessie.domain.purchase.rules.deed_words import heading
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.contract import Terms

#: What happens to the claims, by form of transfer (factoring-domain 1: assignment, subrogation, Dailly slip).
FORMS = {
    "SALE": N_("{client} sells and assigns the following claims to {house}, with all their accessories."),
    "SUBROGATION": N_("{house} pays {client} and steps into its rights to the following claims (subrogation)."),
    "DAILLY": N_("{client} cedes the following claims to {house} by assignment slip (Dailly)."),
}


def deed(
    proposal: Proposal, items: Sequence[Item], invoices: Sequence[Payable], terms: Terms, signed_by: str, at: datetime
) -> str:
    """The same proposal accepted at the same moment by the same person gives the same text, in his language."""
    client = Client.objects.select_related("company").get(pk=proposal.client_id).company
    house = parties.house_company()
    by_id = {invoice.id: invoice for invoice in invoices}
    debtors = parties.names({invoice.debtor_id for invoice in invoices})
    with override(client.language):
        names = {"client": client.name, "house": house.name if house else ""}
        confidential = terms.disclosure == "CONFIDENTIAL"
        law = heading(terms.transfer_form, client.country, client.language, confidential=confidential)
        day = booking_day(at).isoformat()
        lines = [
            *((law.format(**names, day=day), "") if law else ()),
            _("Deed of cession {number}").format(number=proposal.number),
            "",
            _(FORMS[terms.transfer_form]).format(**names),
            "",
            *(_line(item, by_id[item.invoice_id], debtors) for item in items),
            "",
            _("Set off against the current account: {amount}").format(amount=_in(proposal, proposal.set_off_cents)),
            _("Payout: {amount}").format(amount=_in(proposal, proposal.payout_cents)),
            _("Approved by {person} at {moment} (UTC), fingerprint of the figures {digest}.").format(
                person=signed_by, moment=at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"), digest=proposal.digest
            ),
            "",
        ]
        if own := parties.clause(client.language):
            lines += [own, ""]
    return "\n".join(lines)


def _line(item: Item, invoice: Payable, debtors: dict[UUID, str]) -> str:
    amounts = {name: Money(getattr(item, f"{name}_cents"), invoice.face.currency) for name in _SHOWN}
    return _(
        "{position}. Invoice {number} to {debtor}, due {due}: face {face}, financed {financed},"
        " held back {holdback}, fee {fee}, VAT {vat}"
    ).format(
        position=item.position,
        number=invoice.number,
        debtor=debtors.get(invoice.debtor_id, ""),
        due=invoice.due_date.isoformat(),
        **amounts,
    )


_SHOWN = ("face", "financed", "holdback", "fee", "vat")


def _in(proposal: Proposal, cents: int) -> Money:
    return Money(cents, proposal.currency)
