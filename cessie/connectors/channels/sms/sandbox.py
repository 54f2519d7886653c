"""A local provider of text messages, with the same paths and bodies. Numbers that end in 99 are out of reach."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from pathlib import Path
from typing import Any

from cessie.connectors.sandbox import JsonServer

KEY = "K-1"


class Sandbox(JsonServer):
    """The provider; ``cut``: do what is asked, then hang up without a word."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.cut = now, False
        self.sent: list[dict[str, Any]] = []

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_SMS_URL": self.url,
            "CESSIE_SMS_KEY": KEY,
        }

    def answer(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]] | None:
        """The answer, unless the line is cut after a message was taken."""
        if self.trouble:
            return self.trouble, {"errors": [{"description": "trouble"}]}
        if headers.get("Authorization") != f"AccessKey {KEY}":
            return 401, {"errors": [{"description": "not let in"}]}
        if (method, address) == ("POST", "/messages"):
            self.sent.append(json.loads(body) | {"id": f"S{len(self.sent) + 1:06d}"})
            return None if self.cut else (201, {"id": self.sent[-1]["id"]})
        found = next((each for each in self.sent if address == f"/messages/{each['id']}"), None)
        if found is None:
            return 404, {"errors": [{"description": "no such message"}]}
        (number,) = found["recipients"]
        status = "delivery_failed" if number.endswith("99") else "delivered"
        items = [{"recipient": number, "status": status, "statusDatetime": self.now.isoformat()}]
        return 200, {**found, "recipients": {"totalCount": 1, "items": items}}


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
