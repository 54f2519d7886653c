"""Say what the bank of an own account takes: which payment file, and whether instant payments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import PAIN_VERSIONS, Account
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def set_up(*, account_id: UUID, pain_version: str, instant: bool, by: Viewer, at: datetime) -> Account:
    """Payment files as pain.001.001.09 or .03; ``instant``: single payments go as instant ones where they can.

    What is prepared already goes no other way: a batch whose speed would change is refused at its release. The same
    again changes nothing. Refused: no right (``NotAllowed``), no such account (``NotFound``), another version.
    """
    by.require("banking.accounts")
    if pain_version not in PAIN_VERSIONS:
        raise Refusal(
            "banking.pain_version", N_("Payment files of version {version} are not made."), version=pain_version
        )
    account = Account.objects.select_for_update(of=("self",)).filter(pk=account_id, client__isnull=True).first()
    if account is None:
        raise NotFound("banking.unknown_account", N_("There is no such account of the house."))
    if (account.pain_version, account.instant) != (pain_version, instant):
        account.pain_version, account.instant = pain_version, instant
        account.save(update_fields=["pain_version", "instant"])
        facts = {"pain_version": pain_version, "instant": instant}
        record(action="banking.set_up", subject=account, by=by, at=at, data=facts)
    return account
