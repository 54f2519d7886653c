"""Where a letter goes: the address as an envelope shows it.

>>> here = Place("Rue de l'Exemple", "12", "5000", "Namur", "BE")
>>> here.is_whole, lines("Demo SA", here, from_country="NL")
(True, ('Demo SA', "Rue de l'Exemple 12", '5000 Namur', 'BELGIUM'))
>>> Place("", "", "", "Namur", "BE").is_whole
False
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

#: The country as the Universal Postal Union wants it on letters that cross a border: in capitals, in a language that
#: is known everywhere; any other by its code.
COUNTRIES: Final = {
    "BE": "BELGIUM", "NL": "NETHERLANDS", "FR": "FRANCE", "LU": "LUXEMBOURG", "DE": "GERMANY", "GB": "UNITED KINGDOM",
    "IE": "IRELAND", "ES": "SPAIN", "PT": "PORTUGAL", "IT": "ITALY", "AT": "AUSTRIA", "CH": "SWITZERLAND",
    "PL": "POLAND", "DK": "DENMARK", "SE": "SWEDEN",
}  # fmt: skip
#: A box as Belgium writes it.
_BOX: Final = re.compile(r"\b(?:bus|bo[iî]te|bte|box)\.?\s*(?P<box>\w+)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address in its parts."""

    street: str
    building: str
    postcode: str
    town: str
    country: str

    @property
    def is_whole(self) -> bool:
        """Whether the post can bring something there."""
        return bool(self.street.strip() and self.postcode.strip() and self.town.strip())


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is written to: ``lines`` for the envelope (none where the address is not whole), ``email`` where mail may;
    ``mobile`` and ``participant`` (of Peppol) where it goes there; ``place`` is the address in its parts."""

    name: str
    lines: tuple[str, ...]
    email: str = ""
    mobile: str = ""
    participant: str = ""
    place: Place | None = None
    attention: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        place = [getattr(self.place, name) for name in Place.__slots__] if self.place is not None else None
        return {
            "name": self.name, "lines": list(self.lines), "email": self.email, "mobile": self.mobile,
            "participant": self.participant, "place": place, "attention": self.attention,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Recipient:
        """The one that ``to_json`` wrote; nobody, where it was forgotten."""
        place = value.get("place")
        return cls(
            value.get("name", ""), tuple(value.get("lines", ())), value.get("email", ""), value.get("mobile", ""),
            value.get("participant", ""), Place(*place) if place else None, value.get("attention", ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the house, or a client under whose name it writes; its address, its numbers in registers, and where
    it is asked.

    ``client``: the key of the client who writes (blank: the house), ``letterhead``: that of the version of his
    letterhead (blank: he has none); ``confidential``: nothing that leaves may name the house;
    ``reply_to``: where answers go, if not to ``email``; ``participant``: of Peppol, blank where he is none.
    """

    name: str
    lines: tuple[str, ...]
    email: str = ""
    numbers: tuple[str, ...] = ()
    country: str = "BE"
    client: str = ""
    letterhead: str = ""
    reply_to: str = ""
    confidential: bool = False
    participant: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return {
            "name": self.name, "lines": list(self.lines), "email": self.email, "numbers": list(self.numbers),
            "country": self.country, "client": self.client, "letterhead": self.letterhead, "reply_to": self.reply_to,
            "confidential": self.confidential, "participant": self.participant,
        }  # fmt: skip

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Sender:
        """The one that ``to_json`` wrote."""
        return cls(
            value["name"], tuple(value["lines"]), value["email"], tuple(value["numbers"]), value.get("country", "BE"),
            value.get("client", ""), value.get("letterhead", ""), value.get("reply_to", ""),
            value.get("confidential", False), value.get("participant", ""),
        )  # fmt: skip


def number_and_box(building: str) -> tuple[str, str]:
    """The number of a house and its box, as a print partner wants them apart.

    >>> number_and_box("12 bus 3"), number_and_box("12 bte A"), number_and_box("7-9"), number_and_box("")
    (('12', '3'), ('12', 'A'), ('7-9', ''), ('', ''))
    """
    found = _BOX.search(building)
    return (building[: found.start()].strip(" ,"), found["box"]) if found else (building.strip(), "")


def can_be_mailed(email: str) -> bool:
    """Whether it has the shape of one e-mail address that every server takes.

    >>> [can_be_mailed(text) for text in ("ap@example.com", "ap", "a@b@c", "é@example.com", "A <a@example.com>", "")]
    [True, False, False, False, False, False]
    """
    local, at, domain = email.rpartition("@")
    plain = email.isascii() and email.isprintable() and not set(email) & set(' <>()[],;:"\\')
    return bool(plain and at and local and domain and "@" not in local and len(email) <= 254)


def lines(name: str, place: Place, *, from_country: str, attention: str = "") -> tuple[str, ...]:
    """The lines of the envelope; nothing where the post could not bring it."""
    if not place.is_whole:
        return ()
    parts = [name, attention, f"{place.street} {place.building}", f"{place.postcode} {place.town}"]
    if place.country != from_country:
        parts.append(COUNTRIES.get(place.country, place.country))
    return tuple(" ".join(part.split()) for part in parts if part.strip())
