"""The accounts of a company's books that bear no codes: noted as a file shows them, and said once what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.onboarding.models import Applicant
from cessie.domain.onboarding.queries import own_applicant
from cessie.domain.onboarding.rules.chart import GROUPS, MOST
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal

_SHOWN: Final = 80  # characters of a number or a name


@transaction.atomic
def note_chart(
    *, applicant_id: UUID, accounts: Sequence[tuple[str, str]], by: Viewer, at: datetime
) -> Applicant:  # fmt: skip
    """Keep accounts (number, name) of which somebody must say what they are; what was said stays. Again changes
    nothing.

    Locks the company. Refused: no right (``NotAllowed``), unknown to him (``NotFound``), too many.
    """
    by.require("onboarding.assess")
    row = own_applicant(by, applicant_id, lock=True)
    new = {number[:_SHOWN]: {"name": name[:_SHOWN], "code": ""} for number, name in accounts}
    chart = {**new, **row.chart}
    if len(chart) > MOST:
        words = N_("More than {most} accounts have no code: type the figures.")
        raise Refusal("onboarding.large_chart", words, most=MOST)
    if chart != row.chart:
        row.chart = dict(sorted(chart.items()))
        row.save(update_fields=["chart"])
        record(action="onboarding.note_chart", subject=row, by=by, at=at, data={"accounts": len(new)})
    return row


@transaction.atomic
def say_chart(*, applicant_id: UUID, codes: Mapping[str, str], by: Viewer, at: datetime) -> Applicant:
    """What these accounts are, by the code of a group ("" takes it back); remembered for the next years of the company.

    Accounts that were never noted are passed over. Locks the company. Refused: no right (``NotAllowed``), unknown to
    him (``NotFound``), a group that there is not (``onboarding.no_group``).
    """
    by.require("onboarding.assess")
    row = own_applicant(by, applicant_id, lock=True)
    if wrong := next((code for code in codes.values() if code and code not in GROUPS), None):
        raise Refusal("onboarding.no_group", N_("{code} is no group of the balance."), code=wrong[:_SHOWN])
    chart = {number: {**each, "code": codes.get(number, each["code"])} for number, each in row.chart.items()}
    if chart != row.chart:
        row.chart = chart
        row.save(update_fields=["chart"])
        record(action="onboarding.say_chart", subject=row, by=by, at=at, data={"accounts": len(codes)})
    return row
