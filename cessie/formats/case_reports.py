"""Acts and costs that a lawyer or a bailiff reports as one CSV file: a row an act, or the cost of one."""

from __future__ import annotations

from typing import Final

from cessie.formats import laid_out
from cessie.formats.laid_out import Columns, Sheet

#: ``kind``: act or cost; ``fixed``: the day that an act fixes (a hearing); ``vouched``: conditions, by blanks.
COLUMNS: Final = Columns(
    ("dossier", "kind", "act", "on", "fixed", "vouched", "amount", "words"), ("dossier", "kind", "act", "on"),
    amounts=frozenset({"amount"}), days=frozenset({"on", "fixed"}),
)  # fmt: skip
#: The file to begin with; a dossier of nobody.
TEMPLATE: Final = (
    ";".join(COLUMNS.known)
    + "\n2026-000000;act;served;2026-06-08;;solvency_acceptable register_opened;;\n"
    + "2026-000000;cost;served;2026-06-08;;;185,00;\n"
)


def read(name: str, data: bytes) -> Sheet:
    """Every row; refused as ``laid_out.read``."""
    return laid_out.read(name, data, COLUMNS)
