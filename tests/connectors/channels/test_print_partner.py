"""A batch for the print partner: one ZIP, once, with what he needs; and what his reports say, or cannot say."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cessie.connectors.channels import Address, Piece
from cessie.connectors.channels.print_partner.drop import PrintPartner, RegisteredPost
from cessie.connectors.channels.print_partner.manifest import COLUMNS
from cessie.connectors.channels.print_partner.report import BadReport, read
from cessie.connectors.channels.print_partner.sandbox import work
from cessie.connectors.errors import Rejected

AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
BATCH = "20261123T140000-001"


def letter(reference: str, number: str = "7", name: str = "Élan SA") -> Piece:
    where = Address(name, "Compta", "Rue Neuve", number, "b2", "5000", "Namur", "BE")
    return Piece(reference, b"%PDF-" + reference.encode(), (name,), address=where, pages=2)


def test_the_zip_holds_what_the_manifest_says_and_lies_there_once(tmp_path: Path) -> None:
    partner = PrintPartner(tmp_path, "huis")
    for _ in range(2):
        assert partner.deliver(BATCH, [letter("A-1"), letter("B-2", name="=cmd()")]) == (
            "out/huis_20261123T140000_001.zip"
        )
    (found,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(found) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode()), delimiter=";"))
        assert tuple(rows[0]) == COLUMNS
        for row in rows:
            assert hashlib.sha256(archive.read(row["file"])).hexdigest() == row["sha256"]
    assert [rows[0][name] for name in ("item_id", "service", "country", "name1", "box", "pages", "duplex")] == [
        "A-1", "normal", "BE", "Élan SA", "b2", "2", "1"
    ]  # fmt: skip
    assert rows[1]["name1"] == "'=cmd()"


def test_taken_away_it_is_not_laid_again_and_another_content_is_refused(tmp_path: Path) -> None:
    partner = PrintPartner(tmp_path)
    partner.deliver(BATCH, [letter("A-1")])
    next((tmp_path / "out").iterdir()).unlink()
    partner.deliver(BATCH, [letter("A-1")])
    assert not list((tmp_path / "out").iterdir())
    with pytest.raises(Rejected):
        partner.deliver(BATCH, [letter("B-2")])


@pytest.mark.parametrize(
    "piece",
    [replace(letter("A-1"), address=None), letter("../a"), replace(letter("A-1"), reference="")],
)
def test_a_letter_that_cannot_be_sent_stops_the_batch(tmp_path: Path, piece: Piece) -> None:
    with pytest.raises(Rejected):
        PrintPartner(tmp_path).deliver(BATCH, [letter("B-2"), piece])
    assert not list((tmp_path / "out").iterdir())


def test_the_partner_tells_and_is_heard_once(tmp_path: Path) -> None:
    partner = RegisteredPost(tmp_path)
    partner.deliver(BATCH, [letter("A-1"), letter("B-2", "404"), letter("C-3", "410")])
    assert work(tmp_path, AT) == 3
    told = partner.news(())
    assert partner.news(()) == told, "nothing is lost while it was not written down"
    assert [(each.handed, each.fate) for each in told] == [
        ("A-1", "posted"), ("A-1", "delivered"), ("B-2", "posted"), ("B-2", "returned"), ("C-3", "posted"),
        ("C-3", "refused"),
    ]  # fmt: skip
    assert told[1].proof.startswith(b"%PDF")
    assert str(told[0].price) == "8.90 EUR"
    partner.heard()
    assert partner.news(()) == []
    assert sorted(path.suffix for path in (tmp_path / "done").iterdir()) == [".csv", ".pdf"]


HEAD = ";".join(("item_id", "status", "at", "tracking", "proof_file", "reason", "price_cents"))


@pytest.mark.parametrize(
    "sheet",
    ["", "item;status\n", f"{HEAD}\nA-1;eaten;2026-11-23;;;;\n", f"{HEAD}\nA-1;posted;yesterday;;;;\n",
     f"{HEAD}\nA-1;posted;2026-11-23;;../../etc/passwd;;\n", f"{HEAD}\nA-1;posted;2026-11-23;;;;1,10\n",
     f"{HEAD}\nA-1;posted;2026-11-23\n", f"{HEAD}\n;posted;2026-11-23;;;;\n",
     f"{HEAD}\nA-1;posted;2026-11-23;;;{'x' * 501};\n"],
)  # fmt: skip
def test_a_report_that_is_not_as_agreed_is_refused_whole(sheet: str) -> None:
    with pytest.raises(BadReport):
        read(sheet.encode(), lambda name: b"")


def test_a_spoiled_report_stays_and_those_before_it_are_told(tmp_path: Path) -> None:
    partner = PrintPartner(tmp_path)
    (tmp_path / "report" / "1.csv").write_text(f"{HEAD}\nA-1;posted;2026-11-23T10:00:00Z;;;;\n")
    (tmp_path / "report" / "2.csv").write_text(f"{HEAD}\nB-2;delivered;2026-11-23T10:00:00Z;;gone.pdf;;\n")
    (tmp_path / "report" / "link.pdf").symlink_to("/etc/passwd")
    assert [each.handed for each in partner.news(())] == ["A-1"]
    partner.heard()
    with pytest.raises(Rejected, match=r"2\.csv: no proof file"):
        partner.news(())
    assert (tmp_path / "report" / "2.csv").exists()
