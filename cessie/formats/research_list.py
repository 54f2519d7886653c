"""The house's own list of debtors of whom it knows something: who moved, died, cannot pay or is represented, as CSV.

Found by the number of a company, or by name and last postcode. docs/collection.md tells the columns.
"""

from __future__ import annotations

from typing import Final

from cessie.formats import laid_out
from cessie.formats.laid_out import Columns, Sheet

#: What a row may say, in the words of the file.
WHAT: Final = ("moved", "ceased", "insolvent", "deceased", "guardian")
PLACE: Final = ("street", "building", "postcode", "town")
COLUMNS: Final = Columns(
    ("what", "country", "number", "name", "last_postcode", "since", *PLACE, "words"), ("what", "country"),
    days=frozenset({"since"}),
)  # fmt: skip
#: The file to begin with; a number of nobody.
TEMPLATE: Final = (
    ";".join(COLUMNS.known)
    + "\nmoved;BE;;Voorbeeld Jan;2000;2026-05-01;Nieuwstraat;2;9000;Gent;\n"
    + "insolvent;BE;0000.000.097;Voorbeeld BV;;2026-06-15;;;;;curator: Voorbeeld\n"
)


def read(name: str, data: bytes) -> Sheet:
    """Every row; refused as ``laid_out.read``."""
    return laid_out.read(name, data, COLUMNS)
