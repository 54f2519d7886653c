"""What buyers answer in the network: read as written, each real file as its publisher says, hostile ones refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from cessie.formats.invoice_response import INVOICE, MESSAGE, Clarification, InvoiceResponse, read, write
from cessie.lib.reasons import Refusal

SAID = InvoiceResponse(
    "invoice", "A1", "0208:0303265045", "Koper NV", "2026-101", "UQ", date(2026, 3, 2),
    (Clarification("OPStatusReason", "PRI", "Not our price"), Clarification("OPStatusAction", "PIN")),
)  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    wire = write(SAID, to="0208:0848934496", on=date(2026, 3, 2))
    found = read(wire)
    assert found == SAID
    assert (found.codes("OPStatusReason"), found.codes("OPStatusAction"), found.words) == (
        ("PRI",), ("PIN",), "Not our price",
    )  # fmt: skip
    assert read(wire.replace(INVOICE.encode(), MESSAGE.encode())).of == "message"


def test_what_says_nothing_is_refused() -> None:
    wire = write(SAID, to="0208:0848934496", on=date(2026, 3, 2))
    for broken in (
        b"<Invoice/>", b"", b"<!DOCTYPE a><ApplicationResponse/>", b"<ApplicationResponse/>",
        wire.replace(b"ResponseCode", b"OtherCode"), wire.replace(b"2026-101", b""),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            read(broken)


def test_real_answers_say_what_their_publisher_says(corpus: Path) -> None:
    told = json.loads((corpus / "truth.json").read_text())["files"]
    names = [name for name in told if name.startswith("invoice-response/")]
    assert names
    for name in names:
        (said,) = told[name]["fields"]["responses"]
        found = read((corpus / name).read_bytes())
        assert (found.identity, found.code, found.number) == (
            told[name]["fields"]["id"], said["code"], said["document"],
        )  # fmt: skip
        assert found.effective == (date.fromisoformat(said["effective"]) if said.get("effective") else None)
        stated = [(each.get("list", ""), each["code"]) for each in said.get("statuses", ()) if each.get("code")]
        assert [(each.of, each.code) for each in found.clarifications if each.code] == stated
