"""A visit is reported on: its points, its findings and its conclusion as a paper that is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.audit.record import record
from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.documents.store import store
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.domain.verification.models import Audit, Finding
from cessie.domain.verification.plan_audit import locked_audit
from cessie.domain.verification.rules.kinds import CHECKLIST, RESULT_WORDS, WEIGHTS
from cessie.domain.verification.rules.states import AUDIT
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal


@transaction.atomic
def report_audit(*, audit_id: UUID, conclusion: str, by: Viewer, at: datetime) -> Audit:
    """End a visit with its report (PDF/A), kept by its hash; again does nothing.

    Refused: no right or no person (``NotAllowed``), unknown (``NotFound``), not under way (``WrongState``), no
    conclusion, points of which nothing was said.
    """
    by.require("verification.judge")
    row = locked_audit(audit_id)
    if row.state == "reported":
        return row
    after = AUDIT.after(row.state, "report")
    if not conclusion.strip():
        raise Refusal("verification.no_conclusion", N_("Say what the visit comes to."))
    left = len(CHECKLIST) - row.points.count()
    if left:
        raise Refusal("verification.points_left", N_("{left} points are not said yet."), left=left)
    row.state, row.conclusion, row.ended_at, row.ended_by = after, conclusion.strip(), at, by.key
    name = f"visit-{row.contract.number}-{row.number}.pdf"
    data = report_pdf(row, by, at)
    row.document = store(data=data, name=name, channel="own", client_id=row.client_id, by=by, at=at).document
    row.save(update_fields=["state", "conclusion", "ended_at", "ended_by", "document"])
    facts = {"sha256": row.document_id}
    record(action="verification.report", subject=row, by=by, at=at, client_id=row.client_id, data=facts)
    return row


def report_pdf(row: Audit, by: Viewer, at: datetime) -> bytes:
    """The paper in the language of whoever reports."""
    house = house_company()
    with translation.override(by.language):
        said = {point.code: point for point in row.points.all()}
        points = tuple(
            (_(words), _(RESULT_WORDS[said[code].result]), said[code].words) for code, words in CHECKLIST.items()
        )
        found = tuple(
            (str(one.debtor.company.name) if one.debtor else "", one.number, _words(one), _(WEIGHTS[one.severity]))
            for one in Finding.objects.filter(audit=row).select_related("debtor__company").order_by("found_at", "pk")
        )
        tables = [Table(_("What was looked at"), (_("Point"), _("Result"), _("Seen")), points, widths=(3, 0, 3))]
        if found:
            head = (_("Customer"), _("Invoice"), _("Finding"), _("Effect"))
            tables.append(Table(_("Findings"), head, found, widths=(2, 0, 3, 2)))
        return pdf_of(
            Paper(
                language=by.language, title=_("Report of a visit"), reference=str(row), made=booking_day(at),
                house=house.name if house else "",
                facts=(
                    (_("Client"), row.contract.client.company.name), (_("Contract"), row.contract.number),
                    (_("Day"), f"{row.planned_date:%d/%m/%Y}"), (_("Place"), row.place or "–"), (_("By"), by.name),
                ),
                intro=(row.plan, row.conclusion), tables=tuple(tables),
            )
        )  # fmt: skip


def _words(finding: Finding) -> str:
    return Reason.from_json(finding.reason).in_words(_, str)
