"""Pass on what was collected for a principal, less the commission: P30, P31, and the orders of P32 and P33."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.parties.queries import payout_account
from cessie.domain.payments.order_commission import order_commission
from cessie.domain.payments.order_third_party import order_third_party
from cessie.domain.payments.third_party_cover import promised_of_share
from cessie.domain.trust.door import free_of, the_account
from cessie.domain.trust.gather import Item, later, mark, unreckoned
from cessie.domain.trust.models import Remittance
from cessie.domain.trust.rules.shares import Commission, commission, is_month_end, take_from
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.payments.pain001 import fitting
from cessie.ledger.entry import Dims, Entry, Event
from cessie.ledger.period import closed_until
from cessie.ledger.post import post
from cessie.ledger.rules import trust as rules
from cessie.ledger.third_party import owed_by_principals, own_share
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.terms.contract import Terms
from cessie.terms.fees import FeeRule

#: How the keys of the orders begin; the remittance follows.
REMITS, MOVES = "remittance:", "commission:"


class NoPayee(Refusal):
    """The principal has no account that two people have looked at."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What a remittance comes to."""

    taken: Commission
    vat: Money
    percent: Decimal
    set_off: Mapping[UUID, Money]
    rest: Mapping[UUID, Money]
    owing: Money
    left: Money

    @property
    def passed_on(self) -> Money:
        return Money.total(self.rest.values())

    @property
    def kept(self) -> Money:
        return Money.total(self.set_off.values())


@transaction.atomic
def remit(*, contract_id: UUID, until: date, by: Viewer, at: datetime) -> Remittance | None:
    """Reckon with all that came in under the contract until a day; None where there is nothing to reckon with.

    The commission on what was collected (by us and directly, less what went back) is invoiced (P30); it and what the
    principal owes from before are set off against what is here for him (P31), claim by claim; the rest is ordered to
    his confirmed account (P33), the commission to the office account (P32). Two people let both go; until the bank
    shows them nothing has left. Never more is passed on than is here for this principal and promised to nobody. Again
    finds nothing new. Locks: contract, the third-party account. Refused: no right (``NotAllowed``), a contract that
    holds no money for others, a day to come, nobody to pay (``NoPayee``), no row of VAT.
    """
    by.require("payments.order")
    contract = lock(contract_id)
    _version, terms = terms_on(contract_id, max(until, contract.started_date))
    if not terms.holds_for_others:
        raise Refusal("trust.not_for_others", N_("Under this contract no money is held for others."))
    if until > booking_day(at):
        raise Refusal("trust.day_to_come", N_("{day} is still to come."), day=until)
    account = Account.objects.select_for_update(no_key=True).get(pk=the_account().pk)
    items = unreckoned(contract_id, until, currency=contract.currency)
    waiting = later(contract_id, until)
    free = {key: amount - waiting.get(key, Money(0)) for key, amount in free_of(contract.client_id).items()}
    free = {key: amount for key, amount in free.items() if amount.cents > 0}
    if not items and not free:
        return None
    sums = _sums(contract, terms, until, items, free)
    row = _row(contract, until, items, sums, by, at)
    of = Dims(contract.pk, contract.client_id, reference=row.pk, bank=account.pk)
    post(_entries(row, sums, of, terms, _day(until, items, at)), by=by.key, at=at)
    _order(row, contract, account, sums, by, at)
    mark(items, row)
    facts = {"number": row.number, "until": until, "collected": row.collected_cents, "paid": row.paid_cents}
    record(action="trust.remit", subject=row, by=by, at=at, client_id=contract.client_id, data=facts)
    return row


def rules_of(terms: Terms, day: date) -> tuple[FeeRule, ...]:
    """The rules of the contract that are a share of what is collected for the principal."""
    return tuple(rule for rule in terms.fees("MONTH", day) if rule.base == "COLLECTED" and rule.debit_to == "CLIENT")


