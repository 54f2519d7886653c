"""Reads every file of the corpus and counts what was right: python tools/corpus.py FOLDER (or CESSIE_CORPUS).

The corpus holds real files that nobody here wrote, with what a correct reader finds in each (truth.json). It is no part
of the project. Exit code 1 if one file of a built format was read otherwise than its truth says.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cessie.formats import as_json
from cessie.formats.reading import read
from cessie.formats.values import (
    CollectionFile,
    Document,
    InvoiceDocument,
    PaymentFile,
    Refused,
    Statement,
    StatementEntry,
    StatementFile,
    StatusReport,
)
from cessie.lib.money import Money

Difference = tuple[str, Any, Any]
BUILT: tuple[str, ...] = (
    "ubl-invoice",
    "ubl-creditnote",
    "camt052",
    "camt053",
    "camt054",
    "coda",
    "pain001",
    "pain002",
    "pain008",
)
BUILT += ("mt940", "mt942", "cii-invoice", "hybrid-pdf")


@dataclass(frozen=True)
class Verdict:
    """What became of one file: right, wrong, or a format that is not built."""

    file: str
    outcome: str
    differences: tuple[Difference, ...] = ()
    message: str = ""


def run(folder: Path) -> list[Verdict]:
    """The verdict on every file that is a document (registers and interface messages are not)."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))["files"]
    skipped = ("company-register/", "twinfield-xml/", "unit-")
    return [judge(folder, name, known) for name, known in truth.items() if not name.startswith(skipped)]


def judge(folder: Path, name: str, known: dict[str, Any]) -> Verdict:
    """One file against its truth."""
    documents = read((folder / name).read_bytes(), name)
    for part, document in enumerate(documents, 1):
        json.dumps(as_json.document(document, name, part))
    refused = [document for document in documents if isinstance(document, Refused)]
    if known["expect"] in {"reject", "damaged", "fragment"}:
        return Verdict(name, "right" if refused else "wrong", message=_words(refused))
    if known["expect"] == "embedded_xml_unreadable":
        told = [document.reason.code for document in refused] == ["facturx.embedded"]
        return Verdict(name, "right" if told else "wrong", message=_words(refused))
    if refused and not name.startswith(BUILT):
        return Verdict(name, "not built", message=_words(refused))
    expected = list(known["members"].values()) if "members" in known else [known]
    differences = [("documents", len(documents), len(expected))] if len(documents) != len(expected) else []
    for document, facts in zip(documents, expected, strict=False):
        differences += [d for d in _compare(document, facts) if d[1] != d[2]]
    return Verdict(name, "wrong" if differences else "right", tuple(differences), _words(refused))


def _words(refused: list[Refused]) -> str:
    return "; ".join(document.reason.in_words() for document in refused)


def _compare(document: Document, known: dict[str, Any]) -> Iterator[Difference]:
    match document:
        case InvoiceDocument():
            yield from _invoice(document, known.get("invoice", known))
        case StatementFile():
            yield "statements", len(document.statements), known["statement_count"]
            for statement, facts in zip(document.statements, known["statements"], strict=False):
                yield from {"coda": _coda, "mt940": _mt, "mt942": _mt}.get(document.format, _camt)(statement, facts)
        case PaymentFile():
            yield from _payment(document, known)
        case CollectionFile():
            yield from _collections(document, known)
        case StatusReport():
            yield from _report(document, known)
        case Refused():
            yield "refused", document.reason.in_words(), known["expect"]


