"""Verification of payee over HTTPS, in the words of the EPC scheme: MTCH, CMTC, NMTC, NOAP.

One question, one answer:

``POST {url}/payee-verifications``, headers ``Authorization: Bearer ...`` and ``X-Request-ID``
    ``{"party": {"name": "Atelier du Pont SRL"}, "partyAccount": {"iban": "BE71096123456769"}}``
``200``
    ``{"partyNameMatch": "CMTC", "matchedName": "Atelier du Pont", "verificationId": "..."}``
``400`` wrong question; ``401``, ``403`` not let in; ``429``, ``5xx`` later.

Banks and their resellers dress this shape differently, and no two of them were tried: for a bank of yours expect to
change paths and names here (unverified).
"""

from __future__ import annotations

from functools import cached_property
from types import TracebackType

import httpx

from cessie.connectors.banks.vop import Outcome, Verdict
from cessie.connectors.errors import AuthFailed, NotFound, Rejected, Temporary
from cessie.lib.ids import uuid7

OUTCOMES: dict[str, Outcome] = {"MTCH": "match", "CMTC": "close", "NMTC": "none", "NOAP": "impossible"}
#: The scheme gives the payee's bank a few seconds; a person waits at the other end.
SECONDS = 10


class Rest:
    """The service behind ``url``; ``token`` opens it and is never told."""

    def __init__(self, url: str, token: str = "", name: str = "vop") -> None:
        self.name = name
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    @cached_property
    def _client(self) -> httpx.Client:
        """Made with the first question: most payment runs ask nothing, and it loads all the world's certificates."""
        return httpx.Client(base_url=self._url, headers=self._headers, timeout=SECONDS, trust_env=False)

    def __enter__(self) -> Rest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    def verify(self, holder: str, iban: str) -> Verdict:
        """Ask about one account."""
        question = {"party": {"name": holder}, "partyAccount": {"iban": iban}}
        try:
            answer = self._client.post("/payee-verifications", json=question, headers={"X-Request-ID": str(uuid7())})
        except httpx.HTTPError as error:
            raise Temporary(self.name, "verify", type(error).__name__) from error
        self._check(answer)
        return self._verdict(answer)

    def _check(self, answer: httpx.Response) -> None:
        code = str(answer.status_code)
        if answer.status_code in (401, 403):
            raise AuthFailed(self.name, "verify", "not let in", code=code)
        if answer.status_code == 404:
            raise NotFound(self.name, "verify", "no such service at this address", code=code)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Temporary(self.name, "verify", "not now", code=code)
        if answer.status_code != 200:
            raise Rejected(self.name, "verify", "the question is refused", code=code)

    def _verdict(self, answer: httpx.Response) -> Verdict:
        """The answer in our words; one that nobody knows is no answer."""
        try:
            told = answer.json()
            outcome = OUTCOMES[told["partyNameMatch"]]
        except (ValueError, KeyError, TypeError) as error:
            raise Rejected(self.name, "verify", "the answer cannot be read") from error
        found = str(told.get("matchedName") or "") if outcome == "close" else ""
        return Verdict(outcome, found, str(told.get("verificationId") or ""))