def _sums(contract: Contract, terms: Terms, until: date, items: Sequence[Item], free: Mapping[UUID, Money]) -> _Sums:
    charged = rules_of(terms, until)
    earlier = Remittance.objects.filter(contract=contract)
    of_month = earlier.filter(until_date__gte=until.replace(day=1)).aggregate(
        base=Sum("base_cents"), net=Sum("net_cents")
    )
    last = earlier.order_by("-number").first()
    taken = commission(
        charged,
        collected=Money.total((item.amount for item in items), contract.currency),
        carried=Money(last.carried_cents if last else 0),
        base_so_far=Money(of_month["base"] or 0),
        net_so_far=Money(of_month["net"] or 0),
        whole=is_month_end(until),
    )
    percent = terms.vat_rate(charged[0], until) if charged else Decimal(0)
    vat = taken.net.percent(percent)
    debt = owed_by_principals([contract.client_id])[contract.client_id] + taken.net + vat
    set_off = take_from(free, debt)
    left = {key: amount - set_off.get(key, Money(0)) for key, amount in free.items()}
    rest = {key: amount for key, amount in left.items() if amount.cents > 0}
    too_little = total if (total := Money.total(rest.values())) < terms.payout_minimum else Money(0)
    owing = debt - Money.total(set_off.values())
    return _Sums(taken, vat, percent, set_off, {} if too_little else rest, owing, too_little)


def _row(contract: Contract, until: date, items: Sequence[Item], sums: _Sums, by: Viewer, at: datetime) -> Remittance:
    """The number is the next: the lock on the account keeps two from taking it."""
    number = (Remittance.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Remittance(
        id=uuid7(), number=number, contract=contract, client_id=contract.client_id, until_date=until,
        collected_cents=sum(item.amount.cents for item in items), base_cents=sums.taken.base.cents,
        carried_cents=sums.taken.carried.cents, net_cents=sums.taken.net.cents, vat_cents=sums.vat.cents,
        vat_percent=sums.percent, set_off_cents=sums.kept.cents, owing_cents=sums.owing.cents,
        paid_cents=sums.passed_on.cents, left_cents=sums.left.cents, lines=[item.to_json() for item in items],
        made_at=at, made_by=by.key,
    )  # fmt: skip
    row.order_key = f"{REMITS}{row.pk}" if sums.rest else ""
    row.save(force_insert=True)
    return row


def _day(until: date, items: Sequence[Item], at: datetime) -> date:
    """The commission belongs to the period; what became known after it, or a month that is closed, moves it on."""
    today, open_from = booking_day(at), closed_until()
    day = max([until, *(item.known_date for item in items)])
    return today if open_from is not None and day < open_from else min(day, today)


def _entries(row: Remittance, sums: _Sums, of: Dims, terms: Terms, day: date) -> list[Entry]:
    event = Event(f"remittance/{row.pk}", day, text=str(row.number))
    entries = []
    if sums.taken.net:
        entries.append(
            rules.commission(event=event, net=sums.taken.net, vat=sums.vat, country=terms.vat_country, of=of)
        )
    if sums.set_off:
        entries.append(rules.set_off_each(event=event, parts=sums.set_off, of=of))
    return entries


def _order(row: Remittance, contract: Contract, account: Account, sums: _Sums, by: Viewer, at: datetime) -> None:
    """The payments: what is the principal's to his account, what the house set off to its office account."""
    if sums.rest:
        payee = payout_account(contract.client_id, booking_day(at))
        if payee is None:
            words = N_("{amount} cannot be passed on: no account of the principal is confirmed.")
            raise NoPayee("trust.no_payee", words, amount=sums.passed_on)
        order_third_party(
            key=row.order_key, source_id=account.pk, payee_id=payee.pk, parts=sums.rest, contract_id=contract.pk,
            client_id=contract.client_id, text=fitting(f"{contract.number} {row.number} {row.until_date:%Y-%m-%d}"),
            by=by, at=at,
        )  # fmt: skip
    office = Account.objects.filter(purpose="payout", closed_date__isnull=True).order_by("pk").first()
    free = own_share(account.pk) - promised_of_share(account.pk)
    moved = min(sums.kept, free)
    if office is not None and moved.cents > 0:
        order_commission(
            key=f"{MOVES}{row.pk}", source_id=account.pk, office_id=office.pk, amount=moved, contract_id=contract.pk,
            client_id=contract.client_id, text=fitting(f"{contract.number} {row.number}"), by=by, at=at,
        )  # fmt: skip
