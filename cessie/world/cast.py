"""Who plays: plainly made-up companies, with numbers that pass their check digits.

Everything follows from the seed: the same seed gives the same cast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

TOWNS = {
    "BE": (("Gent", "9000"), ("Namur", "5000"), ("Hasselt", "3500"), ("Liège", "4000")),
    "NL": (("Utrecht", "3511 AB"), ("Zwolle", "8011 CD"), ("Breda", "4811 EF")),
}
STREETS = {"BE": ("Voorbeeldstraat", "Rue de l'Exemple"), "NL": ("Proefweg", "Voorbeeldlaan")}
FORMS = {"BE": "BV", "NL": "B.V."}
SELLERS = ("Bakkerij", "Drukkerij", "Metaalwerk", "Software", "Transport", "Schrijnwerk", "Textiel", "Koeling")
BUYERS = (
    "Bouwmarkt", "Hotelgroep", "Kliniek", "Kantine", "Depot", "Installatie", "Keukens", "Logistiek", "Serres",
    "Theater", "Verpakking", "Warenhuis", "Zaadhandel", "Garage", "Haven", "Museum",
)  # fmt: skip


@dataclass(frozen=True)
class Actor:
    """A made-up company. ``identifiers`` by scheme; ``temper``: how it pays (debtors)."""

    name: str
    country: str
    language: str
    street: str
    building: str
    postcode: str
    town: str
    identifiers: dict[str, str] = field(hash=False)
    vat: str
    iban: str
    temper: str = "on_time"


def iban_of(country: str, account: str) -> str:
    """The account number with the check digits of ISO 13616 (mod 97).

    >>> iban_of("BE", "539007547034")
    'BE68539007547034'
    """
    digits = "".join(str(int(c, 36)) for c in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"


def _belgian(rng: Random) -> tuple[dict[str, str], str, str]:
    """Enterprise number 0999.xxx.xxx and an account at bank code 999: neither range is given out (unverified)."""
    stem = f"0999{rng.randrange(10_000):04d}"
    number = f"{stem}{97 - int(stem) % 97:02d}"
    base = f"999{rng.randrange(10_000_000):07d}"
    account = f"{base}{int(base) % 97 or 97:02d}"
    return {"be.enterprise": number}, f"BE{number}", iban_of("BE", account)


def _dutch(rng: Random) -> tuple[dict[str, str], str, str]:
    """A KvK number from 99, a VAT number that passes mod 97, and an account at the made-up bank code FAKE."""
    kvk = f"99{rng.randrange(1_000_000):06d}"
    body = f"{rng.randrange(10**9):09d}B"
    vat = next(
        f"NL{body}{n:02d}" for n in range(2, 99) if int("".join(str(int(c, 36)) for c in f"NL{body}{n:02d}")) % 97 == 1
    )
    return {"nl.kvk": kvk}, vat, iban_of("NL", f"FAKE{rng.randrange(10**10):010d}")


def actor(rng: Random, country: str, trade: str, temper: str) -> Actor:
    identifiers, vat, iban = (_belgian if country == "BE" else _dutch)(rng)
    town, postcode = rng.choice(TOWNS[country])
    street = rng.choice(STREETS[country])
    language = "fr" if town in ("Namur", "Liège") else "nl"
    name = f"Demo {trade} {town} {FORMS[country]}"
    building = str(rng.randrange(1, 200))
    identifiers["vat"] = vat
    return Actor(name, country, language, street, building, postcode, town, identifiers, vat, iban, temper)


def sellers(seed: int, count: int) -> list[Actor]:
    """The clients: companies that sell their invoices."""
    rng = Random(f"sellers {seed}")  # noqa: S311 - play, not secrets
    return [actor(rng, "BE" if i % 2 == 0 else "NL", SELLERS[i % len(SELLERS)], "on_time") for i in range(count)]


def buyers(seed: int, count: int) -> list[Actor]:
    """The debtors, each with a temper: pays on time, early, late, in two parts, too much, or without a reference."""
    rng = Random(f"buyers {seed}")  # noqa: S311 - play, not secrets
    tempers = ("on_time", "early", "late", "in_parts", "too_much", "no_reference", "by_number")
    return [
        actor(rng, "BE" if i % 3 else "NL", BUYERS[i % len(BUYERS)], tempers[i % len(tempers)]) for i in range(count)
    ]


def factor(seed: int) -> tuple[Actor, str]:
    """The house itself, a made-up Belgian factor; its payout account beside the collection account of the actor."""
    rng = Random(f"factor {seed}")  # noqa: S311 - play, not secrets
    house = actor(rng, "BE", "Factor", "on_time")
    return house, _belgian(rng)[2]
