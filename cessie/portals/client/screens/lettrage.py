"""Money on the client's dedicated account: shown at once, matched by him with the engine's help, swept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.client_ledgers import queries
from cessie.domain.client_ledgers.match import Word, match
from cessie.domain.client_ledgers.match_file import WrongLines, match_file
from cessie.domain.client_ledgers.proposals import proposals
from cessie.domain.client_ledgers.sweep import cancel_sweep, sweep
from cessie.domain.client_ledgers.unmatch import unmatch
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of
from cessie.domain.documents import queries as documents
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.client.whose import client_of, show
from cessie.portals.frame.access import Visit, attempt, for_kind, key, say
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import amount_of

#: Receipts that are shown to be matched at once, and the largest file of matches.
SHOWN: Final = 25
#: Wrong lines of a file that are told at once.
TOLD: Final = 20
MOST_BYTES: Final = 5 * 1024 * 1024


@require_safe
@for_kind("client")
def lettrage(request: Visit) -> HttpResponse:
    """Money that waits, oldest first, with what it seems to be for; what was matched; sweeps."""
    client = client_of(request)
    contract = contract_of(client.pk, booking_day(timezone.now()))
    if contract is None:
        return show(request, "lettrage", client, contract=None)
    waiting = queries.unmatched_receipts(contract.pk)
    shown = waiting[:SHOWN]
    seems = proposals(contract.pk, shown)
    page = cut(request, queries.matches(request.viewer, contract_id=contract.pk).filter(state="live"))
    return show(
        request, "lettrage", client, contract=contract, more=len(waiting) - len(shown), page=page,
        receipts=[(each, seems.get(each.receipt.pk)) for each in shown],
        left=Money.total(each.left for each in waiting),
        sweeps=queries.sweeps(request.viewer, contract_id=contract.pk)[:10],
        ready=queries.to_sweep(contract.pk), held=contract in queries.with_dedicated(ours=True),
    )  # fmt: skip


@require_POST
@for_kind("client")
def lettrage_act(request: Visit, act: str) -> HttpResponse:
    """Match, undo, sweep, or hand in a file of matches."""
    if act not in ACTS:
        raise Http404
    contract = _contract(client_of(request))
    verb, done = ACTS[act]
    try:
        attempt(request, lambda: verb(request, contract, timezone.now()), _(done), but=WrongLines)
    except WrongLines as no:
        for reason in no.reasons[:TOLD]:
            say(request, "bad", reason)
    return redirect("client:lettrage")


@require_safe
@for_kind("client")
def sweep_file(request: Visit, sweep_id: UUID) -> HttpResponse:
    """The order of a sweep, for the client's own bank."""
    client = client_of(request)
    row = queries.sweeps(request.viewer).filter(pk=sweep_id, client=client).first()
    if row is None or row.document_id is None:
        raise NotFound("ledgers.unknown_sweep", N_("There is no such sweep."))
    answer = HttpResponse(documents.content(row.document_id, request.viewer), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{row.reference}.xml"'
    return answer


def _contract(client: Client) -> Contract:
    contract = contract_of(client.pk, booking_day(timezone.now()))
    if contract is None or contract not in queries.with_dedicated():
        raise NotFound("ledgers.no_account", N_("The contract has no dedicated account yet."))
    return contract


def _match(request: Visit, contract: Contract, at: datetime) -> object:
    """The lines of one receipt: numbers and amounts stand beside each other."""
    post = request.POST
    receipt = key(post.get("receipt", ""))
    told = [(n.strip(), a) for n, a in zip(post.getlist("number"), post.getlist("amount"), strict=False) if n.strip()]
    words = [Word(receipt, number, amount_of(amount)) for number, amount in told]
    return match(contract_id=contract.pk, words=words, by=request.viewer, at=at)


def _upload(request: Visit, contract: Contract, at: datetime) -> object:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("ledgers.no_file", N_("Choose a file first."))
    return match_file(contract_id=contract.pk, data=file.read(MOST_BYTES), by=request.viewer, at=at)


def _undo(request: Visit, contract: Contract, at: datetime) -> object:
    return unmatch(match_id=key(request.POST.get("match", "")), by=request.viewer, at=at)


def _sweep(request: Visit, contract: Contract, at: datetime) -> object:
    return sweep(contract_id=contract.pk, by=request.viewer, at=at)


def _cancel(request: Visit, contract: Contract, at: datetime) -> object:
    return cancel_sweep(sweep_id=key(request.POST.get("sweep", "")), by=request.viewer, at=at)


Act = Callable[[Visit, Contract, datetime], object]
ACTS: Final[dict[str, tuple[Act, str]]] = {
    "match": (_match, N_("Noted: the money is for these invoices.")),
    "upload": (_upload, N_("Noted: every line of the file counts.")),
    "undo": (_undo, N_("Undone: the money waits for another word.")),
    "sweep": (_sweep, N_("The sweep is ordered: hand its file to your bank.")),
    "cancel": (_cancel, N_("Cancelled: what is matched can be swept anew.")),
}
