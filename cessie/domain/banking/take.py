"""Take a bank line: whoever books it says so first, and nobody else can."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.banking.models import Line
from cessie.domain.banking.offered import offered
from cessie.lib.reasons import N_, Refusal


class AlreadyTaken(Refusal):
    """Another act has booked the line."""


def take(
    *, line_id: UUID, by_app: str, creditors: bool = False, third_party: bool | None = False, dedicated: bool = False,
    at: datetime,
) -> Line:  # fmt: skip
    """Mark the line as ``by_app``'s and give it, locked, with its statement and account; ``creditors``: a line on the
    account of a creditor, where it is not the house's money; ``third_party`` and ``dedicated`` as ``offered``.

    Belongs into the transaction that posts the line: a caller without one is a programming error
    (``TransactionManagementError``). Refused: taken before (``AlreadyTaken``), not offered (``NotOffered``).
    """
    line = offered(line_id, creditors=creditors, third_party=third_party, dedicated=dedicated)
    if line.taken_by:
        raise AlreadyTaken("banking.taken", N_("This bank line was booked already, by {app}."), app=line.taken_by)
    line.taken_by, line.taken_at = by_app, at
    line.save(update_fields=["taken_by", "taken_at"])
    return line
