"""The Dutch trade register: ``GET v1/basisprofielen/{kvkNummer}`` with the header ``apikey``.

An address that its holder had shielded (``indAfgeschermd``) is not told. Code IPD0005: no longer delivered, for the
company is struck off. Days are written yyyymmdd. Source: the register's published interface (developers.kvk.nl).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from cessie.connectors.errors import NotFound, Rejected
from cessie.connectors.registers import About, Asked, Found, Where
from cessie.connectors.rest import Service

SCHEME: Final = "nl.kvk"
STRUCK_OFF: Final = "IPD0005"
#: Where letters go, the better first.
KINDS: Final = ("correspondentieadres", "bezoekadres")


class Dutch(Service):
    """Over the service behind ``url``, opened by ``key``."""

    name = "kvk"
    about: About = "register"

    def __init__(self, url: str, key: str) -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/", {"apikey": key})

    def asks(self, asked: Asked) -> bool:
        """By the number alone."""
        return bool(asked.number(SCHEME))

    def ask(self, asked: Asked) -> tuple[Found, ...]:
        """Where it is, and whether it has ended."""
        try:
            answer = self.read("ask", f"v1/basisprofielen/{asked.number(SCHEME)}", {"geoData": "false"})
        except NotFound:
            return ()
        except Rejected as no:
            if STRUCK_OFF in no.detail:
                return (Found("ceased", self.name, 100),)
            raise
        try:
            return self._found(self.values("ask", answer))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Rejected(self.name, "ask", "the answer cannot be read") from error

    def _found(self, told: dict[str, Any]) -> tuple[Found, ...]:
        found = []
        ended = (told.get("materieleRegistratie") or {}).get("datumEinde")
        if ended:
            found.append(Found("ceased", self.name, 100, date.fromisoformat(str(ended))))
        seat = (told.get("_embedded") or {}).get("hoofdvestiging") or {}
        rows = [row for row in seat.get("adressen") or [] if row.get("indAfgeschermd") != "Ja"]
        known = {str(row["type"]).lower(): _where(row) for row in rows}
        where = next((known[kind] for kind in KINDS if kind in known and known[kind].is_whole), None)
        return (*found, *([Found("address", self.name, 100, None, where)] if where is not None else []))


def _where(row: dict[str, Any]) -> Where:
    """A post box is a street of its own.

    >>> _where({"postbusnummer": 12, "postcode": "3500AA", "plaats": "Utrecht"}).street
    'Postbus 12'
    """
    box = row.get("postbusnummer")
    street = f"Postbus {box}" if box else str(row.get("straatnaam") or "")
    building = "" if box else f"{row.get('huisnummer') or ''}{row.get('huisletter') or ''}"
    country = "NL" if str(row.get("land") or "Nederland") == "Nederland" else ""
    return Where(street, building, str(row.get("postcode") or ""), str(row.get("plaats") or ""), country)
