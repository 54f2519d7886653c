"""The papers of a principal's month: PDF and CSV in his language, made of the frozen figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cessie.domain.charges.statement_paper import compiled, day_words, frame, money_words
from cessie.domain.collection.models import Dossier, PrincipalMonth
from cessie.domain.collection.rules.monthly import AtEnd, Line, Movement, Within, account, last_day, within
from cessie.domain.collection.rules.numbers import shown
from cessie.domain.collection.rules.states import WORDS
from cessie.domain.documents.store_own import Paper, store_own
from cessie.domain.parties.queries import house_company
from cessie.domain.users.rules.viewer import Viewer
from cessie.ledger.rules.kinds import in_words
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.lib.sheets import no_formula

#: What moved his account, as the principal reads it; any other kind in the words of the books.
KINDS: Final[Mapping[str, str]] = {
    "trust_receipt": N_("Money received"),
    "third_party_money_taken_back": N_("Went back"),
    "third_party_money_moved": N_("Moved to another dossier"),
    "third_party_money_given_back": N_("Given back to the payer"),
    "remitted_to_principal": N_("Passed on to your account"),
    "remittance_returned": N_("A payment came back"),
    "commission_net": N_("Collection commission"),
    "commission_vat": N_("VAT"),
}
_COLUMNS: Final = (
    "kind", "day", "dossier", "debtor", "phase", "amount", "balance", "received", "principal", "interest", "costs",
    "billed", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A frozen month with the names of its dossiers: what the papers, the page and the API show alike."""

    opening: Money
    lines: tuple[Line, ...]
    closing: Money
    dossiers: tuple[Within, ...]
    names: Mapping[UUID, tuple[str, str]]

    def number(self, dossier: UUID | None) -> str:
        """The number of a dossier; blank where it is about none."""
        return self.names[dossier][0] if dossier is not None and dossier in self.names else ""

    def debtor(self, dossier: UUID) -> str:
        """Of whom it is."""
        return self.names[dossier][1] if dossier in self.names else ""

    def sum_of(self, *kinds: str) -> Money:
        """All movements of these kinds."""
        return Money.total((line.amount for line in self.lines if line.kind in kinds), self.opening.currency)


def told_of(row: PrincipalMonth) -> Told:
    """What a statement says."""
    moves = [
        Movement(
            each["kind"], date.fromisoformat(each["day"]), UUID(each["dossier"]) if each["dossier"] else None,
            Money(each["cents"], row.currency),
        )
        for each in row.moves
    ]  # fmt: skip
    lines, closing = account(Money(row.opening_cents, row.currency), moves)
    ends = [AtEnd.from_json(each) for each in row.dossiers]
    months = within(ends, _before(row, {each.dossier for each in ends}))
    keys = {each.dossier for each in months} | {line.dossier for line in lines if line.dossier}
    named = Dossier.objects.filter(pk__in=keys).values_list("pk", "number", "debtor__company__name")
    names = {key: (shown(number), name) for key, number, name in named}
    return Told(Money(row.opening_cents, row.currency), lines, closing, months, names)


def _before(row: PrincipalMonth, dossiers: set[UUID]) -> Iterator[AtEnd]:
    """What was told of these dossiers last before a month, one that rested in between too."""
    begun = datetime.combine(row.month, time(), BRUSSELS)
    wanted = set(Dossier.objects.filter(pk__in=dossiers, opened_at__lt=begun).values_list("pk", flat=True))
    earlier = PrincipalMonth.objects.filter(client=row.client_id, month__lt=row.month).order_by("-month")
    for kept in earlier.values_list("dossiers", flat=True).iterator(chunk_size=1):
        for each in kept:
            if UUID(each["dossier"]) in wanted:
                wanted.discard(UUID(each["dossier"]))
                yield AtEnd.from_json(each)
        if not wanted:
            return


