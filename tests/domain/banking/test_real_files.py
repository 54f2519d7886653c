"""Statements that banks really wrote: each is chained, held with findings, or refused by name; the books stay true."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cessie.domain.banking.models import Account, Line
from cessie.domain.banking.rules.entries import account_of
from cessie.domain.banking.take_in import take_in
from cessie.formats.reading import read
from cessie.formats.values import StatementFile
from cessie.lib.reasons import Refusal
from tests.domain.banking.test_take_in import breaches
from tests.domain.conftest import AT, SYSTEM

LARGE = 300_000


def accounts(files: list[StatementFile]) -> None:
    """Open, in the tables only, each account that a file speaks of, with nothing in the books."""
    for file in files:
        for told in file.statements:
            iban = account_of(told)
            Account.objects.get_or_create(
                iban=iban,
                defaults={
                    "holder": "Huis NV",
                    "purpose": "collection",
                    "ledger_code": "1000",
                    "currency": told.account.currency or "EUR",
                    "opened_date": date(2000, 1, 1),
                },
            )


@pytest.mark.parametrize("kind", ["camt053", "coda"])
def test_every_real_statement(corpus: Path, kind: str, db: None, store_folder: Path) -> None:
    seen: Counter[str] = Counter()
    for path in sorted((corpus / kind).iterdir()):
        data = path.read_bytes()
        if len(data) > LARGE:
            continue
        files = [part for part in read(data, path.name) if isinstance(part, StatementFile)]
        accounts(files)
        try:
            take_in(data=data, name=path.name, by=SYSTEM, at=AT)
        except Refusal as no:
            seen[no.code] += 1
            continue
        seen["taken"] += 1
        lines = Line.objects.count()
        again = take_in(data=data, name=path.name, by=SYSTEM, at=AT)
        assert (again.statements, Line.objects.count()) == ((), lines), path.name
    assert seen["taken"] > 5, seen
    assert Line.objects.filter(statement__state="chained").exists()
    assert breaches() == []
