"""Note a credit insurance that the house holds, or its new conditions from a day on."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit.models import BASES, Policy
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal
from cessie.lib.references import normal_iban


@transaction.atomic
def insure(
    *,
    insurer: str,
    number: str,
    iban: str,
    insured_percent: Decimal,
    basis: str,
    arrears_days: int,
    waiting_months: int,
    valid_from: date,
    valid_until: date | None = None,
    by: Viewer,
    at: datetime,
) -> Policy:
    """The policy as it stands from ``valid_from`` on; the same again is the same.

    ``insured_percent`` of the loss without (``NET``) or with VAT (``GROSS``) up to the insured limit; the rest is own
    risk. Refused: no right, no name or number, a false IBAN, a percentage that is none, an end before the start, the
    same policy and day with other conditions.
    """
    by.require("credit.insure")
    account = normal_iban(iban)
    if account is None:
        raise Refusal("credit.policy_iban", N_("{iban} is not a valid IBAN."), iban=iban)
    if not insurer.strip() or not number.strip() or basis not in BASES:
        raise Refusal("credit.policy_words", N_("A policy needs its insurer, its number and its basis."))
    if not 0 < insured_percent <= 100 or arrears_days < 0 or waiting_months < 0:
        raise Refusal("credit.policy_figures", N_("A policy insures between 0 and 100 percent; days are not negative."))
    if valid_until is not None and valid_until < valid_from:
        raise Refusal("credit.policy_ends_early", N_("The policy would end before it begins."))
    wanted = {
        "insurer": insurer.strip(),
        "iban": account,
        "insured_percent": insured_percent,
        "basis": basis,
        "arrears_days": arrears_days,
        "waiting_months": waiting_months,
        "valid_until": valid_until,
    }
    row, is_new = Policy.objects.get_or_create(
        number=number.strip(), valid_from=valid_from, defaults=wanted | {"made_at": at, "made_by": by.key}
    )
    if any(getattr(row, name) != value for name, value in wanted.items()):
        text = N_("Policy {number} stands from {day} with other conditions.")
        raise Refusal("credit.policy_taken", text, number=row.number, day=valid_from)
    if is_new:
        facts = {"number": row.number, "percent": insured_percent, "basis": basis, "valid_from": valid_from}
        record(action="credit.insure", subject=row, by=by, at=at, data=facts)
    return row
