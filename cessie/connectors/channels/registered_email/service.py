"""A qualified service of registered e-mail in the shape of AR24: ``POST attachment``, ``POST mail``, ``GET mail``.

The service mails the addressee that somebody has a registered letter for him; he proves who he is, and takes it,
refuses it, or lets fifteen days go by. Each step has its proof, a signed document that is fetched by its address.
Paths, fields and the seal are those of its public description and of several independent clients; it was never tried
against the live service, and the codes of its errors are guessed at (unverified).

It has no key of idempotency: a letter whose answer was lost is ``OutcomeUnknown``, and a person looks at the service's
list under our reference (``ref_dossier``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import httpx

from cessie.connectors.channels import Fate, News, Piece
from cessie.connectors.channels.registered_email.seal import NotSealed, Seal, date_of, moment_of
from cessie.connectors.errors import AuthFailed, ConnectorError, NotFound, OutcomeUnknown, Rejected, Temporary
from cessie.connectors.rest import Service, plain

#: What the service tells of a letter: when, the address of its proof, and what it means for the message.
STEPS: Final[tuple[tuple[str, str, Fate, str], ...]] = (
    ("ts_ev_date", "proof_ev_url", "sent", "sending"),
    ("bounced_date", "proof_bc_url", "returned", "return"),
    ("refused_date", "proof_rf_url", "refused", "refusal"),
    ("negligence_date", "proof_ng_url", "negligence", "negligence"),
    ("view_date", "proof_ar_url", "delivered", "receipt"),
)
#: The whole of a proof is fetched, and no more than this.
MOST: Final = 10 * 1024 * 1024
_LATER: Final = ("maintenance", "limit", "too_many")
_CLOSED: Final = ("token", "signature", "access", "denied", "forbidden", "expired_date")


class RegisteredEmail(Service):
    """The channel over the service behind ``url``: ``token`` and ``private_key`` open it, ``user`` is who sends there.

    ``hook``: where the service says that something has happened (it is asked anyway, this is sooner).
    """

    name = "registered_email"
    at_once = 1
    safe_again = False

    def __init__(
        self,
        url: str,
        token: str,
        private_key: str,
        user: str,
        *,
        hook: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(self.name, f"{url.rstrip('/')}/")
        self._token, self._user, self._hook, self._clock = token, user, hook, clock
        self._seal = Seal(private_key)

    def deliver(self, name: str, pieces: Sequence[Piece]) -> str:
        """Hand one registered letter over; the service's number of it."""
        (piece,) = pieces
        first, last, company = _person(piece)
        if not first or not last or "@" not in piece.mail_to:
            raise Rejected(self.name, "deliver", "no e-mail address, or no person by first and last name")
        file = self._put("attachment", {}, {"file": (f"{piece.reference}.pdf", piece.letter, "application/pdf")})
        fields = {
            "eidas": "1", "to_firstname": first, "to_lastname": last, "to_company": company, "to_email": piece.mail_to,
            "dest_statut": "professionnel" if company else "particulier", "ref_dossier": piece.reference,
            "content": piece.text, "attachment[0]": str(file.get("file_id", "")), "webhook": self._hook,
        }  # fmt: skip
        told = self._put("mail", {key: value for key, value in fields.items() if value})
        return str(told.get("id") or name)

    def news(self, handed: Sequence[str]) -> Sequence[News]:
        """What became of each, in the order in which it happened; that it is on its way, where nothing did."""
        return [each for key in handed for each in self._told(key)]

    def heard(self) -> None:
        """Nothing: it may be asked again."""

    def _told(self, key: str) -> Iterator[News]:
        try:
            mail = self._get("mail", {"id": key})
        except NotFound:
            return
        found = list(_steps(key, mail, self._fetch))
        if str(mail.get("status", "")).lower() == "error":
            words = plain(str(mail.get("error") or "the service could not send it"))
            found.append(News(key, "rejected", self._clock(), words))
        yield from found or [News(key, "accepted", self._clock())]

    def _fetch(self, url: str) -> bytes:
        """A proof, from the service itself and from nowhere else; nothing where it cannot be had now."""
        if not _same_place(httpx.URL(url), self._client.base_url):
            raise Rejected(self.name, "proof", "the proof lies elsewhere than at the service")
        data = self.read("proof", url).content
        if not data or len(data) > MOST:
            raise Rejected(self.name, "proof", "no proof of a size that can be kept")
        return data

    def _get(self, path: str, asked: dict[str, str]) -> Mapping[str, Any]:
        date = self._open_with()
        try:
            answer = self.read(path, path, {"token": self._token, "date": date, **asked})
            return self._result(path, answer, date)
        except OutcomeUnknown as error:  # nothing was asked for that changes anything
            raise Temporary(self.name, path, error.detail) from error

    def _put(self, path: str, fields: dict[str, str], files: dict[str, Any] | None = None) -> Mapping[str, Any]:
        date = self._open_with()
        body = {"token": self._token, "date": date, "id_user": self._user, **fields}
        try:
            return self._result(path, self.write(path, path, data=body, files=files), date)
        except OutcomeUnknown as error:
            if path != "attachment":
                raise
            raise Temporary(self.name, path, error.detail) from error  # a file alone reaches nobody

    def _open_with(self) -> str:
        date = date_of(self._clock())
        self._client.headers["signature"] = self._seal.signature(date)
        return date

    def _result(self, operation: str, answer: httpx.Response, date: str) -> Mapping[str, Any]:
        """What an answer says; good ones are sealed, troubles are plain (and 200 all the same)."""
        try:
            text = self._seal.open(date, answer.text.strip())
        except NotSealed:
            text = answer.text
        try:
            told = json.loads(text)
            status, result = str(told["status"]), told.get("result")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OutcomeUnknown(self.name, operation, "the answer cannot be read") from error
        if status != "SUCCESS" or not isinstance(result, dict):
            raise self._no(operation, status, told)
        return result

    def _no(self, operation: str, status: str, told: Mapping[str, Any]) -> ConnectorError:
        code = str(told.get("slug") or status).lower()
        kind: type[ConnectorError] = Rejected
        if any(word in code for word in _LATER):
            kind = Temporary
        elif any(word in code for word in _CLOSED):
            kind = AuthFailed
        elif "not_found" in code or "not_exist" in code:
            kind = NotFound
        return kind(self.name, operation, plain(str(told.get("message") or "refused")), code=code)


def _person(piece: Piece) -> tuple[str, str, str]:
    """First name, last name and company of who is to take it: the person it is for the attention of, else himself."""
    first, _, last = (piece.attention or piece.name).strip().partition(" ")
    return first, last.strip(), piece.name if piece.attention else ""


def _steps(key: str, mail: Mapping[str, Any], fetch: Callable[[str], bytes]) -> Iterator[News]:
    for date, proof, fate, name in STEPS:
        if not mail.get(date):
            continue
        try:
            at = moment_of(str(mail[date]))
        except ValueError as error:
            raise Rejected("registered_email", "news", "the answer cannot be read") from error
        url = str(mail.get(proof) or "")
        yield News(key, fate, at, fate, key, proof_name=f"{name}.pdf", fetch=partial(fetch, url) if url else None)


def _same_place(one: httpx.URL, other: httpx.URL) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)
