"""Bank accounts of companies: added by one person, confirmed by another, ended; never changed.

A changed account number is the commonest payment fraud: a new one is a new row with its own history, and no money goes
there before a second person has confirmed it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.models import BankAccount, Company
from cessie.domain.parties.rules.accounts import ACCOUNT
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban


class SamePerson(Refusal):
    """Whoever added an account cannot confirm it."""


@transaction.atomic
def add_account(*, company_id: UUID, iban: str, holder: str, bic: str = "", by: Viewer, at: datetime) -> BankAccount:
    """Note an account of a company, to be confirmed by another person; the same one again gives the same row.

    Refused: an IBAN whose length or check digits are wrong, no holder, an unknown company (``NotFound``).
    """
    by.require("parties.add_account")
    number = normal_iban(iban)
    if number is None:
        raise Refusal(
            "parties.false_iban", N_("{iban} is no IBAN: its check digits or its length are wrong."), iban=iban
        )
    if not holder.strip():
        raise Refusal("parties.no_holder", N_("An account needs the name of its holder."))
    company = Company.objects.select_for_update().filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    account = BankAccount.objects.filter(company=company, iban=number, ended_at__isnull=True).first()
    if account is None:
        account = BankAccount.objects.create(
            company=company, iban=number, bic=bic.strip().upper(), holder=holder.strip(), added_at=at, added_by=by.key
        )
        record(action="parties.add_account", subject=account, by=by, at=at)
    return account


@transaction.atomic
def confirm_account(*, account_id: UUID, by: Viewer, at: datetime) -> BankAccount:
    """A second person has checked the account with its holder: money may go there. Again does nothing.

    Refused: whoever added it (``SamePerson``; the database says so too), a job, an account that has ended.
    """
    by.require("parties.confirm_account")
    account = _locked(account_id)
    if account.added_by == by.key:
        raise SamePerson(
            "parties.same_person", N_("Another person than the one who added this account must confirm it.")
        )
    if account.state == "confirmed":
        return account
    account.state = ACCOUNT.after(account.state, "confirm")
    account.confirmed_at, account.confirmed_by = at, by.key
    account.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    record(action="parties.confirm_account", subject=account, by=by, at=at)
    return account


@transaction.atomic
def end_account(*, account_id: UUID, by: Viewer, at: datetime) -> BankAccount:
    """The account is not used any more; it stays in the history. Again does nothing."""
    by.require("parties.add_account")
    account = _locked(account_id)
    if account.state == "ended":
        return account
    account.state = ACCOUNT.after(account.state, "end")
    account.ended_at, account.ended_by = at, by.key
    account.save(update_fields=["state", "ended_at", "ended_by"])
    record(action="parties.end_account", subject=account, by=by, at=at)
    return account


@transaction.atomic
def set_apart(*, account_id: UUID, by: Viewer, at: datetime) -> BankAccount:
    """Debtors of a contract pay on this account from now on, so that nothing is paid out to it. Again does nothing.

    Refused: no right, an account that is not confirmed.
    """
    by.require("banking.accounts")
    account = _locked(account_id)
    if account.state != "confirmed":
        raise Refusal("parties.not_confirmed", N_("{iban} is not confirmed."), iban=account.iban)
    if account.dedicated_at is None:
        account.dedicated_at = at
        account.save(update_fields=["dedicated_at"])
        record(action="parties.set_apart", subject=account, by=by, at=at)
    return account


def _locked(account_id: UUID) -> BankAccount:
    account = BankAccount.objects.select_for_update(of=("self",)).filter(pk=account_id).first()
    if account is None:
        raise NotFound("parties.unknown_account", N_("There is no such account."))
    return account
