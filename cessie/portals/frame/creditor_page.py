"""What the pages of a creditor show, at his own portal and at the house's desk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.banking.queries import creditors_accounts
from cessie.domain.managed import queries as managed
from cessie.domain.managed.listing import managed as listed
from cessie.domain.managed.listing import rows_of, totals
from cessie.domain.managed.rules.phases import PHASES
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit
from cessie.portals.frame.creditor_money import STATES, could_be_given
from cessie.portals.frame.lists import cut
from cessie.workflows.follow_up.managing import marks_of


def receivables_of(request: Visit, client_id: UUID) -> dict[str, Any]:
    """The phases with what is open in each, and a page of the invoices that fit."""
    viewer, today, get = request.viewer, booking_day(timezone.now()), request.GET
    marks = marks_of(client_id)
    wanted = get.get("phase", "open")
    wanted = wanted if wanted in PHASES or wanted == "all" else "open"
    text = get.get("q", "")
    page = cut(
        request,
        listed(
            viewer=viewer, client_id=client_id, text=text, wanted=wanted, sort=get.get("sort", ""), on=today,
            marks=marks,
        ),
    )  # fmt: skip
    sums = totals(viewer=viewer, client_id=client_id, on=today, marks=marks)
    waiting, amount = managed.waiting_of(viewer, client_id)
    return {
        "page": page,
        "rows": [(row, row.days_late(today)) for row in rows_of(list(page.object_list), today, marks)],
        "totals": [each for each in sums if each.count],
        "total": Money.total(each.open for each in sums),
        "late": Money.total(each.open for each in sums if each.phase != "not_due"),
        "count": sum(each.count for each in sums),
        "text": text,
        "wanted": wanted,
        "filters": [("open", _("Open")), *((code, _(label)) for code, label in PHASES.items()), ("all", _("All"))],
        "waiting": waiting,
        "waiting_amount": amount,
        "read_until": managed.read_until(client_id),
    }


def payments_of(request: Visit, client_id: UUID | None) -> dict[str, Any]:
    """A page of the money that came, of one creditor or of all, and the accounts of the one."""
    get = request.GET
    state, text = get.get("state", "waiting"), get.get("q", "")
    state = state if state in STATES else "waiting"
    page = cut(request, managed.money(viewer=request.viewer, client_id=client_id, state=state, text=text))
    return {
        "page": page,
        "receipts": managed.money_facts(request.viewer, list(page.object_list)),
        "state": state,
        "text": text,
        "filters": [(code, _(label)) for code, label in STATES.items()],
        "accounts": creditors_accounts(client_id) if client_id is not None else (),
    }


def payment_of(viewer: Viewer, receipt_id: UUID, text: str) -> dict[str, Any]:
    """One payment with the ways to give it, and open invoices for the words looked for."""
    receipt = managed.receipt(viewer=viewer, receipt_id=receipt_id)
    return {
        "receipt": receipt,
        "text": text,
        "found": could_be_given(viewer, receipt.client_id, text) if receipt.left else (),
    }
