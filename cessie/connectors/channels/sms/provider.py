"""A provider of text messages: ``POST messages``, ``GET messages/{id}``, in the shape that MessageBird has had
(unverified; from memory of its public description): originator, recipients, body, reference; ``AccessKey`` opens it.

A message that was handed over and not answered is ``OutcomeUnknown``: text messages cost money and annoy people, so a
person looks before it leaves again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from cessie.connectors.channels import Fate, News, Piece
from cessie.connectors.errors import NotFound, Rejected
from cessie.connectors.rest import Service

#: International form, as the network wants it.
NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")
#: Letters of one message at most: six parts.
LONGEST: Final = 918
FATES: Final[Mapping[str, Fate]] = {"delivered": "delivered", "delivery_failed": "lost", "expired": "lost"}


class Sms(Service):
    """The channel over the service behind ``url``; ``sender`` is what the phone shows."""

    name = "sms"
    at_once = 1
    safe_again = False

    def __init__(self, url: str, key: str, sender: str = "Cessie") -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/", {"Authorization": f"AccessKey {key}"})
        self._sender = sender

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Hand one message over; the provider's number of it."""
        (piece,) = pieces
        if not NUMBER.fullmatch(piece.mobile) or not 0 < len(piece.text) <= LONGEST:
            raise Rejected(self.name, "deliver", "not a mobile number, or not a text that fits")
        body = {
            "originator": self._sender, "recipients": [piece.mobile.removeprefix("+")], "body": piece.text,
            "reference": name, "datacoding": "auto",
        }  # fmt: skip
        told = self.values("deliver", self.write("deliver", "messages", json=body))
        return str(told.get("id") or name)

    def news(self, handed: Sequence[str]) -> Sequence[News]:
        """What became of each; nothing of those that are still on their way."""
        return [found for each in handed if (found := self._one(each)) is not None]

    def heard(self) -> None:
        """Nothing: it may be asked again."""

    def _one(self, key: str) -> News | None:
        try:
            told = self.values("news", self.read("news", f"messages/{key}"))
            (item,) = told["recipients"]["items"]
            fate = FATES.get(str(item["status"]))
            at = datetime.fromisoformat(str(item["statusDatetime"]))
        except NotFound:
            return None
        except (KeyError, TypeError, ValueError) as error:
            raise Rejected(self.name, "news", "the answer cannot be read") from error
        return News(key, fate, at if at.tzinfo else at.replace(tzinfo=UTC), str(item["status"])) if fate else None
