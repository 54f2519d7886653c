"""A case as staff and partners see it, and what they do there: one page, each with what is his to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.collection.rules.numbers import shown
from cessie.domain.proceedings import queries as proceedings
from cessie.domain.proceedings.ask import ask
from cessie.domain.proceedings.assign import answer
from cessie.domain.proceedings.conditions import STATED
from cessie.domain.proceedings.models import Case
from cessie.domain.proceedings.note_cost import note_cost
from cessie.domain.proceedings.package import package, paper
from cessie.domain.proceedings.papers import LANGUAGES, WRITES
from cessie.domain.proceedings.queries import CaseFacts
from cessie.domain.proceedings.report import Paper, report
from cessie.law.procedures import procedure
from cessie.law.procedures.words import ACTS, DAYS, PAPERS, STATES
from cessie.law.procedures.words import ROLES as BY
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt
from cessie.portals.frame.case_words import AMOUNTS, GIVEN, ROLES, VOUCHED
from cessie.portals.frame.typed import amount_of, day_of


def row_of(case: Case) -> dict[str, Any]:
    """A case as a list shows it."""
    held: list[Any] = getattr(case, "held", [])
    return {
        "case": case,
        "procedure": _(procedure(case.procedure).title),
        "state": _(STATES[case.state]),
        "partners": ", ".join(each.partner.company.name for each in held),
    }


def case_page(facts: CaseFacts) -> dict[str, Any]:
    """What the page shows: state, computed days, acts done and to come, costs, thread."""
    found = facts.procedure
    return {
        "facts": facts,
        "case": facts.case,
        "dossier": facts.case.dossier,
        "number": shown(facts.case.dossier.number),
        "title": _(found.title),
        "state": _(STATES[facts.case.state]),
        "guard": found.guard,
        "days": [(_(DAYS[name]), day) for name, day in facts.days if name in DAYS],
        "steps": [(_(ACTS[step.act]), step, _(STATES[step.after]), _(ROLES[step.side])) for step in facts.steps],
        "ahead": [(_(ACTS[each.act]), _(BY[each.by]), each, _(STATES[each.leads])) for each in facts.ahead],
        "mine": [
            (each.ahead.act, _(ACTS[each.ahead.act]), each, [(name, _(VOUCHED[name])) for name in each.stated])
            for each in facts.mine
        ],
        "stated": [(name, _(VOUCHED[name])) for name in _stated(facts)],
        "fixes": any(each.fixes for each in facts.mine),
        "amounts": [(_(AMOUNTS[name]), amount) for name, amount in facts.amounts.items() if name in AMOUNTS],
        "given": [(each, _(ROLES[each.role]), _(GIVEN[each.state])) for each in facts.given],
        "costs": [
            (each, _(ACTS[each.act]), Money(each.amount_cents, each.currency), _(GIVEN[each.state]))
            for each in facts.costs
        ],
        "thread": [(each, _(ROLES[each.side])) for each in facts.thread],
        "unsure": found.unverified,
        "all_acts": [(act, _(ACTS[act])) for act in found.acts],
    }


def _stated(facts: CaseFacts) -> list[str]:
    return sorted({name for each in facts.mine for name in each.stated} & STATED)


def reported(request: Visit, case_id: UUID) -> None:
    """An act, with its day, what he vouches for, and the paper that shows it."""
    given, file = request.POST, request.FILES.get("paper")
    report(
        case_id=case_id,
        act=given.get("act", ""),
        on=day_of(given.get("on", "")),
        stated=[name for name in given.getlist("stated") if name in STATED],
        fixed=day_of(given["fixed"]) if given.get("fixed") else None,
        words=given.get("words", ""),
        paper=Paper(file.name or "paper.pdf", file.read()) if file else None,
        by=request.viewer,
        at=timezone.now(),
    )


def asked(request: Visit, case_id: UUID) -> None:
    """A question or an answer."""
    ask(case_id=case_id, words=request.POST.get("words", ""), by=request.viewer, at=timezone.now())


def answered(request: Visit, case_id: UUID) -> None:
    """He takes the case, or not."""
    given = request.POST
    take = given.get("take") == "yes"
    answer(case_id=case_id, take=take, words=given.get("words", ""), by=request.viewer, at=timezone.now())


def charged(request: Visit, case_id: UUID) -> None:
    """A cost of his act."""
    given = request.POST
    note_cost(
        case_id=case_id, act=given.get("act", ""), on=day_of(given.get("on", "")),
        amount=amount_of(given.get("amount", "")), words=given.get("words", ""), by=request.viewer, at=timezone.now(),
    )  # fmt: skip


Do = Callable[[Visit, UUID], None]
#: What everybody who sees a case may try.
DOES: Final[Mapping[str, Do]] = {"report": reported, "ask": asked}


def do(request: Visit, does: Mapping[str, Do], act: str, case_id: UUID) -> None:
    """Try what the form asks for; what is not his, or no act of his page, is a 404."""
    proceedings.case(request.viewer, case_id)
    if act not in does:
        raise Http404
    attempt(request, lambda: does[act](request, case_id), _("Done."))


def links(portal: str, case_id: UUID) -> dict[str, Any]:
    """The addresses of a case's page in a portal."""

    def to(act: str) -> str:
        return reverse(f"{portal}:case_act", args=[case_id, act])

    papers = [
        (_(PAPERS[name]), [(each, reverse(f"{portal}:case_paper", args=[case_id, name, each])) for each in LANGUAGES])
        for name in WRITES
    ]
    return {
        "report_url": to("report"),
        "ask_url": to("ask"),
        "answer_url": to("answer"),
        "cost_url": to("cost"),
        "package_url": reverse(f"{portal}:case_package", args=[case_id]),
        "paper_links": papers,
    }


def package_file(request: Visit, case_id: UUID) -> HttpResponse:
    """The whole package."""
    data = package(case_id=case_id, by=request.viewer, at=timezone.now())
    return _file(data, f"case-{case_id}.zip", "application/zip")


def paper_file(request: Visit, case_id: UUID, name: str, language: str) -> HttpResponse:
    """One paper of the case."""
    data = paper(case_id=case_id, name=name, language=language, by=request.viewer, at=timezone.now())
    return _file(data, f"{name}-{language}.pdf", "application/pdf")


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
