"""The cases of a lawyer or a bailiff: his programs take them, report acts and costs, ask, download the package."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel

from cessie.domain.collection.rules.numbers import shown
from cessie.domain.keys.rules.scopes import CASES
from cessie.domain.parties.models import Company
from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.ask import ask
from cessie.domain.proceedings.assign import answer
from cessie.domain.proceedings.models import Assignment
from cessie.domain.proceedings.models import Case as Row
from cessie.domain.proceedings.note_cost import note_cost
from cessie.domain.proceedings.package import package
from cessie.domain.proceedings.queries import CaseFacts
from cessie.domain.proceedings.report import Paper, report
from cessie.domain.proceedings.report_file import report_file
from cessie.domain.users.rules.viewer import Viewer
from cessie.law.procedures.words import ACTS
from cessie.lib.money import Money as Amount
from cessie.lib.reasons import N_, Refusal
from cessie.lib.reasons import Reason as Because
from cessie.portals.api import ids
from cessie.portals.api.asking import CasePath, Listing
from cessie.portals.api.case_shapes import (
    Act,
    Ahead,
    Answer,
    Asked,
    Case,
    CaseDetail,
    CaseFile,
    Cost,
    Done,
    FileKept,
    Party,
    Question,
    Word,
)
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.once import once
from cessie.portals.api.paging import newest_first
from cessie.portals.api.problems import Problem
from cessie.portals.api.shapes import Money, Page, Reason
from cessie.portals.frame.templatetags.cessie import in_words

router = Router(tags=["Cases"])
READ, WRITE = Needs("cases:read"), Needs(CASES)


@router.get("/cases", auth=READ, response=answers(Page[Case], 422), summary="List cases")
def list_cases(request: HttpRequest, asked: Query[Listing]) -> Page[Case]:
    """Those that are offered or given to you, newest first."""
    caller = cast(Call, request).auth
    page, behind = newest_first(request, asked, "cases", proceedings.cases(caller.viewer))
    own = proceedings.own_assignments(caller.viewer, [row.pk for row in page])
    return Page[Case](data=[Case(**_head(row, own.get(row.pk))) for row in page], next_cursor=behind)


@router.post("/cases/file", auth=WRITE, response=answers(FileKept, *CHANGING), openapi_extra=ONCE,
             summary="Report acts and costs by a file")  # fmt: skip
def report_cases(request: HttpRequest, body: CaseFile) -> HttpResponse:
    """All rows are kept, or none: then each wrong row stands in `errors`, its pointer is `/row/` with its number (the
    header is row 1). The same file again changes nothing."""
    call = cast(Call, request)

    def done() -> tuple[int, BaseModel]:
        found = report_file(name="acts.csv", data=body.csv.encode(), by=call.auth.viewer, at=timezone.now())
        if found.wrong:
            wrong = [{"pointer": f"/row/{each.row}", "code": each.guard or each.why.code,
                      "detail": f"{in_words(each.why)} {each.article}".strip()} for each in found.wrong]  # fmt: skip
            raise Problem(422, "proceedings.file_wrong", _("Nothing of this file was kept."), errors=wrong)
        notes = [Reason(code=each.code, words=in_words(each)) for each in found.notes]
        return 200, FileKept(new=found.new, known=found.known, notes=notes)

    return once(call, body.model_dump_json().encode(), act=done)


@router.get("/cases/{case_id}", auth=READ, response=answers(CaseDetail, 404), summary="A case")
def read_case(request: HttpRequest, case_id: CasePath) -> CaseDetail:
    """Where it stands, the computed days, what may come next and what of it you may report."""
    return _detail(proceedings.case(cast(Call, request).auth.viewer, ids.key_of(ids.CASE, case_id)))


@router.get("/cases/{case_id}/package", auth=READ, response=answers(None, 404), summary="The package")
def read_package(request: HttpRequest, case_id: CasePath) -> HttpResponse:
    """A ZIP that opens without us: papers in three languages, invoices, letters, deeds, CSV and JSON."""
    viewer, key = cast(Call, request).auth.viewer, ids.key_of(ids.CASE, case_id)
    data = package(case_id=key, by=viewer, at=timezone.now())
    name = f'attachment; filename="case-{key}.zip"'
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": name})


def _changing(
    request: HttpRequest, case_id: str, body: BaseModel, act: Callable[[UUID, Viewer], object]
) -> HttpResponse:
    """Do it once, and answer with the case as it is then."""
    call, key = cast(Call, request), ids.key_of(ids.CASE, case_id)
    viewer = call.auth.viewer

    def done() -> tuple[int, BaseModel]:
        act(key, viewer)
        return 200, _after(viewer, key)

    return once(call, body.model_dump_json().encode(), act=done)


@router.post("/cases/{case_id}/answer", auth=WRITE, response=answers(CaseDetail, 404, *CHANGING), openapi_extra=ONCE,
             summary="Take or refuse a case")  # fmt: skip
def answer_case(request: HttpRequest, case_id: CasePath, body: Answer) -> HttpResponse:
    """A case that you refuse is yours no more: the answer is its last state."""
    return _changing(
        request, case_id, body,
        lambda key, by: answer(case_id=key, take=body.take, words=body.words, by=by, at=timezone.now()),
    )  # fmt: skip


@router.post("/cases/{case_id}/acts", auth=WRITE, response=answers(CaseDetail, 404, *CHANGING), openapi_extra=ONCE,
             summary="Report an act")  # fmt: skip
def report_act(request: HttpRequest, case_id: CasePath, body: Act) -> HttpResponse:
    """With its day and the paper that shows it. Too early, too late or without a condition: refused with guard and
    article in the code and the words. The same act of the same day is one."""
    return _changing(
        request, case_id, body,
        lambda key, by: report(
            case_id=key, act=body.act, on=body.on, stated=body.stated, fixed=body.fixed, words=body.words,
            paper=_paper(body), by=by, at=timezone.now(),
        ),
    )  # fmt: skip


@router.post("/cases/{case_id}/costs", auth=WRITE, response=answers(CaseDetail, 404, *CHANGING), openapi_extra=ONCE,
             summary="Ask for a cost")  # fmt: skip
def ask_cost(request: HttpRequest, case_id: CasePath, body: Asked) -> HttpResponse:
    """Within the house's tariff it is agreed at once, above it a person decides. An act of a day is asked for once."""
    return _changing(
        request, case_id, body,
        lambda key, by: note_cost(
            case_id=key, act=body.act, on=body.on, amount=Amount.parse(body.amount), words=body.words, by=by,
            at=timezone.now(),
        ),
    )  # fmt: skip


