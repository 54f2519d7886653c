"""One contract model for every product: independent fields, no code path that asks "which product is this?".

The dimensions of factoring-domain 2.1. Rates are percent, amounts whole cents, days calendar days. A product is a
preset (``presets.py``): a point in this space from which a contract starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from cessie.lib.money import Money
from cessie.terms import codec, vat
from cessie.terms.fees import FeeRule, FeeTerms, Trigger
from cessie.terms.interest import InterestTerms
from cessie.terms.pricing import Pricing, ReserveModel, price
from cessie.terms.reserve import ReleaseMode

TransferForm = Literal["SALE", "SUBROGATION", "DAILLY", "PLEDGE", "MANDATE"]
Disclosure = Literal["NOTIFIED", "CONFIDENTIAL"]
Selection = Literal["PER_INVOICE", "PER_DEBTOR", "WHOLE_LEDGER"]
Transmission = Literal["LINE", "BALANCE"]
Collector = Literal["FACTOR", "CLIENT_MANDATE", "AGENCY"]
Matcher = Literal["FACTOR", "CLIENT", "AGENCY"]
Recourse = Literal["FULL", "NONE", "PARTIAL"]
Insurance = Literal["NONE", "FACTOR_POLICY", "CLIENT_POLICY_DELEGATED"]
DrawMode = Literal["AUTO_FULL", "ON_REQUEST"]
AccountModel = Literal["FACTOR_ACCOUNT", "DEDICATED_CLIENT", "DEDICATED_FACTOR", "TRUST", "CLIENT_OWN"]
Remittance = Literal["WEEKLY", "MONTHLY", "ON_DEMAND"]
LedgerEvery = Literal["WEEKLY", "MONTHLY"]
OverLimit = Literal["HOLD", "PARTIAL", "UNAPPROVED", "REJECT"]
OverFacility = Literal["REFUSE", "SURCHARGE"]
LateFile = Literal["NOTHING", "FREEZE", "ZERO"]
Unregistered = Literal["WAIT", "COUNT"]

#: Eligibility rules in the only order in which they may be applied (factoring-domain 5.1).
ELIGIBILITY_ORDER = (
    "HOLD",
    "DEED",
    "DISPUTED",
    "OVERDUE",
    "COVER",
    "AFFILIATE",
    "CONSUMER",
    "PERFORMANCE",
    "COUNTRY",
    "TERM",
    "DATE",
    "CROSS_AGE",
    "CREDITS",
    "CONTRA",
    "OVER_LIMIT",
    "CONCENTRATION",
)


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """One step of the fixed order with its parameter: days, percent, or which countries count."""

    code: str
    days: int | None = None
    percent: Decimal | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRate:
    """The advance rate for one class of debtors instead of the contract's."""

    debtor_class: str
    advance_rate: Decimal


