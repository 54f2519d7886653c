"""How a contract stands in the books now: what is in use, ordered, set aside, and what its group leaves."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db.models import Q, Sum

from cessie.domain.availability.models import SetAside
from cessie.domain.client_ledgers.queries import standing as late_by
from cessie.domain.client_ledgers.queries import unmatched
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import with_their_groups
from cessie.domain.credit.models import Reservation
from cessie.domain.payments.spoken_for import spoken_for_each
from cessie.ledger import queries as ledger
from cessie.ledger.chart import BOUGHT
from cessie.ledger.entry import Dims
from cessie.ledger.valued import volumes
from cessie.lib.money import Money
from cessie.terms.bridge import Stand
from cessie.terms.contract import Terms

#: Where debtors pay on an account that stands between them and the house.
DEDICATED = ("DEDICATED_CLIENT", "DEDICATED_FACTOR")
#: What lowers a bought claim without money: credit notes, and discounts, withholdings and short payments.
DILUTES = ("P13", "P14")


def stand_of(contract: Contract, terms: Terms, *, day: date, at: datetime) -> Stand:
    """Asked under the lock of the contract by whoever decides on it."""
    key, currency = contract.pk, contract.currency
    of = Dims(contract=key)
    linked = with_their_groups([key]) if terms.limits.group is not None else frozenset({key})
    promised = spoken_for_each(list(linked), currency=currency)
    ordered = promised.get(key, Money(0, currency))
    account = -ledger.client_accounts([key], currency=currency)[key] - ordered
    return Stand(
        in_use=ledger.funds_in_use([key], currency=currency)[key],
        outstanding=ledger.balance("1100", of, currency=currency),
        ordered=ordered,
        accrued=ledger.balance("1400", of, currency=currency),
        unmatched=unmatched(key, day) if terms.account_model in DEDICATED else Money(0, currency),
        manual=set_aside(key, day),
        diluted=diluted(key, day, currency),
        account=max(Money(0, currency), account),
        late=late_by(key, day).late if terms.transmission == "BALANCE" else 0,
        group_room=_group_room(terms, linked, promised, at),
    )


def set_aside(contract_id: UUID, day: date) -> Money:
    """What people keep out of a contract's availability that day."""
    row = SetAside.objects.filter(contract_id=contract_id).order_by("-set_at", "-pk").first()
    if row is None or (row.until_date is not None and row.until_date < day):
        return Money(0)
    return Money(row.amount_cents, row.currency)


def diluted(contract_id: UUID, day: date, currency: str) -> Decimal:
    """Percent of what was bought in twelve months that was taken off without money, to four places; 0 of nothing."""
    found = volumes([contract_id], day - timedelta(days=365), day, currency=currency)
    bought = sum(v.amount.cents for v in found if v.rule == "P01" and v.account in BOUGHT)
    off = -sum(v.amount.cents for v in found if v.rule in DILUTES and v.account in BOUGHT)
    if bought <= 0 or off <= 0:
        return Decimal(0)
    return (Decimal(off) * 100 / bought).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _group_room(terms: Terms, linked: frozenset[UUID], promised: dict[UUID, Money], at: datetime) -> Money | None:
    """What the limit of the client's group leaves, over all its contracts: in use, ordered, and promised by offers."""
    limit = terms.limits.group
    if limit is None:
        return None
    nothing = Money(0, limit.currency)
    in_use = ledger.funds_in_use(list(linked), currency=limit.currency)
    offered = Reservation.objects.filter(Q(expires_at__gt=at), contract_id__in=linked, state="held")
    reserved = Money(offered.aggregate(sum=Sum("financed_cents"))["sum"] or 0, limit.currency)
    taken = Money.total((max(nothing, amount) for amount in in_use.values()), limit.currency)
    return limit - taken - Money.total(promised.values(), limit.currency) - reserved
