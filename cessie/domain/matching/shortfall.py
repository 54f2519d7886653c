"""What explains that a payment is short or over, where the engine found what it pays: by terms, by law, by what was
claimed beside the invoices, or by a few cents. And money that a client himself transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from cessie.domain.contracts.models import Contract
from cessie.domain.matching.grounds import ground
from cessie.domain.matching.imputing import alone, is_all_claimed, made_sure, with_claims
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.rules.disposal import Closing, Disposal, Elsewhere
from cessie.domain.matching.rules.facts import Candidate, Outcome, Received
from cessie.domain.matching.rules.kinds import SettlingKind
from cessie.domain.matching.rules.policy import HOUSE
from cessie.domain.parties.models import BankAccount, Client
from cessie.ledger import queries as ledger
from cessie.ledger.receivables import doubtful_of
from cessie.lib.money import Money

#: In this order: what the law takes, what the terms offer, and only then a few cents of the house's.
KINDS: tuple[SettlingKind, ...] = ("statutory_withholding", "discount_taken", "small_difference")


def explained(outcome: Outcome, money: Received, receipt: Receipt, before: Mapping[str, Money]) -> Outcome:
    """The outcome, matched where it was only proposed because the amount differs and something explains the difference.

    That is: the payer names one invoice, and what is missing is exactly what terms or law let him keep; or what he pays
    is exactly the invoices that he names, or all of his, with what was claimed beside them.
    """
    if outcome.status != "proposed" or not outcome.candidates:
        return outcome
    best, paid = outcome.candidates[0], paid_on(receipt)
    if alone(outcome) and (_lacks_what_is_his(best, money, receipt, before) or is_all_claimed(best, before, paid)):
        return made_sure(outcome)
    return outcome


def _lacks_what_is_his(best: Candidate, money: Received, receipt: Receipt, before: Mapping[str, Money]) -> bool:
    if best.rule != "invoice_numbers" or len(best.allocations) != 1 or best.excess:
        return False
    item = best.allocations[0].item
    return _closing(UUID(item), before[item] - money.amount, receipt, before[item]) is not None


def paid_on(receipt: Receipt) -> date:
    """The day of a payment: its value date."""
    return receipt.line.value_date or receipt.line.booked_date


def decided(outcomes: Sequence[Outcome], receipt: Receipt, before: Mapping[str, Money]) -> Disposal:
    """What the outcomes allocate together, what closes each invoice beside it, what of the money pays claims beside the
    invoices, and cents over that are the house's. A doubtful invoice's money is its own."""
    shares: dict[UUID, Money] = {}
    for outcome in outcomes:
        for share in outcome.allocations:
            key = UUID(share.item)
            shares[key] = shares.get(key, Money(0, share.amount.currency)) + share.amount
    closings = {}
    for key, amount in shares.items():
        closing = _closing(key, before[str(key)] - amount, receipt, before[str(key)])
        if closing is not None:
            closings[key] = closing
    if not shares:
        return Disposal()
    over = Money.total((outcome.excess for outcome in outcomes if outcome.chosen), receipt.currency)
    found = with_claims(
        Disposal(shares, closings),
        open_now={key: before[str(key)] for key in shares},
        over=over,
        paid=paid_on(receipt),
        but=doubtful_of(list(shares), currency=receipt.currency),
    )
    spent = found.taken(receipt.currency) - Money.total(shares.values(), receipt.currency)
    return replace(found, uses=_over(outcomes, receipt, over - spent))


def _closing(key: UUID, short: Money, receipt: Receipt, before: Money) -> Closing | None:
    if short.cents <= 0:
        return None
    for kind in KINDS:
        closing = Closing(kind, short)
        if ground(key, closing, open_before=before, paid=paid_on(receipt)) is not None:
            return closing
    return None


def _over(outcomes: Sequence[Outcome], receipt: Receipt, over: Money) -> tuple[Elsewhere, ...]:
    whole = all(outcome.status == "matched" for outcome in outcomes)
    if whole and over.cents > 0 and HOUSE.tolerated(over, of=Money(receipt.amount_cents, receipt.currency)):
        return (Elsewhere("small_difference", over),)
    return ()


def of_a_client(money: Received, outcome: Outcome) -> Disposal:
    """Money from the account of one client, who owes at least as much under one contract, and that names no invoice."""
    pointed = [c for c in outcome.candidates if c.rule in ("structured_reference", "invoice_numbers", "end_to_end_id")]
    if not money.iban or pointed:
        return Disposal()
    contracts = client_debts(money.iban, money.amount.currency)
    if len(contracts) == 1:
        ((contract_id, debt),) = contracts.items()
        if money.amount <= debt:
            return Disposal(uses=(Elsewhere("client_debt", money.amount, contract_id=contract_id),))
    return Disposal()


def client_debts(iban: str, currency: str) -> dict[UUID, Money]:
    """The contracts of whoever holds this account that are in debt, and by how much."""
    companies = BankAccount.objects.filter(iban=iban, ended_at__isnull=True).values("company_id")
    clients = Client.objects.filter(company_id__in=companies).values("pk")
    contracts = list(Contract.objects.filter(client_id__in=clients, currency=currency).values_list("pk", flat=True))
    accounts = ledger.client_accounts(contracts, currency=currency)
    return {key: debt for key, debt in accounts.items() if debt.cents > 0}
