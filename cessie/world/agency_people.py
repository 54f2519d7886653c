"""Who owes the principals of the simulated agency, and what moves each of them to pay.

Everything follows from the seed and from the place of each in the row: the same seed gives the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final
from uuid import UUID

from cessie.lib.money import Money
from cessie.world.cast import Actor, iban_of
from cessie.world.stage import Seller

#: Who pays when a letter of this tone has come; the last of them when he is brought to court.
BY_LETTER: Final = ("first", "firm", "last", "before_court")
#: How a business answers, by its place in the row. Most pay when they are asked, as in life.
BUSINESSES: Final = (
    "first", "silent", "firm", "plan", "too_much", "summons", "first", "direct", "no_word", "contests", "call",
    "instalments", "promises", "disputes", "last", "bankrupt", "breaks", "half", "never", "is_right", "gone",
    "by_number", "before_court", "twice", "bankrupt_late", "plan_breaks", "firm", "pays_in_court",
)  # fmt: skip
#: How a consumer does.
CONSUMERS: Final = (
    "first", "plan", "silent", "firm", "dies", "promises", "call", "vulnerable", "no_word", "complains", "last",
    "breaks", "gone", "direct", "never", "too_much", "half", "disputes", "debt_mediation", "first", "plan_breaks",
)  # fmt: skip
#: Who reads mail: every fourth.
MAILED: Final = 4
_TOWNS: Final = {
    "BE": (("Gent", "9000"), ("Liège", "4000"), ("Brussel", "1000"), ("Antwerpen", "2000")),
    "NL": (("Utrecht", "3511 AB"), ("Breda", "4811 EF")),
    "FR": (("Lille", "59000"), ("Lyon", "69001")),
}
SHEET: Final = (
    "invoice number;issue date;due date;total;debtor;company number;country;street;postcode;city;email;customer number"
)


@dataclass(frozen=True)
class Kind:
    """What a principal is: whom he invoices, in which country, for how much (cents), and how he is remitted."""

    trade: str
    country: str
    consumers: bool
    amounts: tuple[int, int]
    remittance: str

    @property
    def tempers(self) -> tuple[str, ...]:
        """Of those who owe him."""
        return CONSUMERS if self.consumers else BUSINESSES


#: The principals of the agency, the first the largest.
KINDS: Final = (
    Kind("Groothandel", "BE", consumers=False, amounts=(180_00, 9_500_00), remittance="MONTHLY"),
    Kind("Tandkliniek", "BE", consumers=True, amounts=(45_00, 900_00), remittance="MONTHLY"),
    Kind("Verhuur", "NL", consumers=False, amounts=(250_00, 7_000_00), remittance="WEEKLY"),
    Kind("Fournitures", "FR", consumers=False, amounts=(300_00, 4_800_00), remittance="WEEKLY"),
)


@dataclass
class Owing:
    """Somebody who owes a principal. ``bills``: numbers with amounts; ``dossier``: as his letters call it;
    ``moved``: he did what is his temper; ``sent``: cents that he paid on the third-party account."""

    number: int
    to: Seller
    kind: Kind
    name: str
    register: str
    iban: str
    temper: str
    postcode: str
    town: str
    email: str
    bills: dict[str, tuple[Money, date]]
    dossier: UUID | None = None
    moved: bool = False
    sent: int = 0

    def dice(self, what: str) -> Random:
        """What is left to chance about him, whenever it is asked: the order of things changes nothing."""
        return Random(f"{self.number} {self.iban} {what}")  # noqa: S311 - play, not secrets

    def rows(self) -> Iterator[str]:
        """His invoices as his creditor's sheet has them."""
        where = f"{self.kind.country};Voorbeeldstraat {self.number};{self.postcode};{self.town};{self.email}"
        for number, (amount, due) in self.bills.items():
            issued = due - timedelta(days=30)
            said = f"{number};{issued};{due};{amount.decimal};{self.name};{self.register};{where};D-{self.number}"
            yield said


def owing(seed: int, number: int, of_kind: int, to: Seller, kind: Kind, today: date) -> Owing:
    """The one of this number in the house, and of this place among those who owe this principal; late since weeks."""
    rng = Random(f"agency {seed} {number}")  # noqa: S311 - play, not secrets
    temper = kind.tempers[of_kind % len(kind.tempers)]
    town, postcode = rng.choice(_TOWNS[kind.country])
    due = today - timedelta(days=rng.randrange(12, 70))
    count = rng.choice((1, 1, 1, 2, 3))
    bills = {
        f"{kind.trade[0]}{number:05d}-{n + 1}": (Money(rng.randrange(*kind.amounts)), due - timedelta(days=9 * n))
        for n in range(count)
    }
    who = f"Demo Klant {number:05d}" if kind.consumers else f"Demo Bedrijf {number:05d}"
    mailed = number % MAILED == 1
    return Owing(
        number, to, kind, who, "" if kind.consumers else register(kind.country, number), iban(kind.country, number),
        temper, postcode, town, f"debtor{number}@owing.example" if mailed else "", bills,
    )  # fmt: skip


def register(country: str, number: int) -> str:
    """A number of the country's register that passes its check digits, of a range that is plainly made up.

    >>> register("BE", 7), register("NL", 7), register("FR", 7)
    ('0998000776', '98000007', '980000072')
    """
    if country == "BE":
        stem = f"0998{number:04d}"
        return f"{stem}{97 - int(stem) % 97:02d}"
    return f"98{number:06d}" if country == "NL" else _luhn(f"98{number:06d}")


def iban(country: str, number: int) -> str:
    """An account at a bank that does not exist."""
    if country == "BE":
        base = f"998{number:07d}"
        return iban_of("BE", f"{base}{int(base) % 97 or 97:02d}")
    return iban_of("NL", f"FAKE{number:010d}") if country == "NL" else iban_of("FR", _rib(f"9999899998{number:011d}"))


def french(trade: str, rng: Random) -> Actor:
    """A made-up French company, as ``cast.actor`` makes those of the other countries."""
    siren = _luhn(f"97{rng.randrange(1_000_000):06d}")
    vat = f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    account = iban_of("FR", _rib(f"9999799997{rng.randrange(10**11):011d}"))
    numbers = {"fr.siren": siren, "vat": vat}
    return Actor(
        f"Demo {trade} Lille SAS", "FR", "fr", "Rue de l'Exemple", "7", "59000", "Lille", numbers, vat, account
    )


def _luhn(stem: str) -> str:
    """The stem with the digit that makes it pass."""
    doubled = [int(sign) * (2 if place % 2 == 0 else 1) for place, sign in enumerate(reversed(stem))]
    return f"{stem}{-sum(each // 10 + each % 10 for each in doubled) % 10}"


def _rib(stem: str) -> str:
    """Bank, branch and account with the key of the French national account number."""
    return f"{stem}{97 - int(f'{stem}00') % 97:02d}"