@router.post("/cases/{case_id}/words", auth=WRITE, response=answers(CaseDetail, 404, *CHANGING), openapi_extra=ONCE,
             summary="Ask or answer")  # fmt: skip
def write_in_case(request: HttpRequest, case_id: CasePath, body: Question) -> HttpResponse:
    """In the thread of the case."""
    return _changing(
        request, case_id, body, lambda key, by: ask(case_id=key, words=body.words, by=by, at=timezone.now())
    )


def _paper(body: Act) -> Paper | None:
    if body.paper is None:
        return None
    try:
        return Paper(f"{body.act}.pdf", base64.b64decode(body.paper, validate=True))
    except binascii.Error as no:
        raise Refusal("proceedings.no_pdf", N_("{name} is no PDF."), name=f"{body.act}.pdf") from no


def _after(viewer: Viewer, key: UUID) -> BaseModel:
    """The case as it is now; one that has left him (refused, or over) by its head alone."""
    if proceedings.cases(viewer).filter(pk=key).exists():
        return _detail(proceedings.case(viewer, key))
    row, own = proceedings.left(viewer, key)
    return CaseDetail(
        **_head(row, own), parties={}, days={}, amounts={}, ahead=[], done=[], costs=[], thread=[]
    )  # fmt: skip


def _head(row: Row, own: Assignment | None) -> dict[str, Any]:
    return {
        "id": ids.shown(ids.CASE, row.pk), "dossier": shown(row.dossier.number), "procedure": row.procedure,
        "state": row.state, "since": row.since, "creditor": row.dossier.client.company.name,
        "debtor": row.dossier.debtor.company.name, "answer": own.state if own else "",
    }  # fmt: skip


def _detail(facts: CaseFacts) -> CaseDetail:
    row = facts.case
    mine = {each.ahead.act: each for each in facts.mine}
    return CaseDetail(
        **_head(row, facts.answer),
        parties={"creditor": _party(row.dossier.client.company), "debtor": _party(row.dossier.debtor.company)},
        days=dict(facts.days), amounts={name: Money.of(amount) for name, amount in facts.amounts.items()},
        ahead=[
            Ahead(
                act=each.act, words=_(ACTS[each.act]), by=each.by, earliest=each.earliest, latest=each.latest,
                leads=each.leads, yours=each.act in mine,
                vouch=list(mine[each.act].stated) if each.act in mine else [],
                fixes=mine[each.act].fixes if each.act in mine else None,
            )
            for each in facts.ahead
        ],
        done=[
            Done(act=step.act, on=step.on, after=step.after, told_by=step.side, words=step.words, at=step.at)
            for step in facts.steps
        ],
        costs=[
            Cost(act=cost.act, on=cost.on, amount=Money.of(Amount(cost.amount_cents, cost.currency)),
                 state=cost.state, why=_why(cost.reason))
            for cost in facts.costs
        ],
        thread=[Word(at=word.at, side=word.side, words=word.words) for word in facts.thread],
    )  # fmt: skip


def _why(kept: dict[str, object] | None) -> Reason | None:
    if not kept:
        return None
    why = Because.from_json(kept)
    return Reason(code=why.code, words=in_words(why))


def _party(row: Company) -> Party:
    return Party(
        name=row.name, street=f"{row.street} {row.building}".strip(), postcode=row.postcode, town=row.town,
        country=row.country, numbers=list(row.identifiers.order_by("scheme").values_list("value", flat=True)),
    )  # fmt: skip
