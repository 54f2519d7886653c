"""The debtors whom a client's ledger names: known by his number of them or by theirs, made known where they are new."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cessie.domain.parties.know_debtor import Contact, know_debtor
from cessie.domain.parties.models import Client, Relation
from cessie.domain.parties.rules.identifiers import NATIONAL, compact
from cessie.domain.users.rules.viewer import Viewer, system
from cessie.formats.values.client_ledger import OpenItem
from cessie.lib.reasons import N_, Reason, Refusal

#: Whom a ledger names is made known by the house itself.
READER = system("client_ledgers")
_LANGUAGES = {"NL": "nl", "FR": "fr"}
#: Digits of a number without its country -> the register that has such numbers.
_DIGITS = {14: "fr.siret", 10: "be.enterprise", 9: "fr.siren", 8: "nl.kvk"}


def numbers_in(told: str) -> dict[str, str]:
    """The register that a number is of, told by its form.

    >>> numbers_in("BE 0403.170.701"), numbers_in("303265045"), numbers_in("")
    ({'vat': 'BE0403170701'}, {'fr.siren': '303265045'}, {})
    """
    bare = compact("", told)
    if bare[:2].isalpha() and len(bare) > 4:
        return {"vat": compact("vat", bare)}
    scheme = _DIGITS.get(len(bare)) if bare.isdigit() else None
    return {scheme: bare} if scheme else {}


class Debtors:
    """Who is who in one file: each is looked for once."""

    def __init__(self, client: Client, at: datetime) -> None:
        self.client, self.at = client, at
        rows = Relation.objects.filter(client=client).exclude(reference="")
        self.known: dict[str, UUID] = dict(rows.values_list("reference", "debtor_id"))
        self.called: dict[UUID, str] = {}  # debtor -> by which number the file first called him
        self.wrong: dict[str, Reason] = {}

    def of(self, item: OpenItem) -> UUID | Reason:
        """The debtor of a line, or why there is none."""
        if item.debtor in self.wrong:
            return self.wrong[item.debtor]
        found = self.known.get(item.debtor)
        if found is None:
            try:
                found = self._make_known(item)
            except Refusal as no:
                facts = {**no.reason.facts, "line": item.place, "debtor": item.debtor}
                self.wrong[item.debtor] = Reason(no.code, no.reason.message, facts)
                return self.wrong[item.debtor]
            self.known[item.debtor] = found
        self.called.setdefault(found, item.debtor)
        return found

    def twice(self, item: OpenItem, debtor_id: UUID) -> Reason | None:
        """Where the file calls one debtor by two numbers."""
        first = self.called[debtor_id]
        if first == item.debtor:
            return None
        self.called[debtor_id] = item.debtor  # named once
        words = N_("{first} and {second} are one debtor: give him one number in your ledger.")
        return Reason("ledgers.debtor_twice", words, {"line": item.place, "first": first, "second": item.debtor})

    def _make_known(self, item: OpenItem) -> UUID:
        company = self.client.company
        numbers = numbers_in(item.number_of_debtor)
        country = next((land for land, scheme in NATIONAL.items() if scheme in numbers), company.country)
        country = numbers["vat"][:2] if "vat" in numbers else country
        contact = Contact(item.debtor_name, country, _LANGUAGES.get(country, company.language))
        found = know_debtor(
            client_id=self.client.pk, contact=contact, numbers=numbers, reference=item.debtor, consumer=item.consumer,
            by=READER, at=self.at,
        )  # fmt: skip
        if found is None:
            raise Refusal("ledgers.debtor_unknown", N_("{debtor} is named too poorly to know him."), debtor=item.debtor)
        return found


def may_send(client_id: UUID, by: Viewer) -> None:
    """Who hands in for a client; his readers and others do not."""
    if by.kind == "staff":
        by.require("documents.upload")
    else:
        by.require_client(client_id)
