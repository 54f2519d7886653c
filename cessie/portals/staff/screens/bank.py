"""The house's accounts and their statements: taken in, held where something does not add up, decided by a person."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.core.files.base import File
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.banking import queries as banking
from cessie.domain.banking.accept import accept
from cessie.domain.banking.book_other import WHATS, What, book_other
from cessie.domain.banking.close_account import close_account
from cessie.domain.banking.dismiss import dismiss
from cessie.domain.banking.forget import forget
from cessie.domain.banking.models import PAIN_VERSIONS
from cessie.domain.banking.set_up import set_up
from cessie.domain.banking.take_in import TakenIn, take_in
from cessie.domain.banking.unbook import unbook
from cessie.domain.keys.queries import names_of
from cessie.domain.matching import queries as matching
from cessie.domain.matching.charge_return import charge_return
from cessie.domain.payments.order_transfer import order_transfer
from cessie.domain.users.rules.viewer import system
from cessie.ledger.chart import CHART
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key, number, say
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import amount_of
from cessie.portals.staff.desk import show
from cessie.workflows import money_in
from cessie.workflows.jobs import order_bank_run
from cessie.workflows.money.returning import send_back

MOST_BYTES = 25 * 1024 * 1024 + 1
#: Lines that a request works on itself; above it is a job.
AT_ONCE = 200
#: Announcements on a page.
NOTICES = 20


@require_safe
@for_kind("staff")
def bank(request: Visit) -> HttpResponse:
    """Accounts with books beside bank, statements newest first, and the door for a new one."""
    viewer, accounts = request.viewer, banking.accounts(request.viewer)
    asked = {str(account.id): account.id for account in accounts}.get(request.GET.get("account", ""))
    page = cut(request, banking.statements(viewer, account_id=asked))
    return show(
        request,
        "bank",
        accounts=accounts,
        page=page,
        account=str(asked or ""),
        statements=banking.statement_facts(page),
        waiting=banking.lines(viewer, waiting=True).count(),
        notices=cut(request, banking.notices(viewer), size=NOTICES, name="notices"),
        may_import=viewer.may("banking.import"),
        may_move=viewer.may("payments.order"),
        may_set_up=viewer.may("banking.accounts"),
        versions=[(version, f"pain.001.001.{version}") for version in PAIN_VERSIONS],
        form_key=uuid7(),
    )


@require_POST
@for_kind("staff")
def bank_move(request: Visit) -> HttpResponse:
    """Order a transfer between two own accounts; it leaves like every payment, by two people."""

    def act() -> None:
        order_transfer(
            key=f"transfer:{key(request.POST.get('form_key', ''))}",
            source_id=key(request.POST.get("source", "")),
            target_id=key(request.POST.get("target", "")),
            amount=amount_of(request.POST.get("amount", "")),
            text=request.POST.get("text", "").strip(),
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The transfer is ordered: two people let it go under Payments."))
    return redirect("staff:bank")


@require_POST
@for_kind("staff")
def bank_set_up(request: Visit, account_id: UUID) -> HttpResponse:
    """Say what the bank of an account takes."""
    attempt(
        request,
        lambda: set_up(
            account_id=account_id,
            pain_version=request.POST.get("pain_version", ""),
            instant="instant" in request.POST,
            by=request.viewer,
            at=timezone.now(),
        ),
        _("The account is set up."),
    )
    return redirect("staff:bank")


@require_POST
@for_kind("staff")
def bank_close(request: Visit, account_id: UUID) -> HttpResponse:
    """Close an own account that is empty."""
    now = timezone.now()
    attempt(
        request,
        lambda: close_account(account_id=account_id, on=booking_day(now), by=request.viewer, at=now),
        _("The account is closed."),
    )
    return redirect("staff:bank")


@require_POST
@for_kind("staff")
def bank_import(request: Visit) -> HttpResponse:
    """Take in one or many statement files; each says what it brought."""
    files = request.FILES.getlist("files")
    if not files:
        say(request, "bad", _("Choose a file first."))
    for file in files:
        _import(request, file)
    if files:
        _work_on_lines(request)
    return redirect("staff:bank")


def _import(request: Visit, file: File[bytes]) -> None:
    name = file.name or ""
    try:
        taken = take_in(data=file.read(MOST_BYTES), name=name, channel="portal", by=request.viewer, at=timezone.now())
    except Refusal as no:
        say(request, "bad", no.reason, before=f"{name}: ")
        return
    say(request, "warn" if taken.findings else "good", f"{name}: {_words(taken)}")


def _work_on_lines(request: Visit) -> None:
    """A few lines are matched at once, so that the next page shows them so; many are left to the worker."""
    if banking.lines(request.viewer, waiting=True).count() <= AT_ONCE:
        money_in.run(by=system("bank"), at=timezone.now())
    else:
        order_bank_run()


def _words(taken: TakenIn) -> str:
    parts = [
        ngettext("{n} new statement", "{n} new statements", len(taken.statements)).format(n=len(taken.statements)),
        ngettext("{n} line", "{n} lines", taken.lines).format(n=taken.lines),
    ]
    if taken.duplicates:
        known = ngettext("{n} was known already", "{n} were known already", taken.duplicates)
        parts.append(known.format(n=taken.duplicates))
    if taken.interim:
        parts.append(_("interim reports are looked at, never booked"))
    if taken.findings:
        parts.append(_("something does not add up: see the statement"))
    return ", ".join(parts)


@require_safe
@for_kind("staff")
def bank_statement(request: Visit, statement_id: UUID) -> HttpResponse:
    """One statement with its lines and what was found."""
    viewer = request.viewer
    found = banking.statement(viewer, statement_id)
    if found is None:
        raise Http404
    page = Paginator(banking.lines(viewer, statement_id=statement_id), 200).get_page(number(request.GET.get("page")))
    receipts = matching.receipts_of(viewer, [line.pk for line in page])
    return show(
        request,
        "bank_statement",
        statement=found,
        page=page,
        lines=[(line, Money(line.amount_cents, line.currency), receipts.get(line.pk)) for line in page],
        names=names_of({found.decided_by, found.first_by}, viewer=viewer),
        own_word=found.first_by == viewer.key,
        may_decide=viewer.may("banking.decide"),
    )


@require_safe
@for_kind("staff")
def bank_notice(request: Visit, notice_id: UUID) -> HttpResponse:
    """What the bank announced: nothing of it is booked before a statement says so."""
    found = banking.notice(request.viewer, notice_id)
    if found is None:
        raise Http404
    currency = found.account.currency
    return show(
        request,
        "bank_notice",
        notice=found,
        entries=[(entry, Money(entry["cents"], currency), len(entry["details"])) for entry in found.entries],
        day_of=found.day,
    )


@require_POST
@for_kind("staff")
def bank_decide(request: Visit, statement_id: UUID, act: str) -> HttpResponse:
    """Take a held statement into the chain, or dismiss it, with a note."""
    acts = {"accept": (accept, _("Your word is kept.")), "dismiss": (dismiss, _("It is set aside."))}
    if act not in acts or banking.statement(request.viewer, statement_id) is None:
        raise Http404
    verb, done = acts[act]
    note = request.POST.get("note", "")
    attempt(request, lambda: verb(statement_id=statement_id, note=note, by=request.viewer, at=timezone.now()), done)
    return redirect("staff:bank_statement", statement_id)


@require_safe
@for_kind("staff")
def bank_lines(request: Visit) -> HttpResponse:
    """Lines that nobody took: money in waits for the matcher, the rest for a person's word."""
    page = Paginator(banking.lines(request.viewer, waiting=True), 100).get_page(number(request.GET.get("page")))
    found = matching.could_be_returned(request.viewer, list(page))
    return show(
        request,
        "bank_lines",
        page=page,
        lines=[(line, Money(line.amount_cents, line.currency), found.get(line.pk, ())) for line in page],
        whats=[(code, _(CHART[code].name)) for code in WHATS],
        returned=matching.returned_lately(request.viewer),
        may_match=request.viewer.may("matching.decide"),
        remembered=[(row, Money(row.most_cents)) for row in banking.remembered(request.viewer)],
        may_decide=request.viewer.may("banking.decide"),
    )


