"""The confirmation on paper: our typst source, and data that enters as JSON alone (never as source)."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.utils import formats, translation
from django.utils.translation import gettext as _

from cessie.domain.parties.models import Company
from cessie.domain.parties.queries import house_company
from cessie.domain.reports.models import Confirmation
from cessie.domain.reports.rules.confirmed import Figures
from cessie.lib.days import BRUSSELS
from cessie.lib.money import Money
from cessie.lib.reasons import N_

FOLDER = Path(__file__).parent / "letters"
#: What a client's balances are called in the letter, with the side that is owed.
CALLED = {
    "owed": N_("Open on invoices that you sold to us, owed by your debtors"),
    "held": N_("Held back until your debtors have paid, owed to you"),
    "fund": N_("Your guarantee fund, owed to you"),
    "account": N_("Your current account; a positive amount is owed to you"),
    "in_use": N_("Our funds in use with you"),
    "accrued": N_("Interest earned and not yet charged, owed by you"),
    "pledged": N_("Advances secured by pledge, owed by you"),
}
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "confirmation.typ", root=FOLDER, ignore_system_fonts=True)


def letter_pdf(row: Confirmation) -> bytes:
    """A PDF/A-3a that a screen reader can read too (PDF/UA-1); the same row gives the same bytes."""
    with translation.override(row.language), _one_at_a_time:
        made = _compiler().compile(
            format="pdf", sys_inputs={"data": json.dumps(_data(row))}, pdf_standards=["a-3a", "ua-1"]
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _data(row: Confirmation) -> dict[str, object]:
    house, made, figures = house_company(), row.made_at.astimezone(BRUSSELS), Figures.from_json(row.figures)
    party = row.client.company if row.client else row.debtor.company  # type: ignore[union-attr]  # one of the two
    known = row.known_at.astimezone(BRUSSELS)
    moment = f"{_day(known.date())} {known:%H:%M:%S}"
    return {
        "lang": row.language,
        "made": [made.year, made.month, made.day],
        "title": _("Confirmation of balances"),
        "house": address(house) if house else [],
        "to": address(party),
        "reference": [_("Reference"), row.pk.hex[-12:].upper()],
        "day": _day(made.date()),
        "body": [
            _("For the audit of accounts we state what our books show about you at the end of {day}.").format(
                day=_day(row.day)
            ),
            _("These are the books as they were known on {moment} (Brussels). They keep every entry: this statement can be made again from them at any time.").format(moment=moment),  # noqa: E501
        ],
        "tables": _tables(figures),
        "ask": _("Please tell the auditor below directly whether you agree, with the difference if you do not."),
        "auditor": [_("Auditor"), *[line.strip() for line in row.auditor.splitlines() if line.strip()]],
        "answers": [_("We agree with these balances."), _("We do not agree. Difference and reason:")],
        "sign": [_("Name"), _("Date"), _("Signature")],
        "note": _("This letter asks for no payment."),
        "page": _("Page"),
    }  # fmt: skip


def _tables(figures: Figures) -> list[dict[str, object]]:
    """A table a contract, or one of invoices with its total."""
    if figures.invoices:
        rows = [
            [each.number, each.supplier, _day(each.issued), _day(each.due), _money(each.amount)]
            for each in figures.invoices
        ]
        head = [_("Invoice"), _("Supplier"), _("Date"), _("Due"), _("Open")]
        return [{"title": "", "head": head, "rows": rows, "total": [_("Total"), _money(figures.total)]}]
    contracts = dict.fromkeys(each.contract for each in figures.stated)
    return [
        {
            "title": _("Contract {number}").format(number=number),
            "head": [_("What"), _("Amount")],
            "rows": [[_(CALLED[e.code]), _money(e.amount)] for e in figures.stated if e.contract == number],
            "total": [],
        }
        for number in contracts
    ]


def address(company: Company) -> list[str]:
    """The lines of an address, the name first."""
    street = f"{company.street} {company.building}".strip()
    town = f"{company.postcode} {company.town}".strip()
    return [part for part in (company.name, street, f"{town} {company.country}".strip()) if part]


def _day(day: date) -> str:
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))


def _money(amount: Money) -> str:
    figure = formats.number_format(abs(amount).decimal, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{'−' if amount.cents < 0 else ''}€\u00a0{figure}"
