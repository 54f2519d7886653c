"""The shapes of dossiers, of what was passed on, and of what a principal hands in and tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from cessie.domain.collection.models import SOURCES
from cessie.domain.collection.rules.states import DOSSIER
from cessie.portals.api import ids
from cessie.portals.api.asking import Day
from cessie.portals.api.shapes import DebtorName, InvoiceId, Money, Reason, Shape

DossierId = Annotated[str, Field(pattern=ids.pattern(ids.DOSSIER))]
RemittanceId = Annotated[str, Field(pattern=ids.pattern(ids.REMITTANCE))]
_STATES = list(DOSSIER.states)
State = Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})]


class Dossier(Shape):
    """What is collected for you from one debtor."""

    id: DossierId
    number: str = Field(examples=["2026-000001"])
    debtor: DebtorName
    state: State
    source: Annotated[str, Field(json_schema_extra={"enum": list(SOURCES)})]
    handed_in: Money = Field(description="The principals as they were handed in.")
    opened_at: datetime
    closed_at: datetime | None
    agent: str = Field(description="Your contact; empty as long as nobody is named.")


class ClaimOpen(Shape):
    """One claim, built up until today."""

    invoice_id: InvoiceId | None
    number: str
    due_date: date
    principal: Money
    interest: Money
    costs: Money
    paid: Money
    open: Money


class Happened(Shape):
    """What was done or said in it."""

    at: datetime
    what: str
    words: str
    side: Annotated[str, Field(json_schema_extra={"enum": ["staff", "client", "debtor"]})]


class DossierDetail(Dossier):
    """One dossier: its debt with the law behind it, what was done, what comes next and when."""

    reference: str = Field(description="What the debtor pays with.")
    claims: list[ClaimOpen] = Field(description="Empty on a day whose legal rate is not known: then `why` says so.")
    open: Money | None
    paid: Money | None
    next: str = Field(description="What comes next; empty where something holds it.")
    next_on: date | None
    why: list[Reason]
    sources: list[str]
    history: list[Happened]


class HandIn(Shape):
    """Late invoices of one debtor that you have handed in already, to be collected."""

    invoice_ids: Annotated[list[InvoiceId], Field(min_length=1, max_length=200)]
    notice_date: Day | None = Field(None, description="When your own first reminder left.")
    notice_channel: Literal["post", "electronic"] = "post"


class PaidDirectly(Shape):
    """The debtor paid you yourself."""

    amount: Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{2}$", examples=["121.00"])]
    paid_date: Day


class Told(Shape):
    """It is noted, once for an amount and a day."""

    dossier_id: DossierId
    amount: Money
    paid_date: date


class Remittance(Shape):
    """What was passed on to you, and what it cost."""

    id: RemittanceId
    number: int
    contract: str
    until_date: date
    collected: Money
    commission: Money = Field(description="Without VAT.")
    vat: Money
    passed_on: Money
    owing: Money = Field(description="What you owe after it.")
    executed_date: date | None = Field(description="When the bank paid it.")


class RemittanceLine(Shape):
    """One movement; what a debtor paid you directly moves no balance."""

    kind: str
    day: date
    dossier: str
    amount: Money
    balance: Money


class RemittanceDetail(Remittance):
    """The statement line by line."""

    opening: Money
    lines: list[RemittanceLine]
    closing: Money
