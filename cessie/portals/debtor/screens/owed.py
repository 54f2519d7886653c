"""What the debtor owes, with its build-up, and how he pays it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cessie.lib.days import booking_day
from cessie.portals.debtor.debts import debts_of
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.debtor.pay_code import pay_code, shown_reference


@require_safe
@by_a_link
def owed(call: Call) -> HttpResponse:
    """The page that the link opens."""
    debts = debts_of(call.visitor, booking_day(timezone.now()))
    lines = [(row, pay_code(row, row.open + row.demanded), shown_reference(row)) for row in debts.rows]
    return show(call, "owed", debts=debts, lines=lines)
