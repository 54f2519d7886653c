"""What a list may be asked for: a page of it, days and moments in one form each."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cessie.portals.api import ids

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def _day(value: Any) -> Any:
    if not (isinstance(value, str) and _DAY.fullmatch(value) and "1990" <= value < "2200"):
        raise PydanticCustomError("day", "a day is written 2026-11-22, from 1990 to 2199")
    return value


def _moment(value: Any) -> datetime:
    try:
        if isinstance(value, str) and _MOMENT.fullmatch(value):
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "a moment is written 2026-11-22T08:30:00Z (RFC 3339)")


Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
#: Words to look for: no control characters, which no database keeps.
Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]

InvoicePath = Annotated[str, Path(pattern=ids.pattern(ids.INVOICE))]
StatementPath = Annotated[str, Path(pattern=ids.pattern(ids.STATEMENT))]
MandatePath = Annotated[str, Path(pattern=ids.pattern(ids.MANDATE))]
DisputePath = Annotated[str, Path(pattern=ids.pattern(ids.DISPUTE))]
DossierPath = Annotated[str, Path(pattern=ids.pattern(ids.DOSSIER))]
RemittancePath = Annotated[str, Path(pattern=ids.pattern(ids.REMITTANCE))]
CollectedPath = Annotated[str, Path(pattern=ids.pattern(ids.COLLECTED))]
CasePath = Annotated[str, Path(pattern=ids.pattern(ids.CASE))]
LedgerPath = Annotated[str, Path(pattern=ids.pattern(ids.LEDGER))]
RunPath = Annotated[str, Path(pattern=ids.pattern(ids.RUN))]
ProofPath = Annotated[str, Path(pattern=ids.pattern(ids.PROOF))]
DrawingPath = Annotated[str, Path(pattern=ids.pattern(ids.DRAWING))]
ProposalPath = Annotated[str, Path(pattern=ids.pattern(ids.PROPOSAL))]


class Listing(Schema):
    """One page of a list."""

    limit: int = Field(50, ge=1, le=200, description="At most so many.")
    cursor: str | None = Field(None, max_length=1000, description="`next_cursor` of the page before.")
