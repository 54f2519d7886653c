"""The client's money with the house: statements of account, what can still be financed, and whose key this is."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from cessie.domain.contracts import queries as contracts
from cessie.domain.credit.exposure import facility
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.queries import Caller
from cessie.domain.keys.rules.scopes import in_order
from cessie.domain.parties import queries as parties
from cessie.domain.proceedings.rights import partner_of
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger import account as ledger
from cessie.ledger.queries import client_accounts
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.api import ids
from cessie.portals.api.asking import Day
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.problems import Problem
from cessie.portals.api.shapes import Availabilities, Availability, Me, Money, Statement, StatementLine
from cessie.portals.frame.vocabulary import kind_words

LONGEST = timedelta(days=366)
router = Router(tags=["Account"])


class Span(Schema):
    """Which statement: the newest contract and the current month if nothing is said."""

    contract: Annotated[str, Field(pattern=ids.pattern(ids.CONTRACT))] | None = None
    since: Day | None = Field(None, description="First day, included.")
    until: Day | None = Field(None, description="Last day, included; at most a year after the first.")


@router.get(
    "/statement", auth=Needs("statements:read"), response=answers(Statement, 404, 422), summary="Statement of account"
)
def read_statement(request: HttpRequest, asked: Query[Span]) -> Statement:
    """Your current account with us over a span of booking days; positive is in your favour."""
    caller, today = cast(Call, request).auth, booking_day(timezone.now())
    until = asked.until or today
    since = asked.since or until.replace(day=1)
    if not since <= until <= since + LONGEST:
        words = _("The last day is before the first, or too far from it.")
        pointer = {"pointer": "query:until", "code": "span", "detail": words}
        raise Problem(422, "request.span", _("A statement covers one day to one year."), errors=[pointer])
    own = list(contracts.contracts(viewer=caller.viewer).filter(client_id=caller.client_id).order_by("-started_date"))
    wanted = ids.key_of(ids.CONTRACT, asked.contract) if asked.contract else None
    contract = next((row for row in own if wanted in (None, row.pk)), None)
    if contract is None:
        raise NotFound("contracts.unknown", N_("There is no such contract."))
    account = ledger.statement(contract.pk, since=since, until=until, currency=contract.currency)
    named = {line.invoice for line in account.lines if line.invoice}
    numbers = dict(invoices.invoices(viewer=caller.viewer).filter(pk__in=named).values_list("pk", "number"))
    return Statement(
        contract_id=ids.shown(ids.CONTRACT, contract.pk),
        contract=contract.number,
        from_date=since,
        until_date=until,
        opening=Money.of(-account.opening),
        lines=[_line(line, numbers) for line in account.lines],
        closing=Money.of(-account.closing),
    )


def _line(line: ledger.StatementLine, numbers: dict[UUID, str]) -> StatementLine:
    return StatementLine(
        booking_date=line.booking_date,
        value_date=line.value_date,
        kind=line.kind,
        words=kind_words(line.kind),
        invoice_id=ids.shown(ids.INVOICE, line.invoice) if line.invoice in numbers and line.invoice else None,
        number=numbers.get(line.invoice, "") if line.invoice else "",
        amount=Money.of(-line.amount),
        balance=Money.of(-line.balance),
    )


@router.get(
    "/availability", auth=Needs("limits:read"), response=answers(Availabilities), summary="What can be financed"
)
def read_availability(request: HttpRequest) -> Availabilities:
    """The facility of each contract that runs, what of it is used and reserved, and what is left."""
    caller, at = cast(Call, request).auth, timezone.now()
    today = booking_day(at)
    found = []
    for contract in contracts.contracts(viewer=caller.viewer).filter(client_id=caller.client_id):
        ended = contract.ended_date is not None and contract.ended_date <= today
        if ended or contract.started_date > today:
            continue
        _version, terms = contracts.terms_on(contract.pk, today)
        room = facility(contract.pk, terms, at=at)
        found.append(
            Availability(
                contract_id=ids.shown(ids.CONTRACT, contract.pk),
                contract=contract.number,
                last_day=contract.last_day,
                facility=Money.of(room.limit),
                in_use=Money.of(room.in_use),
                reserved=Money.of(room.reserved),
                available=Money.of(room.room),
                account=Money.of(-client_accounts([contract.pk])[contract.pk]),
            )
        )
    return Availabilities(at=at, data=found)


@router.get("/me", auth=Needs(None), response=answers(Me), summary="Which key is this", tags=["Keys"])
def read_me(request: HttpRequest) -> Me:
    """The key that calls, its client, and what it may do. Good for trying a key out."""
    caller = cast(Call, request).auth
    whose = _whose(caller)
    return Me(
        key_id=ids.shown(ids.KEY, caller.key_id),
        name=caller.name,
        client_id=ids.shown(ids.CLIENT, caller.client_id) if caller.viewer.client_ids else None,
        client=whose,
        scopes=list(in_order(caller.scopes)),
        expires_at=caller.expires_at,
        calls_per_minute=caller.per_minute,
    )


def _whose(caller: Caller) -> str:
    """The client, or the partner for whose person the key works."""
    if caller.viewer.client_ids:
        return parties.client(viewer=caller.viewer, client_id=caller.client_id).company.name
    partner = partner_of(caller.viewer)
    return partner.company.name if partner else ""
