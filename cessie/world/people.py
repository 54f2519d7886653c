"""Who owes the creditors of the simulated world, and what moves each of them to pay.

Everything follows from the seed: the same seed gives the same people with the same tempers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from cessie.lib.money import Money
from cessie.world import cast
from cessie.world.cast import Actor
from cessie.world.stage import Seller

#: Who pays by himself, so many days after the due date.
BY_HIMSELF: Final = {"early": (-3, -1), "on_time": (0, 2), "little": (1, 3), "by_number": (0, 3)}
#: Who waits to be asked: after so many messages since the due date.
NUDGES: Final = {"first": 1, "second": 2, "third": 3}
#: Who pays when he is called, when he is given notice, or never.
LATE: Final = ("call", "notice", "never")
#: Who answers the first message: contests, promises and keeps it, promises and does not, asks for instalments.
SPEAKING: Final = ("disputes", "promises", "breaks", "plans")
#: Who gave a mandate, and what his bank answers to its collections, one after the other; then they succeed.
MANDATES: Final = {
    "mandate": (),
    "mandate_short": ("AM04",),
    "mandate_empty": ("AM04", "AM04"),
    "mandate_silent": ("", "MS03"),
    "mandate_closed": ("AC04",),
    "mandate_refunded": ("", "MD06"),
    "mandate_denied": ("MD01",),
    "mandate_refused": ("", "MS02"),
    "mandate_revoked": (),
}
BUYERS: Final = (
    "early", "first", "second", "never", "call", "disputes", "mandate", "mandate_short", "by_number", "on_time",
)  # fmt: skip
PATIENTS: Final = (
    "on_time", "first", "second", "never", "disputes", "promises", "breaks", "plans", "call", "early", "little",
    "third", *MANDATES, "never", "never", "never", "second", "first",
)  # fmt: skip
#: What is special about a patient, by his place among them; the last five.
FATES: Final = {"minor": -5, "deceased": -4, "social": -3, "complains": -2, "abroad": -1}
#: Who reads mail: every third patient agreed to it.
MAILED = 3


@dataclass(frozen=True)
class Person:
    """A debtor of a creditor, or a company that is one (``actor``). ``number``: the creditor's own of him; ``agrees``:
    that he is written to by mail; ``fate``: what is special about him; ``lives``: whether his mail address exists."""

    name: str
    number: str
    iban: str
    temper: str
    email: str
    postcode: str = "9000"
    town: str = "Gent"
    country: str = "BE"
    agrees: bool = False
    fate: str = ""
    lives: bool = True
    actor: Actor | None = None


@dataclass
class Bill:
    """An invoice that somebody was sent; ``asked``: messages about it since it was due; ``moved``: he did what is his
    temper."""

    number: str
    to: Seller
    person: Person
    amount: Money
    due: date
    reference: str
    asked: int = 0
    moved: bool = False

    def dice(self, what: str) -> Random:
        """What is left to chance about this bill, whenever it is asked: the order of things changes nothing."""
        return Random(f"{self.number} {self.person.iban} {what}")  # noqa: S311 - play, not secrets


def buyers(rng: Random) -> list[Person]:
    """The wholesaler's customers, companies of the cast; they read mail."""
    actors = [cast.actor(rng, "BE", cast.BUYERS[n % len(cast.BUYERS)], "on_time") for n in range(len(BUYERS))]
    return [
        Person(
            actor.name, f"K-{n}", actor.iban, temper, f"ap{n}@customer.example", agrees=True, lives=n != 1, actor=actor
        )
        for n, (actor, temper) in enumerate(zip(actors, BUYERS, strict=True))
    ]


def patients(rng: Random) -> list[Person]:
    """The hospital's patients: the last five are a minor, one who dies, one in social care, one who complains of mail
    and one who lives abroad."""
    fates = {place % len(PATIENTS): fate for fate, place in FATES.items()}
    return [_patient(rng, n, temper, fates.get(n, "")) for n, temper in enumerate(PATIENTS)]


def _patient(rng: Random, n: int, temper: str, fate: str) -> Person:
    abroad = fate == "abroad"
    iban = cast.actor(rng, "NL" if abroad else "BE", "Patiënt", "on_time").iban
    place = ("3511 AB", "Utrecht", "NL") if abroad else ("9000", "Gent", "BE")
    mailed = n % MAILED == 1 or fate == "complains" or temper in MANDATES
    return Person(
        f"Demo Patiënt {n + 1:02d}", f"P-{1000 + n}", iban, temper, f"patient{n}@home.example", *place, agrees=mailed,
        fate=fate, lives=temper != "second" or bool(fate),
    )  # fmt: skip
