"""Disputes, promises and plans as client and staff both see and decide them: lists, files, and what a form asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.arrangements import queries as arrangements
from cessie.domain.arrangements.amounts import progress
from cessie.domain.arrangements.approve import approve, decline
from cessie.domain.arrangements.end import end
from cessie.domain.arrangements.promise import promise
from cessie.domain.arrangements.rules.promise import AHEAD
from cessie.domain.arrangements.rules.states import ARRANGEMENT
from cessie.domain.contracts.queries import terms_on
from cessie.domain.disputes import queries as disputes
from cessie.domain.disputes.add_evidence import LIMIT, File, add_evidence
from cessie.domain.disputes.answer import answer
from cessie.domain.disputes.raise_dispute import raise_dispute
from cessie.domain.disputes.reopen import reopen
from cessie.domain.disputes.resolve import HOW, resolve
from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.disputes.rules.raising import FILES
from cessie.domain.disputes.rules.states import DISPUTE, LIVE, TO_CREDIT, WAITING
from cessie.domain.disputes.withdraw import withdraw
from cessie.domain.dunning.give_up import undo_waiver
from cessie.domain.dunning.waive import decide_waiver, may_waive, waive, waivers
from cessie.domain.invoices import queries as invoices
from cessie.domain.invoices.models import Invoice
from cessie.domain.keys.debtor_link import debtor_link
from cessie.domain.keys.revoke_links import revoke_links
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.ledger.demands import beside
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, say
from cessie.portals.frame.claim_words import ARRANGEMENTS, DISPUTES, KINDS
from cessie.portals.frame.download import original
from cessie.portals.frame.lists import cut
from cessie.portals.frame.plan_debits import PLAN_DEBIT_ACTS, debited
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import amount_of, day_of

#: Filters of the two lists: the states that each shows.
DISPUTE_FILTERS: Final = {
    "": (N_("Waiting"), WAITING),
    "legal": (N_("Before a court"), ("legal",)),
    "credit": (N_("To be credited"), TO_CREDIT),
    "all": (N_("All"), ()),
}
PLAN_FILTERS: Final = {
    "": (N_("Running"), ("asked", "running")),
    "asked": (N_("Asked for"), ("asked",)),
    "broken": (N_("Broken"), ("broken",)),
    "all": (N_("All"), ()),
}
#: Rows of a file at most.
MOST: Final = 20_000

Act = Callable[[Visit, UUID, datetime], object]


def dispute_list(visit: Visit, client_id: UUID | None = None) -> dict[str, Any] | HttpResponse:
    """What the list page shows; with ``csv`` all that fits as a file."""
    get = visit.GET
    state = get.get("state", "") if get.get("state", "") in DISPUTE_FILTERS else ""
    rows = disputes.matching(
        viewer=visit.viewer, client_id=client_id, text=get.get("q", ""), states=DISPUTE_FILTERS[state][1],
        sort=get.get("sort", ""),
    )  # fmt: skip
    if "csv" in get:
        head = [_("Invoice"), _("Client"), _("Debtor"), _("What is wrong"), _("Raised"), _("Answer by"), _("Status")]
        cells = (
            (
                row.invoice.number, row.invoice.client.company.name, _debtor(row.invoice), _(GROUNDS[row.ground]),
                timezone.localdate(row.raised_at), row.answer_by, _(DISPUTES[row.state].label),
            )
            for row in rows[:MOST].iterator(2000)
        )  # fmt: skip
        return csv_file("disputes.csv", head, cells)
    page = cut(visit, rows)
    lines = [(row, DISPUTES[row.state], row.state == "open" and row.answer_by < _today()) for row in page]
    return _list(visit, page, state, DISPUTE_FILTERS, lines=lines)


def arrangement_list(visit: Visit, client_id: UUID | None = None) -> dict[str, Any] | HttpResponse:
    """The same for promises and plans."""
    get = visit.GET
    state = get.get("state", "") if get.get("state", "") in PLAN_FILTERS else ""
    rows = arrangements.matching(
        viewer=visit.viewer, client_id=client_id, text=get.get("q", ""), states=PLAN_FILTERS[state][1],
        sort=get.get("sort", ""),
    )  # fmt: skip
    if "csv" in get:
        found = list(rows[:MOST])
        figures = progress(found)
        head = [
            _("Debtor"), _("Client"), _("What"), _("Agreed on"), _("Until"), _("Amount agreed"), _("Paid"), _("Status"),
        ]  # fmt: skip
        cells = (
            (
                row.debtor.company.name, row.client.company.name, _(KINDS[row.kind]), timezone.localdate(row.made_at),
                figures[row.pk].parts[-1].due, figures[row.pk].total, figures[row.pk].paid,
                _(ARRANGEMENTS[row.state].label),
            )
            for row in found
        )  # fmt: skip
        return csv_file("arrangements.csv", head, cells)
    page = cut(visit, rows)
    figures = progress(list(page))
    lines = [(row, ARRANGEMENTS[row.state], figures[row.pk]) for row in page]
    return _list(visit, page, state, PLAN_FILTERS, lines=lines)


def _list(visit: Visit, page: Any, state: str, filters: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    words = [(code, _(label)) for code, (label, _states) in filters.items()]
    return {"page": page, "text": visit.GET.get("q", ""), "state": state, "filters": words, **more}


def dispute_page(visit: Visit, dispute_id: UUID, *, may: bool) -> dict[str, Any]:
    """What the page of one dispute shows; ``may``: whether the viewer decides for the creditor."""
    facts = disputes.dispute(viewer=visit.viewer, dispute_id=dispute_id)
    state = facts.row.state
    return {
        "facts": facts,
        "standing": DISPUTES[state],
        "late": facts.late_on is not None and facts.late_on < _today(),
        "may_answer": may and DISPUTE.allows(state, "answer"),
        "ways": [how for how in HOW if may and DISPUTE.allows(state, how)],
        "may_withdraw": may and DISPUTE.allows(state, "withdraw"),
        "may_reopen": may and DISPUTE.allows(state, "reopen"),
        "may_add": may and state in LIVE,
    }


def arrangement_page(visit: Visit, arrangement_id: UUID, *, may: bool) -> dict[str, Any]:
    """What the page of one promise or plan shows."""
    facts = arrangements.arrangement(viewer=visit.viewer, arrangement_id=arrangement_id)
    row = facts.row
    his = row.approver == "client" or visit.viewer.sees_all
    return {
        "facts": facts,
        "standing": ARRANGEMENTS[row.state],
        "may_approve": may and his and row.state == "asked",
        "may_end": may and ARRANGEMENT.allows(row.state, "end"),
        **debited(row, [cover.invoice_id for cover in facts.covers], _today()),
        "today": _today(),
    }


def about_invoice(invoice: Invoice, viewer: Viewer, *, may: bool, still: Money | None) -> dict[str, Any]:
    """What the page of an invoice shows of them; ``still``: what is open on it."""
    raised = [(row, DISPUTES[row.state]) for row in disputes.of_invoice(viewer=viewer, invoice_id=invoice.pk)]
    agreed = [(row, ARRANGEMENTS[row.state]) for row in arrangements.of_invoice(viewer=viewer, invoice_id=invoice.pk)]
    return {
        "disputes": raised,
        "agreed": agreed,
        **_beside(invoice, viewer),
        "claimable": may and bool(still) and invoice.kind == "invoice" and invoice.debtor_id is not None,
        "contestable": not any(row.state in LIVE for row, _standing in raised),
        "grounds": [(code, _(words)) for code, words in GROUNDS.items()],
        "promise_until": _today() + AHEAD,
        "promise_usual": _today() + timedelta(days=7),
        "today": _today(),
    }


def _beside(invoice: Invoice, viewer: Viewer) -> dict[str, Any]:
    """What is claimed beside an invoice by law, and what of it was given up."""
    given_up = waivers(viewer=viewer, invoice_id=invoice.pk)
    return {
        "beside": beside([invoice.pk])[invoice.pk],
        "waivers": [(row, Money(row.interest_cents + row.costs_cents, row.currency)) for row in given_up],
        "waiver_asked": any(row.state == "asked" for row in given_up),
        "waiver_given": any(row.state == "posted" for row in given_up),
        "may_waive": may_waive(viewer=viewer, invoice_id=invoice.pk, at=timezone.now()),
    }


def evidence_file(visit: Visit, evidence_id: UUID) -> HttpResponse:
    """A file of a dispute, byte for byte."""
    row, data = disputes.evidence(viewer=visit.viewer, evidence_id=evidence_id)
    return original(data, row.document.media_type, row.name.rpartition(".")[0] or row.name)


def do(visit: Visit, acts: Mapping[str, tuple[Act, str]], act: str, key: UUID, there: HttpResponse) -> HttpResponse:
    """Do one of ``acts`` with what the form says, tell how it ended, and go ``there``; an act that is none is a 404."""
    if act not in acts:
        raise Http404
    verb, done = acts[act]
    attempt(visit, lambda: verb(visit, key, timezone.now()), _(done))
    return there


def _today() -> Any:
    return booking_day(timezone.now())


def _debtor(invoice: Invoice) -> str:
    return invoice.debtor.company.name if invoice.debtor else invoice.buyer_name


def _files(visit: Visit) -> list[File]:
    return [File(file.name or "", file.read(LIMIT + 1)) for file in visit.FILES.getlist("file")[: FILES + 1]]


def _amount(visit: Visit) -> Money | None:
    typed = visit.POST.get("amount", "").strip()
    return amount_of(typed) if typed else None


def _words(visit: Visit) -> str:
    return visit.POST.get("words", "")


def _answer(visit: Visit, key: UUID, at: datetime) -> object:
    return answer(dispute_id=key, words=_words(visit), by=visit.viewer, at=at)


def _resolve(visit: Visit, key: UUID, at: datetime) -> object:
    how = visit.POST.get("how", "")
    return resolve(dispute_id=key, how=how, words=_words(visit), credit=_amount(visit), by=visit.viewer, at=at)


def _withdraw(visit: Visit, key: UUID, at: datetime) -> object:
    return withdraw(dispute_id=key, words=_words(visit), by=visit.viewer, at=at)


def _reopen(visit: Visit, key: UUID, at: datetime) -> object:
    return reopen(dispute_id=key, words=_words(visit), by=visit.viewer, at=at)


def _add(visit: Visit, key: UUID, at: datetime) -> object:
    return add_evidence(dispute_id=key, files=_files(visit), by=visit.viewer, at=at)


#: What may be done with a dispute, and what is said then.
DISPUTE_ACTS: Final[Mapping[str, tuple[Act, str]]] = {
    "answer": (_answer, N_("The debtor reads your answer.")),
    "resolve": (_resolve, N_("The dispute is decided; the debtor reads it.")),
    "withdraw": (_withdraw, N_("The dispute is taken back.")),
    "reopen": (_reopen, N_("The dispute is open again.")),
    "file": (_add, N_("The file is kept with the dispute.")),
}


def _approve(visit: Visit, key: UUID, at: datetime) -> object:
    return approve(arrangement_id=key, by=visit.viewer, at=at)


def _decline(visit: Visit, key: UUID, at: datetime) -> object:
    return decline(arrangement_id=key, words=_words(visit), by=visit.viewer, at=at)


def _end(visit: Visit, key: UUID, at: datetime) -> object:
    return end(arrangement_id=key, words=_words(visit), by=visit.viewer, at=at)


#: What may be done with a promise or a plan.
ARRANGEMENT_ACTS: Final[Mapping[str, tuple[Act, str]]] = {
    "approve": (_approve, N_("The plan runs from now on.")),
    "decline": (_decline, N_("The plan is declined.")),
    "end": (_end, N_("It is ended: what is open is asked for again.")),
    **PLAN_DEBIT_ACTS,
}


def _dispute(visit: Visit, key: UUID, at: datetime) -> object:
    return raise_dispute(
        invoice_id=key, ground=visit.POST.get("ground", ""), words=_words(visit), amount=_amount(visit),
        files=_files(visit), by=visit.viewer, at=at,
    )  # fmt: skip


def _promise(visit: Visit, key: UUID, at: datetime) -> object:
    on = day_of(visit.POST.get("on", ""))
    return promise(invoice_id=key, on=on, amount=_amount(visit), words=_words(visit), by=visit.viewer, at=at)


def _waive(visit: Visit, key: UUID, at: datetime) -> object:
    return waive(invoice_id=key, note=_words(visit), by=visit.viewer, at=at)


def _agree_waiver(visit: Visit, key: UUID, at: datetime) -> object:
    return _decide_waiver(visit, key, at, agree=True)


def _decline_waiver(visit: Visit, key: UUID, at: datetime) -> object:
    return _decide_waiver(visit, key, at, agree=False)


def _decide_waiver(visit: Visit, key: UUID, at: datetime, *, agree: bool) -> object:
    asked = next((row for row in waivers(viewer=visit.viewer, invoice_id=key) if row.state == "asked"), None)
    if asked is None:
        raise NotFound("dunning.no_waiver", N_("Nobody asked to give anything up."))
    return decide_waiver(waiver_id=asked.pk, agree=agree, by=visit.viewer, at=at)


def _undo_waiver(visit: Visit, key: UUID, at: datetime) -> object:
    given = next((row for row in waivers(viewer=visit.viewer, invoice_id=key) if row.state == "posted"), None)
    if given is None:
        raise NotFound("dunning.no_waiver_booked", N_("Nothing was given up."))
    return undo_waiver(waiver_id=given.pk, note=_words(visit), by=visit.viewer, at=at)


def _link(visit: Visit, key: UUID, at: datetime) -> object:
    invoice = invoices.invoice(viewer=visit.viewer, invoice_id=key)
    if terms_on(invoice.contract_id, booking_day(at))[1].disclosure == "CONFIDENTIAL":
        raise Refusal("keys.confidential", N_("The contract is confidential, and the link would name the house."))
    made = debtor_link(client_id=invoice.client_id, debtor_id=_owing(invoice), by=visit.viewer, at=at)
    say(visit, "good", made)
    return made


def _unlink(visit: Visit, key: UUID, at: datetime) -> object:
    invoice = invoices.invoice(viewer=visit.viewer, invoice_id=key)
    return revoke_links(client_id=invoice.client_id, debtor_id=_owing(invoice), by=visit.viewer, at=at)


def _owing(invoice: Invoice) -> UUID:
    if invoice.debtor_id is None:
        raise NotFound("invoices.no_debtor", N_("Nobody is known who owes this invoice."))
    return invoice.debtor_id


#: What client and staff note in the debtor's name on an invoice, and the links that they give him.
INVOICE_ACTS: Final[Mapping[str, tuple[Act, str]]] = {
    "dispute": (_dispute, N_("The dispute is noted: nobody presses for that part.")),
    "promise": (_promise, N_("The promise is noted: no reminder goes until then.")),
    "waive": (_waive, N_("It is noted; above what one person may give up, a second one agrees first.")),
    "agree_waiver": (_agree_waiver, N_("It is given up.")),
    "decline_waiver": (_decline_waiver, N_("It is claimed on.")),
    "undo_waiver": (_undo_waiver, N_("It is claimed again.")),
    "link": (_link, N_("Give this link to the debtor and to nobody else. It is shown now and never again.")),
    "unlink": (_unlink, N_("Every link that the debtor was given for this client is ended.")),
}
