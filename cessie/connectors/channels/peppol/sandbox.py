"""A local Peppol: register of names, a participant's service and an access point, with the same paths and bodies.

``0208:0000000097`` is no participant. A message to ``0208:0000000196`` fails a minute after it was handed over; every
other one is with the receiver after a minute. Buyers answer: that they have it, after two minutes; after three they
approve an invoice whose number ends in an even figure, and ask about one that ends in an odd one.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from cessie.connectors.channels.peppol.identifiers import ACTOR, document_type
from cessie.connectors.sandbox import JsonServer
from cessie.formats.invoice_response import INVOICE, ROOT, Clarification, InvoiceResponse, write
from cessie.formats.xml import Node, parse

KEY, NOBODY, FAILS = "K-1", "0208:0000000097", "0208:0000000196"


class Sandbox(JsonServer):
    """The network; ``hosts``: whose hashed names the register knows; ``cut``: do it, then hang up."""

    longest = 20 * 2**20

    def __init__(self, now: datetime, hosts: set[str] | None = None) -> None:
        super().__init__()
        self.now, self.cut, self.hosts = now, False, hosts
        self.sent: list[dict[str, Any]] = []
        self.inbox: list[dict[str, Any]] = []

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
        path = parts.path.removeprefix("/v1/message/")
        if method == "PATCH":
            return self._confirm(path.removesuffix("/confirm"))
        if path == "list":
            return 200, self._listed(parse_qs(parts.query))
        return self._tell(path)

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

    def respond(self, told: dict[str, Any], code: str, *clarified: Clarification) -> None:
        """The buyer of an invoice that was sent says something of it."""
        number = Node(parse(b64decode(told["fileContent"]))).text("ID") or ""
        key = f"A{len(self.inbox) + 1:06d}"
        said = InvoiceResponse("invoice", key, told["recipient"], "", number, code, self.now.date(), clarified)
        self.inbox.append({
            "id": key, "sender": told["recipient"], "recipient": told["sender"], "folder": "INBOX", "confirmed": False,
            "documentType": document_type(ROOT, INVOICE), "created": self.now.isoformat(),
            "fileContent": b64encode(write(said, to=told["sender"], on=self.now.date())).decode(),
        })  # fmt: skip

    def turn(self, now: datetime) -> None:
        """Time goes on, and buyers answer."""
        super().turn(now)
        for told in self.sent:
            since = now - datetime.fromisoformat(told["created"])
            if told["recipient"] != FAILS and since >= timedelta(minutes=2) and "had" not in told:
                told["had"] = True
                self.respond(told, "AB")
            if told["recipient"] != FAILS and since >= timedelta(minutes=3) and "said" not in told:
                told["said"] = True
                self._decide(told)

    def _decide(self, told: dict[str, Any]) -> None:
        number = Node(parse(b64decode(told["fileContent"]))).text("ID") or ""
        if number[-1:] in "02468":
            self.respond(told, "AP")
            return
        why = (Clarification("OPStatusReason", "PRI", "The price is not that of our order"),)
        self.respond(told, "UQ", *why, Clarification("OPStatusAction", "PIN"))

    def _listed(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        size, page = int(asked.get("perPage", ["100"])[0]), int(asked.get("page", ["1"])[0])
        new = [{**row, "fileContent": None} for row in self.inbox if not row["confirmed"]]
        return {"items": new[(page - 1) * size : page * size]}

    def _confirm(self, key: str) -> tuple[int, dict[str, Any]]:
        found = next((row for row in self.inbox if row["id"] == key), None)
        if found is None:
            return 404, {}
        found["confirmed"] = True
        return 200, found

    def _tell(self, path: str) -> tuple[int, dict[str, Any]]:
        key, _, report = path.partition("/")
        found = next((each for each in (*self.sent, *self.inbox) if each["id"] == key), None)
        if found is None:
            return 404, {}
        if found in self.inbox:
            return 200, found
        fails = found["recipient"] == FAILS
        if report:
            return 200, {"transmissionRules": ["the receiver's access point refused it"] if fails else []}
        there = self.now >= datetime.fromisoformat(found["created"]) + timedelta(minutes=1)
        return 200, {**found, "folder": ("failed" if fails else "sent") if there else "outbox"}


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
