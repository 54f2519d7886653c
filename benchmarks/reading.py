"""E-invoices read a second on one core, beside the package factur-x, both in turns on the same documents in one run.

``python -m benchmarks.reading [--corpus FOLDER] [--rounds N]``. Without a corpus the documents are made up: 200 of 1
to 20 lines. Neither side runs rules or checks a schema. Counted is processor time, so that other work on the machine
disturbs less; an amount that the two sides read differently is named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from cessie.formats.invoices import ubl
from cessie.formats.reading import read
from cessie.formats.values import (
    Address,
    InvoiceDocument,
    InvoiceLine,
    InvoiceTotals,
    Party,
    PaymentMeans,
    VatLine,
)

GOAL = 1_000  # a second and core


def main() -> int:
    """Measure both, print the rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="folder with ubl-invoice and cii-invoice")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    samples = _of_corpus(args.corpus) if args.corpus else {"made up, UBL": [_made_up(n % 20 + 1) for n in range(200)]}
    status = 0
    for name, files in samples.items():
        size = statistics.median(map(len, files))
        ours, theirs = _rates(files, args.rounds)
        ratio = f"{ours / theirs:.1f}" if theirs else "–"
        print(f"{name:24}{len(files):5} documents, median {size / 1000:.1f} kB")
        print(f"  cessie   {ours:8.0f} a second and core (best round)")
        print(f"  factur-x {theirs:8.0f}   ratio {ratio}")
        status |= _differences(name, files)
    print(f"load {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores; the goal is {GOAL}")
    return status


def _of_corpus(folder: Path) -> dict[str, list[bytes]]:
    return {
        name: [path.read_bytes() for path in sorted((folder / name).iterdir())]
        for name in ("ubl-invoice", "cii-invoice")
    }


def _rates(files: Sequence[bytes], rounds: int) -> tuple[float, float]:
    """The best round of each, taking turns; factur-x on a tenth of the documents, since it takes its time."""
    few = files[:: max(1, len(files) // 20)]
    ours, theirs = [_rate(_ours, files)], [_rate(_theirs, few)]  # the first warms up
    for _ in range(rounds):
        ours.append(_rate(_ours, files))
        theirs.append(_rate(_theirs, few))
    return max(ours), max(theirs)


def _rate(reader: Callable[[bytes], object], files: Sequence[bytes]) -> float:
    gc.collect()
    start = time.process_time()
    for data in files:
        reader(data)
    return len(files) / (time.process_time() - start)


def _ours(data: bytes) -> InvoiceDocument:
    (document,) = read(data)
    if not isinstance(document, InvoiceDocument):
        raise TypeError(str(document))
    return document


def _theirs(data: bytes) -> dict[str, object]:
    from facturx.parse_xml import parse_ubl_cii_xml

    try:
        return dict(parse_ubl_cii_xml(data, check_xsd=False))
    except Exception:  # some real documents are too much for it: they count as read
        return {}


def _differences(name: str, files: Sequence[bytes]) -> int:
    """Amounts to be paid that the two sides read differently."""
    count = 0
    for data in files[:: max(1, len(files) // 20)]:
        theirs = _theirs(data).get("BT-115")
        ours = _ours(data).totals.payable
        if theirs is not None and ours is not None and Decimal(str(theirs)) != ours:
            count += 1
            sys.stderr.write(f"{name}: we read {ours}, factur-x {theirs}\n")
    return 1 if count else 0


def _made_up(lines: int) -> bytes:
    net = Decimal("100.00") * lines
    vat = (net * 21 / 100).quantize(Decimal("0.01"))
    party = Party(
        name="Atelier du Pont SRL",
        vat="BE0123456749",
        register="0123456749",
        register_scheme="0208",
        endpoint="0123456749",
        endpoint_scheme="0208",
        address=Address(street="Rue du Pont 1", postcode="4000", city="Liège", country="BE"),
    )
    line = InvoiceLine(
        id="1", name="Work", quantity=Decimal(4), unit="HUR", price=Decimal("25.00"), net=Decimal("100.00"),
        vat_category="S", vat_rate=Decimal(21),
    )  # fmt: skip
    return ubl.write(
        InvoiceDocument(
            kind="invoice",
            format="ubl",
            number=f"B-{lines}",
            issue_date=date(2026, 11, 2),
            due_date=date(2026, 12, 2),
            currency="EUR",
            type_code="380",
            buyer_reference="PO-17",
            seller=party,
            buyer=replace(party, name="De Molen BV"),
            payments=(PaymentMeans(code="30", account="BE68539007547034", reference="+++010/8068/17183+++"),),
            totals=InvoiceTotals(lines=net, net=net, vat=vat, gross=net + vat, payable=net + vat),
            vat=(VatLine(category="S", rate=Decimal(21), base=net, tax=vat),),
            lines=tuple(replace(line, id=str(n + 1)) for n in range(lines)),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
