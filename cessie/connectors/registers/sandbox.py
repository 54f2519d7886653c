"""Local registers with the same paths and bodies as the French and Dutch ones, and the look-up service beside them.

What they hold is put into ``french``, ``dutch`` (by number) and ``people`` (by name, in small letters, or number) as
the services would answer it; a name or number that is not there is not known. The Dutch test number 90004973 answers
with an error that is permanent. ``questions``: what the service was asked, each reference once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cessie.connectors.sandbox import JsonServer

KEY = "R-1"
GONE = "90004973"


class Sandbox(JsonServer):
    """The registers."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now = now
        self.french: dict[str, dict[str, Any]] = {}
        self.dutch: dict[str, dict[str, Any]] = {}
        self.people: dict[str, list[dict[str, Any]]] = {}
        self.questions: dict[str, dict[str, Any]] = {}

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_FRENCH_REGISTER_URL": self.url,
            "CESSIE_DUTCH_REGISTER_URL": self.url,
            "CESSIE_DUTCH_REGISTER_KEY": KEY,
            "CESSIE_LOOKUP_URL": self.url,
            "CESSIE_LOOKUP_KEY": KEY,
        }

    def answer(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]]:
        """The answer of whichever register has the path."""
        parts = urlsplit(address)
        if self.trouble:
            return self.trouble, {"erreur": "trouble"}
        if (method, parts.path) == ("GET", "/search"):
            return self._search(parse_qs(parts.query))
        if (method, parts.path) == ("POST", "/questions"):
            return self._question(headers, body)
        if method == "GET" and parts.path.startswith("/v1/basisprofielen/"):
            return self._profile(headers, parts.path.rpartition("/")[2])
        return 404, {"erreur": "no such path"}

    def _search(self, asked: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        if set(asked) - {"q", "page", "per_page", "minimal", "include"}:
            return 400, {"erreur": "unknown parameter"}
        row = self.french.get(asked["q"][0])
        results = [] if row is None else [row | {"siren": asked["q"][0]}]
        return 200, {"results": results, "total_results": len(results), "page": 1, "per_page": 1, "total_pages": 1}

    def _profile(self, headers: Message, number: str) -> tuple[int, dict[str, Any]]:
        if headers.get("apikey") != KEY:
            return 401, {"fout": [{"code": "IPD0000", "omschrijving": "not let in"}]}
        if number == GONE:
            return 400, {"fout": [{"code": "IPD0005", "omschrijving": "kan niet meer worden geleverd"}]}
        found = self.dutch.get(number)
        if found is None:
            return 404, {"fout": [{"code": "IPD0001", "omschrijving": "bestaat niet"}]}
        return 200, found | {"kvkNummer": number}

    def _question(self, headers: Message, body: bytes) -> tuple[int, dict[str, Any]]:
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, {"error": "not let in"}
        asked = json.loads(body)
        self.questions.setdefault(asked["reference"], asked)
        keys = (*asked["numbers"].values(), asked["name"].casefold())
        found = next((self.people[key] for key in keys if key in self.people), [])
        wanted = [row for row in found if (row["what"] == "insolvent") == (asked["about"] == "insolvency")]
        return 200, {"source": f"Proefregister {asked['about']}", "findings": wanted}


def stand(now: datetime, folder: Path) -> Sandbox:
    """The registers as ``cessie sandbox`` starts them."""
    return Sandbox(now)
