"""Sheets as an Excel workbook (ECMA-376, the least that every program opens): texts, numbers, days; no formula runs.

>>> import io, zipfile
>>> data = workbook("Ageing", ["Who", "Owed"], [["=A & B", Decimal("12.50")]])
>>> "=A &amp; B" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
True
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import NamedTuple

from cessie.lib.money import Money

Cell = str | int | Decimal | Money | date | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Characters that XML 1.0 cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Places of the styles below.
_PLAIN, _HEAD, _AMOUNT, _DAY = range(4)
_STYLE = 'numFmtId="{}" fontId="{}" fillId="0" borderId="0"'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    "{sheets}"
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{{sheets}}'
    f'<Relationship Id="styles" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf {_STYLE.format(0, 0)}/></cellStyleXfs>'
    f'<cellXfs count="4"><xf {_STYLE.format(0, 0)} xfId="0"/>'
    f'<xf {_STYLE.format(0, 1)} xfId="0" applyFont="1"/>'
    f'<xf {_STYLE.format(4, 0)} xfId="0" applyNumberFormat="1"/>'
    f'<xf {_STYLE.format(14, 0)} xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}


class Sheet(NamedTuple):
    """One sheet: its name, the words of its first row, and its rows."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a bold first row that stays in sight. Amounts and percentages keep their cents as numbers."""
    return workbook_of([Sheet(name, head, rows)])


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Several, each as such a sheet; their names differ in the first 31 characters."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{_name(each.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, each in numbered)
    named = {
        "[Content_Types].xml": '<Override PartName="/xl/worksheets/sheet{}.xml"'
        f' ContentType="{_KIND}.worksheet+xml"/>',
        "xl/_rels/workbook.xml.rels": f'<Relationship Id="rId{{0}}" Type="{_REL}/worksheet"'
        ' Target="worksheets/sheet{0}.xml"/>',
    }
    parts = {path: _XML + text for path, text in _PARTS.items()}
    for path, entry in named.items():
        parts[path] = parts[path].replace("{sheets}", "".join(entry.format(n) for n, _ in numbered))
    parts["xl/workbook.xml"] = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>'
    parts |= {f"xl/worksheets/sheet{n}.xml": _sheet(each) for n, each in numbered}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _name(name: str) -> str:
    return escape(_NOT_XML.sub("", re.sub(r"[\\/?*\[\]:']", " ", name))[:31] or "1")


def _sheet(sheet: Sheet) -> str:
    parts = [f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">']
    parts.append('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>')
    parts.append(f'<cols><col min="1" max="{max(1, len(sheet.head))}" width="22" customWidth="1"/></cols><sheetData>')
    parts.append(f"<row>{''.join(_text(word, _HEAD) for word in sheet.head)}</row>")
    parts += [f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in sheet.rows]
    parts.append("</sheetData></worksheet>")
    return "".join(parts)


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, Money):
        cell = cell.decimal
    if isinstance(cell, date):
        return (
            f'<c s="{_DAY}"><v>{(cell - date(1899, 12, 30)).days}</v></c>'  # the day number of Excel since March 1900
        )
    if isinstance(cell, Decimal):
        return f'<c s="{_AMOUNT}"><v>{cell:f}</v></c>'
    return f"<c><v>{cell}</v></c>" if isinstance(cell, int) else _text(cell, _PLAIN)


def _text(text: str, style: int) -> str:
    clean = escape(_NOT_XML.sub("", text), quote=False)
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{clean}</t></is></c>'
