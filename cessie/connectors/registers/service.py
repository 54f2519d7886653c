"""A service that looks people and companies up for creditors: ``POST questions``, in a shape of the house's own.

No public interface of a national register of persons is open to a creditor, and those of commercial bureaus are not
published: this is what an adapter before one of them answers. A question::

    {"reference", "about": "insolvency" | "address", "name", "numbers": {scheme: value}, "last": {address}}

and its answer, 200: ``{"source", "findings": [{"what", "since", "sure", "words", "address": {...}}]}``, with the days
in ISO and the certainty in whole percent. ``Authorization: Bearer`` opens it. The reference makes it safe again: the
same one is the same question, answered and billed once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, get_args

from cessie.connectors.errors import Rejected
from cessie.connectors.registers import About, Asked, Found, What, Where
from cessie.connectors.rest import Service

#: Words of one finding, no longer than this.
LONGEST: Final = 300
#: Findings of one answer, no more than this.
MOST: Final = 20
_WHERE: Final = ("street", "building", "postcode", "town", "country")


class Lookup(Service):
    """Over the service behind ``url``; one object asks about one thing."""

    def __init__(self, url: str, key: str, about: About) -> None:
        self.name = f"{about}-lookup"
        self.about: About = about
        super().__init__(self.name, f"{url.rstrip('/')}/", {"Authorization": f"Bearer {key}"})

    def asks(self, asked: Asked) -> bool:
        """Everybody who has a name and was somewhere, or has a number."""
        return bool(asked.numbers) or bool(asked.name and asked.last.is_whole)

    def ask(self, asked: Asked) -> tuple[Found, ...]:
        """What it holds of him."""
        last = {name: getattr(asked.last, name) for name in _WHERE}
        body = {
            "reference": asked.reference, "about": self.about, "name": asked.name, "numbers": dict(asked.numbers),
            "last": last,
        }  # fmt: skip
        told = self.values("ask", self._harmless("ask", "POST", "questions", json=body))
        try:
            return tuple(_found(str(told["source"]), row) for row in told["findings"][:MOST])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Rejected(self.name, "ask", "the answer cannot be read") from error


def _found(source: str, row: dict[str, Any]) -> Found:
    what: What = row["what"]
    sure = row["sure"]
    if what not in get_args(What) or not isinstance(sure, int) or not 0 <= sure <= 100 or not source.strip():
        raise ValueError("no finding")
    given = row.get("address") or {}
    where = Where(*(str(given.get(name) or "").strip()[:LONGEST] for name in _WHERE))
    if what == "address" and not where.is_whole:
        raise ValueError("an address that no letter reaches")
    since = date.fromisoformat(row["since"]) if row.get("since") else None
    return Found(what, source.strip()[:LONGEST], sure, since, where, str(row.get("words") or "")[:LONGEST])
