"""A local server that answers like the insurer's: same paths, same bodies; for tests and a developer's desk.

The amount decides: up to 50,000 approved; up to 100,000 reduced to 60 %; above referred, then approved once a day has
gone by (``now`` is moved by hand). A buyer whose number ends in 9 is refused; one that ends in 8 is approved, and given
notice 30 days later. A claim is decided once a day has gone by: 90 % of it, half of that for a buyer whose number
ends in 7, nothing for one that ends in 6. The paths of overdues and claims are ours: the insurer's are not public.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cessie.connectors.insurers.atradius import BUYERS, COVERS
from cessie.connectors.sandbox import JsonServer

NON_PAYMENTS = "/credit-insurance/non-payment-management/v1"
CLIENT, SECRET, TOKEN, APP_KEY = "house", "open sesame", "T-1", "K-1"


class Sandbox(JsonServer):
    """The insurer; ``cut``: do what is asked, then hang up without a word."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.cut = now, False
        self.covers: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_INSURER_URL": self.url,
            "CESSIE_INSURER_CLIENT_ID": CLIENT,
            "CESSIE_INSURER_SECRET": SECRET,
            "CESSIE_INSURER_APP_KEY": APP_KEY,
            "CESSIE_INSURER_POLICY": "P-1",
            "CESSIE_INSURER_CUSTOMER": "C-1",
            "CESSIE_INSURER_NON_PAYMENTS": NON_PAYMENTS,
        }

    def answer(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]] | None:
        """The answer, unless the line is cut after something was sent."""
        told = self._told(method, address, headers, body)
        return None if self.cut and method == "POST" and address.endswith(("/covers", "/overdues", "/claims")) else told

    def _told(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]]:
        login = headers.get("Authorization", "")
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if self.trouble:
            return self.trouble, {"errors": [{"detail": "trouble"}]}
        if parts.path == "/authenticate/v2/tokens":
            basic = b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
            if login != f"Basic {basic}" or headers.get("Atradius-App-Key") != APP_KEY:
                return 401, {"errors": [{"detail": "not let in"}]}
            return 200, {"data": {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 1800}}
        if login != f"Bearer {TOKEN}":
            return 401, {"errors": [{"detail": "token"}]}
        if (method, parts.path) == ("GET", f"{BUYERS}/buyers"):
            return self._buyers(asked)
        if (method, parts.path) == ("POST", f"{COVERS}/covers"):
            return self._request(json.loads(body))
        if (method, parts.path) == ("GET", f"{COVERS}/covers/decisions"):
            return 200, {"data": self._decisions(asked["fromDate"])}
        if parts.path.startswith(NON_PAYMENTS):
            return self._unpaid(method, parts.path.removeprefix(NON_PAYMENTS), asked, body)
        return 404, {"errors": [{"detail": "no such path"}]}

    def _unpaid(self, method: str, path: str, asked: dict[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Overdues and claims: told, known again, decided."""
        if (method, path) in (("POST", "/overdues"), ("POST", "/claims")):
            said = json.loads(body)
            if any(each["customerRefNumber"] == said["customerRefNumber"] for each in self.told):
                return 409, {"errors": [{"detail": "This reference was notified already."}]}
            known = {"notificationId": f"N{len(self.told) + 1:06d}", "date": self.now.isoformat(), "kind": path[1:]}
            self.told.append(said | known)
            return 201, {"data": known}
        if (method, path) == ("GET", "/notifications"):
            return 200, {"data": [each for each in self.told if each["date"][:10] >= asked["fromDate"]]}
        if (method, path) == ("GET", "/claims/decisions"):
            return 200, {"data": [self._judged(each) for each in self.told if self._ripe(each, asked["fromDate"])]}
        return 404, {"errors": [{"detail": "no such path"}]}

    def _ripe(self, told: dict[str, Any], since: str) -> bool:
        decided = datetime.fromisoformat(told["date"]) + timedelta(days=1)
        return told["kind"] == "claims" and self.now >= decided and decided.date().isoformat() >= since

    def _judged(self, told: dict[str, Any]) -> dict[str, Any]:
        claimed = sum(Decimal(item["outstandingAmount"]) for item in told["invoices"])
        code, share = {"7": ("PARTIAL", "0.45"), "6": ("REJECTED", "0")}.get(told["buyerId"][-1], ("ACCEPTED", "0.9"))
        return {
            "customerRefNumber": told["customerRefNumber"], "decisionCode": code, "currencyCode": "EUR",
            "indemnityAmount": str((claimed * Decimal(share)).quantize(Decimal("0.01"))),
            "decisionReason": "declared too late" if code == "REJECTED" else "",
            "decisionDate": (datetime.fromisoformat(told["date"]) + timedelta(days=1)).isoformat(),
        }  # fmt: skip

    def _buyers(self, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if asked["uid"].startswith("0"):
            return 404, {"errors": [{"detail": "No buyer match found"}]}
        return 200, {"data": [{"buyerId": f"B{asked['uid']}", "uniqueIdentifiers": [asked]}]}

    def _request(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        amount, buyer = int(asked["creditLimitAmount"]), str(asked["buyerId"])
        if amount % 1000:
            return 400, {"errors": [{"detail": "The amount must be a multiple of 1000."}]}
        if any(cover["buyerId"] == buyer for cover in self.covers):
            return 409, {"errors": [{"detail": "Credit limit/credit check already exists for this buyer."}]}
        code, granted = ("DC01", amount) if amount <= 50_000 else ("DC04", amount * 6 // 10)
        if buyer.endswith("9"):
            code, granted = "DC03", 0
        elif amount > 100_000:
            code, granted = "DC06", 0
        cover = {
            "coverId": f"C{len(self.covers) + 1:06d}", "buyerId": buyer,
            "customerRefNumber": asked["customerRefNumber"],
            "coverStatus": "REFERRED" if code == "DC06" else "DECISION", "decisionCode": code,
            "policyCurrencyCode": asked["currencyCode"], "asked": amount,
            "totalDecision": {"decisionAmtInPolicyCurrency": granted, "decisionConditions": []},
            "effectFromDate": self.now.date().isoformat(), "decisionDate": self.now.isoformat(),
        }  # fmt: skip
        self.covers.append(cover)
        return 202 if code == "DC06" else 201, {"data": cover}

    def _decisions(self, since: str) -> list[dict[str, Any]]:
        for cover in list(self.covers):
            made = datetime.fromisoformat(cover["decisionDate"])
            if cover["decisionCode"] == "DC06" and self.now >= made + timedelta(days=1):
                told = {"decisionAmtInPolicyCurrency": cover["asked"], "decisionConditions": []}
                cover |= {"coverStatus": "DECISION", "decisionCode": "DC01", "totalDecision": told}
                cover["decisionDate"] = self.now.isoformat()
            notice = cover["buyerId"].endswith("8") and cover["decisionCode"] == "DC01"
            if notice and self.now >= made + timedelta(days=30):
                last = self.now.date() + timedelta(days=30)
                cover |= {"decisionCode": "DC21", "withdrawalDate": last.isoformat()}
                cover["decisionDate"] = self.now.isoformat()
        return [cover for cover in self.covers if cover["decisionDate"][:10] >= since]


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
