"""Reasons against funding that the risk desk looks for: M01, M02, M03, M24.insolvent, M27, M32, M34 (factoring-domain
10; an insolvent debtor's claim is worth its dividend, law.md LAW-GEN-03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from cessie.domain.credit.rules.fraud import HOLD, TWO_PEOPLE
from cessie.domain.credit.rules.limits import Room
from cessie.domain.invoices.rules.found import Found, Severity
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms.contract import OverLimit
from cessie.terms.pricing import approved_part

#: The check of a debtor who is noted as insolvent.
INSOLVENT: Final = "M24.insolvent"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one invoice at a moment. ``facility_room`` None: the facility is looked at when money is drawn.

    ``client_debt``: the debit balance of the client's current account. ``account_since``: when the account that his
    payout would go to was confirmed, if it replaced another; else None.
    """

    face: Money
    debtor: Room | None  # None: the debtor is not known
    cover_required: bool
    over_limit: OverLimit
    advance_rate: Decimal
    facility: Money
    facility_room: Money | None
    client_debt: Money
    arrears_tolerance: Money
    account_since: datetime | None
    account_change_days: int
    insolvent: bool = False
    """The debtor is noted as bankrupt, in judicial reorganisation or in debt mediation."""


def checks(facts: Facts, at: datetime) -> list[Found]:
    """Every reason that holds at that moment, none when the invoice may be funded whole."""
    return [*_debtor(facts), *_facility(facts), *_arrears(facts), *_account(facts, at)]


def _found(code: str, reason: Reason, severity: Severity = "hold", people: int = 1) -> Found:
    return Found(code, severity, people, reason)


def _debtor(facts: Facts) -> Iterator[Found]:
    room = facts.debtor
    if facts.insolvent:
        words = N_("The debtor is insolvent: what is bought of him is paid late, in part or never.")
        yield _found("M24.insolvent", Reason("credit.insolvent", words), people=2)
    if room is None:
        yield _found("M01", Reason("credit.debtor_unknown", N_("The debtor is not known.")))
        return
    if room.limit is None:
        words = (
            N_("No insurer's limit on this debtor is in force.")
            if facts.cover_required
            else N_("No limit on this debtor is in force.")
        )
        yield _found("M01", Reason("credit.no_limit", words))
    elif not room.limit:
        yield _found("M01", Reason("credit.debtor_refused", N_("This debtor was refused: his limit is 0.")))
    elif room.group is not None and facts.face > room.group.room:
        numbers = {"face": facts.face, "limit": room.group.limit, "taken": room.group.taken, "room": room.group.room}
        words = N_("{face} is more than the limit of the debtor's group leaves: {room} of {limit}, {taken} is taken.")
        severity = _severity(facts.over_limit, room.room)
        yield _found("M02", Reason("credit.over_group", words, numbers), severity)
    elif room.cover is not None and facts.face > room.cover.room:
        numbers = {
            "face": facts.face, "limit": room.cover.limit, "taken": room.cover.taken, "room": room.cover.room,
        }  # fmt: skip
        words = N_("{face} is more than the limit of the client's insurer leaves: {room} of {limit}, {taken} is taken.")
        yield _found("M02", Reason("credit.over_cover", words, numbers), _severity(facts.over_limit, room.room))
    elif facts.face > room.room:
        numbers = {"face": facts.face, "limit": room.limit, "taken": room.taken, "room": room.room}
        words = N_("{face} is more than the debtor's limit leaves: {room} of {limit}, {taken} is taken.")
        severity = _severity(facts.over_limit, room.room)
        yield _found("M02", Reason("credit.over_limit", words, numbers), severity)


def _severity(policy: OverLimit, room: Money) -> Severity:
    """What the contract says of an invoice above the limit; a part of nothing is no part."""
    if policy == "REJECT":
        return "reject"
    if policy == "UNAPPROVED" or (policy == "PARTIAL" and room):
        return "note"
    return "hold"


def _facility(facts: Facts) -> Iterator[Found]:
    if facts.facility_room is None or facts.debtor is None:
        return
    financed = approved_part(facts.face, facts.debtor.room).percent(facts.advance_rate)
    if financed > facts.facility_room:
        numbers = {"financed": financed, "facility": facts.facility, "room": facts.facility_room}
        words = N_("{financed} is more than the facility of {facility} leaves: {room}.")
        policy = "HOLD" if facts.over_limit == "REJECT" else facts.over_limit  # a full facility is no fault of it
        yield _found("M03", Reason("credit.over_facility", words, numbers), _severity(policy, facts.facility_room))


def _arrears(facts: Facts) -> Iterator[Found]:
    if facts.client_debt > facts.arrears_tolerance:
        words = N_("The client owes {debt} on his current account.")
        yield _found("M27", Reason("credit.client_in_arrears", words, {"debt": facts.client_debt}))


def _account(facts: Facts, at: datetime) -> Iterator[Found]:
    since = facts.account_since
    if since is not None and at < since + timedelta(days=facts.account_change_days):
        words = N_("The client's bank account changed on {since}, less than {days} days ago.")
        reason = Reason("credit.account_changed", words, {"since": since, "days": facts.account_change_days})
        yield _found("M34", reason, people=2)


def suspected(score: int, *, hold: int = HOLD, two_people: int = TWO_PEOPLE) -> Iterator[Found]:
    """M32: the score of the client's year (factoring-domain 14): from where it is held, and for two people."""
    if score >= hold:
        words = N_("The signs of fraud at this client score {score} of 100: look at his page.")
        people = 2 if score >= two_people else 1
        yield _found("M32", Reason("credit.suspected", words, {"score": score}), people=people)
