"""What is collected for the client: dossiers, what came directly to him, and what was passed on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from cessie.domain.collection import queries as collection
from cessie.domain.collection.models import Dossier as Row
from cessie.domain.collection.open_dossier import NewClaim, open_dossier
from cessie.domain.collection.rules.build_up import ClaimUp
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.contracts.queries import terms_on
from cessie.domain.correspondence.rules.paying import given
from cessie.domain.invoices import queries as invoices
from cessie.domain.keys.rules.scopes import COLLECT
from cessie.domain.payments.queries import orders
from cessie.domain.trust import queries as trust
from cessie.domain.trust.models import Remittance as Passed
from cessie.domain.trust.rules.statement import account
from cessie.domain.trust.write_statement import told_of
from cessie.domain.users.rules.viewer import NotFound, Viewer, system
from cessie.lib.days import booking_day
from cessie.lib.money import Money as Amount
from cessie.lib.reasons import N_, Refusal
from cessie.portals.api import ids
from cessie.portals.api.asking import DossierPath, Listing, RemittancePath, Words
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.dossier_shapes import (
    ClaimOpen,
    Dossier,
    DossierDetail,
    HandIn,
    Happened,
    PaidDirectly,
    Remittance,
    RemittanceDetail,
    RemittanceLine,
    State,
    Told,
)
from cessie.portals.api.once import once
from cessie.portals.api.shapes import DebtorName, Money, Page, Reason
from cessie.portals.frame.dossiers import figures, timeline
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.workflows.follow_up.trusting import called, direct_on_dossier

router = Router(tags=["Collection"])
READ = Needs("dossiers:read")


class Filters(Listing):
    """What a list of dossiers may be asked for."""

    state: State | None = None
    q: Words | None = None


@router.get("/dossiers", auth=READ, response=answers(Page[Dossier], 422), summary="List dossiers")
def list_dossiers(request: HttpRequest, asked: Query[Filters]) -> Page[Dossier]:
    """Newest first. `q` finds a dossier's number or reference, a debtor's name, an invoice's number."""
    caller = cast(Call, request).auth
    question = question_of(caller, "dossiers", {"state": asked.state, "q": asked.q})
    place = place_of(asked.cursor, question)
    rows = collection.matching(
        viewer=caller.viewer, client_id=caller.client_id, text=asked.q or "",
        states=(asked.state,) if asked.state else (),
    )  # fmt: skip
    rows = rows.filter(number__lt=int(place[0])) if place else rows
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    behind = cursor_of((str(page[-1].number), page[-1].pk.hex), question) if found[asked.limit :] else None
    return Page[Dossier](data=[Dossier(**_head(row)) for row in page], next_cursor=behind)


@router.get("/dossiers/{dossier_id}", auth=READ, response=answers(DossierDetail, 404), summary="A dossier")
def read_dossier(request: HttpRequest, dossier_id: DossierPath) -> DossierDetail:
    """Its phase, the debt built up until today, what was done, what comes next and when."""
    return _detail(cast(Call, request).auth.viewer, ids.key_of(ids.DOSSIER, dossier_id))


@router.post(
    "/dossiers",
    auth=Needs(COLLECT),
    response=answers(DossierDetail, 404, *CHANGING, status=201),
    openapi_extra=ONCE,
    summary="Have claims collected",
)
def open_dossiers(request: HttpRequest, body: HandIn) -> HttpResponse:
    """Late invoices of one debtor become his dossier, or come to the one that he has; what is in it already changes
    nothing. Invoices are handed in first, as ever, under a contract by which we collect for you."""
    call = cast(Call, request)
    caller, at = call.auth, timezone.now()

    def act() -> tuple[int, DossierDetail]:
        keys = {ids.key_of(ids.INVOICE, each) for each in body.invoice_ids}
        debtor_id, contract_id = _one_debtor(caller.viewer, caller.client_id, keys, at)
        row = open_dossier(
            client_id=caller.client_id, debtor_id=debtor_id, contract_id=contract_id, source="upload",
            claims=[
                NewClaim(key, notice_date=body.notice_date, notice_channel=body.notice_channel) for key in sorted(keys)
            ],
            by=caller.viewer, at=at,
        )  # fmt: skip
        return 201, _detail(caller.viewer, row.pk)

    return once(call, body.model_dump_json().encode(), act=act)


