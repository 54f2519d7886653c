"""The client's ledger: sent, its columns explained once, and what became of each that was sent."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.layouts import explain_layout, layouts
from cessie.domain.client_ledgers.submit import LIMIT, submit
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of, terms_on
from cessie.domain.documents import queries as documents
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound
from cessie.formats import client_ledgers
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, say
from cessie.portals.frame.ledger_page import batch_of, proof_of
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import day_of
from cessie.workflows.incoming.batches import batched_under
from cessie.workflows.incoming.client_mails import address_of


@require_safe
@for_kind("client")
def ledgers(request: Visit) -> HttpResponse:
    """What is wanted until when, the form to send it, and all that were sent."""
    client, today = client_of(request), booking_day(timezone.now())
    contract = contract_on_balances(client)
    standing = queries.standing(contract.pk, today) if contract else None
    page = cut(request, queries.submissions(request.viewer).filter(client=client))
    return show(
        request, "ledgers", client, contract=contract, standing=standing, page=page, today=today,
        own_address=address_of(client), batches=batched_under(client.pk, timezone.now()) is not None,
    )  # fmt: skip


@require_POST
@for_kind("client")
def ledger_in(request: Visit) -> HttpResponse:
    """Send a ledger; one whose columns are not known goes on to the page where they are explained."""
    client = client_of(request)
    _contract(client)
    file = request.FILES.get("file")
    as_of = _day(request)
    if file is None:
        say(request, "bad", Reason("ledgers.no_file", N_("Choose a file first."), {}))
    if file is None or as_of is None:
        return redirect("client:ledgers")
    return _submit(request, client, file.read(LIMIT + 1), file.name or "", as_of)


def _day(request: Visit) -> date | None:
    try:
        return day_of(request.POST.get("as_of", ""))
    except Refusal as no:
        say(request, "bad", no.reason)
        return None


def _submit(request: Visit, client: Client, data: bytes, name: str, as_of: date) -> HttpResponse:
    contract = _contract(client)
    try:
        row = submit(
            contract_id=contract.pk, data=data, name=name, as_of=as_of, channel="portal", by=request.viewer,
            at=timezone.now(),
        )  # fmt: skip
    except NotFound:
        raise
    except Refusal as no:
        say(request, "bad", no.reason)
        arrival = documents.arrivals(viewer=request.viewer).filter(client=client).order_by("-at").first()
        if no.code == "client_ledger.columns" and arrival is not None:
            return redirect(f"{reverse('client:ledger_columns', args=[arrival.document_id])}?as_of={as_of}")
        return redirect("client:ledgers")
    return redirect("client:ledger", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_kind("client")
def ledger_columns(request: Visit, sha256: str) -> HttpResponse:
    """What the columns of a kept file mean; once that is said it is sent."""
    client = client_of(request)
    arrival = documents.arrivals(viewer=request.viewer).filter(document_id=sha256, client=client).first()
    if arrival is None:
        raise NotFound("documents.unknown", N_("There is no such document."))
    data = documents.content(sha256, request.viewer)
    headers = client_ledgers.header(data) if client_ledgers.is_sheet(data) else ()
    if request.method == "POST":
        columns = [request.POST.get(f"column-{n}", "") for n in range(len(headers))]
        kept = attempt(
            request,
            lambda: explain_layout(
                client_id=client.pk, headers=headers, columns=columns, by=request.viewer, at=timezone.now()
            ),
            _("Kept: every file with these columns is read so from now on."),
        )
        as_of = _day(request)
        if kept and as_of is not None:
            return _submit(request, client, data, arrival.name, as_of)
    layout = layouts(client.pk).get(client_ledgers.signature(headers)) or client_ledgers.guess(headers)
    return show(
        request, "ledger_columns", client, name=arrival.name, sha256=sha256,
        as_of=request.GET.get("as_of") or request.POST.get("as_of") or str(booking_day(timezone.now())),
        columns=list(zip(headers, layout, strict=True)),
        fields=[(name, _(words)) for name, words in client_ledgers.FIELDS.items()],
        missing=[_(client_ledgers.FIELDS[name]) for name in client_ledgers.missing(layout)],
    )  # fmt: skip


@require_safe
@for_kind("client")
def ledger(request: Visit, submission_id: UUID) -> HttpResponse:
    """One ledger with its proof."""
    client = client_of(request)
    row = queries.submission(request.viewer, submission_id)
    if row.client_id != client.pk:
        raise NotFound("ledgers.unknown", N_("There is no such ledger."))
    if row.kind == "lines":
        return show(request, "ledger_batch", client, **batch_of(request, row))
    return show(request, "ledger", client, **proof_of(row))


def contract_on_balances(client: Client) -> Contract | None:
    """The running contract, if balances are sent under it."""
    today = booking_day(timezone.now())
    contract = contract_of(client.pk, today)
    if contract is None or terms_on(contract.pk, today)[1].transmission != "BALANCE":
        return None
    return contract


def _contract(client: Client) -> Contract:
    contract = contract_on_balances(client)
    if contract is None:
        raise NotFound("ledgers.no_contract", N_("Under your contract no ledger is sent."))
    return contract
