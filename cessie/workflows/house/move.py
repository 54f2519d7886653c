"""What is known while a house moves in, and what is told of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import contract_of
from cessie.domain.parties.models import Client, Debtor, Identifier
from cessie.domain.users.rules.viewer import Viewer
from cessie.formats.house_files import Row, Sheet, place_of
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Wrong:
    """One row that cannot be taken: ``row`` counts from 1 with the header, 0 is the whole file."""

    file: str
    row: int
    column: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Report:
    """What became of it, or would: new rows and known ones by file, what is wrong, and the balances afterwards."""

    done: bool
    new: Mapping[str, int]
    known: Mapping[str, int]
    wrong: tuple[Wrong, ...]
    balance: Mapping[str, Money]
    documents: tuple[str, ...] = ()


@dataclass
class Move:
    """What is known while the files are worked through, in their order."""

    by: Viewer
    at: datetime
    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)
    clients: dict[str, UUID] = field(default_factory=dict)
    debtors: dict[str, UUID] = field(default_factory=dict)
    contracts: dict[tuple[UUID, date], Contract | None] = field(default_factory=dict)

    def refuse(self, file: str, row: int, reason: Reason, column: str = "") -> None:
        self.wrong.append(Wrong(file, row, column or place_of(reason)[1], reason))

    def each(self, sheet: Sheet, act: Callable[[Row], bool]) -> None:
        """``act`` on each row, which says whether it was new; a refused one is noted, and the next one follows."""
        for row in sheet.rows:
            try:
                with transaction.atomic():
                    self.count(sheet.name, act(row))
            except Refusal as no:
                self.refuse(sheet.name, row.number, no.reason)

    def count(self, file: str, is_new: bool) -> None:
        (self.new if is_new else self.known)[file] += 1

    def client(self, code: str) -> UUID:
        """The client with this code; refused, with its column, where there is none."""
        if not self.clients:
            self.clients = dict(Client.objects.values_list("code", "pk"))
        if code not in self.clients:
            raise Refusal("house.client", N_("There is no client {code}."), code=code, column="client")
        return self.clients[code]

    def debtor(self, number: str) -> UUID:
        """The debtor with this number in any register; refused, with its column, where there is none."""
        if not self.debtors:
            companies = dict(Debtor.objects.values_list("company_id", "pk"))
            rows = Identifier.objects.filter(company__in=Debtor.objects.values("company_id"))
            self.debtors = {value: companies[company] for value, company in rows.values_list("value", "company_id")}
        plain = "".join(c for c in number.upper() if c.isalnum())
        found = self.debtors.get(plain) or self.debtors.get(plain.zfill(10))
        if found is None:
            raise Refusal("house.debtor", N_("There is no debtor {number}."), number=number, column="debtor")
        return found

    def contract(self, client_id: UUID, on: date) -> Contract:
        """The contract of a client that runs on a day."""
        key = (client_id, on)
        if key not in self.contracts:
            self.contracts[key] = contract_of(client_id, on)
        found = self.contracts[key]
        if found is None:
            words = N_("The client has no contract that runs on {day}.")
            raise Refusal("house.no_contract", words, day=on, column="client")
        return found
