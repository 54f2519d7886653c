"""The shapes of cases before lawyer, bailiff and court, and of what a partner tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from cessie.law.procedures import NAMES
from cessie.portals.api import ids
from cessie.portals.api.asking import Day
from cessie.portals.api.shapes import Money, Reason, Shape

CaseId = Annotated[str, Field(pattern=ids.pattern(ids.CASE))]
Said = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
ActName = Annotated[str, Field(pattern=r"^[a-z_]{1,60}$", examples=["served"])]


class Party(Shape):
    """A creditor or a debtor, as the house knows him."""

    name: str
    street: str
    postcode: str
    town: str
    country: str
    numbers: list[str]


class Case(Shape):
    """A case that is given to you."""

    id: CaseId
    dossier: str = Field(examples=["2026-000001"])
    procedure: Annotated[str, Field(json_schema_extra={"enum": list(NAMES)})]
    state: str
    since: date
    creditor: str
    debtor: str
    answer: str = Field(description="`offered` until you take it, then `accepted`.")


class Ahead(Shape):
    """An act that may come next. `yours`: you may report it now; `vouch`: what you state with it."""

    act: str
    words: str
    by: str
    earliest: date | None
    latest: date | None
    leads: str
    yours: bool
    vouch: list[str]
    fixes: str | None


class Done(Shape):
    """An act that was done."""

    act: str
    on: date
    after: str
    told_by: str
    words: str
    at: datetime


class Cost(Shape):
    """What you asked for an act; `asked` until a person has looked at what lies above the tariff."""

    act: str
    on: date
    amount: Money
    state: str
    why: Reason | None


class Word(Shape):
    """A question or an answer."""

    at: datetime
    side: str
    words: str


class CaseDetail(Case):
    """One case: its parties, days, acts, amounts, costs and thread."""

    parties: dict[str, Party]
    days: dict[str, date]
    amounts: dict[str, Money]
    ahead: list[Ahead]
    done: list[Done]
    costs: list[Cost]
    thread: list[Word]


class Answer(Shape):
    """You take the case, or not; a refusal says why."""

    take: bool
    words: Said = ""


class Act(Shape):
    """An act that was done, with the paper that shows it."""

    act: ActName
    on: Day
    stated: Annotated[list[ActName], Field(max_length=20)] = []
    fixed: Day | None = Field(None, description="A day that the act fixes: the hearing.")
    words: Said = ""
    paper: Annotated[str, Field(max_length=4_000_000, pattern=r"^[A-Za-z0-9+/]*={0,2}$")] | None = Field(
        None, description="A PDF in base64."
    )


class Asked(Shape):
    """A cost of an act, without VAT."""

    act: ActName
    on: Day
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{2}$", examples=["85.29"])]
    words: Said = ""


class Question(Shape):
    """What you ask or answer."""

    words: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]


class CaseFile(Shape):
    """Acts and costs of many cases as CSV: columns `dossier`, `kind` (act or cost), `act`, `on`, `fixed`, `vouched`,
    `amount`, `words`."""

    csv: Annotated[str, Field(max_length=500_000, pattern=r"^[^\x00]+$")]


class FileKept(Shape):
    """How many acts and costs were new, how many were told before; `notes` name those that somebody else had told."""

    new: int
    known: int
    notes: list[Reason]
