"""A local service of mandates with the same paths, headers and signed calls, and a debtor's page with two buttons.

``GET /debtor/<reference>`` is that page; ``GET /debtor/<reference>/sign?iban=…&name=…`` signs, ``…/refuse`` refuses,
``…/move?iban=…`` moves a signed one to another account, ``…/cancel`` takes it back at the debtor's bank. Between
businesses an account that ends in 0000 is refused by the debtor's bank. Each event is told at once to the address of
``calls``, where there is one, signed with the key.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from cessie.connectors.mandates.twikey import LAST, RESUME, SIGNATURE
from cessie.connectors.sandbox import JsonServer

KEY, TOKEN = "T-1", "session-1"
PREFIX = "/creditor"
#: Events of one answer at most.
SOME = 2


class Sandbox(JsonServer):
    """The service. ``invited`` by reference, ``events`` in order; ``cut``: do what is asked, then hang up."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.cut, self.calls = now, False, ""
        self.invited: dict[str, dict[str, str]] = {}
        self.events: list[dict[str, Any]] = []
        self.read_to = 0

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {"CESSIE_TWIKEY_URL": f"{self.url}{PREFIX}", "CESSIE_TWIKEY_KEY": KEY}

    def answer(
        self, method: str, address: str, headers: Message, body: bytes
    ) -> tuple[int, dict[str, Any] | bytes, dict[str, str]] | None:
        """The answer, unless the line is cut after an invitation or the end of a mandate."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        given = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if self.trouble:
            return self.trouble, {"code": "err_trouble", "message": "trouble"}, {}
        if parts.path.startswith("/debtor/"):
            return 200, self._debtor(parts.path.removeprefix("/debtor/"), asked), {}
        path = parts.path.removeprefix(PREFIX).strip("/")
        if (method, path) == ("POST", "") and given.get("apiToken") == KEY:
            return 200, {}, {"Authorization": TOKEN, "X-MERCHANT-ID": "1"}
        if headers.get("Authorization") != TOKEN:
            return 401, {"code": "err_no_login", "message": "not let in"}, {}
        if (method, path) == ("POST", "invite"):
            return None if self.cut and self._invite(given) else (200, self._invite(given), {})
        if (method, path) == ("DELETE", "mandate"):
            return self._cancel(asked)
        if (method, path) == ("GET", "mandate"):
            return self._feed(headers)
        return 404, {"code": "err_not_found", "message": "no such path"}, {}

    def _invite(self, given: dict[str, str]) -> dict[str, str]:
        self.invited[given["mandateNumber"]] = given
        where = f"{self.url}/debtor/{given['mandateNumber']}"
        return {"mndtId": given["mandateNumber"], "url": where, "key": "k"}

    def _cancel(self, asked: dict[str, str]) -> tuple[int, dict[str, Any], dict[str, str]] | None:
        """Once; of one that is over, or was never here, it says no (what the service answers then is unverified)."""
        known = self.invited.get(asked["mndtId"])
        if known is None or known.get("state") == "cancelled":
            return 400, {"code": "err_no_mandate", "message": "no such mandate"}, {}
        known["state"] = "cancelled"
        self._tell({"CxlRsn": {"Rsn": asked["rsn"]}, "OrgnlMndtId": asked["mndtId"]})
        return None if self.cut else (200, {}, {})

    def _feed(self, headers: Message) -> tuple[int, dict[str, Any], dict[str, str]]:
        """A queue with a position of its own, which a header sets back."""
        start = int(headers.get(RESUME) or self.read_to)
        new = self.events[start : start + SOME]
        self.read_to = start + len(new)
        return 200, {"Messages": new}, {LAST: str(self.read_to)}

    def _debtor(self, path: str, asked: dict[str, str]) -> bytes:
        reference, _, act = path.partition("/")
        known = self.invited.get(reference)
        if known is None:
            return b"no such mandate"
        if act == "sign":
            return self._sign(reference, known | asked)
        if act == "refuse":
            known["state"] = "refused"
            self._tell({"CxlRsn": {"Rsn": "refused by the debtor"}, "OrgnlMndtId": reference})
        elif act == "move":
            self._tell({"AmdmntRsn": {"Rsn": "AC01"}, "OrgnlMndtId": reference, "Mndt": _mandate(known | asked, self)})
        elif act == "cancel":
            known["state"] = "cancelled"
            self._tell({"CxlRsn": {"Rsn": "MS02"}, "OrgnlMndtId": reference})
        form = "<form action='{0}/sign'><input name=iban><input name=name><button>Sign</button></form>"
        return (form + "<form action='{0}/refuse'><button>Refuse</button></form>").format(quote(reference)).encode()

    def _sign(self, reference: str, known: dict[str, str]) -> bytes:
        self.invited[reference] = known
        if "B2B" in known["ct"] and known["iban"].endswith("0000"):
            known["state"] = "refused by the bank"
            self._tell({"CxlRsn": {"Rsn": "refused by the debtor's bank"}, "OrgnlMndtId": reference})
            return b"refused by the bank"
        self._tell({"Mndt": _mandate(known, self)})
        return b"signed"

    def _tell(self, message: dict[str, Any]) -> None:
        self.events.append(message | {"EvtTime": self.now.isoformat()})
        if self.calls:
            self._call(urlencode({"type": "contract", "event": str(len(self.events))}))

    def _call(self, query: str) -> None:
        to = urlsplit(self.calls)
        line = HTTPConnection(to.netloc, timeout=5)
        line.request("GET", f"{to.path}?{query}", headers={SIGNATURE: signed(query)})
        line.getresponse().read()
        line.close()


def signed(query: str) -> str:
    """How the service signs a call."""
    return hmac.new(KEY.encode(), query.encode(), "sha256").hexdigest().upper()


def _mandate(known: dict[str, str], server: Sandbox) -> dict[str, Any]:
    return {
        "MndtId": known["mandateNumber"],
        "LclInstrm": "B2B" if "B2B" in known["ct"] else "CORE",
        "Ocrncs": {
            "SeqTp": "OOFF" if known.get("oneoff") else "RCUR",
            "Drtn": {"FrDt": f"{server.now:%Y-%m-%d}+01:00"},
        },
        "Dbtr": {"Nm": known.get("name") or known.get("companyName", "")},
        "DbtrAcct": known["iban"],
        "DbtrAgt": {"FinInstnId": {"BICFI": known.get("bic", "")}},
    }


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
