"""What must hold between the bank's statements and the books, at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from cessie.domain.banking.balances import position
from cessie.domain.banking.models import Account, Statement
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def books_are_the_banks() -> Iterator[Reason]:
    """Invariant 8: books + lines that wait + what was accepted as unexplained = the last statement's closing."""
    for account in Account.objects.filter(client__isnull=True).order_by("iban"):
        found = position(account)
        if found.unexplained:
            facts = {
                "iban": account.iban,
                "closing": found.closing,
                "books": found.books,
                "untaken": found.untaken,
                "accepted": found.accepted,
                "unexplained": found.unexplained,
            }
            yield Reason(
                "banking.books_differ",
                N_(
                    "{iban}: the bank says {closing}, the books {books}, lines of {untaken} wait, {accepted} was "
                    "accepted as unexplained; {unexplained} is left."
                ),
                facts,
            )


def chain_is_whole() -> Iterator[Reason]:
    """Each statement that no person accepted follows the one before and balances in itself, by its own rows."""
    own = Statement.objects.filter(state="chained", accepted_cents=0, decided_by="").select_related("account")
    unbalanced = own.annotate(entries=Coalesce(Sum("lines__amount_cents"), 0)).exclude(
        closing_cents=F("opening_cents") + F("entries")
    )
    for row in unbalanced:
        yield _reason("banking.chain_unbalanced", N_("{iban}, statement {number}: lines and balances differ."), row)
    after_own = own.filter(previous__accepted_cents=0, previous__decided_by="")
    for gap in after_own.exclude(opening_cents=F("previous__closing_cents")):
        yield _reason("banking.chain_gap", N_("{iban}, statement {number}: does not open as the last closed."), gap)


def chain_has_one_end() -> Iterator[Reason]:
    """From the last statement back to the first, each chained statement is met once."""
    for account in Account.objects.order_by("iban"):
        rows = dict(Statement.objects.filter(account=account, state="chained").values_list("pk", "previous_id"))
        ends = rows.keys() - set(rows.values())
        beginnings = [pk for pk, previous in rows.items() if previous is None]
        if rows and (len(ends) != 1 or len(beginnings) != 1):
            yield Reason(
                "banking.chain_torn",
                N_("{iban}: the chain of statements is torn into {parts} parts."),
                {"iban": account.iban, "parts": max(len(ends), len(beginnings))},
            )


def _reason(code: str, message: str, row: Statement) -> Reason:
    money = Money(row.closing_cents, row.account.currency)
    return Reason(code, message, {"iban": row.account.iban, "number": row.number, "closing": money})


CHECKS: list[Callable[[], Iterable[Reason]]] = [books_are_the_banks, chain_is_whole, chain_has_one_end]
