"""The shapes of the answers: money as text with its currency, keys with their kind, moments in UTC, days ISO."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from cessie.domain.invoices.models import SEVERITIES
from cessie.domain.invoices.models import Invoice as InvoiceRow
from cessie.domain.invoices.rules.states import INVOICE
from cessie.domain.purchase.rules.states import PROPOSAL
from cessie.lib.money import Money as Amount
from cessie.portals.api import ids

InvoiceId = Annotated[str, Field(pattern=ids.pattern(ids.INVOICE), examples=["inv_0199f0c2a1b07c3e8d5f6a7b8c9d0e1f"])]
ProposalId = Annotated[
    str, Field(pattern=ids.pattern(ids.PROPOSAL), examples=["prop_0199f0c2a1b07c3e8d5f6a7b8c9d0e1f"])
]
ContractId = Annotated[str, Field(pattern=ids.pattern(ids.CONTRACT), examples=["con_0199f0c2a1b07c3e8d5f6a7b8c9d0e1f"])]
DebtorId = Annotated[str, Field(pattern=ids.pattern(ids.DEBTOR), examples=["deb_0199f0c2a1b07c3e8d5f6a7b8c9d0e1f"])]
StatementId = Annotated[str, Field(pattern=ids.pattern(ids.STATEMENT))]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$", examples=["9f86d081884c7d659a2feaa0c55ad015" * 2])]

InvoiceState = Annotated[str, Field(json_schema_extra={"enum": list(INVOICE.states)})]
ProposalState = Annotated[str, Field(json_schema_extra={"enum": list(PROPOSAL.states)})]
Severity = Annotated[str, Field(json_schema_extra={"enum": list(SEVERITIES)})]


class Shape(BaseModel):
    """What every shape has in common."""

    model_config = ConfigDict(extra="forbid")


class Money(Shape):
    """An amount as decimal text, never a number: nothing is lost in between."""

    amount: str = Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["121.00"])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])

    @classmethod
    def of(cls, amount: Amount) -> Money:
        """The same amount."""
        return cls.model_construct(amount=str(amount.decimal), currency=amount.currency)


class FieldError(Shape):
    """One place of what was sent, and what is wrong there."""

    pointer: str = Field(description="JSON pointer into the body, or the name of a parameter.")
    code: str
    detail: str


class ProblemBody(Shape):
    """A no (RFC 9457). Decide by `code`; `detail` is for people, in the language of `Accept-Language`."""

    type: str = Field(examples=["urn:cessie:problem:purchase.decided"])
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(examples=["purchase.decided"])
    errors: list[FieldError]
    request_id: str = Field(description="Name it when you ask us; it stands in our logs and in the trail.")


class Reason(Shape):
    """Why: a stable code, and the words in the reader's language."""

    code: str = Field(examples=["M07.account"])
    words: str


class Outcome(Shape):
    """What became of one invoice of a file; `refused` with the reasons where it could not be used at all."""

    part: int = Field(ge=1, description="Which one of the file, from 1.")
    state: Annotated[str, Field(json_schema_extra={"enum": [*INVOICE.states, "refused"]})]
    invoice_id: InvoiceId | None
    number: str
    reasons: list[Reason]