@dataclass(frozen=True, slots=True)
class Definancing:
    """What happens to an invoice ``days`` past due: it stops counting (RESERVE) or goes back (CHARGEBACK)."""

    days: int
    action: Literal["RESERVE", "CHARGEBACK"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of the contract; ``facility`` is on funds in use. ``over_limit``: what is done with an invoice above.

    ``over_facility``: a drawing above the facility is refused, or a person may let it pass at the interest's surcharge.
    ``refinancing``: the most that the house's own lender bears of this contract.
    """

    facility: Money
    group: Money | None = None
    concentration: Decimal | None = None
    over_limit: OverLimit = "HOLD"
    risk_desk: bool = False  # the desk's own limit stands in for insurance
    over_facility: OverFacility = "REFUSE"
    refinancing: Money | None = None


@dataclass(frozen=True, slots=True)
class LateClaims:
    """What a debtor is asked beside an invoice that he pays late: interest and costs by law.

    ``income``: whose it is once it is paid (P35); ``imputation``: a payment settles the parts in the order of the law
    of the country, or the invoice first; ``exact``: what becomes of them where exactly the invoice is paid.
    """

    income: Literal["HOUSE", "CLIENT"] = "HOUSE"
    imputation: Literal["LAW", "PRINCIPAL_FIRST"] = "LAW"
    exact: Literal["STANDS", "GIVEN_UP", "LAW"] = "STANDS"


@dataclass(frozen=True, slots=True)
class Terms:
    """Every term of a contract from one day on."""

    transfer_form: TransferForm
    disclosure: Disclosure
    selection: Selection
    transmission: Transmission
    collector: Collector
    matcher: Matcher
    recourse: Recourse
    insurance: Insurance
    reserve_model: ReserveModel
    advance_rate: Decimal
    draw_mode: DrawMode
    account_model: AccountModel
    limits: Limits
    fee_plan: tuple[FeeRule, ...]
    vat_country: str  # where the house's fees are taxed
    recourse_percent: Decimal = Decimal(0)  # PARTIAL: the client's share of a loss
    recourse_days: int = 90  # days past due after which an invoice with recourse goes back
    holdback_rate: Decimal = Decimal(0)
    fund_rate: Decimal = Decimal(0)
    fund_floor: Money = Money(0)
    fund_cap: Money | None = None
    fund_tolerance: Money = Money(0)
    release_mode: ReleaseMode = "ON_CLOSE"
    class_rates: tuple[ClassRate, ...] = ()
    payout_minimum: Money = Money(0)
    yearly_minimum: Money = Money(0)  # of commission, net of VAT
    fee_on_credit_notes: bool = False
    interest: InterestTerms | None = None
    eligibility: tuple[EligibilityRule, ...] = ()
    definancing: Definancing | None = None
    roll_forward_tolerance: Money | None = None
    ledger_every: LedgerEvery = "MONTHLY"  # BALANCE: how often the client sends his ledger
    ledger_days: int = 10  # BALANCE: how many days after the end of the week or month it is due
    payment_days: int = 60  # the longest payment term of an invoice
    proposal_hours: int = 72  # how long an offer stands
    payout_hours: int = 24  # the promise from complete hand-over to money; days without banks do not count
    auto_accept: bool = False
    auto_draw: bool = False  # ON_REQUEST: the night draws all that is available
    late_file: LateFile = "FREEZE"  # BALANCE, the file is late: no matter, no drawings, nothing is available
    dilution_included: Decimal | None = None  # percent that the advance rate covers; None: no reserve for dilution
    account_change_days: int = 5  # M34: how long a changed account of the client holds a payout
    arrears_tolerance: Money = Money(250_00)  # M27: what the client may owe before an invoice is held
    notice_days: int = 90  # how long before its last day notice of the contract's end must be given
    late_claims: LateClaims = LateClaims()
    unregistered: Unregistered = "WAIT"  # a deed that works by registration alone: until then no payout, no financing
    remittance: Remittance = "MONTHLY"  # how often money collected for the client is passed on (TRUST)
    currency: str = "EUR"

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        packed: dict[str, Any] = codec.pack(self)
        return packed

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Terms:
        """The terms that ``to_json`` wrote; refused (``BadTerms``) naming the field."""
        return codec.unpack(cls, value)

    def changed(self, changes: Mapping[str, Any]) -> Terms:
        """The same terms with some fields replaced, each as a value or as its JSON; refused as ``from_json``.

        A field of fields (``limits``, ``interest``) may be given in part: what is not named stays.
        """
        merged = self.to_json()
        for name, value in codec.pack(changes).items():
            before = merged.get(name)
            in_part = isinstance(value, dict) and isinstance(before, dict) and "cents" not in value
            merged[name] = before | value if in_part else value
        return Terms.from_json(merged)

    @property
    def cover_required(self) -> bool:
        """Whether an invoice needs an insurer's limit: the house bears the risk and no desk limit stands in."""
        return self.recourse != "FULL" and self.insurance != "NONE" and not self.limits.risk_desk

    @property
    def clients_share(self) -> Decimal:
        """Percent of a loss that the client bears: all with recourse, none without (factoring-domain 6)."""
        return {"FULL": Decimal(100), "NONE": Decimal(0)}.get(self.recourse, self.recourse_percent)

    @property
    def drawn(self) -> bool:
        """Whether what is bought stays on the current account until the client draws it."""
        return self.draw_mode == "ON_REQUEST" and self.transfer_form in ("SALE", "SUBROGATION", "DAILLY")

    @property
    def manages(self) -> bool:
        """Whether invoices are only managed: the house collects by mandate, and debtors pay the creditor himself on his
        own account, or an agency on its third-party account. Nothing is bought or financed."""
        return self.transfer_form == "MANDATE" and self.account_model in ("CLIENT_OWN", "TRUST")

    @property
    def holds_for_others(self) -> bool:
        """Whether debtors pay on the house's third-party account, and the money is the client's until it is passed
        on."""
        return self.account_model == "TRUST"

    @property
    def waits_for_registration(self) -> bool:
        """Whether what is bought under a deed that must be registered is neither paid out nor counted before. Once the
        debtors are told, their notice transfers in its stead (3:94(1) BW)."""
        return self.unregistered == "WAIT" and self.disclosure == "CONFIDENTIAL"

    @property
    def monthly_plan(self) -> tuple[FeeRule, ...]:
        """The fees that the end of a month looks at: what is a share of third-party money is charged as it is passed
        on."""
        return tuple(rule for rule in self.fee_plan if not (self.holds_for_others and rule.base == "COLLECTED"))

    def advance_for(self, debtor_class: str = "") -> Decimal:
        """The advance rate in percent for a class of debtors."""
        return next((c.advance_rate for c in self.class_rates if c.debtor_class == debtor_class), self.advance_rate)

    def fees(self, trigger: Trigger, day: date) -> tuple[FeeRule, ...]:
        """The fee rules that an event sets off on a day, in the order of the plan."""
        return tuple(rule for rule in self.fee_plan if rule.trigger == trigger and rule.in_force(day))

    def vat_rate(self, rule: FeeRule, day: date) -> Decimal:
        """Percent of VAT on a fee that day; refused (``NoVatRow``) where the table is silent."""
        return vat.rate_on(self.vat_country, rule.vat_type, day)

    def interest_vat_rate(self, day: date) -> Decimal:
        """Percent of VAT on interest that day: as the table says, or as this contract chose (it is not settled law)."""
        choice = self.interest.vat if self.interest else "TABLE"
        if choice == "EXEMPT":
            return Decimal(0)
        return (
            vat.standard_rate(self.vat_country, day)
            if choice == "TAXED"
            else vat.rate_on(self.vat_country, "FINANCING", day)
        )


_NO_FEE = FeeRule("NONE", "PURCHASE", "FACE", FeeTerms(), "COMMISSION")


def purchase_fee(terms: Terms, day: date) -> FeeRule:
    """The fee on a purchase that day; a rule that charges nothing where the plan has none."""
    found = terms.fees("PURCHASE", day)
    return found[0] if found else _NO_FEE


def price_under(
    terms: Terms,
    *,
    face: Money,
    net: Money,
    approved: Money,
    day: date,
    debtor_class: str = "",
    top_up: Money = Money(0),
    explained: bool = True,
) -> Pricing:
    """Price one invoice as the contract says that day, before any debt is set off (``pricing.settle_batch``)."""
    rule = purchase_fee(terms, day)
    return price(
        face=face,
        approved=approved,
        advance_rate=terms.advance_for(debtor_class),
        fee=rule.terms,
        vat_rate=terms.vat_rate(rule, day),
        # Paid out in full at once, what is not financed must be held: left on the current account, the next payout
        # would take it along.
        reserve_model="PER_INVOICE" if terms.draw_mode == "AUTO_FULL" else terms.reserve_model,
        top_up=top_up,
        fee_base=net if rule.base == "NET" else face,
        explained=explained,
    )
