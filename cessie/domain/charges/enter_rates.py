"""Enter reference rates; they count once another person has confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.charges.models import Fixing
from cessie.domain.charges.rules.rates import HIGHEST, LOWEST, REFERENCES
from cessie.domain.charges.rules.rates_file import Given
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import N_, Refusal


class OtherValue(Refusal):
    """Another value for that day waits to be confirmed or withdrawn."""


@transaction.atomic
def enter_rates(*, rates: Sequence[Given], by: Viewer, at: datetime) -> tuple[Fixing, ...]:
    """Keep values in percent a year, all or none; a value that stands already is not entered again.

    Refused: no right (``NotAllowed``), an unknown reference, a value that cannot be, no source, another value of that
    day that still waits (``OtherValue``).
    """
    by.require("charges.enter_rates")
    return tuple(_enter(given, by, at) for given in sorted(rates, key=lambda g: (g.reference, g.valid_from)))


def _enter(given: Given, by: Viewer, at: datetime) -> Fixing:
    if given.reference not in REFERENCES or not given.source.strip() or not LOWEST <= given.value <= HIGHEST:
        raise Refusal(
            "rates.wrong", N_("{reference} of {day}: name a known rate, a value that can be, and its source."),
            reference=given.reference, day=given.valid_from,
        )  # fmt: skip
    of_day = Fixing.objects.filter(reference=given.reference, valid_from=given.valid_from)
    standing = of_day.filter(state="confirmed").order_by("-decided_at", "-id").first()
    if standing is not None and standing.value == given.value:
        return standing
    new = Fixing(
        reference=given.reference, valid_from=given.valid_from, value=given.value, source=given.source.strip(),
        entered_at=at, entered_by=by.key,
    )  # fmt: skip
    Fixing.objects.bulk_create([new], ignore_conflicts=True)  # of two people at once only one enters it
    waiting = of_day.filter(state="entered").select_for_update(of=("self",)).get()
    if waiting.value != given.value:
        raise OtherValue(
            "rates.other_value", N_("Another value of {reference} for {day} waits to be confirmed."),
            reference=given.reference, day=given.valid_from,
        )  # fmt: skip
    if waiting.pk == new.pk:
        facts = {"reference": given.reference, "day": given.valid_from, "value": str(given.value)}
        record(action="charges.enter_rates", subject=waiting, by=by, at=at, data=facts)
    return waiting
