"""The debtor says whether the balance that he is asked about agrees with his own books."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cessie.domain.users.rules.viewer import NotFound
from cessie.domain.verification.answer_enquiry import LONGEST, answer_enquiry
from cessie.domain.verification.models import Enquiry
from cessie.domain.verification.queries import enquiry as enquiry_seen
from cessie.domain.verification.rules.kinds import DIFFERENCES
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.debtor.door import Call, by_a_link, show
from cessie.portals.frame.access import say
from cessie.portals.frame.typed import amount_of

DONE = N_("Thank you. Your answer is with us.")


@require_http_methods(["GET", "HEAD", "POST"])
@by_a_link
def balance(call: Call, enquiry_id: UUID) -> HttpResponse:
    """The question with its form; answered, it shows what was answered; a form that is not whole comes back (422)."""
    row, no = enquiry_seen(viewer=call.viewer, enquiry_id=enquiry_id), None
    if call.method == "POST":
        try:
            _answer(call, row)
        except NotFound:
            raise
        except Refusal as refused:
            no = refused.reason
        else:
            say(call, "good", _(DONE))
            return redirect("debtor:balance", call.secret, row.pk)
    lines = [(number, date.fromisoformat(due), Money(cents, row.currency)) for number, due, cents in row.lines]
    return show(
        call, "balance", 422 if no else 200, row=row, lines=lines[:200], more=max(0, len(lines) - 200), no=no,
        typed=call.POST, differences=DIFFERENCES, longest=LONGEST, answered=row.state in ("agreed", "differs"),
    )  # fmt: skip


def _answer(call: Call, row: Enquiry) -> None:
    given = call.POST
    agrees = given.get("agrees") == "yes"
    name = given.get("name", "").strip()[:100]
    if not name:
        raise Refusal("verification.no_name", N_("Say who answers."))
    words = f"{name}: {given.get('words', '').strip()}" if given.get("words", "").strip() else name
    answer_enquiry(
        enquiry_id=row.pk, stated=row.amount if agrees else amount_of(given.get("stated", "")),
        difference=given.get("difference", ""), words=words, way="page", by=call.viewer, at=timezone.now(),
    )  # fmt: skip
