"""An assessment on paper: each figure with its source and what it earns, what would raise it, and what was decided."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.onboarding.figures import RAISES, shown
from cessie.domain.onboarding.models import Assessment
from cessie.domain.onboarding.queries import source_of, worked_out
from cessie.domain.onboarding.rules.score import NAMES, Part
from cessie.domain.onboarding.words import ADVICE, ASSESSMENTS, SOURCES
from cessie.domain.parties.queries import house_company
from cessie.lib.reasons import Reason


def assessment_pdf(row: Assessment, *, language: str, made: date) -> bytes:
    """A PDF/A-3a in the language that is active; the same assessment gives the same bytes."""
    found, house = worked_out(row), house_company()
    return pdf_of(
        Paper(
            language=language, title=_("Entry conditions"), reference=row.applicant.name,
            made=made, house=house.name if house else "", facts=_facts(row),
            intro=(_("The score advises; a person decides."),),
            tables=(
                Table(
                    _("Figures"), (_("Figure"), _("Value"), _("Earned"), _("Of"), _("From")),
                    tuple(_line(row, part) for part in found.parts), right=(1, 2, 3), widths=(3, 0, 0, 0, 2),
                ),
                *(
                    [Table(_("What would raise it most"), (_("Figure"), _("With a value of"), _("Points more")),
                           tuple(_raise(part) for part in found.raises[:RAISES]), right=(1, 2), widths=(3, 0, 0))]
                    if found.raises else []
                ),
            ),
            notes=tuple(Reason.from_json(each).in_words(_, str) for each in row.doubts),
        )
    )  # fmt: skip


def _facts(row: Assessment) -> tuple[tuple[str, str], ...]:
    found = [
        (_("Company"), row.applicant.name), (_("Number"), row.applicant.number or "–"),
        (_("Score"), _("{points} of 100: {advice}").format(points=row.points, advice=_(ADVICE[row.advice][0]))),
        (_("Known of the weights"), f"{row.known_percent} %"), (_("Worked out on"), f"{row.made_at:%d/%m/%Y}"),
        (_("Figures of the house, version"), str(row.version)), (_("Decision"), _(ASSESSMENTS[row.state][0])),
    ]  # fmt: skip
    if row.accounts_date:
        found.append((_("Annual accounts of the year until"), f"{row.accounts_date:%d/%m/%Y}"))
    return tuple(found)


def _line(row: Assessment, part: Part) -> tuple[str, ...]:
    source = source_of(row, part)
    return (_(NAMES[part.name]), shown(part.value), shown(part.points), str(part.weight), _(SOURCES[source]))


def _raise(part: Part) -> tuple[str, ...]:
    return (_(NAMES[part.name]), str(part.full), shown(part.weight - part.points))
