"""The shapes of what a principal is told of a month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from cessie.portals.api import ids
from cessie.portals.api.dossier_shapes import RemittanceLine, State
from cessie.portals.api.shapes import Money, Shape

CollectedId = Annotated[str, Field(pattern=ids.pattern(ids.COLLECTED))]


class CollectedMonth(Shape):
    """What was collected for you in a month, frozen; a balance above zero is owed to you."""

    id: CollectedId
    number: str
    month: date = Field(description="Its first day.")
    opening: Money
    received: Money = Field(description="What came in, less what went back.")
    cost: Money = Field(description="Commission and VAT.")
    passed_on: Money
    closing: Money
    made_at: datetime
    paper: bool = Field(description="Whether its PDF is made already.")


class DossierMonth(Shape):
    """What the month brought in a dossier, and how it stood at its end."""

    dossier: str = Field(examples=["2026-000001"])
    debtor: str
    phase: State
    received: Money
    principal: Money = Field(description="Of the principal, settled in the month; likewise interest and costs.")
    interest: Money
    costs: Money
    billed: Money = Field(description="Costs that partners made in the month.")
    open: Money


class CollectedDetail(CollectedMonth):
    """The same line by line and dossier by dossier."""

    lines: list[RemittanceLine]
    dossiers: list[DossierMonth]
