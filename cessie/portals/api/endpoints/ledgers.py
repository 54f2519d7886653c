"""Sales ledgers of contracts on balances, and what the money on the dedicated account is for."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router, UploadedFile

from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.match import Word, match
from cessie.domain.client_ledgers.models import Submission
from cessie.domain.client_ledgers.submit import LIMIT, submit
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of
from cessie.domain.keys.queries import Caller
from cessie.domain.keys.rules.scopes import LEDGERS
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.money import Money as Amount
from cessie.lib.reasons import N_
from cessie.lib.reasons import Reason as Why
from cessie.portals.api import ids
from cessie.portals.api.asking import LedgerPath, Listing
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.ledger_shapes import (
    Ledger,
    LedgerDetail,
    LedgerIn,
    Matched,
    MatchesIn,
    Position,
    Receipt,
    Receipts,
)
from cessie.portals.api.once import once
from cessie.portals.api.paging import newest_first
from cessie.portals.api.shapes import Money, Page, Reason
from cessie.portals.frame.templatetags.cessie import in_words

router = Router(tags=["Ledgers"])
READ = Needs("ledgers:read")
#: So many receipts that wait are told at once.
SHOWN = 200


def running(caller: Caller) -> Contract:
    """The client's contract of today, or ``NotFound``."""
    contract = contract_of(caller.client_id, booking_day(timezone.now()))
    if contract is None:
        raise NotFound("contracts.unknown", N_("There is no such contract."))
    return contract


@router.get("/ledgers", auth=READ, response=answers(Page[Ledger], 422), summary="List sent ledgers")
def list_ledgers(request: HttpRequest, asked: Query[Listing]) -> Page[Ledger]:
    """Newest first, each with its proof."""
    caller = cast(Call, request).auth
    rows = queries.submissions(caller.viewer).filter(client_id=caller.client_id, kind="balance")
    page, behind = newest_first(request, asked, "ledgers", rows)
    return Page[Ledger](data=[Ledger(**_head(row)) for row in page], next_cursor=behind)


@router.post(
    "/ledgers",
    auth=Needs(LEDGERS),
    response=answers(LedgerDetail, 404, *CHANGING, 413, status=201),
    openapi_extra=ONCE,
    summary="Send a ledger",
)
def send_ledger(request: HttpRequest, paper: Form[LedgerIn], file: File[UploadedFile]) -> HttpResponse:
    """All that is open with your customers on a day, in any layout that we read. In force at once (`accepted`), waiting
    for a person with the reasons (`read`), or refused with each wrong line. Columns that are not known yet are
    explained once, on the page of ledgers."""
    call, data = cast(Call, request), file.read(LIMIT + 1)
    caller = call.auth

    def act() -> tuple[int, LedgerDetail]:
        row = submit(
            contract_id=running(caller).pk, data=data, name=file.name or "", as_of=paper.as_of, channel="api",
            by=caller.viewer, at=timezone.now(),
        )  # fmt: skip
        return 201, _detail(queries.submission(caller.viewer, row.pk))

    return once(call, paper.model_dump_json().encode(), data, act=act)


@router.get("/ledgers/{ledger_id}", auth=READ, response=answers(LedgerDetail, 404), summary="A sent ledger")
def read_ledger(request: HttpRequest, ledger_id: LedgerPath) -> LedgerDetail:
    """Its proof, and what of it is in doubt or wrong."""
    caller = cast(Call, request).auth
    return _detail(queries.submission(caller.viewer, ids.key_of(ids.LEDGER, ledger_id)))


@router.get(
    "/ledgers/{ledger_id}/positions", auth=READ, response=answers(Page[Position], 404, 422), summary="Lines of a ledger"
)
def list_positions(request: HttpRequest, ledger_id: LedgerPath, asked: Query[Listing]) -> Page[Position]:
    """As they were read, in their order."""
    caller = cast(Call, request).auth
    row = queries.submission(caller.viewer, ids.key_of(ids.LEDGER, ledger_id))
    question = question_of(caller, "positions", {"ledger": row.pk})
    place = place_of(asked.cursor, question)
    found = queries.lines_of(row, behind=int(place[0]) if place else 0, most=asked.limit + 1)
    page = found[: asked.limit]
    behind = cursor_of((str(page[-1].pk), ""), question) if found[asked.limit :] else None
    told = [
        Position(
            line=each.line, debtor_id=ids.shown(ids.DEBTOR, each.debtor_id), kind=each.kind, number=each.number,
            issue_date=each.issue_date, due_date=each.due_date, open=Money.of(Amount(each.open_cents, row.currency)),
            gross=Money.of(Amount(each.gross_cents, row.currency)), disputed=each.disputed,
        )
        for each in page
    ]  # fmt: skip
    return Page[Position](data=told, next_cursor=behind)


@router.get("/receipts", auth=READ, response=answers(Receipts, 404), summary="Money that waits for your word")
def list_receipts(request: HttpRequest) -> Receipts:
    """What came on the dedicated account and is not, or not whole, matched."""
    contract = running(cast(Call, request).auth)
    return Receipts(
        data=[
            Receipt(
                id=ids.shown(ids.RECEIPT, each.receipt.pk), received_date=each.receipt.received_date,
                payer=each.receipt.line.counterparty_name, text=each.receipt.line.text,
                amount=Money.of(Amount(each.receipt.amount_cents, each.receipt.currency)), left=Money.of(each.left),
            )
            for each in queries.unmatched_receipts(contract.pk)[:SHOWN]
        ]
    )  # fmt: skip


@router.post(
    "/matches",
    auth=Needs(LEDGERS),
    response=answers(Matched, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="Say what money is for",
)
def match_receipts(request: HttpRequest, body: MatchesIn) -> HttpResponse:
    """Each line: so much of a receipt pays this invoice of the ledger in force. Checked against both; all of it counts
    or nothing. The same again changes nothing."""
    call = cast(Call, request)
    caller = call.auth

    def act() -> tuple[int, Matched]:
        contract = running(caller)
        words = [
            Word(ids.key_of(ids.RECEIPT, each.receipt_id), each.number.strip(), Amount.parse(each.amount))
            for each in body.data
        ]
        made = match(contract_id=contract.pk, words=words, by=caller.viewer, at=timezone.now())
        left = Amount.total(each.left for each in queries.unmatched_receipts(contract.pk))
        return 200, Matched(new=len(made), left=Money.of(left))

    return once(call, body.model_dump_json().encode(), act=act)


def _head(row: Submission) -> dict[str, Any]:
    names = ("opening", "invoices", "credit_notes", "cash", "adjustments", "closing", "difference")
    return {
        "id": ids.shown(ids.LEDGER, row.pk), "contract": row.contract.number, "as_of": row.as_of, "state": row.state,
        "format": row.format, "sha256": row.document_id, "lines": row.lines, "problems": row.problems,
        "received_at": row.received_at, "decided_at": row.decided_at, "note": row.note,
    } | {name: Money.of(Amount(getattr(row, f"{name}_cents"), row.currency)) for name in names}  # fmt: skip


def _detail(row: Submission) -> LedgerDetail:
    reasons = [Why.from_json(each) for each in row.findings]
    return LedgerDetail(**_head(row), reasons=[Reason(code=each.code, words=in_words(each)) for each in reasons])
