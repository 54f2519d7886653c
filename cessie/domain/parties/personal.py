"""What speaks of people and companies, and when it goes."""

from __future__ import annotations

from typing import Final

from cessie.domain.audit.rules.fading import Fades

FADES: Final = (
    Fades("parties.Company", ("name", "sort_name", "street", "building", "postcode", "town", "email"), of="pk"),
    Fades("parties.Client", ("code",), of="company"),
    Fades("parties.BankAccount", ("iban", "bic", "holder"), of="company"),
    Fades("parties.Mark", ("note",), of="company"),
    Fades("parties.Relation", ("reference",), of="client__company"),
    Fades("parties.Relation", ("reference",), of="debtor__company"),
)
