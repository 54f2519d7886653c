"""The French register of companies, by its open search service: ``GET search?q=<SIREN>``, without a key.

Nine digits are looked up directly. ``statut_diffusion`` other than O: the person objected to being shown, and is not.
The address of the seat is one line, its postcode and town stand beside it and are cut from its end.
Source: the service's published description (recherche-entreprises, open-api.yml).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from cessie.connectors.errors import Rejected
from cessie.connectors.registers import About, Asked, Found, Where
from cessie.connectors.rest import Service

SCHEME: Final = "fr.siren"
#: Open to all: the seat and its person may be shown.
OPEN: Final = "O"


class French(Service):
    """Over the service behind ``url``."""

    name = "recherche-entreprises"
    about: About = "register"

    def __init__(self, url: str) -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/", {"User-Agent": "cessie"})

    def asks(self, asked: Asked) -> bool:
        """By the SIREN alone: names are shared."""
        return bool(asked.number(SCHEME))

    def ask(self, asked: Asked) -> tuple[Found, ...]:
        """Where its seat is, and whether it has ceased."""
        number = asked.number(SCHEME)
        told = self.values("ask", self.read("ask", "search", {"q": number, "per_page": "1"}))
        try:
            row = next((each for each in told["results"] if each["siren"] == number), None)
            return self._found(row) if row is not None and row.get("statut_diffusion", OPEN) == OPEN else ()
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(self.name, "ask", "the answer cannot be read") from error

    def _found(self, row: dict[str, Any]) -> tuple[Found, ...]:
        seat = row.get("siege") or {}
        found = []
        if row["etat_administratif"] == "C":
            found.append(Found("ceased", self.name, 100, _day(row.get("date_fermeture"))))
        where = _where(seat)
        if where.is_whole and seat.get("etat_administratif", "A") == "A":
            found.append(Found("address", self.name, 100, _day(seat.get("date_creation")), where))
        return tuple(found)


def _where(seat: dict[str, Any]) -> Where:
    """The seat's line without what stands beside it.

    >>> _where({"adresse": "8 RUE DU TEST 75002 PARIS", "code_postal": "75002", "libelle_commune": "PARIS"}).street
    '8 RUE DU TEST'
    """
    line, postcode, town = (str(seat.get(name) or "") for name in ("adresse", "code_postal", "libelle_commune"))
    street = line.removesuffix(f"{postcode} {town}").strip()
    return Where(street, "", postcode, town, "FR") if street and street != line else Where()


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None
