"""Whom the invoice tells the debtor to pay, and whether it says so in his language: M07, M08, M09."""

from __future__ import annotations

from collections.abc import Iterator

from cessie.domain.invoices.rules.facts import Company, Known, Named, Stated
from cessie.domain.invoices.rules.found import Found, hold, reject
from cessie.domain.invoices.rules.policy import Policy
from cessie.domain.parties.rules.names import likeness
from cessie.lib.reasons import N_
from cessie.lib.references import normal_iban


def check(stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """A notified debtor must be told to pay the factor, on the factor's account; a confidential one must not."""
    account = normal_iban(stated.account) if stated.account else None
    if not known.notified:
        if account in known.factor_ibans:
            yield reject("M09", N_("The invoice shows an account of the factor, but the factoring is confidential."))
        return
    yield from _account(stated.account, account, known)
    yield from _payee(stated.payee, known.factor, policy)
    yield from _assignment(stated.words, known.debtor, policy)


def of_creditor(stated: Stated, known: Known, policy: Policy) -> Iterator[Found]:
    """Of a managed invoice the debtor pays the client himself: on his own account, and nobody else."""
    account = normal_iban(stated.account) if stated.account else None
    if stated.account and account is None:
        yield hold("M07.account", N_("The account {account} on the invoice is no IBAN: its check digits or its length "
                                     "are wrong. It must be the client's."), 2, account=stated.account)  # fmt: skip
    elif account is not None and account not in known.client_ibans:
        yield hold("M07.account", N_("The account {account} on the invoice is not a confirmed account of the client."),
                   2, account=account)  # fmt: skip
    payee, client = stated.payee, known.client
    if payee and not set(payee.numbers) & client.numbers and likeness(payee.name, client.name) < policy.name_likeness:
        yield hold("M07.payee", N_("The payee on the invoice is {payee}, not the client {client}."), 2,
                   payee=payee.name, client=client.name)  # fmt: skip


def _account(written: str, account: str | None, known: Known) -> Iterator[Found]:
    if not written:
        yield hold("M07.account", N_("The invoice shows no account to pay to; it must show the factor's."))
    elif account is None:
        yield hold("M07.account", N_("The account {account} on the invoice is no IBAN: its check digits or its length "
                                     "are wrong. It must be the factor's."), 2, account=written)  # fmt: skip
    elif account not in known.factor_ibans:
        yield hold("M07.account", N_("The account {account} on the invoice is not the factor's."), 2, account=account)


def _payee(payee: Named | None, factor: Company, policy: Policy) -> Iterator[Found]:
    """EN 16931 BG-10: who is to be paid, where that is not the seller."""
    if payee is None:
        yield hold("M07.payee", N_("The invoice does not name the factor, {factor}, as payee."), factor=factor.name)
    elif not set(payee.numbers) & factor.numbers and likeness(payee.name, factor.name) < policy.name_likeness:
        yield hold("M07.payee", N_("The payee on the invoice is {payee}, not the factor {factor}."), 2,
                   payee=payee.name, factor=factor.name)  # fmt: skip


def _assignment(words: str, debtor: Company | None, policy: Policy) -> Iterator[Found]:
    """The text that tells the debtor that only payment to the factor frees him."""
    text = words.casefold()
    spoken = {language for language, marks in policy.assignment_words.items() if any(mark in text for mark in marks)}
    if not spoken:
        yield hold("M08", N_("The invoice does not say that the claim was assigned to the factor."))
    elif debtor and debtor.language in policy.assignment_words and debtor.language not in spoken:
        yield hold("M08", N_("The text about the assignment is not in the debtor's language ({language})."),
                   language=debtor.language)  # fmt: skip
