"""A client's file in its parts: sheets are read by the columns that he explained, and name him as their seller."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from cessie.domain.invoices.papers import layouts
from cessie.domain.parties.models import Client
from cessie.domain.parties.queries import client, numbers_of
from cessie.domain.parties.rules.identifiers import ISO_6523
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.reading import read_named
from cessie.formats.values import Address, Document, InvoiceDocument, Party

#: Formats of one invoice a row, which name no seller.
SHEETS = ("csv", "sheet")


def read_parts(*, data: bytes, name: str, client_id: UUID, by: Viewer) -> list[Document]:
    """What a client's file says: sheets by the columns that he explained; the seller of a sheet is who hands it in."""
    return [document for _, document in read_named_parts(data=data, name=name, client_id=client_id, by=by)]


def read_named_parts(*, data: bytes, name: str, client_id: UUID, by: Viewer) -> list[tuple[str, Document]]:
    """The same, each with the name of the file in which it stands."""
    parts = read_named(data, name, layouts(viewer=by, client_id=client_id))
    if not any(isinstance(part, InvoiceDocument) and part.format in SHEETS for _, part in parts):
        return parts
    seller = _as_seller(client(viewer=by, client_id=client_id))
    return [
        (file, replace(part, seller=seller) if isinstance(part, InvoiceDocument) and part.format in SHEETS else part)
        for file, part in parts
    ]


def _as_seller(row: Client) -> Party:
    """The client as a document would name him: a sheet has no place for its sender."""
    numbers = dict(sorted(numbers_of(row.company_id)))
    scheme = next((code for code, name in ISO_6523.items() if name in numbers and name != "vat"), None)
    return Party(
        name=row.company.name,
        vat=numbers.get("vat"),
        register=numbers[ISO_6523[scheme]] if scheme else None,
        register_scheme=scheme,
        address=Address(country=row.company.country),
    )
