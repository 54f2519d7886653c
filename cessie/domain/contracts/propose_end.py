"""Propose to end a contract, or to go on with one whose notice runs: another person agrees (``decide_end``)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.contracts.models import Contract, Ending
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.contracts.rules.notice import GROUNDS, SIDES, Ground, Side, earliest
from cessie.domain.contracts.rules.states import CONTRACT
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Refusal


class TooEarly(Refusal):
    """The last day lies before the end of the notice period, or in the past."""


@transaction.atomic
def propose_end(
    *,
    contract_id: UUID,
    last_day: date,
    ground: Ground,
    given_by: Side,
    given_date: date,
    note: str,
    by: Viewer,
    at: datetime,
) -> Ending:
    """Propose that ``last_day`` is the last day on which invoices are bought; the same again gives the same proposal.

    ``given_date``: when the other side had the notice. Refused: no right or no person (``NotAllowed``), no note, a
    contract that does not run (``WrongState``), a day before the end of its notice period (``TooEarly``), another
    proposal that waits.
    """
    if ground not in GROUNDS or given_by not in SIDES:
        raise Refusal("contracts.no_ground", N_("Say on what ground, and who gave notice."))
    contract = _locked(contract_id, note, by)
    wish = Ending(
        act="end", ground=ground, given_by=given_by, given_date=given_date, last_day=last_day, note=note.strip()
    )
    CONTRACT.after(contract.state, "give_notice")
    require_day(contract, wish, booking_day(at))
    return _proposed(contract, wish, by, at)


@transaction.atomic
def propose_to_go_on(*, contract_id: UUID, note: str, by: Viewer, at: datetime) -> Ending:
    """Propose that the notice is taken back; possible until the last day is over. Refused as ``propose_end``."""
    contract = _locked(contract_id, note, by)
    CONTRACT.after(contract.state, "go_on")
    require_not_over(contract, booking_day(at))
    return _proposed(contract, Ending(act="go_on", note=note.strip()), by, at)


def require_day(contract: Contract, wish: Ending, today: date) -> None:
    """Refuse a last day that comes before the notice period is over, today, or the contract's beginning."""
    last, given = wish.last_day or today, wish.given_date or today
    if given > today:
        raise Refusal("contracts.given_later", N_("Notice was not given yet on {day}."), day=today)
    _version, terms = terms_on(contract.pk, max(today, contract.started_date))
    first = earliest(wish.ground, given=given, notice_days=terms.notice_days, today=today)  # type: ignore[arg-type]  # a word of the list, as the check constraint says
    first = max(first, contract.started_date)
    if last < first:
        words = N_("The last day cannot be before {first}: notice of {days} days counts from the day it was given.")
        raise TooEarly("contracts.too_early", words, first=first, days=terms.notice_days)


def require_not_over(contract: Contract, today: date) -> None:
    """Refuse what comes too late: the last day is over."""
    if contract.ended_date is not None and contract.ended_date <= today:
        words = N_("The contract is over since {day}: open a new one instead.")
        raise Refusal("contracts.over", words, day=contract.ended_date)


def _locked(contract_id: UUID, note: str, by: Viewer) -> Contract:
    by.require("contracts.end")
    if not note.strip():
        raise Refusal("contracts.no_note", N_("Say why you decide so."))
    return lock(contract_id)


def _proposed(contract: Contract, wish: Ending, by: Viewer, at: datetime) -> Ending:
    waiting = Ending.objects.filter(contract=contract, state="proposed").first()
    said = ("act", "ground", "given_by", "given_date", "last_day", "note")
    if waiting is not None and all(getattr(waiting, name) == getattr(wish, name) for name in said):
        return waiting
    if waiting is not None:
        raise Refusal("contracts.end_waits", N_("Another proposal waits for its second person: decide that first."))
    wish.id, wish.contract, wish.proposed_at, wish.proposed_by = uuid7(), contract, at, by.key
    wish.save(force_insert=True)
    facts = {"ending": wish.pk, "last_day": wish.last_day, "ground": wish.ground, "note": wish.note}
    action = f"contracts.propose_{wish.act}"
    record(action=action, subject=contract, by=by, at=at, client_id=contract.client_id, data=facts)
    return wish
