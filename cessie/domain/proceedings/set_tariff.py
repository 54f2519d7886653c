"""The house's tariff of partners' acts: one person enters a row with its source, another confirms it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.proceedings.models import Tariff
from cessie.domain.proceedings.rules.states import TARIFF
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.law.procedures import of_country
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def enter_tariff(
    *, country: str, act: str, amount: Money, since: date, source: str, by: Viewer, at: datetime
) -> Tariff:
    """Enter what an act may cost from a day on; the same again is the row that stands.

    Refused: no right (``NotAllowed``), an act that no procedure of the country has, no amount, no source, another
    amount for the same day.
    """
    by.require("proceedings.set")
    if not any(act in each.acts for each in of_country(country)):
        raise Refusal("proceedings.no_act", N_("This procedure has no such act."))
    if amount.cents <= 0 or not source.strip():
        raise Refusal("proceedings.tariff", N_("A tariff needs an amount and its source."))
    row, fresh = Tariff.objects.exclude(state="dropped").get_or_create(
        country=country, act=act, since=since,
        defaults={"amount_cents": amount.cents, "source": source.strip(), "entered_at": at, "entered_by": by.key},
    )  # fmt: skip
    if row.amount_cents != amount.cents:
        raise Refusal("proceedings.tariff_known", N_("Another amount stands for that day: drop it first."))
    if fresh:
        facts = {"country": country, "act": act, "amount": amount, "since": since}
        record(action="proceedings.enter_tariff", subject=row, by=by, at=at, data=facts)
    return row


@transaction.atomic
def decide_tariff(*, tariff_id: UUID, confirm: bool, by: Viewer, at: datetime) -> Tariff:
    """Another person confirms the row, or anybody drops it before it holds. Locks it.

    Refused: no right, he who entered it (``NotAllowed``), unknown (``NotFound``), decided (``WrongState``).
    """
    by.require("proceedings.decide")
    row = Tariff.objects.select_for_update().filter(pk=tariff_id).first()
    if row is None:
        raise NotFound("proceedings.no_tariff_row", N_("There is no such row of the tariff."))
    who = f"user:{by.person}"
    if confirm and row.entered_by == who:
        raise NotAllowed("proceedings.four_eyes", N_("Another person confirms what you entered."))
    row.state = TARIFF.after(row.state, "confirm" if confirm else "drop")
    row.decided_at, row.decided_by = at, who
    row.save(update_fields=["state", "decided_at", "decided_by"])
    act = "proceedings.confirm_tariff" if confirm else "proceedings.drop_tariff"
    record(action=act, subject=row, by=by, at=at, data={"act": row.act, "since": row.since})
    return row
