"""Order that an amount be paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import BankAccount, Client, Debtor
from cessie.domain.payments.models import SPEEDS, Order
from cessie.domain.payments.postings import INSTRUCT
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.payments.pain001 import fitting, readable
from cessie.lib.ids import uuid7
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Refusal

#: The largest amount of a SEPA credit transfer, in cents (EPC rulebook).
LARGEST = 999_999_999_99
#: The longest free text of a SEPA credit transfer.
TEXT = 140


class OtherOrder(Refusal):
    """The key names an order already, with another amount or payee."""


@transaction.atomic
def order(
    *,
    key: str,
    rule: str,
    amount: Money,
    payee_id: UUID,
    contract_id: UUID | None = None,
    client_id: UUID | None = None,
    debtor_id: UUID | None = None,
    text: str,
    speed: str = "",
    by: Viewer,
    at: datetime,
) -> Order:
    """Note that ``amount`` is to be paid to an account of the client's company, once for ever by ``key``.

    A refund (P19) goes to an account of the debtor's company instead, and touches no client.

    Called by the verb that owes the money (a purchase, a release), in its transaction and under its rights; nothing
    moves before two people let it go. The same order again gives the first one. ``speed``: instant, ordinary, or
    blank for what the account from which it leaves is set up for.

    Refused: nothing or less, more than SEPA carries, another currency, a rule that is not built, an account of
    somebody else (``NotFound``), the same key for something else (``OtherOrder``).
    """
    _check(rule, amount, text)
    check_speed(speed)
    check_payee(payee_id, contract_id, client_id, debtor_id)
    new = Order(
        id=(order_id := uuid7()),
        key=key,
        rule=rule,
        client_id=client_id,
        contract_id=contract_id,
        debtor_id=debtor_id,
        payee_id=payee_id,
        amount_cents=amount.cents,
        currency=amount.currency,
        end_to_end_id=end_to_end_id(order_id),
        text=text,
        speed=speed,
        ordered_at=at,
        ordered_by=by.key,
    )
    return place(new, {"payee": str(payee_id)}, by=by, at=at)


def place(new: Order, paid_to: dict[str, str], *, by: Viewer, at: datetime) -> Order:
    """Keep a new order once by its key and note it; one that differs from what is kept is refused (``OtherOrder``).

    Inner door of the verbs that order. ``paid_to`` names where the money goes, for the trail.
    """
    amount = Money(new.amount_cents, new.currency)
    Order.objects.bulk_create([new], ignore_conflicts=True)
    kept = Order.objects.get(key=new.key)
    if kept.pk == new.pk:
        facts = {"key": new.key, "amount": amount, **paid_to}
        record(action="payments.order", subject=kept, by=by, at=at, client_id=new.client_id, data=facts)
        return kept
    former = Money(kept.amount_cents, kept.currency)
    if former != amount:
        words = N_("{key} was ordered before, with {former} instead of {amount}.")
        raise OtherOrder("payments.other_order", words, key=new.key, former=former, amount=amount)
    if _purpose(kept) != _purpose(new):
        words = N_("{key} was ordered before, to another account or for another contract.")
        raise OtherOrder("payments.other_order", words, key=new.key)
    return kept


def _purpose(order: Order) -> tuple[object, ...]:
    return order.rule, order.contract_id, order.debtor_id, order.payee_id, order.own_id, order.source_id


def check_speed(speed: str) -> None:
    """Refuses what is neither instant nor ordinary nor left to the account."""
    if speed not in SPEEDS:
        raise Refusal("payments.speed", N_("A payment is instant or ordinary, not {speed}."), speed=speed)


def _check(rule: str, amount: Money, text: str) -> None:
    if rule not in INSTRUCT:
        raise Refusal("payments.rule", N_("Payments by rule {rule} are not built yet."), rule=rule)
    check_amount(amount)
    check_text(text)


def check_amount(amount: Money) -> None:
    """Refuses what SEPA does not carry."""
    if amount.currency != EUR:
        raise Refusal("payments.currency", N_("Payments in {currency} are not built yet."), currency=amount.currency)
    if not 0 < amount.cents <= LARGEST:
        raise Refusal("payments.amount", N_("{amount} cannot be paid by a SEPA transfer."), amount=amount)


def check_text(text: str) -> None:
    """Refuses a text that does not fit whole."""
    if fitting(text) != text:  # some characters become several: at the release it would stop the whole batch
        raise Refusal("payments.text", N_("The text has {length} characters; {most} fit."), length=len(text), most=TEXT)


def check_payee(payee_id: UUID, contract_id: UUID | None, client_id: UUID | None, debtor_id: UUID | None) -> None:
    """The account is of the client's company, and the contract is the client's; or it is the debtor's own."""
    if debtor_id is not None:
        owner: Debtor | Client | None = Debtor.objects.filter(pk=debtor_id).first()
        nobody = NotFound("payments.payee_of_debtor", N_("There is no such account of this debtor."))
    else:
        owner = Client.objects.filter(pk=_some(client_id)).first()
        nobody = NotFound("payments.payee", N_("There is no such account of this client."))
    payee = BankAccount.objects.filter(pk=payee_id, company=owner.company_id).first() if owner is not None else None
    if payee is None:
        raise nobody
    if not readable(payee.holder):
        words = N_("The bank cannot write the name {holder}: give the account one in Latin letters.")
        raise Refusal("payments.holder", words, holder=payee.holder)
    if debtor_id is not None:
        return
    if not Contract.objects.filter(pk=_some(contract_id), client_id=_some(client_id)).exists():
        raise NotFound("payments.contract", N_("There is no such contract of this client."))


def _some(key: UUID | None) -> UUID:
    """A key that a caller owes: an order that is no refund is a client's, under a contract."""
    if key is None:
        raise ValueError("an order that is no refund names its client and contract")
    return key
