"""The package of a case: papers in three languages, the claim for machines, every original, the acts and the thread.

It opens without Cessie: a README, PDFs, CSV, JSON, and the files as they came.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cessie.domain.audit.record import record
from cessie.domain.collection.models import Claim
from cessie.domain.correspondence.models import Message
from cessie.domain.documents import originals
from cessie.domain.dunning.dossier import company_facts, originals_of, zip_of
from cessie.domain.invoices.models import Invoice
from cessie.domain.parties.queries import house_company
from cessie.domain.proceedings.conditions import contested_in_part, facts_of
from cessie.domain.proceedings.models import Case, Step
from cessie.domain.proceedings.papers import LANGUAGES, WRITES, Set, paper_of
from cessie.domain.proceedings.rights import unknown, visible
from cessie.domain.proceedings.rules.statement import Statement
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import booking_day
from cessie.lib.sheets import no_formula

#: How the package is read, in the languages of the papers.
README: Final = """\
nl  papers/ bevat de opdracht, de staat van de vordering, de lijst van bijlagen en het antwoordformulier (nl, fr, en);
    invoices/ de facturen zoals ze kwamen; messages/ de brieven; acts/ de akten.
    claim.csv en case.json zijn voor programma's.
fr  papers/ contient l'instruction, le decompte, la liste des annexes et le formulaire de reponse (nl, fr, en) ;
    invoices/ les factures telles que recues ; messages/ les lettres ; acts/ les actes.
    claim.csv et case.json : pour des programmes.
en  papers/ holds the instruction, the claim statement, the list of annexes and the reply form (nl, fr, en);
    invoices/ the invoices as they came; messages/ the letters; acts/ the deeds.
    claim.csv and case.json are for programs.
"""


@transaction.atomic
def package(*, case_id: UUID, by: Viewer, at: datetime) -> bytes:
    """The case as a ZIP, as it stands now; who takes it along stands in the trail.

    Refused: a case that is not the viewer's (``NotFound``), a day whose rate is not known (``Unlawful``).
    """
    case = visible(by).filter(pk=case_id).first()
    if case is None:
        raise unknown()
    made = _files(case, at)
    record(
        action="proceedings.package", subject=case, by=by, at=at, client_id=case.dossier.client_id,
        data={"files": len(made)},
    )  # fmt: skip
    return zip_of(made)


def paper(*, case_id: UUID, name: str, language: str, by: Viewer, at: datetime) -> bytes:
    """One paper of a case; what is not the viewer's, and a name that is none, is ``NotFound``."""
    case = visible(by).filter(pk=case_id).first()
    if case is None or name not in WRITES or language not in LANGUAGES:
        raise unknown()
    return paper_of(name, _set(case, at, tuple(_annexes(case))), language)


def _set(case: Case, at: datetime, annexes: tuple[str, ...]) -> Set:
    house = house_company()
    on = booking_day(at)
    facts = facts_of(case.dossier, case.procedure, on, in_part=contested_in_part(case))
    return Set(case, facts, house.name if house else "Cessie", annexes, on)


def _annexes(case: Case) -> dict[str, bytes]:
    """The files that show the claim: invoices, letters, deeds, also those of a procedure that came before."""
    keys = Claim.objects.filter(dossier=case.dossier_id, live=True, invoice__isnull=False).values("invoice_id")
    found = dict(originals_of(Invoice.objects.filter(pk__in=keys)))
    letters = Message.objects.filter(
        client_id=case.dossier.client_id,
        debtor_id=case.dossier.debtor_id,
        document__isnull=False,
        told_at__isnull=False,
    )
    found |= {f"messages/{row.reference}.pdf": originals.read(row.document_id) for row in letters if row.document_id}
    steps = _steps(case).filter(document__isnull=False)
    found |= {
        f"acts/{place:02}-{row.act}-{row.on}.pdf": originals.read(row.document_id)
        for place, row in enumerate(steps, start=1)
        if row.document_id
    }
    return found


def _files(case: Case, at: datetime) -> dict[str, bytes]:
    annexes = _annexes(case)
    of = _set(case, at, tuple(sorted(annexes)))
    papers = {f"papers/{name}-{lang}.pdf": paper_of(name, of, lang) for name in WRITES for lang in LANGUAGES}
    machine = json.dumps(_case(case, of.facts.statement), ensure_ascii=False, indent=1, sort_keys=True).encode()
    return (
        annexes | papers | {"README.txt": README.encode(), "case.json": machine, "claim.csv": _csv(of.facts.statement)}
    )


def _case(case: Case, said: Statement) -> dict[str, Any]:
    return {
        "dossier": case.dossier.number,
        "procedure": case.procedure,
        "state": case.state,
        "days": case.days,
        "creditor": company_facts(case.dossier.client.company),
        "debtor": company_facts(case.dossier.debtor.company),
        "on": said.on.isoformat(),
        "currency": said.principal.currency,
        "principal": str(said.principal.decimal),
        "increases": str(said.interest.decimal),
        "given_up": str(said.given_up.decimal),
        "costs": str(said.costs.decimal),
        "total": str(said.total.decimal),
        "sources": list(said.sources),
        "acts": [_act(row) for row in _steps(case).select_related("case")],
        "thread": [
            {"at": row.at.isoformat(), "side": row.side, "words": row.words}
            for row in case.thread.order_by("at", "pk")
        ],
    }  # fmt: skip


def _steps(case: Case) -> QuerySet[Step]:
    """Every act of the dossier, also of a procedure that came before: the court asks for all of it."""
    return Step.objects.filter(case__dossier=case.dossier_id).order_by("at", "pk")


def _act(row: Step) -> dict[str, str]:
    return {
        "procedure": row.case.procedure, "act": row.act, "on": row.on.isoformat(), "after": row.after,
        "told_by": row.side, "words": row.words,
    }  # fmt: skip


def _csv(said: Statement) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["invoice", "issued", "due", "principal", "interest", "costs", "sources"])
    for line in said.lines:
        amounts = [str(each.decimal) for each in (line.principal, line.interest, line.costs)]
        writer.writerow([no_formula(line.number), line.issued, line.due, *amounts, "; ".join(line.sources)])
    return file.getvalue().encode()
