"""The statement of account: what moved on the client's current account, on screen, as a file and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.charges.queries import account_statement, account_statements
from cessie.domain.contracts import queries as contracts
from cessie.domain.contracts.models import Contract
from cessie.domain.invoices import queries as invoices
from cessie.domain.parties.models import Client
from cessie.ledger.account import Statement, statement
from cessie.lib.days import booking_day
from cessie.portals.client.paper import Paper, pdf_of
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, for_kind, number
from cessie.portals.frame.kept_statement import kept_file
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.vocabulary import kind_words

#: The longest span of one statement.
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that was asked for; ``numbers`` are those of the invoices on its lines."""

    client: Client
    contract: Contract
    since: date
    until: date
    account: Statement
    numbers: dict[UUID, str]
    wrong: str


@dataclass(frozen=True, slots=True)
class Span:
    """A span of days to choose with one click."""

    label: str
    since: date
    until: date


@require_safe
@for_kind("client")
def statement_page(request: Visit) -> HttpResponse:
    """The statement of a span of days; the current month if none is given."""
    client = client_of(request)
    asked = _asked(request, client)
    today = booking_day(timezone.now())
    return show(
        request,
        "statement",
        client,
        asked=asked,
        spans=_spans(today),
        contracts=contracts.contracts(viewer=request.viewer).filter(client=client),
        lines=[(line, asked.numbers.get(line.invoice) if line.invoice else "") for line in asked.account.lines]
        if asked
        else [],
        kept=Paginator(account_statements(viewer=request.viewer, client_id=client.pk), 12).get_page(
            number(request.GET.get("page"))
        ),
    )


@require_safe
@for_kind("client")
def statement_kept(request: Visit, told_id: UUID, form: str) -> HttpResponse:
    """A month's frozen statement, as its paper or its data."""
    return kept_file(account_statement(viewer=request.viewer, statement_id=told_id), form, request.viewer)


@require_safe
@for_kind("client")
def statement_csv(request: Visit) -> HttpResponse:
    """The same as a file for a spreadsheet; what is the client's is positive."""
    client = client_of(request)
    asked = _asked(request, client)
    head = [_("Day"), _("What"), _("Invoice"), _("Amount"), _("Balance"), _("Currency")]
    lines = asked.account.lines if asked else ()
    rows = (
        (
            line.booking_date,
            kind_words(line.kind),
            asked.numbers.get(line.invoice, "") if asked and line.invoice else "",
            -line.amount,
            -line.balance,
            line.amount.currency,
        )
        for line in lines
    )
    return csv_file(f"statement-{client.code}.csv", head, rows)


@require_safe
@for_kind("client")
def statement_pdf(request: Visit) -> HttpResponse:
    """The same on paper."""
    client = client_of(request)
    asked = _asked(request, client)
    if asked is None:
        return HttpResponse(status=404)
    paper = Paper(client.company, asked.contract.number, asked.since, asked.until, asked.account, asked.numbers)
    answer = HttpResponse(pdf_of(paper, timezone.now()), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{client.code}-{asked.until}.pdf"'
    return answer


def _asked(request: Visit, client: Client) -> Asked | None:
    """What the address asks for; None where the client has no contract yet."""
    own = list(contracts.contracts(viewer=request.viewer).filter(client=client).order_by("-started_date"))
    chosen = request.GET.get("contract", "")
    contract = next((row for row in own if str(row.pk) == chosen), own[0] if own else None)
    if contract is None:
        return None
    since, until, wrong = _days(request, booking_day(timezone.now()))
    account = statement(contract.pk, since=since, until=until, currency=contract.currency)
    named = {line.invoice for line in account.lines if line.invoice}
    numbers = dict(invoices.invoices(viewer=request.viewer).filter(pk__in=named).values_list("pk", "number"))
    return Asked(client, contract, since, until, account, numbers, wrong)


def _days(request: Visit, today: date) -> tuple[date, date, str]:
    try:
        since = date.fromisoformat(request.GET.get("since") or today.replace(day=1).isoformat())
        until = date.fromisoformat(request.GET.get("until") or today.isoformat())
    except ValueError:
        return today.replace(day=1), today, _("This is no day.")
    if since > until:
        return until, until, _("The first day is after the last one.")
    if until - since > LONGEST:
        return until - LONGEST, until, _("A statement covers at most three years.")
    return since, until, ""


def _spans(today: date) -> list[Span]:
    month = today.replace(day=1)
    before = month - timedelta(days=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    return [
        Span(_("This month"), month, today),
        Span(_("Last month"), before.replace(day=1), before),
        Span(_("This quarter"), quarter, today),
        Span(_("This year"), today.replace(month=1, day=1), today),
    ]
