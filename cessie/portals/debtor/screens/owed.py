"""What the debtor owes, with its build-up, what was said about it, and how he pays it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.domain.verification.queries import enquiries
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.debtor.collected import collected
from cessie.portals.debtor.debits import debits
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.lines import lines_of


@require_safe
@by_a_link
def owed(call: Call) -> HttpResponse:
    """The page that the link opens."""
    today = booking_day(timezone.now())
    debts, lines = lines_of(call.visitor, today)
    dossiers, at_the_agency = collected(call.viewer)
    ours = [line for line in lines if line.debt.invoice_id not in at_the_agency]  # those of a dossier are told in it
    held = Money.total(line.held.amount for line in ours if line.held)
    return show(
        call,
        "owed",
        debts=debts,
        lines=lines,
        held=held,
        dossiers=dossiers,
        at_the_agency=at_the_agency,
        to_pay=Money.total((line.to_pay for line in ours), debts.total.currency) + debts.demanded,
        apart=len(ours),
        debits=debits(call.visitor, [line.debt.invoice_id for line in lines], today),
        may_plan=any(line.plannable for line in lines),
        questions=enquiries(viewer=call.viewer).filter(state="asked"),
    )
