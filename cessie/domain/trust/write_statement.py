"""Keep the statement of a remittance: its figures as data, and the paper made of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.charges.statement_paper import compiled, day_words, frame, money_words
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.parties.queries import house_company
from cessie.domain.trust.models import Remittance
from cessie.domain.trust.rules.statement import Moved, Told, account
from cessie.domain.users.rules.viewer import Viewer
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.lib.reasons import N_

#: What a line of the statement is, as the principal reads it.
KINDS: Mapping[str, str] = {
    "receipt": N_("Received"),
    "direct": N_("Paid to you directly"),
    "back": N_("Went back"),
    "refund": N_("Given back to the payer"),
    "commission": N_("Collection commission"),
    "vat": N_("VAT"),
    "passed_on": N_("Passed on to your account"),
}


def told_of(row: Remittance) -> Told:
    """What a remittance says."""
    items = [
        (line["kind"], date.fromisoformat(line["day"]), UUID(line["reference"]), Money(line["cents"], row.currency))
        for line in row.lines
    ]
    sums = (Money(cents) for cents in (row.net_cents, row.vat_cents, row.paid_cents, row.left_cents, row.owing_cents))
    return Told(items, row.until_date, *sums)


def write_statement(*, rows: Collection[Remittance], called: Mapping[UUID, str], by: Viewer, at: datetime) -> None:
    """Keep data and PDF of each remittance that has none yet; ``called``: what each claim is called.

    In the principal's language. Killed in between, the next run makes what is lacking. No right: ``NotAllowed``.
    """
    by.require("banking.import")
    lacking = [row for row in rows if row.document_id is None]
    papers = []
    for row in lacking:
        name = f"remittance-{row.number}"
        papers.append(Paper(statement_pdf(row, called), f"{name}.pdf", row.client_id))
        papers.append(Paper(json.dumps(statement_data(row, called)).encode(), f"{name}.json", row.client_id))
    with transaction.atomic():
        kept = store_own(papers=papers, by=by, at=at)
        for place, row in enumerate(lacking):
            Remittance.objects.filter(pk=row.pk, document__isnull=True).update(
                document=kept[2 * place], data_document=kept[2 * place + 1]
            )


def statement_data(row: Remittance, called: Mapping[UUID, str]) -> dict[str, Any]:
    """The statement for a program: amounts as decimal texts, days as ISO texts."""
    opening, lines, closing = account(told_of(row))
    return {
        "number": row.number, "contract": row.contract.number, "until": row.until_date.isoformat(),
        "currency": row.currency, "opening": str(opening.decimal), "closing": str(closing.decimal),
        "commission": {"net": _text(row.net_cents), "vat": _text(row.vat_cents), "vat_percent": str(row.vat_percent)},
        "passed_on": _text(row.paid_cents),
        "lines": [
            {
                "kind": line.kind, "day": line.day.isoformat(), "dossier": _name(line.reference, called),
                "amount": str((line.told or line.amount).decimal), "balance": str(line.balance.decimal),
            }
            for line in lines
        ],
    }  # fmt: skip


def statement_pdf(row: Remittance, called: Mapping[UUID, str]) -> bytes:
    """The paper, in the principal's language."""
    opening, lines, closing = account(told_of(row))
    made, company = row.made_at.astimezone(BRUSSELS).date(), row.client.company
    with translation.override(company.language):
        return compiled(
            frame(company, house_company(), made, company.language)
            | {
                "title": _("Statement of remittance"),
                "head": [_("Day"), _("What"), _("Dossier"), _("Amount"), _("Balance")],
                "facts": [
                    [_("Number"), str(row.number)],
                    [_("Contract"), row.contract.number],
                    [_("Until"), day_words(row.until_date)],
                    [_("Made on"), day_words(made)],
                ],
                "opening": [_("From before"), money_words(opening)],
                "lines": [_line(line, row, called) for line in lines],
                "closing": [_("Closing balance"), money_words(closing)],
            }
        )


def _line(line: Moved, row: Remittance, called: Mapping[UUID, str]) -> dict[str, Any]:
    why = []
    if line.told is not None:
        why.append(_("{amount}, paid to you: it counts for the commission.").format(amount=money_words(line.told)))
    if line.kind == "commission":
        base = Money(row.base_cents, row.currency)
        why.append(_("On {base} collected.").format(base=money_words(base)))
    if line.kind == "vat":
        why.append(f"{row.vat_percent.normalize():f} %")
    return {
        "day": day_words(line.day), "what": _(KINDS[line.kind]), "why": why, "invoice": _name(line.reference, called),
        "amount": money_words(line.amount), "balance": money_words(line.balance),
    }  # fmt: skip


def _name(reference: UUID | None, called: Mapping[UUID, str]) -> str:
    return called.get(reference, "") if reference is not None else ""


def _text(cents: int) -> str:
    return str(Money(cents).decimal)
