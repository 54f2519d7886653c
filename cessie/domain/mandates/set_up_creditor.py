"""Let the house collect under a creditor identifier on one of its accounts, or a client on his own."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.banking.models import Account
from cessie.domain.mandates.models import SERVICES, Creditor
from cessie.domain.mandates.rules.timing import NOTICE_DAYS, CutOff
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats.payments import pain008
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_creditor_id

#: Accounts on which debtors pay: the house's, and a creditor's own, whose statements are read.
PURPOSES = ("collection", "creditor")


@transaction.atomic
def set_up_creditor(
    *, account_id: UUID, identifier: str, notice_days: int = NOTICE_DAYS, cut_off: CutOff | None = None,
    pain_version: str = "08", most: int = 5000, service: str = "", template: str = "", by_itself: bool = False,
    by: Viewer, at: datetime,
) -> Creditor:  # fmt: skip
    """Keep the identifier with what the account's bank takes; the same again is changed to what is said now.

    On a client's own account it is his identifier: what comes there is his money and settles what the house manages
    for him (P40); nothing of it passes the house's books.

    ``by_itself``: its files are prepared by the clock, a day before the bank's last hour; two people let each go.
    ``service``: on whose pages his debtors sign (blank: the house's), under that service's ``template``.

    Refused: no right (``NotAllowed``), an account that is not there or on which no debtor pays, an identifier with
    wrong check digits, a version that is not written.
    """
    by.require("banking.accounts")
    right = _right(identifier)
    _require(pain_version, most, service, template)
    account = Account.objects.filter(pk=account_id, closed_date__isnull=True, purpose__in=PURPOSES).first()
    if account is None:
        raise NotFound("mandates.unknown_account", N_("There is no such account on which debtors pay."))
    hours = cut_off or CutOff()
    made, _ = Creditor.objects.update_or_create(
        account=account,
        identifier=right,
        defaults={
            "notice_days": notice_days, "cut_off_days": hours.bank_days, "cut_off_until": hours.until,
            "pain_version": pain_version, "most": most, "service": service,
            "template": template.strip() if service else "", "by_itself": by_itself, "set_up_at": at,
            "set_up_by": by.key,
        },
    )  # fmt: skip
    facts = {"identifier": right, "account": account.pk, "notice_days": notice_days, "most": most, "service": service}
    facts |= {"by_itself": by_itself}
    record(action="mandates.set_up", subject=made, by=by, at=at, data=facts)
    return made


def _require(pain_version: str, most: int, service: str, template: str) -> None:
    if pain_version not in pain008.VERSIONS or not 1 <= most <= pain008.MAX_COLLECTIONS:
        raise Refusal("mandates.file", N_("Files of that version or size are not written."))
    if service not in SERVICES or (service and not template.strip()):
        raise Refusal("mandates.template", N_("Name the kind of mandate as the service knows it."))


def _right(identifier: str) -> str:
    right = normal_creditor_id(identifier)
    if right is None:
        words = N_("{identifier} is no creditor identifier with right check digits.")
        raise Refusal("mandates.identifier", words, identifier=identifier)
    return right


def hours_of(creditor: Creditor) -> CutOff:
    """Until when the bank of a creditor's account takes files."""
    until: time = creditor.cut_off_until
    return CutOff(creditor.cut_off_days, until)
