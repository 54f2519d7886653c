"""A local server that answers like a verification service: for tests, the simulated world and a developer's desk.

It knows accounts by IBAN with their registered names. The same name is a match; one that differs only in what people
leave out or write otherwise (legal form, accents, case, marks, word order, a letter or two) is close; any other none.
Of an account that it does not know it cannot say.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from difflib import SequenceMatcher
from email.message import Message
from pathlib import Path
from typing import Any

from cessie.connectors.sandbox import JsonServer
from cessie.lib.references import normal_iban

_FORMS = frozenset("bv nv sa sas srl sprl bvba gmbh ag ltd vof sarl eurl cv scs".split())  # noqa: SIM905  # a list
_CLOSE = 85  # percent of the letters


def compare(asked: str, registered: str) -> str:
    """MTCH, CMTC or NMTC.

    >>> compare("Bakkerij De Molen BV", "BAKKERIJ DE MOLEN B.V."), compare("De Molen", "Bakkerij De Molen BV")
    ('MTCH', 'NMTC')
    >>> compare("Bakkerij de Mole", "Bakkerij De Molen BV")
    'CMTC'
    """
    one, two = _words(asked), _words(registered)
    if one == two:
        return "MTCH"
    bare = [" ".join(sorted(word for word in words if word not in _FORMS)) for words in (one, two)]
    alike = SequenceMatcher(a=bare[0], b=bare[1]).ratio() * 100
    return "CMTC" if alike >= _CLOSE else "NMTC"


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", " ", plain.replace(".", "").replace("&", " en ")).split()


class Sandbox(JsonServer):
    """The service; ``names`` may be added to while it runs.

    ``default`` is what it says of an account that it does not know; of those in ``silent`` it cannot say; ``token``, if
    any, must be shown.
    """

    def __init__(self, names: Mapping[str, str], *, default: str = "NOAP", token: str = "") -> None:
        super().__init__()
        self.names, self.default, self.token = dict(names), default, token
        self.silent: set[str] = set()
        self.questions: list[dict[str, Any]] = []

    def environment(self) -> Mapping[str, str]:
        """What the house must be told."""
        return {
            "CESSIE_VOP_URL": self.url,
        }

    def answer(self, method: str, address: str, headers: Message, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and body of the answer."""
        if self.trouble:
            return self.trouble, {"code": "TROUBLE"}
        if self.token and headers.get("Authorization") != f"Bearer {self.token}":
            return 401, {"code": "TOKEN_INVALID"}
        if (method, address) != ("POST", "/payee-verifications"):
            return 404, {"code": "RESOURCE_UNKNOWN"}
        try:
            question = json.loads(body)
            name, iban = str(question["party"]["name"]), normal_iban(str(question["partyAccount"]["iban"]))
        except (ValueError, KeyError, TypeError):
            return 400, {"code": "FORMAT_ERROR"}
        if not name.strip() or iban is None:
            return 400, {"code": "FORMAT_ERROR"}
        self.questions.append(question)
        number = f"V{len(self.questions):06d}"
        registered = self.names.get(iban)
        word = self.default if registered is None else compare(name, registered)
        word = "NOAP" if iban in self.silent else word
        told = {"partyNameMatch": word, "verificationId": number}
        return 200, told | ({"matchedName": registered} if word == "CMTC" else {})


def stand(now: datetime, folder: Path) -> Sandbox:
    """The service as ``cessie sandbox`` starts it."""
    return Sandbox({})
