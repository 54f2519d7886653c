"""What people do with money on a creditor's own account: the same forms at the creditor's and at the house's desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cessie.domain.invoices import queries as invoices
from cessie.domain.managed import queries as managed
from cessie.domain.managed.rules.kinds import Kind
from cessie.domain.managed.set_aside import set_aside, take_up
from cessie.domain.managed.settle import settle
from cessie.domain.managed.tell import tell
from cessie.domain.managed.undo import undo
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.ledger.queries import managed_amounts
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, key, say
from cessie.portals.frame.typed import amount_of, day_of
from cessie.workflows.follow_up.managing import take_in_statement

#: The states of the money by which one may filter.
STATES: Final[Mapping[str, str]] = {
    "waiting": N_("To be given"),
    "settled": N_("Given"),
    "aside": N_("Other money"),
    "": N_("All"),
}
FIELD: Final = "amount-"
#: Files of one form, and one byte more than an original may have, so that the store sees that it is too large.
FILES: Final = 50
MOST_BYTES: Final = 25 * 1024 * 1024 + 1


def act_on_money(request: Visit, receipt_id: UUID, act: str) -> bool:
    """Give, set aside or take up; whether it was done. Another act does not exist (404)."""
    by, at, post = request.viewer, timezone.now(), request.POST
    if act == "give":
        return attempt(
            request,
            lambda: settle(receipt_id=receipt_id, amounts=_given(request, receipt_id), by=by, at=at),
            _("The payment is given."),
        )
    if act == "aside":
        note = post.get("note", "")
        return attempt(
            request, lambda: set_aside(receipt_id=receipt_id, note=note, by=by, at=at), _("It is set aside.")
        )
    if act == "up":
        return attempt(request, lambda: take_up(receipt_id=receipt_id, by=by, at=at), _("It waits again."))
    raise Http404


def _given(request: Visit, receipt_id: UUID) -> dict[UUID, Money]:
    """How much goes to which invoice: a way that was found, or as typed."""
    chosen, post = request.POST.get("way"), request.POST
    if chosen is None:
        typed = {name.removeprefix(FIELD): text for name, text in post.items() if name.startswith(FIELD)}
        return {key(name): amount_of(str(text)) for name, text in typed.items() if str(text).strip()}
    ways = managed.receipt(viewer=request.viewer, receipt_id=receipt_id).ways
    if not chosen.isdecimal() or int(chosen) >= len(ways):
        raise Refusal("managed.no_way", N_("That way is not there any more: look again."))
    return {invoice: amount for invoice, _number, amount in ways[int(chosen)].shares}


def could_be_given(viewer: Viewer, client_id: UUID, text: str) -> list[tuple[UUID, str, str, Money]]:
    """Open managed invoices of the creditor for the words looked for: key, number, debtor, open."""
    if not text.strip():
        return []
    rows = invoices.matching(viewer=viewer, text=text, client_id=client_id).filter(state="accepted", kind="invoice")
    found = list(rows.select_related("debtor__company").defer("content").order_by("due_date", "pk")[:30])
    still = managed_amounts([row.pk for row in found])
    return [
        (row.pk, row.number, row.debtor.company.name if row.debtor else "", still[row.pk])
        for row in found
        if still[row.pk]
    ]


def act_on_invoice(request: Visit, invoice_id: UUID) -> bool:
    """The creditor's word that an invoice is paid elsewhere or given up; whether it was kept."""
    post = request.POST
    kind: Kind = "waived" if post.get("kind") == "waived" else "told"

    def act() -> None:
        tell(
            key=key(post.get("form", "")), invoice_id=invoice_id, kind=kind, by=request.viewer, at=timezone.now(),
            amount=amount_of(post.get("amount", "")), paid=day_of(post.get("paid", "")), note=post.get("note", ""),
        )  # fmt: skip

    return attempt(request, act, _("Thank you: it is noted."))


def undo_settlement(request: Visit, invoice_id: UUID) -> bool:
    """Undo what settled an invoice; whether it was undone. One that is not of the invoice does not exist (404)."""
    note, by, settlement_id = request.POST.get("note", ""), request.viewer, key(request.POST.get("settlement", ""))
    if settlement_id not in {one.id for one in managed.settlements_of(viewer=by, invoice_id=invoice_id)}:
        raise Http404
    return attempt(
        request,
        lambda: undo(settlement_id=settlement_id, note=note, by=by, at=timezone.now()),
        _("That is undone: the invoice is open again."),
    )


def read_statements(request: Visit, client_id: UUID) -> None:
    """Read the statement files of a creditor's bank that a form brings, and say of each what became of it."""
    for file in request.FILES.getlist("files")[:FILES]:
        name = file.name or ""
        try:
            taken = take_in_statement(
                data=file.read(MOST_BYTES), name=name, client_id=client_id, channel="portal", by=request.viewer,
                at=timezone.now(),
            )  # fmt: skip
        except (NotFound, NotAllowed):
            raise
        except Refusal as no:
            say(request, "bad", no.reason, before=f"{name}: ")
            continue
        n = taken.lines
        said = ngettext("{n} line read.", "{n} lines read.", n).format(n=n) if n else _("It was read before.")
        say(request, "good", said, before=f"{name}: ")
        for _statement, reason in taken.findings:
            say(request, "warn", reason, before=f"{name}: ")
