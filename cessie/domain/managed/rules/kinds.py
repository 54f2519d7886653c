"""What settles a managed invoice: money on the creditor's own account, a credit note, or the creditor's own word.

A payment settles the invoice, or the interest and costs that were claimed beside it (``TOWARDS``); what is claimed no
more because of a payment is ``forgone``: it takes no money.

The house keeps the word of the creditor for what it cannot see: ``told`` (paid in cash or on another account) and
``waived`` (given up by him). ``collected``: an agency has it, on the third-party account or as he told it.
"""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal["payment", "credit_note", "told", "waived", "forgone", "collected"]
KINDS: Final[tuple[Kind, ...]] = ("payment", "credit_note", "told", "waived", "forgone", "collected")
#: What is settled: the invoice itself ("") or what was claimed beside it.
Towards = Literal["", "interest", "costs"]
TOWARDS: Final[tuple[Towards, ...]] = ("", "interest", "costs")
#: What the creditor says by hand, with a note.
BY_WORD: Final[tuple[Kind, ...]] = ("told", "waived")
