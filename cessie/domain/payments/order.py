"""Order that an amount be paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract
from cessie.domain.parties.models import BankAccount, Client, Debtor
from cessie.domain.payments.models import Order
from cessie.domain.payments.postings import INSTRUCT
from cessie.domain.payments.rules.identity import end_to_end_id
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.payments.pain001 import fitting
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
    by: Viewer,
    at: datetime,
) -> Order:
    """Note that ``amount`` is to be paid to an account of the client's company, once for ever by ``key``.

    A refund (P19) goes to an account of the debtor's company instead, and touches no client.

    Called by the verb that owes the money (a purchase, a release), in its transaction and under its rights; nothing
    moves before two people let it go. The same order again gives the first one.

    Refused: nothing or less, more than SEPA carries, another currency, a rule that is not built, an account of
    somebody else (``NotFound``), the same key for something else (``OtherOrder``).
    """
    _check(rule, amount, text)
    _check_payee(payee_id, contract_id, client_id, debtor_id)
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
        ordered_at=at,
        ordered_by=by.key,
    )
    Order.objects.bulk_create([new], ignore_conflicts=True)
    kept = Order.objects.get(key=key)
    if kept.pk == new.pk:
        facts = {"key": key, "amount": amount, "payee": str(payee_id)}
        record(action="payments.order", subject=kept, by=by, at=at, client_id=client_id, data=facts)
    elif (kept.amount_cents, kept.currency, kept.contract_id, kept.debtor_id, kept.rule) != (
        amount.cents, amount.currency, contract_id, debtor_id, rule
    ):  # fmt: skip
        raise OtherOrder(
            "payments.other_order",
            N_("{key} was ordered before, with {former} instead of {amount}."),
            key=key,
            former=Money(kept.amount_cents, kept.currency),
            amount=amount,
        )
    return kept


def _check(rule: str, amount: Money, text: str) -> None:
    if rule not in INSTRUCT:
        raise Refusal("payments.rule", N_("Payments by rule {rule} are not built yet."), rule=rule)
    if amount.currency != EUR:
        raise Refusal("payments.currency", N_("Payments in {currency} are not built yet."), currency=amount.currency)
    if not 0 < amount.cents <= LARGEST:
        raise Refusal("payments.amount", N_("{amount} cannot be paid by a SEPA transfer."), amount=amount)
    if fitting(text) != text:  # some characters become several: at the release it would stop the whole batch
        raise Refusal("payments.text", N_("The text has {length} characters; {most} fit."), length=len(text), most=TEXT)


def _check_payee(payee_id: UUID, contract_id: UUID | None, client_id: UUID | None, debtor_id: UUID | None) -> None:
    """The account is of the client's company, and the contract is the client's; or it is the debtor's own."""
    if debtor_id is not None:
        company = Debtor.objects.filter(pk=debtor_id).values("company_id")
        if not BankAccount.objects.filter(pk=payee_id, company_id__in=company).exists():
            raise NotFound("payments.payee_of_debtor", N_("There is no such account of this debtor."))
        return
    company = Client.objects.filter(pk=client_id).values("company_id")
    if not BankAccount.objects.filter(pk=payee_id, company_id__in=company).exists():
        raise NotFound("payments.payee", N_("There is no such account of this client."))
    if not Contract.objects.filter(pk=contract_id, client_id=client_id).exists():
        raise NotFound("payments.contract", N_("There is no such contract of this client."))
