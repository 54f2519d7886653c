"""The frozen statements of account of closed months: the list, one line by line, and its paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from cessie.domain.charges.models import AccountStatement
from cessie.domain.charges.print_statements import told_in
from cessie.domain.charges.queries import account_statement, account_statements
from cessie.domain.charges.rules.account_statement import Change, Line
from cessie.domain.documents.queries import content
from cessie.domain.users.rules.viewer import NotFound
from cessie.ledger.period import following
from cessie.lib import reasons
from cessie.lib.reasons import N_
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing, StatementPath
from cessie.portals.api.documented import answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.monthly_shapes import Changed, ExplainedLine, MonthlyStatement, MonthlyStatementDetail
from cessie.portals.api.paging import by_month
from cessie.portals.api.shapes import Money, Page, Reason
from cessie.portals.frame.download import original
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.portals.frame.vocabulary import kind_words

READ = Needs("statements:read")
router = Router(tags=["Account"], auth=READ)


@router.get("/statements", response=answers(Page[MonthlyStatement], 422), summary="List monthly statements")
def list_statements(request: HttpRequest, asked: Query[Listing]) -> Page[MonthlyStatement]:
    """One a contract and closed month, newest month first; none where nothing stood and nothing moved."""
    caller = cast(Call, request).auth
    rows = account_statements(viewer=caller.viewer, client_id=caller.client_id)
    page, behind = by_month(request, asked, "statements", rows)
    return Page[MonthlyStatement](data=[MonthlyStatement(**_head(row)) for row in page], next_cursor=behind)


@router.get("/statements/{statement_id}", response=answers(MonthlyStatementDetail, 404), summary="A monthly statement")
def read_monthly(request: HttpRequest, statement_id: StatementPath) -> MonthlyStatementDetail:
    """As it was frozen: each line explained, each difference from the month before in words."""
    row, viewer = _one(request, statement_id), cast(Call, request).auth.viewer
    told = told_in(row, viewer)
    return MonthlyStatementDetail(
        **_head(row),
        lines=[_line(line) for line in told.lines],
        changes=[_change(each) for each in told.changes],
    )


@router.get("/statements/{statement_id}/paper", response=answers(None, 404), summary="The same as PDF")
def read_paper(request: HttpRequest, statement_id: StatementPath) -> HttpResponse:
    """Made soon after the month is closed; 404 until then."""
    row = _one(request, statement_id)
    if row.pdf_id is None:
        raise NotFound("charges.no_paper", N_("The paper of this statement is not made yet."))
    return original(content(row.pdf_id, cast(Call, request).auth.viewer), "application/pdf", row.number)


def _one(request: HttpRequest, statement_id: str) -> AccountStatement:
    caller = cast(Call, request).auth
    row = account_statement(viewer=caller.viewer, statement_id=ids.key_of(ids.STATEMENT, statement_id))
    if row.client_id != caller.client_id:
        raise NotFound("charges.unknown_statement", N_("There is no such statement."))
    return row


def _head(row: AccountStatement) -> dict[str, Any]:
    return {
        "id": ids.shown(ids.STATEMENT, row.pk),
        "number": row.number,
        "contract_id": ids.shown(ids.CONTRACT, row.contract_id),
        "contract": row.contract.number,
        "from_date": row.month,
        "until_date": following(row.month) - timedelta(days=1),
        "opening": Money.of(row.opening),
        "closing": Money.of(row.closing),
        "made_at": row.made_at,
        "sha256": row.data_id,
        "paper": row.pdf_id is not None,
    }


def _line(line: Line) -> ExplainedLine:
    return ExplainedLine(
        booking_date=line.day,
        value_date=line.value_date,
        kind=line.kind,
        words=kind_words(line.kind),
        number=line.invoice,
        debtor=line.debtor,
        amount=Money.of(line.amount),
        balance=Money.of(line.balance),
        why=_reasons(line.why),
    )


def _change(each: Change) -> Changed:
    return Changed(
        kind=each.kind,
        words=kind_words(each.kind),
        count=each.now.count,
        amount=Money.of(each.now.amount),
        count_before=each.before.count,
        before=Money.of(each.before.amount),
        difference=Money.of(each.difference),
        why=_reasons(each.why),
    )


def _reasons(found: Iterable[reasons.Reason]) -> list[Reason]:
    return [Reason(code=each.code, words=in_words(each)) for each in found]
