"""A quote on paper: what is offered until when, what it would have cost, the conditions of entry, and how to answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cessie.domain.comparison.quote_words import raises_told, terms_told, year_told
from cessie.domain.comparison.words import day_words
from cessie.domain.documents.paper.pdf import Paper, Table, pdf_of
from cessie.domain.onboarding.figures import shown
from cessie.domain.onboarding.models import Quote
from cessie.domain.onboarding.queries import worked_out
from cessie.domain.onboarding.rules.score import NAMES
from cessie.domain.parties.queries import house_company
from cessie.lib.days import booking_day


def quote_pdf(row: Quote) -> bytes:
    """A PDF/A-3a in the language that is active; the same quote gives the same bytes. It tells the conditions of entry
    and what would raise them, and nothing else that the house looked at."""
    house, year = house_company(), year_told(row)
    return pdf_of(
        Paper(
            language=row.language, title=_("Quote"), reference=f"{row.number}/{row.version}",
            made=booking_day(row.made_at), house=house.name if house else "",
            facts=(
                (_("Company"), row.applicant.name), (_("Number"), row.applicant.number or "–"),
                (_("To the attention of"), row.to_name), (_("Stands until"), day_words(row.valid_until)),
            ),
            intro=(
                _("We offer to finance your invoices on the terms below."), *([row.note] if row.note else []),
                *year.sentences,
            ),
            tables=(
                Table(_("Terms"), (_("Term"), _("Value")), tuple(terms_told(row)), right=(1,), widths=(3, 2)),
                *(
                    [Table(_("What it would have cost, without VAT"), (_("Kind of cost"), _("Amount")), year.costs,
                           total=(_("Together"), year.total), right=(1,), widths=(3, 0))]
                    if year.costs else []
                ),
                _conditions(row), *_raises(row),
            ),
            notes=_notes(year.why),
        )
    )  # fmt: skip


def _conditions(row: Quote) -> Table:
    found = worked_out(row.assessment)
    title = _("Conditions of entry: {points} of 100").format(points=row.assessment.points)
    head = (_("Figure"), _("Value"), _("Earned"), _("Of"))
    rows = tuple((_(NAMES[part.name]), shown(part.value), shown(part.points), str(part.weight)) for part in found.parts)
    return Table(title, head, rows, right=(1, 2, 3), widths=(3, 0, 0, 0))


def _raises(row: Quote) -> list[Table]:
    rows, head = tuple(raises_told(row)), (_("Figure"), _("With a value of"), _("Points more"))
    return [Table(_("What would raise it most"), head, rows, right=(1, 2), widths=(3, 0, 0))] if rows else []


def _notes(why: str) -> tuple[str, ...]:
    found = [
        _("Answer by the link in our mail: accept or decline, with your name and your role. Who accepts agrees to these"
          " terms; the contract is drawn up from them and signed apart."),
        _("Amounts are without VAT. The replay is no promise: other sales cost otherwise."),
    ]  # fmt: skip
    return tuple([*found, why] if why else found)
