"""What a ledger's line may be, and in which ways a ledger is told."""

from typing import Final, Literal

PositionKind = Literal["invoice", "credit_note", "cash"]
POSITION_KINDS: Final[tuple[PositionKind, ...]] = ("invoice", "credit_note", "cash")
#: ``balance``: everything that is open on a day; ``lines``: new invoices only, which go the road of invoices.
SubmissionKind = Literal["balance", "lines"]
SUBMISSION_KINDS: Final[tuple[SubmissionKind, ...]] = ("balance", "lines")
#: Why a line is set apart from what is bought of a ledger.
ApartCause = Literal["doubtful", "charged_back"]
APART_CAUSES: Final[tuple[ApartCause, ...]] = ("doubtful", "charged_back")