def _plain(text: str | None) -> str | None:
    return None if text is None else "".join(c for c in text if c.isalnum()).upper()


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _invoice(document: InvoiceDocument, known: dict[str, Any]) -> Iterator[Difference]:
    fields = known["fields"]
    noun = "credit_note" if fields["syntax"] == "UBL CreditNote" else document.kind
    yield "kind", document.kind, noun
    for key in ("number", "type_code", "currency", "order_reference", "buyer_reference", "customization"):
        yield key, getattr(document, key), fields.get(key)
    if document.format == "ubl":  # the truth of the other syntaxes leaves it out
        yield "profile", document.profile, fields.get("profile")
    for key in ("issue_date", "due_date"):
        day = getattr(document, key)
        yield key, day and day.isoformat(), fields.get(key)
    names = {"lines": "lines", "excl": "net", "incl": "gross", "payable": "payable", "tax": "vat", "charges": "charges"}
    names |= {"allowances": "allowances", "prepaid": "prepaid", "rounding": "rounding"}
    for key, ours in names.items():
        amount = getattr(document.totals, ours)
        yield f"totals.{ours}", None if amount is None else f"{amount:f}", fields["totals"].get(key)
    for role in ("seller", "buyer"):
        party, facts = getattr(document, role), fields[role]
        yield f"{role}.name", party.name, facts.get("name")
        yield f"{role}.vat", _plain(party.vat), _plain(facts.get("vat"))
        yield f"{role}.register", party.register, facts.get("registration")
        yield f"{role}.endpoint", party.endpoint, facts.get("endpoint")
        yield f"{role}.country", party.address.country, facts.get("country")
        yield f"{role}.city", party.address.city, facts.get("city")
    yield "payee", document.payee and document.payee.name, fields.get("payee")
    accounts = {means.account for means in document.payments if means.account}
    yield "ibans", accounts, {_plain(iban) for iban in fields.get("ibans", [])}
    yield "reference", document.payment.reference, fields.get("payment_reference")
    yield "lines", len(document.lines), fields["line_count"]
    yield "preceding", [earlier.number for earlier in document.preceding], fields.get("preceding", [])
    read_vat = [(line.category, line.rate, line.base, line.tax) for line in document.vat]
    known_vat = [
        (v.get("category"), *(_number(v.get(key)) for key in ("rate", "base", "tax"))) for v in fields.get("vat", [])
    ]
    yield "vat", read_vat, known_vat
    broken = {warning.code for warning in document.warnings if warning.code.startswith("invoice.br-co-1")}
    if fields["syntax"].startswith("ZUGFeRD 1"):  # before EN 16931: the truth adds up the totals alone, not the lines
        broken &= {"invoice.br-co-13", "invoice.br-co-15", "invoice.br-co-16"}
    yield "arithmetic", bool(broken), bool(known["arithmetic_errors"])


def _codes(statement: Statement) -> set[str]:
    return {warning.code for warning in statement.warnings}


def _amount(statement: Statement, which: str) -> Decimal | None:
    balance = getattr(statement, which)
    return None if balance is None else balance.amount


def _both(statement: Statement, known: dict[str, Any]) -> Iterator[Difference]:
    yield "credits", statement.credits, Decimal(known["credit_sum"])
    yield "debits", statement.debits, Decimal(known["debit_sum"])
    yield "opening", _amount(statement, "opening"), _number(known.get("opening"))
    yield "closing", _amount(statement, "closing"), _number(known.get("closing"))
    account = statement.account.iban or statement.account.other or ""
    yield "account", account, known["account"].split()[0]


def _camt(statement: Statement, known: dict[str, Any]) -> Iterator[Difference]:
    yield from _both(statement, known)
    yield "id", statement.id, known["id"]
    yield "entries", len(statement.entries), known["entries"]
    booked = Decimal(known["booked_credit_sum"]) - Decimal(known["booked_debit_sum"])
    yield "booked", statement.booked, booked
    yield "details", sum(len(entry.details) for entry in statement.entries), known["transaction_details"]
    yield "reversals", sum(entry.reversal for entry in statement.entries), known["reversals"]
    if "balances_ok" in known and not statement.interim:
        yield "balances", "statement.balance" not in _codes(statement), known["balances_ok"]


def _below(entries: tuple[StatementEntry, ...]) -> int:
    return sum(len(entry.details) + _below(entry.details) for entry in entries)


def _coda(statement: Statement, known: dict[str, Any]) -> Iterator[Difference]:
    yield from _both(statement, known)
    yield "entries", len(statement.entries), known["movements"]
    yield "details", _below(statement.entries), known["details"]
    yield "number", statement.number, known["sequence"]
    yield "holder", statement.account.holder, known["holder"]
    yield "bic", statement.account.bic, known["bic"]
    yield "duplicate", statement.duplicate, known["duplicate"] == "D"
    yield "balances", "statement.balance" not in _codes(statement), known["balances"]
    yield "trailer totals", "coda.totals" not in _codes(statement), known["control_totals_match"]
    yield "trailer count", "coda.records" not in _codes(statement), known["control_record_count_matches"]


