"""What every paper about a dossier begins with: its number, the parties, the procedure, the day of the amounts."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.collection.models import Dossier
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.correspondence.rules.phrases import Phrases
from cessie.domain.documents.paper.pdf import Paper
from cessie.domain.parties.models import Company


def framed(
    dossier: Dossier, house: str, on: date, say: Phrases, title: str, of_procedure: str = "", **more: object
) -> Paper:
    """A paper about a dossier in the language that is active: who, against whom, in which procedure, as of when."""
    number = shown(dossier.number)
    facts = [
        (_("Dossier"), number),
        (_("Creditor"), company_lines(dossier.client.company)),
        (_("Debtor"), company_lines(dossier.debtor.company)),
        (_("Procedure"), _(of_procedure)) if of_procedure else None,
        (_("State of the amounts"), say.day(on)),
    ]
    return Paper(
        language=translation.get_language() or "en", title=title, reference=f"{number} · {title}", house=house,
        made=on, facts=tuple(each for each in facts if each is not None),
        **more,  # type: ignore[arg-type]  # named as the fields
    )  # fmt: skip


def company_lines(row: Company) -> str:
    """Name, address and numbers, in a line."""
    place = ", ".join(
        part for part in (f"{row.street} {row.building}".strip(), f"{row.postcode} {row.town}".strip()) if part
    )
    numbers = row.identifiers.order_by("scheme").values_list("value", flat=True)
    return " · ".join(part for part in (row.name, place, ", ".join(numbers)) if part)
