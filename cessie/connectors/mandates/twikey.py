"""Twikey: debtors sign on its pages, its feed tells what they signed, changed and cancelled.

Paths and headers as its published Python library has them (handbook integrations 6.1), whose three defects are not
ours: no one-time password is asked for, a session lasts as long as one turn, and the feed goes on behind the position
that the house kept. Checked against that description, not against the service: the names of an invitation's further
fields, and the body of a message but for the words that the handbook gives, are unverified.
"""

from __future__ import annotations

import hmac
import json
from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import unquote_plus

from cessie.connectors.errors import Rejected
from cessie.connectors.mandates import Asked, Invitation, Kind, Page, Told
from cessie.connectors.rest import Service

LAST, RESUME, SIGNATURE = "X-LAST", "X-RESUME-AFTER", "X-Signature"
#: What makes a message one of its kind.
KINDS: Final[tuple[tuple[str, Kind], ...]] = (("CxlRsn", "cancelled"), ("AmdmntRsn", "amended"), ("Mndt", "signed"))


class Twikey(Service):
    """The service behind ``url`` (with its prefix); ``key`` opens it and signs its calls to us, and is never told."""

    name = "twikey"

    def __init__(self, url: str, key: str) -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/")
        self._key = key

    def invite(self, asked: Asked) -> Invitation:
        """Where the debtor signs. The mandate has our reference, so that the feed speaks of ours."""
        self._log_in()
        fields = {
            "ct": asked.template, "mandateNumber": asked.reference, "email": asked.email, "l": asked.language,
            "companyName": asked.company, "coc": asked.number, "country": asked.country,
            "oneoff": "true" if asked.one_off else "",
        }  # fmt: skip
        body = {name: value for name, value in fields.items() if value}
        told = self.values("invite", self.write("invite", "invite", data=body))
        if not told.get("url"):
            raise Rejected(self.name, "invite", "the answer cannot be read")
        return Invitation(str(told.get("mndtId") or asked.reference), str(told["url"]))

    def cancel(self, reference: str, reason: str) -> None:
        """The mandate is taken back there too."""
        self._log_in()
        self.remove("cancel", "mandate", {"mndtId": reference, "rsn": reason[:200]})

    def feed(self, position: str) -> Page:
        """What is new behind a position; the service moves its own, so ours is always sent."""
        self._log_in()
        asked = {"include": "mandate"}
        headers = {RESUME: position} if position else {}
        answer = self.read("feed", "mandate", asked, headers)
        messages = self.values("feed", answer).get("Messages", [])
        try:
            told = tuple(_told(message) for message in messages)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Rejected(self.name, "feed", "a message cannot be read") from error
        return Page(told, answer.headers.get(LAST) or position)

    def _log_in(self) -> None:
        if "Authorization" in self._client.headers:
            return
        answer = self.read_by_post("log_in", "", {"apiToken": self._key})
        token = answer.headers.get("Authorization")
        if not token:
            raise Rejected(self.name, "log_in", "the answer cannot be read")
        self._client.headers["Authorization"] = token


def genuine(query: str, signature: str, key: str) -> bool:
    """Whether a call to us comes from the service: the HMAC of its query, decoded, with the key that we share.

    >>> genuine("a=1", "x", "")
    False
    """
    right = hmac.new(key.encode(), unquote_plus(query).encode(), "sha256").hexdigest().upper()
    return bool(key) and hmac.compare_digest(right.encode(), signature.encode("ascii", "replace"))


def _told(message: dict[str, Any]) -> Told:
    kind = next(kind for word, kind in KINDS if word in message)
    mandate = message.get("Mndt") or {}
    former = str(message.get("OrgnlMndtId") or "")
    occurs = mandate.get("Ocrncs") or {}
    begins = str((occurs.get("Drtn") or {}).get("FrDt") or "")[:10]
    bank = (mandate.get("DbtrAgt") or {}).get("FinInstnId") or {}
    why = message.get("CxlRsn") or message.get("AmdmntRsn") or {}
    at = datetime.fromisoformat(str(message["EvtTime"]).replace("Z", "+00:00"))
    return Told(
        kind=kind,
        reference=str(mandate.get("MndtId") or former),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        raw=json.dumps(message, sort_keys=True, ensure_ascii=False).encode(),
        former=former,
        iban=str(mandate.get("DbtrAcct") or ""),
        bic=str(bank.get("BICFI") or ""),
        holder=str((mandate.get("Dbtr") or {}).get("Nm") or ""),
        scheme=str(mandate.get("LclInstrm") or ""),
        one_off=occurs.get("SeqTp") == "OOFF",
        signed=date.fromisoformat(begins) if begins else None,
        reason=str(why.get("Rsn") or "") if isinstance(why, dict) else str(why),
    )
