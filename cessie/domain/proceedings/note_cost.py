"""What a partner asks for an act: within the tariff it is agreed at once, above it a person of the house decides. What
is agreed adds to the debtor's debt as far as the law lets him owe it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.proceedings.charge_cost import charge_cost
from cessie.domain.proceedings.models import Cost, Tariff
from cessie.domain.proceedings.rights import accepted, locked
from cessie.domain.proceedings.rules.states import COST
from cessie.domain.proceedings.rules.tariff import Row, above
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.law.procedures import procedure
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal


@transaction.atomic
def note_cost(*, case_id: UUID, act: str, on: date, amount: Money, words: str = "", by: Viewer, at: datetime) -> Cost:
    """Keep it; the same act of the same day asked again is the one that was asked. Locks the case.

    Refused: not his (``NotFound``), not taken (``NotAllowed``), an act that is none, a day to come, no amount.
    """
    case = locked(case_id, by)
    mine = accepted(case, by)
    if mine is None:
        raise NotFound("proceedings.unknown", N_("There is no such case."))
    if act not in procedure(case.procedure).acts:
        raise Refusal("proceedings.no_act", N_("This procedure has no such act."))
    if on > booking_day(at) or amount.cents <= 0 or amount.currency != "EUR":
        raise Refusal("proceedings.cost", N_("A cost needs an amount in euro and a day that has come."))
    known = Cost.objects.filter(case=case, partner=mine.partner, act=act, on=on).first()
    if known is not None:
        return known
    tariff = tariff_of(procedure(case.procedure).country)
    why = above(tariff, act, amount, on)
    row = Cost.objects.create(
        case=case, partner=mine.partner, act=act, on=on, amount_cents=amount.cents, words=words.strip(),
        state="asked" if why else "agreed", reason=why.to_json() if why else None, asked_at=at, asked_by=by.key,
        decided_at=None if why else at, decided_by="" if why else "system:tariff",
    )  # fmt: skip
    facts = {"act": act, "amount": amount, "state": row.state}
    record(action="proceedings.cost", subject=case, by=by, at=at, client_id=case.dossier.client_id, data=facts)
    charge_cost(row, tariff, at=at)
    return row


@transaction.atomic
def decide_cost(*, cost_id: UUID, agree: bool, words: str, by: Viewer, at: datetime) -> Cost:
    """A person agrees to what lies above the tariff, or refuses it, and says why. Locks the cost.

    Refused: no right, no person (``NotAllowed``), unknown (``NotFound``), decided (``WrongState``), no words.
    """
    by.require("proceedings.decide")
    row = Cost.objects.select_for_update(of=("self",)).select_related("case__dossier").filter(pk=cost_id).first()
    if row is None:
        raise NotFound("proceedings.no_cost", N_("There is no such cost."))
    if not words.strip():
        raise Refusal("proceedings.no_reason", N_("Please say why."))
    row.state = COST.after(row.state, "agree" if agree else "refuse")
    row.words, row.decided_at, row.decided_by = words.strip(), at, f"user:{by.person}"
    row.save(update_fields=["state", "words", "decided_at", "decided_by"])
    client_id = row.case.dossier.client_id
    record(
        action="proceedings.decide_cost", subject=row.case, by=by, at=at, client_id=client_id, data={"after": row.state}
    )
    charge_cost(row, tariff_of(procedure(row.case.procedure).country), at=at)
    return row


def tariff_of(country: str) -> tuple[Row, ...]:
    """The confirmed tariff of a country."""
    rows = Tariff.objects.filter(country=country, state="confirmed").order_by("since")
    return tuple(Row(row.act, Money(row.amount_cents, row.currency), row.since, row.source) for row in rows)
