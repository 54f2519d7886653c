"""A local service of registered e-mail, with the same paths, fields and seal.

A minute after it was taken a letter is sent; an hour later its addressee takes it. ``refused@...`` refuses it,
``negligence@...`` lets fifteen days go by, ``bounced@...`` is not there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from cessie.connectors.channels.registered_email.seal import Seal, date_of, moment_of
from cessie.connectors.sandbox import JsonServer

TOKEN, PRIVATE_KEY, USER = "T-1", "sandbox-private-key", "7"
#: How long a call's date is good.
GOOD_FOR: Final = timedelta(minutes=10)
#: By the name of the addressee: which step ends it, and how long after it was taken.
ENDS: Final = {
    "refused": ("refused_date", "rf", timedelta(hours=1)),
    "negligence": ("negligence_date", "ng", timedelta(days=15)),
    "bounced": ("bounced_date", "bc", timedelta(minutes=1)),
}
TAKEN: Final = ("view_date", "ar", timedelta(hours=1))


class Sandbox(JsonServer):
    """The service; ``cut``: do what is asked, then hang up without a word; ``silent``: troubles that it tells."""

    longest = 20 * 2**20

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.now, self.cut = now, False
        self.maintenance = False
        self.files: list[bytes] = []
        self.mails: list[dict[str, Any]] = []
        self._seal = Seal(PRIVATE_KEY)

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_REGISTERED_EMAIL_URL": f"{self.url}/api",
            "CESSIE_REGISTERED_EMAIL_TOKEN": TOKEN,
            "CESSIE_REGISTERED_EMAIL_KEY": PRIVATE_KEY,
            "CESSIE_REGISTERED_EMAIL_USER": USER,
        }

    def answer(
        self, method: str, address: str, headers: Message, body: bytes
    ) -> tuple[int, dict[str, Any] | bytes] | None:
        """The answer, sealed where it is good; none once the line is cut after a letter was taken."""
        if self.trouble:
            return self.trouble, {}
        parts = urlsplit(address)
        if parts.path.startswith("/get/proof/"):
            return 200, f"%PDF-1.4\n% {parts.path.rpartition('/')[2]}\n%%EOF\n".encode()
        fields = dict(parse_qsl(parts.query)) if method == "GET" else _fields(headers, body)
        no = self._closed(headers, fields)
        if no:
            return 200, {"status": "ERROR", "slug": no, "message": no}
        told = self._do(method, parts.path.removeprefix("/api/"), fields)
        if self.cut and (method, parts.path) == ("POST", "/api/mail"):
            return None
        if "slug" in told:
            return 200, {"status": "ERROR", **told}
        words = json.dumps({"status": "SUCCESS", "result": told})
        return 200, self._seal.close(fields["date"], words).encode()

    def _closed(self, headers: Message, fields: dict[str, Any]) -> str:
        date = str(fields.get("date", ""))
        try:
            old = abs(self.now - moment_of(date)) > GOOD_FOR
        except ValueError:
            return "expired_date"
        if self.maintenance:
            return "maintenance"
        good = fields.get("token") == TOKEN and headers.get("signature") == self._seal.signature(date)
        return "expired_date" if old else "" if good else "invalid_signature"

    def _do(self, method: str, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        if (method, path) == ("POST", "attachment"):
            self.files.append(fields["file"])
            return {"file_id": f"F{len(self.files)}"}
        if (method, path) == ("POST", "mail"):
            if "@" not in str(fields.get("to_email", "")) or fields.get("attachment[0]") != f"F{len(self.files)}":
                return {"slug": "invalid_mail", "message": "no such recipient, or no such file"}
            self.mails.append({**fields, "id": len(self.mails) + 101, "taken": self.now})
            return self._tell(self.mails[-1])
        found = next((each for each in self.mails if str(each["id"]) == fields.get("id")), None)
        return {"slug": "mail_not_found"} if found is None else self._tell(found)

    def _tell(self, mail: dict[str, Any]) -> dict[str, Any]:
        """The letter as it stands now."""
        told = {"id": mail["id"], "status": "waiting", "ref_dossier": mail["ref_dossier"], "to_email": mail["to_email"]}
        end = ENDS.get(mail["to_email"].partition("@")[0], TAKEN)
        for field, short, after in (("ts_ev_date", "ev", timedelta(minutes=1)), end):
            if self.now >= mail["taken"] + after:
                told |= {field: date_of(mail["taken"] + after), "status": short}
                told[f"proof_{short}_url"] = f"{self.url}/get/proof/{short}-{mail['id']}?token=1"
        return told


def _fields(headers: Message, body: bytes) -> dict[str, Any]:
    """The fields of a form, its file as bytes."""
    kind = headers.get("Content-Type", "")
    if not kind.startswith("multipart/"):
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    form = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts = {str(part.get_param("name", header="Content-Disposition")): part for part in form.walk()}
    return {
        name: part.get_payload(decode=True) if part.get_filename() else part.get_payload()
        for name, part in parts.items() if not part.is_multipart()
    }  # fmt: skip


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox(now)
