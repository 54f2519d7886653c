"""The fee invoice on paper: our typst source, and data that enters as JSON alone (never as source)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cessie.domain.charges.explain import Compared, explain
from cessie.domain.charges.models import FeeInvoice
from cessie.domain.charges.statement_paper import address
from cessie.domain.parties.models import Company, Identifier
from cessie.domain.parties.queries import house_company
from cessie.lib.money import Money
from cessie.portals.frame.templatetags.cessie import day, in_words, money
from cessie.portals.frame.vocabulary import kind_words

FOLDER = Path(__file__).parent / "papers"
_one_at_a_time = Lock()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler(FOLDER / "fee_invoice.typ", root=FOLDER, ignore_system_fonts=True)


def fee_pdf(invoice: FeeInvoice) -> bytes:
    """A PDF/A-3a that a screen reader can read too (PDF/UA-1), in the language of the invoice."""
    with translation.override(invoice.language), _one_at_a_time:
        made = _compiler().compile(
            format="pdf", sys_inputs={"data": json.dumps(_data(invoice))}, pdf_standards=["a-3a", "ua-1"]
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


def _data(invoice: FeeInvoice) -> dict[str, object]:
    told = explain([invoice])[invoice.pk]
    made, house, client = timezone.localtime(invoice.made_at), house_company(), invoice.client.company
    net, vat = Money(invoice.net_cents, invoice.currency), Money(invoice.vat_cents, invoice.currency)
    credit = (net + vat).cents < 0
    return {
        "lang": invoice.language,
        "made": [made.year, made.month, made.day],
        "title": _("Credit note") if credit else _("Invoice"),
        "house": [*address(house), _vat_number(house)] if house else [],
        "name": house.name if house else "",
        "to": [*address(client), _vat_number(client)],
        "facts": [
            [_("Number"), invoice.number],
            [_("Date"), day(invoice.issue_date)],
            [_("Period"), f"{day(invoice.month)} – {day(invoice.issue_date)}"],
            [_("Contract"), invoice.contract.number],
        ],
        "head": [_("What"), _("How often"), _("Net"), _("VAT"), _("Amount of VAT")],
        "lines": [_line(each) for each in told.lines],
        "gone": [_gone(kind, before) for kind, before in told.gone],
        "totals": [
            [_("Net"), money(net)], [_("VAT"), money(vat)], [_("Total"), money(net + vat)],
            [_("Still to be paid"), money(Money(0))],
        ],
        "note": _("Settled on your current account; nothing remains to be paid."),
        "page": _("Page"),
    }  # fmt: skip


def _line(each: Compared) -> dict[str, object]:
    """A line, and below it what the month before charged and why that differs."""
    line = each.line
    rate = f"{line.rate.normalize():f} %" if line.rate else _("Exempt from VAT")
    cells = [kind_words(line.kind), str(line.count), money(line.net), rate, money(line.vat)]
    if not each.before or not each.change:
        return {"cells": cells, "why": []}
    before = _("Month before {amount}, difference {difference}").format(
        amount=money(each.before), difference=money(each.change, "+")
    )
    return {"cells": cells, "why": [before, *map(in_words, each.why)]}


def _gone(kind: str, before: Money) -> str:
    return _("{what}: {amount} the month before, nothing now").format(what=kind_words(kind), amount=money(before))


def _vat_number(company: Company) -> str:
    number = Identifier.objects.filter(company=company, scheme="vat").values_list("value", flat=True).first()
    return number or ""
