"""The journal as memo transactions of Twinfield (integrations 1.3): a ZIP of requests of at most 25 transactions.

They are provisional until somebody posts them there. Lines of one account and party are one line; what comes to zero
is left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from cessie.formats.journals._text import amount, plain
from cessie.formats.values.journal import About, JournalEntry, JournalLine
from cessie.lib.reasons import N_, Refusal

NAME = "twinfield"
MEMO = False
#: Children of one parent in one request (integrations 1.2), and the code of Twinfield's memo journal.
MOST, JOURNAL = 25, "MEMO"


class NoOffice(Refusal):
    """Twinfield keeps books by administration: none was named."""


def file_name(about: About) -> str:
    """With the administration and the days. Refused without one (``NoOffice``)."""
    if not about.office:
        raise NoOffice("journal.no_office", N_("Name the administration (office) in Twinfield."))
    return f"twinfield-{about.office}-{about.first}-{about.last}.zip"


def write(entries: Iterable[JournalEntry], about: About) -> Iterator[bytes]:
    """The archive, a request at a time."""
    held = _Held()
    rest = (entry for entry in entries if any(_together(entry.lines)))
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        number = 0
        while part := [_transaction(entry, about) for entry in islice(rest, MOST)]:
            number += 1
            root = etree.Element("transactions")
            root.extend(part)
            data = etree.tostring(root, xml_declaration=True, encoding="utf-8")
            archive.writestr(zipfile.ZipInfo(f"{number:06}.xml", (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
            yield held.taken()
    yield held.taken()


class _Held(io.RawIOBase):
    """Where the archive writes; what stands there is handed on and forgotten."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # whole bytes are all that an archive writes
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def _transaction(entry: JournalEntry, about: About) -> etree._Element:
    transaction = etree.Element("transaction", destiny="temporary", raisewarning="false")
    head = etree.SubElement(transaction, "header")
    for name, text in (
        ("office", about.office), ("code", JOURNAL), ("currency", entry.currency), ("date", f"{entry.booked:%Y%m%d}"),
        ("period", f"{entry.booked:%Y/%m}"), ("freetext1", plain(entry.key, 40)),
    ):  # fmt: skip
        etree.SubElement(head, name).text = text
    lines = etree.SubElement(transaction, "lines")
    for number, line in enumerate(_together(entry.lines), 1):
        node = etree.SubElement(lines, "line", type="detail", id=str(number))
        side = "debit" if line.cents > 0 else "credit"
        for name, text in (
            ("dim1", line.account), ("dim2", line.party), ("debitcredit", side), ("value", amount(abs(line.cents))),
            ("description", plain(entry.text, 40)),
        ):  # fmt: skip
            if text:
                etree.SubElement(node, name).text = text
    return transaction


def _together(lines: Iterable[JournalLine]) -> Iterator[JournalLine]:
    sums: dict[tuple[str, str], JournalLine] = {}
    for line in lines:
        place = (line.account, line.party)
        former = sums.get(place)
        sums[place] = line if former is None else line._replace(cents=former.cents + line.cents)
    return (line for line in sums.values() if line.cents)