def write_months(*, rows: Collection[PrincipalMonth], by: Viewer, at: datetime) -> None:
    """Keep PDF and CSV of each that has none yet. Killed in between, the next run makes what is lacking."""
    for row in rows:
        told = told_of(row)
        name = f"collected-{row.client.code}-{row.month:%Y-%m}"
        papers = [
            Paper(month_pdf(row, told), f"{name}.pdf", row.client_id),
            Paper(month_csv(told), f"{name}.csv", row.client_id),
        ]
        with transaction.atomic():
            pdf, table = store_own(papers=papers, by=by, at=at)
            PrincipalMonth.objects.filter(pk=row.pk, document=None).update(document=pdf, csv_document=table)


def month_pdf(row: PrincipalMonth, told: Told) -> bytes:
    """The paper: his account, then his dossiers."""
    company, made = row.client.company, row.made_at.astimezone(BRUSSELS).date()
    with translation.override(company.language):
        return compiled(
            frame(company, house_company(), made, company.language)
            | {
                "title": _("Collected for you"),
                "head": [_("Day"), _("What"), _("Dossier"), _("Amount"), _("Balance")],
                "facts": [
                    [_("Number"), row.number],
                    [_("Period"), f"{day_words(row.month)} – {day_words(last_day(row.month))}"],
                    [_("Made on"), day_words(made)],
                ],
                "opening": [_("Opening balance"), money_words(told.opening)],
                "lines": [_line(line, told) for line in told.lines],
                "closing": [_("Closing balance"), money_words(told.closing)],
                "compared": _("Your dossiers"),
                "change_head": [
                    _("Dossier"),
                    _("Received"),
                    _("Costs made"),
                    _("Set against the debt"),
                    _("Still open"),
                ],
                "changes": [_dossier(each, told) for each in told.dossiers],
            }
        )


def _line(line: Line, told: Told) -> dict[str, Any]:
    return {
        "day": day_words(line.day), "what": kind_words(line.kind),
        "why": [told.debtor(line.dossier)] if line.dossier in told.names and line.dossier else [],
        "invoice": told.number(line.dossier), "amount": money_words(line.amount), "balance": money_words(line.balance),
    }  # fmt: skip


def _dossier(each: Within, told: Told) -> dict[str, Any]:
    why = [f"{told.debtor(each.dossier)} · {_(WORDS[each.phase])}"]
    if each.settled.total:
        why.append(
            _("Settled: principal {principal}, interest {interest}, costs {costs}").format(
                principal=money_words(each.settled.principal), interest=money_words(each.settled.interest),
                costs=money_words(each.settled.costs),
            )
        )  # fmt: skip
    return {
        "what": told.number(each.dossier), "why": why, "count": money_words(each.received),
        "now": money_words(each.billed), "before": money_words(each.settled.total),
        "difference": money_words(each.open),
    }  # fmt: skip


def kind_words(kind: str) -> str:
    """A movement, in the language that is active."""
    return _(KINDS[kind]) if kind in KINDS else in_words(kind, _)


def month_csv(told: Told) -> bytes:
    """The same for a program: a row for each movement, one for each dossier; amounts with a point, days as ISO."""
    out = io.StringIO()
    table = csv.DictWriter(out, _COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerow({"kind": "opening", "balance": told.opening.decimal})
    for line in told.lines:
        table.writerow({
            "kind": line.kind, "day": line.day.isoformat(), "dossier": told.number(line.dossier),
            "debtor": no_formula(told.debtor(line.dossier)) if line.dossier else "", "amount": line.amount.decimal,
            "balance": line.balance.decimal,
        })  # fmt: skip
    table.writerow({"kind": "closing", "balance": told.closing.decimal})
    for each in told.dossiers:
        table.writerow({
            "kind": "dossier", "dossier": told.number(each.dossier), "debtor": no_formula(told.debtor(each.dossier)),
            "phase": each.phase, "received": each.received.decimal, "principal": each.settled.principal.decimal,
            "interest": each.settled.interest.decimal, "costs": each.settled.costs.decimal,
            "billed": each.billed.decimal, "open": each.open.decimal,
        })  # fmt: skip
    return out.getvalue().encode("utf-8-sig")
