"""An invoice as the Peppol network takes it (BIS Billing 3): as it was handed in, or made from what another form says.

Nothing is guessed that has an effect in tax or law. What only the network wants is filled in: the addresses there, the
profile, and a reference of the buyer (rule PEPPOL-EN16931-R003) from his number at the seller, else the invoice's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cessie.formats.invoices import ubl
from cessie.formats.values import InvoiceDocument, Party

#: What a document says of itself that follows BIS Billing 3, or a national form of it.
MARK: Final = "urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def is_bis(document: InvoiceDocument) -> bool:
    """Whether the file itself can go as it is."""
    named = document.seller.endpoint and document.buyer.endpoint
    return bool(document.format == ubl.NAME and document.xml and named and MARK in (document.customization or ""))


def as_bis(document: InvoiceDocument, *, seller: str, buyer: str) -> bytes:
    """The invoice as BIS Billing 3; ``seller`` and ``buyer``: their participants (``0208:0848934496``).

    Refused (``ubl.write``) with what is missing, or what does not come out.
    """
    if is_bis(document) and document.xml is not None:
        return document.xml
    reference = document.buyer_reference or next(iter(document.buyer.identifiers), None) or document.number
    return ubl.write(
        replace(
            document,
            customization=None,  # the writer's own: BIS Billing 3
            profile=None,
            buyer_reference=reference if not document.order_reference else document.buyer_reference,
            seller=_at(document.seller, seller),
            buyer=_at(document.buyer, buyer),
        )
    )


def _at(party: Party, participant: str) -> Party:
    """The party with its address in the network."""
    scheme, _, value = participant.partition(":")
    return replace(party, endpoint=value or None, endpoint_scheme=scheme or None)