def _mt(statement: Statement, known: dict[str, Any]) -> Iterator[Difference]:
    bare = re.sub(r"\s*[A-Z]{3}$", "", known["account"])
    yield from _both(statement, {**known, "account": bare})
    yield "reference", statement.id, known["reference"]
    yield "number", statement.number, known["number"]
    yield "entries", len(statement.entries), known["transactions"]
    yield "reversals", sum(entry.reversal for entry in statement.entries), known["reversals"]
    if "currency" in known:
        yield "currency", statement.account.currency, known["currency"]
    if "balances" in known:
        yield "balances", "statement.balance" not in _codes(statement), known["balances"]
    yield "interim", statement.interim, "closing" not in known
    for which in ("opening", "closing"):
        balance = getattr(statement, which)
        day = balance and balance.date and balance.date.strftime("%y%m%d")
        yield f"{which} day", day, known.get(f"{which}_date")


def _payment(document: PaymentFile, known: dict[str, Any]) -> Iterator[Difference]:
    yield "message", document.message_id, known["message_id"]
    yield "batches", len(document.batches), len(known["payments"])
    for batch, facts in zip(document.batches, known["payments"], strict=False):
        yield "batch", batch.id, facts["id"]
        yield "count", len(batch.transfers), facts["count"]
        currency = batch.transfers[0].amount.currency
        yield "sum", Money.total((t.amount for t in batch.transfers), currency).decimal, Decimal(facts["sum"])
        yield "execution", batch.execution_date.isoformat(), facts["execution_date"]
    yield "control totals", not document.warnings, known["control_totals_match"]


def _collections(document: CollectionFile, known: dict[str, Any]) -> Iterator[Difference]:
    yield "message", document.message_id, known["message_id"]
    yield "batches", len(document.batches), len(known["payments"])
    for batch, facts in zip(document.batches, known["payments"], strict=False):
        kind = (batch.id, batch.collection_date.isoformat(), batch.sequence, batch.scheme, batch.creditor_id)
        names = ("id", "collection_date", "sequence_type", "local_instrument", "creditor_id")
        yield "batch", kind, tuple(facts[name] for name in names)
        yield "count", len(batch.collections), facts["count"]
        yield "sum", Money.total(one.amount for one in batch.collections).decimal, Decimal(facts["sum"])
    yield "control totals", not document.warnings, known["control_totals_match"]


def _report(document: StatusReport, known: dict[str, Any]) -> Iterator[Difference]:
    yield "message", document.message_id, known["message_id"]
    yield "original", document.original_message_id, known["original_message_id"]
    payments = [{"id": b.id, "status": b.status} for b in document.batches if b.id is not None]
    yield "batches", payments, known.get("payments", payments)
    transactions = [t for batch in document.batches for t in batch.transactions]
    yield "transactions", [t.end_to_end_id for t in transactions], [t["end_to_end"] for t in known["transactions"]]
    yield "status", [t.status for t in transactions], [t["status"] for t in known["transactions"]]
    reasons = [[reason.code for reason in t.reasons] for t in transactions]
    yield "reasons", reasons, [t["reasons"] for t in known["transactions"]]


def main(argv: list[str]) -> int:
    """Print counts by folder, then every difference."""
    given = argv[0] if argv else os.environ.get("CESSIE_CORPUS", "")
    if not given or not Path(given).is_dir():
        sys.stderr.write("Give the corpus's folder, or name it in CESSIE_CORPUS.\n")
        return 2
    verdicts = run(Path(given))
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        counts.setdefault(verdict.file.partition("/")[0], Counter())[verdict.outcome] += 1
    columns = ("right", "wrong", "not built")
    print(f"{'':22}" + "".join(f"{column:>11}" for column in columns))
    for folder, counter in sorted(counts.items()):
        print(f"{folder:22}" + "".join(f"{counter[column] or '':>11}" for column in columns))
    for verdict in verdicts:
        for what, ours, theirs in verdict.differences:
            print(f"{verdict.file}: {what}: read {ours!r}, the truth is {theirs!r}")
    return 1 if any(verdict.outcome == "wrong" for verdict in verdicts) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
