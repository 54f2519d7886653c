"""What speaks of people in how a debtor is written to; letters go with their originals, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades(
        "correspondence.Writing",
        ("email", "attention", "street", "building", "postcode", "town", "mobile", "source"),
        of="debtor__company",
    ),
    Fades("correspondence.Note", ("writer", "address", "subject", "text", "invoice_number"), of="debtor__company"),
    Fades("correspondence.NoteFile", ("name",), of="note__debtor__company"),
)
