"""A local Peppol: register of names, a participant's service and an access point, with the same paths and bodies.

``0208:0000000097`` is no participant. A message to ``0208:0000000196`` fails a minute after it was handed over; every
other one is with the receiver after a minute.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from cessie.connectors.channels.peppol.identifiers import ACTOR, document_type
from cessie.connectors.sandbox import JsonServer

KEY, NOBODY, FAILS = "K-1", "0208:0000000097", "0208:0000000196"


class Sandbox(JsonServer):
    """The network; ``hosts``: whose hashed names the register knows; ``cut``: do it, then hang up."""

    longest = 20 * 2**20

    def __init__(self, now: datetime, hosts: set[str] | None = None) -> None:
        super().__init__()
        self.now, self.cut, self.hosts = now, False, hosts
        self.sent: list[dict[str, Any]] = []

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_PEPPOL_URL": f"{self.url}/v1",
            "CESSIE_PEPPOL_KEY": KEY,
            "CESSIE_PEPPOL_NAMES": f"{self.url}/dns",
        }

    def answer(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]] | None:
        """The answer, unless the line is cut after a message was taken."""
        parts = urlsplit(address)
        if self.trouble:
            return self.trouble, {"errors": ["trouble"]}
        if parts.path == "/dns":
            return 200, self._names(parse_qs(parts.query)["name"][0])
        if headers.get("X-Api-Key") != KEY:
            return 401, {}
        if (method, parts.path) == ("POST", "/v1/message"):
            told = self._take(json.loads(body))
            return None if self.cut else told
        return self._tell(parts.path.removeprefix("/v1/message/"))

    def text(self, address: str) -> tuple[int, str] | None:
        """A participant's service: the list of what he receives, as XML."""
        path = urlsplit(address).path
        if not path.startswith("/smp/"):
            return None
        if quote(f"{ACTOR}::{NOBODY}", safe="") in path:
            return 404, ""
        links = "".join(
            f'<ServiceMetadataReference href="{self.url}{path}/services/{quote(document_type(root), safe="")}"/>'
            for root in ("Invoice", "CreditNote")
        )
        kind = "ServiceMetadataReferenceCollection"
        return 200, f"<ServiceGroup><{kind}>{links}</{kind}></ServiceGroup>"

    def _names(self, name: str) -> dict[str, Any]:
        if self.hosts is not None and name not in self.hosts:
            return {"Status": 3}
        return {"Status": 0, "Answer": [{"type": 35, "data": f'100 10 "U" "Meta:SMP" "!.*!{self.url}/smp!" .'}]}

    def _take(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if asked["recipient"] == NOBODY or not b64decode(asked["fileContent"]):
            return 422, {"errors": ["recipient"]}
        self.sent.append({**asked, "id": f"M{len(self.sent) + 1:06d}", "created": self.now.isoformat()})
        return 201, {"id": self.sent[-1]["id"]}

    def _tell(self, path: str) -> tuple[int, dict[str, Any]]:
        key, _, report = path.partition("/")
        found = next((each for each in self.sent if each["id"] == key), None)
        if found is None:
            return 404, {}
        fails = found["recipient"] == FAILS
        if report:
            return 200, {"transmissionRules": ["the receiver's access point refused it"] if fails else []}
        there = self.now >= datetime.fromisoformat(found["created"]) + timedelta(minutes=1)
        return 200, {**found, "folder": ("failed" if fails else "sent") if there else "outbox"}


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
