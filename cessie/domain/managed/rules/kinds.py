"""What settles a managed invoice: money on the creditor's own account, a credit note, or the creditor's own word.

The house keeps the word of the creditor for what it cannot see: ``told`` (paid in cash or on another account) and
``waived`` (given up by him).
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["payment", "credit_note", "told", "waived"]
KINDS: Final[tuple[Kind, ...]] = ("payment", "credit_note", "told", "waived")
#: What the creditor says by hand, with a note.
BY_WORD: Final[tuple[Kind, ...]] = ("told", "waived")
