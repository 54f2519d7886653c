"""Verification: findings that hold money, samples, questions to customers, visits; and the papers of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast, get_args
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts.queries import contracts
from cessie.domain.documents.queries import content
from cessie.domain.keys.queries import names_of
from cessie.domain.parties import queries as parties
from cessie.domain.verification import queries
from cessie.domain.verification.answer_enquiry import answer_enquiry
from cessie.domain.verification.clear import clear
from cessie.domain.verification.draw_sample import draw_sample
from cessie.domain.verification.enquire import enquire
from cessie.domain.verification.find import find
from cessie.domain.verification.judge import Verdict, judge
from cessie.domain.verification.plan_audit import move_audit, plan_audit, say_point
from cessie.domain.verification.report_audit import report_audit
from cessie.domain.verification.rules.kinds import CHECKLIST, DIFFERENCES, RESULTS
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.download import original
from cessie.portals.frame.lists import cut
from cessie.portals.frame.table import csv_file
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.frame.verification_words import ITEM_STATES
from cessie.portals.staff.desk import show


@require_safe
@for_kind("staff")
def verification(request: Visit) -> HttpResponse:
    """What is held and why, what is asked of whom, what is planned; findings with ``csv`` as a file."""
    viewer = request.viewer
    found = queries.findings(viewer=viewer)
    text = request.GET.get("q", "").strip()
    if text:
        found = queries.findings_with(found, text)
    if "csv" in request.GET:
        head = [_("Found"), _("Client"), _("Customer"), _("Invoice"), _("Rule"), _("Effect"), _("State")]
        return csv_file("findings.csv", head, [_cells(row) for row in found])
    page = cut(request, found)
    return show(
        request, "verification", page=page, text=text, today=booking_day(timezone.now()),
        samples=queries.samples(viewer=viewer)[:20], enquiries=queries.enquiries(viewer=viewer)[:20],
        visits=queries.audits(viewer=viewer)[:20], contracts=contracts(viewer=viewer),
        names=names_of({row.found_by for row in page} | {row.cleared_by for row in page}, viewer=viewer),
        works=viewer.may("verification.work"), clears=viewer.may("verification.clear"),
        judges=viewer.may("verification.judge"), me=viewer.key, differences=DIFFERENCES,
    )  # fmt: skip


def _cells(row: Any) -> list[Any]:
    debtor = row.debtor.company.name if row.debtor else ""
    return [row.found_at, row.client.company.name, debtor, row.number, row.rule, row.severity, row.state]


@require_safe
@for_kind("staff")
def sample(request: Visit, sample_id: UUID) -> HttpResponse:
    """One sample: how it was drawn, and each document of it."""
    row = queries.sample(viewer=request.viewer, sample_id=sample_id)
    items = list(queries.items(viewer=request.viewer).filter(sample=row).order_by("-open_cents", "number"))
    return show(
        request, "sample", row=row, items=[(one, *ITEM_STATES[one.state]) for one in items],
        tally=queries.tally(items, row.currency), names=names_of([row.drawn_by], viewer=request.viewer),
    )  # fmt: skip


@require_safe
@for_kind("staff")
def item(request: Visit, item_id: UUID) -> HttpResponse:
    """One document of a sample with its proofs, and the word of the desk."""
    viewer = request.viewer
    row = queries.item(viewer=viewer, item_id=item_id)
    found = queries.findings(viewer=viewer, contract_id=row.sample.contract_id).filter(item=row)
    people = {row.judged_by, *(one.given_by for one in row.proofs.all()), *(one.found_by for one in found)}
    return show(
        request, "item", row=row, state=ITEM_STATES[row.state], found=found, names=names_of(people, viewer=viewer),
        judges=viewer.may("verification.judge") and row.state not in ("good", "wrong"),
        works=viewer.may("verification.work"), clears=viewer.may("verification.clear"), me=viewer.key,
    )  # fmt: skip


@require_safe
@for_kind("staff")
def proof(request: Visit, proof_id: UUID) -> HttpResponse:
    """A paper that was handed in, byte for byte."""
    row = queries.proof(viewer=request.viewer, proof_id=proof_id)
    data = content(row.document_id, request.viewer)
    return original(data, row.document.media_type, row.name.rpartition(".")[0] or row.name)


@require_safe
@for_kind("staff")
def visit(request: Visit, audit_id: UUID) -> HttpResponse:
    """One visit: its plan, the checklist, what was found."""
    viewer = request.viewer
    row = queries.audit(viewer=viewer, audit_id=audit_id)
    said = {point.code: point for point in row.points.all()}
    found = queries.findings(viewer=viewer, contract_id=row.contract_id).filter(audit=row)
    return show(
        request, "visit", row=row, points=[(code, said.get(code)) for code in CHECKLIST], found=found,
        results=RESULTS, judges=viewer.may("verification.judge"),
        debtors=parties.debtors(viewer=viewer, client_id=row.client_id),
        names=names_of({row.planned_by, row.ended_by}, viewer=viewer), left=len(CHECKLIST) - len(said),
    )  # fmt: skip


@require_safe
@for_kind("staff")
def visit_report(request: Visit, audit_id: UUID) -> HttpResponse:
    """The paper of a visit."""
    row = queries.audit(viewer=request.viewer, audit_id=audit_id)
    if row.document_id is None:
        raise Http404
    return original(content(row.document_id, request.viewer), "application/pdf", f"visit-{row.number}")


@require_POST
@for_kind("staff")
def verification_act(request: Visit, act: str) -> HttpResponse:
    """One act of the desk; it goes back to where the form stood."""
    if act not in ACTS:
        raise Http404
    verb, done = ACTS[act]
    attempt(request, lambda: verb(request, timezone.now()), _(done))
    post = request.POST
    for page, name in (("staff:item", "item"), ("staff:visit", "visit"), ("staff:sample", "sample")):
        if post.get(name):
            return redirect(page, key(post[name]))
    return redirect("staff:verification")


def _draw(request: Visit, at: datetime) -> object:
    return draw_sample(contract_id=key(request.POST.get("contract", "")), by=request.viewer, at=at)


def _ask(request: Visit, at: datetime) -> object:
    post = request.POST
    return enquire(
        contract_id=key(post.get("contract", "")), debtor_id=_debtor(request, post.get("debtor", "")),
        by=request.viewer, at=at,
    )  # fmt: skip


def _debtor(request: Visit, text: str) -> UUID:
    """The debtor by his key, else the one whose name or number was typed."""
    rows = list(parties.debtors(viewer=request.viewer, text=text.strip())[:2]) if text.strip() else []
    if len(rows) != 1:
        raise Refusal("verification.which_customer", N_("Name one customer: {text} fits none or several."), text=text)
    return rows[0].pk


def _answer(request: Visit, at: datetime) -> object:
    post = request.POST
    return answer_enquiry(
        enquiry_id=key(post.get("enquiry", "")), stated=amount_of(post.get("stated", "")), way=post.get("way", ""),
        difference=post.get("difference", ""), words=post.get("words", ""), by=request.viewer, at=at,
    )  # fmt: skip


def _judge(request: Visit, at: datetime) -> object:
    post = request.POST
    verdict = cast(Verdict, post.get("verdict", ""))
    if verdict not in get_args(Verdict):
        raise Http404
    return judge(
        item_id=key(post.get("item", "")), verdict=verdict, note=post.get("note", ""), by=request.viewer, at=at
    )


def _clear(request: Visit, at: datetime) -> object:
    post = request.POST
    return clear(finding_id=key(post.get("finding", "")), note=post.get("note", ""), by=request.viewer, at=at)


def _plan(request: Visit, at: datetime) -> object:
    post = request.POST
    return plan_audit(
        contract_id=key(post.get("contract", "")), on=day_of(post.get("on", "")), place=post.get("place", ""),
        plan=post.get("plan", ""), by=request.viewer, at=at,
    )  # fmt: skip


def _point(request: Visit, at: datetime) -> object:
    post = request.POST
    return say_point(
        audit_id=key(post.get("visit", "")), code=post.get("code", ""), result=post.get("result", ""),
        words=post.get("words", ""), by=request.viewer, at=at,
    )  # fmt: skip


def _report(request: Visit, at: datetime) -> object:
    post = request.POST
    return report_audit(
        audit_id=key(post.get("visit", "")), conclusion=post.get("conclusion", ""), by=request.viewer, at=at
    )


def _find(request: Visit, at: datetime) -> object:
    """What a person found, at a visit or on a document of a sample."""
    post, viewer = request.POST, request.viewer
    words = post.get("words", "").strip()
    if not words:
        raise Refusal("verification.no_words", N_("Say what you saw."))
    audit = queries.audit(viewer=viewer, audit_id=key(post["visit"])) if post.get("visit") else None
    one = queries.item(viewer=viewer, item_id=key(post["item"])) if post.get("item") else None
    debtor = one.debtor_id if one else key(post["debtor"]) if post.get("debtor") else None
    contract = audit.contract_id if audit else one.sample.contract_id if one else key(post.get("contract", ""))
    return find(
        contract_id=contract, rule="audit" if audit else "person", severity="hold" if post.get("hold") else "note",
        reason=Reason("verification.said", N_("{words}"), {"words": words}), key=f"person:{uuid7()}",
        debtor_id=debtor, number=one.number if one else post.get("number", ""), item=one, audit=audit, by=viewer, at=at,
    )  # fmt: skip


def _moves(event: Any) -> Callable[[Visit, datetime], object]:
    def act(request: Visit, at: datetime) -> object:
        return move_audit(audit_id=key(request.POST.get("visit", "")), event=event, by=request.viewer, at=at)

    return act


ACTS: dict[str, tuple[Callable[[Visit, datetime], object], str]] = {
    "draw": (_draw, N_("The sample is drawn: the client is asked for proof.")),
    "enquire": (_ask, N_("The letter is written: it leaves as others do.")),
    "answer": (_answer, N_("The answer is noted.")),
    "judge": (_judge, N_("Your word on the proof is kept.")),
    "clear": (_clear, N_("The finding is cleared: what it held counts again.")),
    "find": (_find, N_("The finding is noted.")),
    "plan": (_plan, N_("The visit is planned.")),
    "begin": (_moves("begin"), N_("The visit is under way.")),
    "cancel": (_moves("cancel"), N_("The visit is called off.")),
    "point": (_point, N_("Noted.")),
    "report": (_report, N_("The report is made and kept.")),
}
