"""Hybrid invoices: a PDF for people with the same invoice as XML inside (Factur-X, ZUGFeRD 1 and 2, all profiles).

The XML is found by its content, among the files of the catalog's /AF and of its name tree (ISO 32000-2, 7.11, 14.13).
A PDF without such a file is one for people alone. A page that says other than the data is a doubt.
Refuses: ``pdf.*``, ``facturx.*``, and what the XML's reader refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cessie.formats import fields
from cessie.formats.invoices import _page, _pdf_files, cii, ubl
from cessie.formats.invoices._pdf_files import Embedded
from cessie.formats.values import InvoiceDocument
from cessie.formats.xml import HEAD_BYTES
from cessie.lib.reasons import N_, Reason, Refusal

NAME = "facturx"
KIND = "invoice"
MAX_BYTES = 25 * 2**20
#: Names that promise an invoice; writers differ in case.
NAMES = frozenset({"factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml"})

__all__ = ["KIND", "MAX_BYTES", "NAME", "looks_like", "read"]


def looks_like(head: bytes, name: str) -> bool:
    """Any PDF: only opened can it be told whether data is inside."""
    return b"%PDF-" in head[:1024]


def read(data: bytes) -> list[InvoiceDocument]:
    """The invoice inside the PDF; a second one that says otherwise is a doubt about the first."""
    files = _pdf_files.embedded(data)
    invoices = sorted((file for file in files if _known(file)), key=lambda file: file.name.lower() not in NAMES)
    if not invoices:
        raise _without_data(files)
    first = _read(invoices[0])
    doubts = (*_doubts(first, invoices[1:]), *_page.doubts(data, first))
    return [replace(first, format=NAME, warnings=(*first.warnings, *doubts))]


def _by_cii(file: Embedded) -> bool:
    return cii.looks_like(file.content[:HEAD_BYTES], file.name)


def _known(file: Embedded) -> bool:
    return _by_cii(file) or ubl.looks_like(file.content[:HEAD_BYTES], file.name)


def _read(file: Embedded) -> InvoiceDocument:
    return cii.read(file.content)[0] if _by_cii(file) else ubl.read(file.content)[0]


def _doubts(first: InvoiceDocument, others: list[Embedded]) -> Iterator[Reason]:
    for file in others:
        try:
            other = _read(file)
        except Refusal:
            words = N_("The PDF holds a second invoice {file}, which cannot be read.")
            yield Reason("facturx.second", words, {"file": file.name})
            continue
        if _claim(other) != _claim(first):
            words = N_("The PDF holds a second invoice {file} that says otherwise: {number}, {payable} to be paid.")
            facts = {"file": file.name, "number": other.number or "", "payable": f"{other.totals.payable}"}
            yield Reason("facturx.differs", words, facts)


def _claim(read: InvoiceDocument) -> tuple[object, ...]:
    """What two copies of one invoice agree on."""
    return read.number, read.issue_date, read.currency, read.totals.gross, read.totals.payable, read.payment.account


def _without_data(files: list[Embedded]) -> Refusal:
    """Why there is nothing to read: no data inside, or data of a kind that nobody here knows."""
    promised = next((file for file in files if file.name.lower() in NAMES), None)
    if promised is not None:
        words = N_("{file} inside the PDF is no invoice of a known kind; a PDF without data is not supported yet.")
        return Refusal("facturx.embedded", words, file=fields.shown(promised.name))
    return Refusal("format.unsupported", N_("The format {name} is not supported yet."), name="PDF")
