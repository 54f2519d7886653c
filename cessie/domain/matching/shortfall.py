"""What explains that a payment is short or over, where the engine found what it pays: by terms, by law, or by a few
cents. And money that a client himself transfers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from cessie.domain.contracts.models import Contract
from cessie.domain.matching.grounds import ground
from cessie.domain.matching.models import Receipt
from cessie.domain.matching.rules.disposal import Closing, Disposal, Elsewhere
from cessie.domain.matching.rules.facts import Outcome, Received
from cessie.domain.matching.rules.kinds import SettlingKind
from cessie.domain.matching.rules.policy import HOUSE
from cessie.domain.parties.models import BankAccount, Client
from cessie.ledger import queries as ledger
from cessie.lib.money import Money

#: In this order: what the law takes, what the terms offer, and only then a few cents of the house's.
KINDS: tuple[SettlingKind, ...] = ("statutory_withholding", "discount_taken", "small_difference")


def explained(outcome: Outcome, money: Received, receipt: Receipt, before: Mapping[str, Money]) -> Outcome:
    """The outcome, matched where it was only proposed because the amount differs and something explains the difference.

    That is: the payer names one invoice, and what is missing is exactly what terms or law let him keep.
    """
    if outcome.status != "proposed" or not outcome.candidates:
        return outcome
    best = outcome.candidates[0]
    if best.rule != "invoice_numbers" or len(best.allocations) != 1 or best.excess:
        return outcome
    item = best.allocations[0].item
    rivals = [other for other in outcome.candidates[1:] if other.score >= best.score]
    if rivals or _closing(UUID(item), before[item] - money.amount, receipt, before[item]) is None:
        return outcome
    sure = replace(best, automatic=True)
    return Outcome(
        status="matched",
        allocations=best.allocations,
        excess=best.excess,
        candidates=(sure, *outcome.candidates[1:]),
        reasons=best.reasons,
    )


def decided(outcomes: Sequence[Outcome], receipt: Receipt, before: Mapping[str, Money]) -> Disposal:
    """What the outcomes allocate together, what closes each invoice beside it, and cents over that are the house's."""
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
    return Disposal(shares, closings, _over(outcomes, receipt) if shares else ())


def _closing(key: UUID, short: Money, receipt: Receipt, before: Money) -> Closing | None:
    if short.cents <= 0:
        return None
    paid = receipt.line.value_date or receipt.line.booked_date
    for kind in KINDS:
        closing = Closing(kind, short)
        if ground(key, closing, open_before=before, paid=paid) is not None:
            return closing
    return None


def _over(outcomes: Sequence[Outcome], receipt: Receipt) -> tuple[Elsewhere, ...]:
    over = Money.total((outcome.excess for outcome in outcomes), receipt.currency)
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
