"""Ask to pay in instalments: the debtor chooses invoices, how many parts and the first day, and sees the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cessie.domain.arrangements.ask_plan import ask_plan
from cessie.domain.arrangements.rules.instalments import FIRST, MOST, Instalment, equal, why_not
from cessie.domain.mandates.announce import shown_account
from cessie.domain.mandates.debit_plan import debit_plan, leave_debit
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import bank_day_from, booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.debtor.debits import may_serve
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.lines import Line, lines_of
from cessie.portals.frame.access import attempt, number, say
from cessie.portals.frame.typed import day_of
from cessie.workflows.direct_debit.instalments import plan_by_debit


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan as it is typed; ``no``: why it cannot be asked for so."""

    chosen: tuple[UUID, ...]
    count: int
    first: date
    total: Money
    parts: tuple[Instalment, ...]
    no: Reason | None


#: How a plan is paid, and what is said then.
DEBIT_ACTS: Final[Mapping[str, tuple[Callable[..., object], str]]] = {
    "debit": (debit_plan, N_("Thank you. Each instalment is collected on its day; you are told before.")),
    "leave": (leave_debit, N_("Please pay each instalment yourself. What is with the bank already still comes.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_link
def plan(call: Call) -> HttpResponse:
    """The form with its preview; sent, the plan is asked for, or shown again with what stands in its way (422)."""
    at = timezone.now()
    today = booking_day(at)
    lines = [line for line in lines_of(call.visitor, today)[1] if line.plannable]
    if not lines:
        return redirect("debtor:owed", call.secret)
    draft = _draft(call.POST if call.method == "POST" else call.GET, lines, today)
    no = draft.no
    if call.method == "POST" and no is None:
        try:
            ask = plan_by_debit if call.POST.get("debit") == "yes" else ask_plan
            made = ask(
                invoice_ids=draft.chosen, parts=draft.parts, words=call.POST.get("words", ""), by=call.viewer, at=at
            )
        except NotFound:
            raise
        except Refusal as refused:
            no = refused.reason
        else:
            asked = N_("Your plan is asked for. You hear from us soon.")
            say(call, "good", _(N_("Your plan runs: please keep to its days.") if made.state == "running" else asked))
            return redirect("debtor:owed", call.secret)
    return show(
        call,
        "plan",
        422 if call.method == "POST" else 200,
        lines=lines,
        draft=draft,
        no=no,
        most=MOST,
        today=today,
        latest=today + FIRST,
        words=call.POST.get("words", ""),
        account=shown_account(mandate) if (mandate := may_serve(call.visitor, draft.chosen, today)) else "",
        debit=call.POST.get("debit") == "yes",
    )


@require_POST
@by_a_link
def plan_debit(call: Call, arrangement_id: UUID, act: str) -> HttpResponse:
    """Have the instalments of a plan fetched, or pay them himself again."""
    if act not in DEBIT_ACTS:
        raise Http404
    verb, done = DEBIT_ACTS[act]
    attempt(call, lambda: verb(arrangement_id=arrangement_id, by=call.viewer, at=timezone.now()), _(done))
    return redirect("debtor:owed", call.secret)


def _draft(typed: QueryDict, lines: Sequence[Line], today: date) -> Draft:
    """All invoices in three parts from next week on, unless something else is typed."""
    keys = {str(line.debt.invoice_id): line for line in lines}
    chosen = [keys[key] for key in typed.getlist("invoice") if key in keys] or list(lines)
    count = min(max(number(typed.get("count") or "3"), 2), MOST)
    total = Money.total((line.debt.open for line in chosen), chosen[0].debt.open.currency)
    first, no = bank_day_from(today + timedelta(days=7)), None
    try:
        first = day_of(asked) if (asked := typed.get("first")) else first
    except Refusal as refused:
        no = refused.reason
    parts = equal(total, count, first)
    return Draft(
        tuple(line.debt.invoice_id for line in chosen), count, first, total, parts, no or why_not(parts, total, today)
    )
