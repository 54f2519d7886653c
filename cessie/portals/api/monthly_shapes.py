"""The shapes of frozen monthly statements of account."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from cessie.portals.api.shapes import ContractId, Digest, Money, Reason, Shape, StatementId


class MonthlyStatement(Shape):
    """The account of a contract over a closed month, frozen; a positive balance is owed to you."""

    id: StatementId
    number: str
    contract_id: ContractId
    contract: str
    from_date: date
    until_date: date
    opening: Money
    closing: Money
    made_at: datetime
    sha256: Digest = Field(description="Of the data as they are kept.")
    paper: bool = Field(description="Whether its PDF is made already.")


class ExplainedLine(Shape):
    """One movement with what it is about; of a charge, how it came about."""

    booking_date: date
    value_date: date
    kind: str
    words: str
    number: str = Field(description="Of the invoice; empty where it is about none.")
    debtor: str
    amount: Money
    balance: Money
    why: list[Reason]


class Changed(Shape):
    """A kind of movement beside the month before; the amounts in the reasons sum to the difference."""

    kind: str
    words: str
    count: int
    amount: Money
    count_before: int
    before: Money
    difference: Money
    why: list[Reason]


class MonthlyStatementDetail(MonthlyStatement):
    """The statement line by line."""

    lines: list[ExplainedLine]
    changes: list[Changed]
