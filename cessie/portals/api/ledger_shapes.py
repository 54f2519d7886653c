"""The shapes of sales ledgers, of the money on a dedicated account, of what can be drawn and of drawings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from cessie.domain.availability.rules.states import DRAWING
from cessie.domain.client_ledgers.rules.kinds import POSITION_KINDS
from cessie.domain.client_ledgers.rules.states import SUBMISSION
from cessie.portals.api import ids
from cessie.portals.api.asking import Day, Words
from cessie.portals.api.shapes import DebtorId, Money, Reason, Shape

LedgerId = Annotated[str, Field(pattern=ids.pattern(ids.LEDGER))]
ReceiptId = Annotated[str, Field(pattern=ids.pattern(ids.RECEIPT))]
RunId = Annotated[str, Field(pattern=ids.pattern(ids.RUN))]
DrawingId = Annotated[str, Field(pattern=ids.pattern(ids.DRAWING))]
#: An amount as decimal text, more than nothing.
Positive = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,9})\.[0-9]{2}$", examples=["1500.00"])]


class LedgerIn(Shape):
    """Of which day the ledger is."""

    as_of: Day


class Ledger(Shape):
    """A ledger that was sent, with its proof: opening + invoices - credit notes - cash - adjustments = closing."""

    id: LedgerId
    contract: str
    as_of: date
    state: Annotated[str, Field(json_schema_extra={"enum": list(SUBMISSION.states)})]
    format: str
    sha256: str
    lines: int
    opening: Money
    invoices: Money
    credit_notes: Money
    cash: Money
    adjustments: Money
    closing: Money
    difference: Money = Field(description="What the closing has beyond what is explained.")
    problems: int = Field(description="How many in all; the first stand in `reasons`.")
    received_at: datetime
    decided_at: datetime | None
    note: str = Field(description="Why it was refused, in the desk's words.")


class LedgerDetail(Ledger):
    """The same with each doubt and each wrong line."""

    reasons: list[Reason]


class Position(Shape):
    """One line of it, signed as the customer owes."""

    line: int
    debtor_id: DebtorId
    kind: Annotated[str, Field(json_schema_extra={"enum": list(POSITION_KINDS)})]
    number: str
    issue_date: date
    due_date: date | None
    open: Money
    gross: Money
    disputed: bool


class Receipt(Shape):
    """Money on the dedicated account of which something is matched to nothing."""

    id: ReceiptId
    received_date: date
    payer: str
    text: str
    amount: Money
    left: Money


class Receipts(Shape):
    """Oldest first; the first two hundred."""

    data: list[Receipt]


class Pays(Shape):
    """So much of a receipt pays this invoice."""

    receipt_id: ReceiptId
    number: Words = Field(min_length=1)
    amount: Positive


class MatchesIn(Shape):
    """All of it counts, or nothing."""

    data: list[Pays] = Field(min_length=1, max_length=1000)


class Matched(Shape):
    """How many were new; what was said before counts once."""

    new: int
    left: Money = Field(description="What on the account still waits for your word.")


class Run(Shape):
    """What could be drawn at a moment."""

    id: RunId
    contract: str
    run_date: date
    made_at: datetime
    open: Money
    eligible: Money
    in_use: Money
    available: Money = Field(description="What you could draw; below zero more is in use than is available.")


class Step(Shape):
    """One step of the bridge from open invoices to euros: a total, or what goes off there."""

    code: str
    words: str
    amount: Money
    left: Money
    total: bool
    todo: str


class RunDetail(Run):
    """The same with every step."""

    steps: list[Step]


class Taken(Shape):
    """A document that a step took out, or that counts."""

    number: str
    due_date: date
    amount: Money


class Opened(Shape):
    """The first hundred documents of a step."""

    data: list[Taken]
    more: bool


class DrawIn(Shape):
    """How much, and what you were told is available: with other figures nothing is drawn."""

    amount: Positive
    seen: Positive


class Drawing(Shape):
    """What you asked for: ordered at once, or waiting for a person where it is above the facility."""

    id: DrawingId
    number: int
    contract: str
    amount: Money
    above: Money = Field(description="What of it is above the facility.")
    state: Annotated[str, Field(json_schema_extra={"enum": list(DRAWING.states)})]
    payment: str = Field(description="How far its payment is; empty where there is none.")
    asked_at: datetime
    note: str
