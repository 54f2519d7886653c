"""A print partner for tests and a developer's desk: takes what lies in ``out``, answers in ``report``.

House number 404 comes back, 410 is refused; a sheet of more than 100 pages is rejected; every other letter is printed
and posted, and a registered one delivered with a proof.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from cessie.connectors.channels.print_partner.report import COLUMNS

PENCE = {"normal": "110", "prior": "160", "registered": "790", "registered_ack": "890", "eregistered": "350"}


def work(root: Path, at: datetime) -> int:
    """Print and post every batch that waits below the root; how many letters."""
    count = 0
    for batch in sorted((root / "out").glob("*.zip")):
        rows = list(_rows(batch, root / "report", at))
        sheet = io.StringIO()
        writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
        part = root / "report" / f"{batch.stem}.csv.part"
        part.write_bytes(sheet.getvalue().encode())
        part.rename(root / "report" / f"{batch.stem}.csv")
        batch.unlink()
        count += len({row[0] for row in rows})
    return count


class Sandbox:
    """The partner at his folders, for plain letters and registered ones."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open: he only looks into folders."""

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {"CESSIE_PRINT_FOLDER": str(self.root)}

    def turn(self, now: datetime) -> None:
        """Print and post what lies there."""
        for folder in ("letters", "registered"):
            work(self.root / folder, now)


def stand(now: datetime, folder: Path) -> Sandbox:
    """The partner as ``cessie sandbox`` starts him."""
    return Sandbox(folder / "print")


def _rows(batch: Path, report: Path, at: datetime) -> list[list[str]]:
    rows: list[list[str]] = []
    with zipfile.ZipFile(batch) as archive:
        for line in csv.DictReader(io.StringIO(archive.read("manifest.csv").decode()), delimiter=";"):
            sound = hashlib.sha256(archive.read(line["file"])).hexdigest() == line["sha256"]
            rows += _fates(line, report, at) if sound and int(line["pages"]) <= 100 else [
                [line["item_id"], "rejected", at.isoformat(), "", "", "not printable", ""]
            ]  # fmt: skip
    return rows


def _fates(line: dict[str, str], report: Path, at: datetime) -> list[list[str]]:
    item, track = line["item_id"], f"RR{line['sha256'][:9].upper()}"
    posted = [item, "posted", at.isoformat(), track, "", "", PENCE[line["service"]]]
    later = (at + timedelta(days=3)).isoformat()
    if line["number"] == "404":
        return [posted, [item, "returned", later, track, "", "unknown at this address", ""]]
    if line["number"] == "410":
        return [posted, [item, "refused", later, track, "", "refused at the door", ""]]
    if not line["service"].startswith("registered"):
        return [posted]
    proof = f"proof-{item}.pdf"
    (report / proof).write_bytes(b"%PDF-1.4\n% proof of delivery of " + item.encode() + b"\n%%EOF\n")
    return [posted, [item, "delivered", later, track, proof, "", ""]]
