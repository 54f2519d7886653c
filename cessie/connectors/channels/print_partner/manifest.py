"""``manifest.csv``: what the print partner is to do with each PDF of a batch (our own format)."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from typing import Final, Literal

from cessie.connectors.channels import Address, Piece
from cessie.connectors.errors import Rejected

Service = Literal["normal", "prior", "registered", "registered_ack", "eregistered"]

COLUMNS: Final = (
    "item_id", "file", "sha256", "pages", "colour", "duplex", "service", "country", "name1", "name2", "street",
    "number", "box", "postcode", "city", "return_address_code", "enclosure_form", "reference", "not_before",
    "not_after",
)  # fmt: skip
#: References stand in file names: letters, digits, dash.
PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,59}")


def manifest(provider: str, service: Service, pieces: Sequence[Piece]) -> bytes:
    """The sheet, UTF-8, with ``;`` between the fields. ``Rejected`` for a letter without a reference or address."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for piece in pieces:
        where = piece.address
        if where is None or not PLAIN.fullmatch(piece.reference) or not (where.street and where.city):
            raise Rejected(provider, "deliver", "a letter without a reference, or without an address that is whole")
        writer.writerow(_row(piece, where, service))
    if len({piece.reference for piece in pieces}) != len(pieces):
        raise Rejected(provider, "deliver", "a letter twice in one batch")
    return sheet.getvalue().encode()


def _row(piece: Piece, where: Address, service: Service) -> list[str]:
    hashed = hashlib.sha256(piece.letter).hexdigest()
    return [
        piece.reference, f"{piece.reference}.pdf", hashed, str(piece.pages), "0", "1", service, where.country,
        _cell(where.name1), _cell(where.name2), _cell(where.street), _cell(where.number), _cell(where.box),
        _cell(where.postcode), _cell(where.city), "", "none", piece.reference, "", "",
    ]  # fmt: skip


def _cell(text: str) -> str:
    """On one line, and no formula to any spreadsheet."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
