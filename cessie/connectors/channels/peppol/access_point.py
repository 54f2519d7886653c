"""An access point's REST interface in the shape of Peppyrus: ``POST message``, ``GET message/{id}`` and its report, and
the inbox (``GET message/list``, ``PATCH message/{id}/confirm``; its paging is unverified).

It has no key of idempotency: a message whose answer was lost is ``OutcomeUnknown``, and a person looks. That it was
``sent`` means that the receiver's access point took it (an AS4 receipt), which is where the sender's duty ends.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from cessie.connectors.channels import Inbound, News, Piece
from cessie.connectors.channels.peppol.identifiers import BILLING, BIS, PARTICIPANT, document_type
from cessie.connectors.errors import NotFound, Rejected
from cessie.connectors.rest import Service
from cessie.formats.invoice_response import ROOT
from cessie.formats.xml import local, parse
from cessie.lib.reasons import Refusal

#: What an access point may send: UBL invoices and credit notes.
ROOTS: Final = ("Invoice", "CreditNote")
#: Rows of the inbox that are asked for at once, and how often in one turn.
PAGE: Final = 100
PAGES: Final = 10


class AccessPoint(Service):
    """The channel over the service behind ``url``; ``key`` opens it."""

    name = "peppol"
    at_once = 1
    safe_again = False

    def __init__(self, url: str, key: str) -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/", {"X-Api-Key": key})

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Hand one e-invoice over; the access point's number of it."""
        (piece,) = pieces
        if not PARTICIPANT.fullmatch(piece.participant) or not PARTICIPANT.fullmatch(piece.sender):
            raise Rejected(self.name, "deliver", "not a participant of the network")
        body = {
            "sender": piece.sender, "recipient": piece.participant, "processType": BILLING,
            "documentType": type_of(piece.wire), "fileContent": b64encode(piece.wire).decode(),
        }  # fmt: skip
        told = self.values("deliver", self.write("deliver", "message", json=body))
        return str(told.get("id") or name)

    def news(self, handed: Sequence[str]) -> Sequence[News]:
        """What became of each; nothing of those that are still on their way."""
        return [found for each in handed if (found := self._one(each)) is not None]

    def heard(self) -> None:
        """Nothing: it may be asked again."""

    def answers(self) -> Sequence[Inbound]:
        """The invoice responses in the inbox that nobody confirmed; other documents are left there, they are not ours
        to take."""
        found: list[Inbound] = []
        for page in range(1, PAGES + 1):
            asked = {"folder": "INBOX", "confirmed": "false", "perPage": str(PAGE), "page": str(page)}
            told = self.values("answers", self.read("answers", "message/list", asked))
            rows = [row for row in told.get("items") or () if isinstance(row, dict)]
            found += [self._inbound(row) for row in rows if f"::{ROOT}##" in str(row.get("documentType", ""))]
            if len(rows) < PAGE:
                break
        return found

    def confirm(self, key: str) -> None:
        """It need not be told again."""
        self.change("confirm", f"message/{key}/confirm")

    def _inbound(self, row: Mapping[str, Any]) -> Inbound:
        key = str(row.get("id", ""))
        whole = row if row.get("fileContent") else self.values("answers", self.read("answers", f"message/{key}"))
        try:
            data = b64decode(str(whole.get("fileContent") or ""), validate=True)
        except ValueError:
            data = b""
        return Inbound(key, str(row.get("sender", "")), data)

    def _one(self, key: str) -> News | None:
        try:
            told = self.values("news", self.read("news", f"message/{key}"))
            report = self.values("news", self.read("news", f"message/{key}/report"))
        except NotFound:
            return None
        return event(key, told, report)


def type_of(wire: bytes) -> str:
    """The document type by what the invoice says of itself; ``Rejected`` for what is no e-invoice in UBL."""
    try:
        root = parse(wire)
    except Refusal as error:
        raise Rejected("peppol", "deliver", "not an e-invoice") from error
    said = next((node.text for node in root if local(node) == "CustomizationID"), None)
    if local(root) not in ROOTS:
        raise Rejected("peppol", "deliver", "not an e-invoice in UBL")
    return document_type(local(root), (said or BIS).strip())


def event(key: str, told: Mapping[str, Any], report: Mapping[str, Any]) -> News | None:
    """News from a message as the access point describes it; it pushes the same JSON that it answers with."""
    folder = str(told.get("folder", "")).lower()
    if folder not in ("sent", "failed"):
        return None
    proof = json.dumps({"message": {**told, "fileContent": ""}, "report": report}, sort_keys=True).encode()
    words = "; ".join(str(each) for each in report.get("transmissionRules") or ())[:300]
    fate = "delivered" if folder == "sent" else "rejected"
    return News(key, fate, _moment(told), words, key, proof, f"peppol-{key}.json")  # type: ignore[arg-type]  # a Fate


def _moment(told: Mapping[str, Any]) -> datetime:
    try:
        found = datetime.fromisoformat(str(told.get("created", "")))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)  # it does not say; whoever hears it knows better
    return found if found.tzinfo else found.replace(tzinfo=UTC)
