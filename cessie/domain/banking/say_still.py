"""Say that nothing moved on an own account after its last statement: many banks send none for such days."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account, Statement
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


class NotSettled(Refusal):
    """The day is not over, or a statement that is held says otherwise."""


@transaction.atomic
def say_still(*, account_id: UUID, until: date, by: Viewer, at: datetime) -> Account:
    """A person saw at the bank that no line was booked up to and with this day: a month may end without a statement.

    The two people who end the month are the four eyes. The same or an earlier day again does nothing; what a later
    statement tells stands above this word. Refused: no right or no person (``NotAllowed``), no such account or one
    without any statement (``NotFound``), a day that is not over or statements that are held (``NotSettled``).
    """
    by.require("charges.end_month")
    account = Account.objects.select_for_update(of=("self",)).filter(pk=account_id, client__isnull=True).first()
    if account is None or not Statement.objects.filter(account=account, state="chained").exists():
        raise NotFound("banking.unknown_account", N_("There is no such account of the house."))
    if until >= booking_day(at):
        raise NotSettled("banking.day_not_over", N_("{day} is not over yet."), day=until)
    if Statement.objects.filter(account=account, state="kept", opening_date__lte=until).exists():
        raise NotSettled("banking.held", N_("Statements of {iban} are held: look at them first."), iban=account.iban)
    if account.still_until is None or account.still_until < until:
        account.still_until = until
        account.save(update_fields=["still_until"])
        record(action="banking.say_still", subject=account, by=by, at=at, data={"until": until})
    return account
