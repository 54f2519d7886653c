"""Whether an invoice goes to its debtor from here, and what became of it: for both portals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.correspondence.models import Message, Note
from cessie.domain.correspondence.send_invoice import outgoing
from cessie.domain.correspondence.set_invoice_sending import sends_invoices, set_invoice_sending
from cessie.domain.correspondence.threads import responses_to
from cessie.domain.invoices.models import Invoice
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.reasons import Reason
from cessie.portals.frame.access import Visit, attempt
from cessie.workflows.follow_up import invoicing


@dataclass(frozen=True, slots=True)
class InvoiceOut:
    """``copy``: it came over Peppol, its debtor has it; ``asked``: it is to be sent; ``reasons``: why it cannot leave
    now; ``message``: what it became; ``may``: this viewer may have it sent (again, where it waits); ``responses``: what
    the buyer, or a machine on the way, answered to it in the network, the newest first."""

    copy: bool
    asked: bool
    reasons: tuple[Reason, ...]
    message: Message | None
    may: bool
    responses: tuple[Note, ...] = ()


def invoice_out(row: Invoice, viewer: Viewer) -> InvoiceOut | None:
    """What the page of an invoice says of its sending; nothing before it is accepted."""
    if row.state != "accepted":
        return None
    found, copy = outgoing(viewer=viewer, invoice_id=row.pk), invoicing.came_over_peppol(row)
    message = found.message if found is not None else None
    reasons = tuple(Reason.from_json(reason) for reason in found.trouble) if found is not None else ()
    may = not copy and message is None and may_send(viewer, row.client_id)
    said = responses_to(viewer=viewer, message=message) if message is not None else ()
    return InvoiceOut(copy, found is not None, reasons, message, may, said)


def may_send(viewer: Viewer, client_id: UUID) -> bool:
    """Whether this viewer may have invoices of this client sent."""
    return viewer.may("correspondence.decide") if viewer.sees_all else client_id in viewer.acts_for


def send(request: Visit, invoice_id: UUID) -> None:
    """Somebody has one invoice sent, or what could not leave tried again."""
    attempt(
        request,
        lambda: invoicing.send_invoice(invoice_id=invoice_id, by=request.viewer, at=timezone.now()),
        _("It goes to the debtor by the cheapest channel that is lawful, within minutes."),
    )


def sending_of(viewer: Viewer, client_id: UUID) -> dict[str, Any]:
    """Who sends a client's invoices, and whether this viewer may say so."""
    return {"house_sends": sends_invoices(client_id), "may_send": may_send(viewer, client_id)}


def say_who_sends(request: Visit, client_id: UUID) -> None:
    """Somebody says whether the house sends a client's invoices from now on (``yes``, ``no``; anything else: 404)."""
    said = request.POST.get("sends")
    if said not in ("yes", "no"):
        raise Http404
    attempt(
        request,
        lambda: set_invoice_sending(client_id=client_id, sends=said == "yes", by=request.viewer, at=timezone.now()),
        _("Noted: it holds for invoices that come in from now on."),
    )