@require_POST
@for_kind("staff")
def bank_book(request: Visit, line_id: UUID) -> HttpResponse:
    """Book a line that is nobody's invoice and nobody's payout."""
    account = request.POST.get("account", "")

    def act() -> None:
        if account not in WHATS:
            raise Refusal("banking.no_account", N_("Choose what the line was for."))
        note = request.POST.get("note", "")
        most = amount_of(request.POST.get("most", "")) if "remember" in request.POST else None
        what = cast(What, account)
        book_other(line_id=line_id, account=what, note=note, remember_up_to=most, by=request.viewer, at=timezone.now())

    attempt(request, act, _("The line is booked."))
    return redirect("staff:bank_lines")


@require_POST
@for_kind("staff")
def bank_return(request: Visit, line_id: UUID) -> HttpResponse:
    """Say that a debit line took a debtor's payment back."""

    def act() -> None:
        receipt_id = key(request.POST.get("receipt", ""))
        send_back(line_id=line_id, receipt_id=receipt_id, by=request.viewer, at=timezone.now())

    attempt(request, act, _("The payment is taken back: its invoices are open again."))
    return redirect("staff:bank_lines")


@require_POST
@for_kind("staff")
def bank_return_fee(request: Visit, line_id: UUID) -> HttpResponse:
    """Say that a debit line is what the bank charges for a payment that went back."""

    def act() -> None:
        charge_return(
            line_id=line_id,
            receipt_id=key(request.POST.get("receipt", "")),
            rebill="rebill" in request.POST,
            by=request.viewer,
            at=timezone.now(),
        )

    attempt(request, act, _("The line is booked."))
    return redirect("staff:bank_lines")


@require_POST
@for_kind("staff")
def bank_unbook(request: Visit, line_id: UUID) -> HttpResponse:
    """Undo the booking of a charge, of interest or of capital."""
    note = request.POST.get("note", "")
    attempt(
        request,
        lambda: unbook(line_id=line_id, note=note, by=request.viewer, at=timezone.now()),
        _("The booking is undone: the line waits again."),
    )
    return redirect("staff:bank_lines")


@require_POST
@for_kind("staff")
def bank_forget(request: Visit, remembered_id: UUID) -> HttpResponse:
    """Stop booking its like by itself."""
    attempt(
        request,
        lambda: forget(remembered_id=remembered_id, by=request.viewer, at=timezone.now()),
        _("From now on its like waits for you."),
    )
    return redirect("staff:bank_lines")