class Submission(Shape):
    """What was handed in is kept by its SHA-256; the same bytes again are the same invoices."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    outcomes: list[Outcome]


class DebtorName(Shape):
    """A debtor; `id` is null as long as we do not know who it is."""

    id: DebtorId | None
    name: str


class Invoice(Shape):
    """An invoice. `state` is that of the document, `standing` of the whole affair."""

    id: InvoiceId
    number: str
    kind: str = Field(examples=["invoice", "credit_note"])
    debtor: DebtorName
    issue_date: date
    due_date: date
    face: Money = Field(description="The total of the document, VAT included.")
    open: Money | None = Field(description="What the debtor still owes of it; null until we bought it.")
    state: InvoiceState
    standing: str = Field(examples=["offered", "bought", "overdue", "settled"])
    received_at: datetime
    updated_at: datetime


class InvoiceDetail(Invoice):
    """One invoice with its figures and what belongs to it."""

    net: Money
    vat: Money
    payable: Money
    held_back: Money = Field(description="What we hold back of it now.")
    payment_reference: str
    decided_at: datetime | None
    proposal_id: ProposalId | None = Field(description="The newest offer in which it stands.")
    contract_id: ContractId


class Finding(Shape):
    """A doubt about an invoice, as far as you can do something about it."""

    code: str
    severity: Severity
    open: bool
    words: str


class Findings(Shape):
    """What was found on one invoice."""

    data: list[Finding]


class Step(Shape):
    """One thing that happened, or (`to_come`) that is still to come; `on` is null where no day is known."""

    on: date | None
    at: datetime | None
    title: str
    to_come: bool
    amount: Money | None
    reasons: list[Reason]


class Timeline(Shape):
    """The life of one invoice in the order of time."""

    data: list[Step]


class Item(Shape):
    """One invoice of an offer with its price."""

    invoice_id: InvoiceId
    number: str
    debtor: str
    due_date: date
    face: Money
    financed: Money
    held_back: Money
    fee: Money
    vat: Money
    steps: list[Reason]


class Proposal(Shape):
    """An offer with every figure. Approve it with its `digest`: what you approve is what you saw."""

    id: ProposalId
    number: str
    contract_id: ContractId
    state: ProposalState
    digest: Digest
    offered_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    face: Money
    financed: Money
    held_back: Money
    fee: Money
    vat: Money
    set_off: Money
    payout: Money
    items: list[Item]


class Approval(Shape):
    """Approve exactly these figures."""

    digest: Digest


class Purchased(Shape):
    """What was bought, and what is paid out to you now."""

    id: ProposalId
    number: str
    state: Literal["purchased"]
    payout: Money
    invoice_ids: list[InvoiceId]


class Declined(Shape):
    """The offer is closed; its invoices can be offered again."""

    id: ProposalId
    state: Literal["rejected"]


class StatementLine(Shape):
    """One movement of your current account; positive is in your favour."""

    booking_date: date
    value_date: date
    kind: str = Field(examples=["purchase", "payout_instructed"])
    words: str
    invoice_id: InvoiceId | None
    number: str
    amount: Money
    balance: Money


class Statement(Shape):
    """Your current account over a span of days, both included; a positive balance is owed to you."""

    contract_id: ContractId
    contract: str
    from_date: date
    until_date: date
    opening: Money
    lines: list[StatementLine]
    closing: Money


class Availability(Shape):
    """What can still be financed under a contract, this very moment."""

    contract_id: ContractId
    contract: str
    last_day: date | None = Field(description="The last day on which we buy under it; null while nobody gave notice.")
    facility: Money
    in_use: Money
    reserved: Money = Field(description="By offers that wait for your word.")
    available: Money
    account: Money = Field(description="Your current account; positive is owed to you.")


class Availabilities(Shape):
    """One for each contract that runs."""

    at: datetime
    data: list[Availability]


class Debtor(Shape):
    """A debtor to whom you sell."""

    id: DebtorId
    name: str
    country: str
    numbers: list[str]
    reference: str = Field(description="Your own number of the debtor.")


class Me(Shape):
    """The key that calls; of a partner's key `client` is the partner and `client_id` null."""

    key_id: str
    name: str
    client_id: str | None
    client: str
    scopes: list[str]
    expires_at: datetime
    calls_per_minute: int


T = TypeVar("T")


class Page(Shape, Generic[T]):
    """One page; ask again with `cursor` = `next_cursor` until that is null."""

    data: list[T]
    next_cursor: str | None


def money_of(row: InvoiceRow, column: str) -> Money:
    """An amount of the document."""
    return Money.of(Amount(getattr(row, f"{column}_cents"), row.currency))
