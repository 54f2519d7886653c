"""From what is eligible to what a client may draw, each step named: the bridge (factoring-domain 5.2 and 5.3).

``A = eligible x advance rate - reserves``; what may be drawn is the least of ``A`` and the ceilings, each less what is
in use and what is ordered already.

>>> stand = Stand(in_use=Money(150_000_00), outstanding=Money(430_000_00), accrued=Money(1_234_56),
...               unmatched=Money(4_000_00), diluted=Decimal("6.5"))
>>> agreed = Agreed(advance_rate=Decimal(85), dilution_included=Decimal(5), facility=Money(400_000_00))
>>> found = bridge(Money(239_800_00), agreed, stand)
>>> str(found.gross), str(found.net), found.bound
('194998.44 EUR', '44998.44 EUR', 'FORMULA')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from cessie.lib.money import Money
from cessie.terms.availability import Reserves, available, dilution_reserve
from cessie.terms.contract import LateFile, Terms
from cessie.terms.reserve import required_fund

#: Of the arithmetic here and in ``terms.availability``: a stored run names the version that it was reckoned with.
VERSION: Final = 1

#: What may bind a drawing: the formula, or a ceiling beside it.
Bound = Literal["FORMULA", "FACILITY", "GROUP", "REFINANCING", "ACCOUNT", "LATE"]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What of a contract the bridge needs; rates are percent. ``late_file``: what a late balance file does."""

    advance_rate: Decimal
    facility: Money
    fund_rate: Decimal = Decimal(0)
    fund_floor: Money = Money(0)
    fund_cap: Money | None = None
    pooled: bool = False
    dilution_included: Decimal | None = None
    refinancing: Money | None = None
    late_file: LateFile = "NOTHING"

    @classmethod
    def of(cls, terms: Terms) -> Agreed:
        """The same of a whole contract."""
        return cls(
            advance_rate=terms.advance_rate,
            facility=terms.limits.facility,
            fund_rate=terms.fund_rate,
            fund_floor=terms.fund_floor,
            fund_cap=terms.fund_cap,
            pooled=terms.reserve_model == "POOL",
            dilution_included=terms.dilution_included,
            refinancing=terms.limits.refinancing,
            late_file=terms.late_file if terms.transmission == "BALANCE" else "NOTHING",
        )


@dataclass(frozen=True, slots=True)
class Stand:
    """How a contract stands in the books at a moment.

    ``in_use``: funds in use; ``ordered``: drawings that have not left; ``outstanding``: open on bought invoices, what
    the guarantee fund is a share of; ``accrued``: earned and not charged; ``unmatched``: on a dedicated account and not
    matched; ``manual``: set aside by a person; ``diluted``: percent of what was bought in twelve months that credit
    notes and other dilution took; ``account``: what stands to the client's credit beyond what is ordered (None: not
    asked); ``group_room``: what his group's limit leaves (None: no limit); ``late``: days that the ledger is late.
    """

    in_use: Money
    outstanding: Money
    ordered: Money = Money(0)
    accrued: Money = Money(0)
    unmatched: Money = Money(0)
    manual: Money = Money(0)
    diluted: Decimal = Decimal(0)
    account: Money | None = None
    group_room: Money | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Bridge:
    """``advance``: the eligible pool at the advance rate; ``gross``: after the reserves, before what is in use.

    ``net``: what may be drawn, below 0 where too much is; ``bound``: what it is the room of. ``with_people``: what may
    be drawn once a person lets it pass above the facility. ``over``: what is in use beyond ``gross``.
    """

    eligible: Money
    advance: Money
    reserves: Reserves
    gross: Money
    taken: Money
    net: Money
    bound: Bound
    with_people: Money
    over: Money

    @property
    def drawable(self) -> Money:
        """What the client may draw by himself, never below 0."""
        return max(Money(0, self.net.currency), self.net)

    @property
    def held_by_ceiling(self) -> Money:
        """What the formula would give and a ceiling keeps back."""
        return self.gross - self.taken - self.net


def bridge(eligible: Money, agreed: Agreed, stand: Stand, *, over_facility: bool = False) -> Bridge:
    """What may be drawn; ``over_facility``: the contract lets a person approve a drawing above the facility."""
    reserves = _reserves(eligible, agreed, stand)
    taken = stand.in_use + stand.ordered
    stopped = bool(stand.late) and agreed.late_file == "ZERO"
    reckoned = available(
        eligible=Money(0, eligible.currency) if stopped else eligible,
        advance_rate=agreed.advance_rate,
        funds_in_use=taken,
        reserves=Reserves() if stopped else reserves,
    )
    rooms = _ceilings(agreed, stand, taken, reckoned.gross)
    bound = min(rooms, key=lambda name: rooms[name])
    without = min(room for name, room in rooms.items() if name != "FACILITY")
    return Bridge(
        eligible=eligible,
        advance=eligible.percent(agreed.advance_rate),
        reserves=reserves,
        gross=reckoned.gross,
        taken=taken,
        net=rooms[bound],
        bound=bound,
        with_people=without if over_facility else rooms[bound],
        over=reckoned.overadvance,
    )


def _ceilings(agreed: Agreed, stand: Stand, taken: Money, gross: Money) -> dict[Bound, Money]:
    """The room under each ceiling; of equal ones the first is named."""
    rooms: dict[Bound, Money] = {"FORMULA": gross - taken, "FACILITY": agreed.facility - taken}
    if stand.group_room is not None:
        rooms["GROUP"] = stand.group_room
    if agreed.refinancing is not None:
        rooms["REFINANCING"] = agreed.refinancing - taken
    if stand.account is not None:
        rooms["ACCOUNT"] = stand.account
    if stand.late and agreed.late_file == "FREEZE":
        rooms["LATE"] = Money(0, gross.currency)
    return rooms


def _reserves(eligible: Money, agreed: Agreed, stand: Stand) -> Reserves:
    nothing = Money(0, eligible.currency)
    fund = nothing
    if agreed.pooled and stand.outstanding:
        fund = required_fund(stand.outstanding, agreed.fund_rate, floor=agreed.fund_floor, cap=agreed.fund_cap)
    dilution = nothing
    if agreed.dilution_included is not None:
        dilution = dilution_reserve(eligible, stand.diluted, agreed.dilution_included)
    return Reserves(fund, dilution, max(nothing, stand.accrued), max(nothing, stand.unmatched), stand.manual)