@router.post(
    "/dossiers/{dossier_id}/paid",
    auth=Needs(COLLECT),
    response=answers(Told, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="The debtor paid you yourself",
)
def paid_directly(request: HttpRequest, dossier_id: DossierPath, body: PaidDirectly) -> HttpResponse:
    """It settles the claim, so that nobody asks for it any more, and counts for the commission as your contract says.
    The same amount on the same day is noted once."""
    call, key = cast(Call, request), ids.key_of(ids.DOSSIER, dossier_id)
    caller = call.auth

    def act() -> tuple[int, Told]:
        row = _own(caller.viewer, key)
        done = direct_on_dossier(
            client_id=caller.client_id, dossier=shown(row.number), amount=Amount.parse(body.amount),
            paid_date=body.paid_date, by=caller.viewer, at=timezone.now(),
        )  # fmt: skip
        amount = Money.of(Amount(done.amount_cents, done.currency))
        return 200, Told(dossier_id=dossier_id, amount=amount, paid_date=done.paid_date)

    return once(call, body.model_dump_json().encode(), act=act)


@router.get("/remittances", auth=READ, response=answers(Page[Remittance], 422), summary="List what was passed on")
def list_remittances(request: HttpRequest, asked: Query[Listing]) -> Page[Remittance]:
    """Newest first: what was collected, what it cost, what was passed on and when the bank paid it."""
    caller = cast(Call, request).auth
    question = question_of(caller, "remittances", {})
    place = place_of(asked.cursor, question)
    rows = trust.remittances(caller.viewer, client_id=caller.client_id)
    rows = rows.filter(number__lt=int(place[0])) if place else rows
    found = list(rows[: asked.limit + 1])
    page = found[: asked.limit]
    behind = cursor_of((str(page[-1].number), page[-1].pk.hex), question) if found[asked.limit :] else None
    return Page[Remittance](data=[Remittance(**each) for each in _passed(page)], next_cursor=behind)


@router.get(
    "/remittances/{remittance_id}", auth=READ, response=answers(RemittanceDetail, 404), summary="What was passed on"
)
def read_remittance(request: HttpRequest, remittance_id: RemittancePath) -> RemittanceDetail:
    """Its statement line by line, with the balances."""
    caller, key = cast(Call, request).auth, ids.key_of(ids.REMITTANCE, remittance_id)
    row = trust.remittances(caller.viewer, client_id=caller.client_id).filter(pk=key).first()
    if row is None:
        raise NotFound("trust.unknown_remittance", N_("There is no such remittance."))
    opening, lines, closing = account(told_of(row))
    numbers = called([row])
    (head,) = _passed([row])
    return RemittanceDetail(
        **head, opening=Money.of(opening), closing=Money.of(closing),
        lines=[
            RemittanceLine(
                kind=line.kind, day=line.day, dossier=numbers.get(line.reference, "") if line.reference else "",
                amount=Money.of(line.told or line.amount), balance=Money.of(line.balance),
            )
            for line in lines
        ],
    )  # fmt: skip


def _own(viewer: Viewer, dossier_id: UUID) -> Row:
    return collection.matching(viewer=viewer).filter(pk=dossier_id).first() or collection.dossier(
        viewer=viewer, dossier_id=dossier_id
    )


def _one_debtor(viewer: Viewer, client_id: UUID, keys: set[UUID], at: datetime) -> tuple[UUID, UUID]:
    """Debtor and contract of these invoices; refused where they are of several, or of a contract without collection."""
    rows = [invoices.invoice(viewer=viewer, invoice_id=key) for key in sorted(keys)]
    of = {(row.debtor_id, row.contract_id) for row in rows}
    debtor_id, contract_id = next(iter(of))
    if len(of) != 1 or debtor_id is None:
        raise Refusal("collection.one_debtor", N_("Choose invoices of one debtor under one contract."))
    if terms_on(contract_id, booking_day(at))[1].collector != "AGENCY":
        raise Refusal("collection.no_agency", N_("Under this contract we do not collect for you."))
    return debtor_id, contract_id


def _head(row: Row) -> dict[str, Any]:
    return {
        "id": ids.shown(ids.DOSSIER, row.pk), "number": shown(row.number),
        "debtor": DebtorName(id=ids.shown(ids.DEBTOR, row.debtor_id), name=row.debtor.company.name),
        "state": row.state, "source": row.source,
        "handed_in": Money.of(Amount(row.principal_cents, row.currency)),  # type: ignore[attr-defined]  # annotated
        "opened_at": row.opened_at, "closed_at": row.closed_at, "agent": row.agent.name if row.agent else "",
    }  # fmt: skip


def _detail(viewer: Viewer, dossier_id: UUID) -> DossierDetail:
    row = _own(viewer, dossier_id)
    told = figures(row)
    up, why = told.get("up"), [told["unlawful"]] if "unlawful" in told else told["why"]
    keys = dict(row.claims.values_list("pk", "invoice_id"))
    return DossierDetail(
        **_head(row), reference=given(row.reference, ""),
        claims=[_claim(each, keys.get(each.facts.id)) for each in up.claims] if up else [],
        open=Money.of(up.open.total) if up else None, paid=Money.of(up.paid.total) if up else None,
        next=told.get("next", ""), next_on=told.get("next_on"),
        why=[Reason(code=each.code, words=in_words(each)) for each in why], sources=list(up.sources) if up else [],
        history=[
            Happened(at=entry.at, what=entry.what, words=entry.words, side=entry.side)
            for entry in timeline(row, inside=False)
        ],
    )  # fmt: skip


def _claim(each: ClaimUp, invoice_id: UUID | None) -> ClaimOpen:
    return ClaimOpen(
        invoice_id=ids.shown(ids.INVOICE, invoice_id) if invoice_id else None, number=each.facts.number,
        due_date=each.facts.due, principal=Money.of(each.owed.principal), interest=Money.of(each.owed.interest),
        costs=Money.of(each.owed.costs), paid=Money.of(each.paid.total), open=Money.of(each.open.total),
    )  # fmt: skip


def _passed(rows: list[Passed]) -> list[dict[str, Any]]:
    paid = {order.key: order.executed_date for order in orders(system("list"), keys=[row.order_key for row in rows])}
    return [
        {
            "id": ids.shown(ids.REMITTANCE, row.pk), "number": row.number, "contract": row.contract.number,
            "until_date": row.until_date, "collected": _cents(row.collected_cents, row),
            "commission": _cents(row.net_cents, row), "vat": _cents(row.vat_cents, row),
            "passed_on": _cents(row.paid_cents, row), "owing": _cents(row.owing_cents, row),
            "executed_date": paid.get(row.order_key),
        }
        for row in rows
    ]  # fmt: skip


def _cents(cents: int, row: Passed) -> Money:
    return Money.of(Amount(cents, row.currency))
