"""Calls to outside services over HTTP, their troubles in the family's words: was nothing done, or does nobody know?"""

from __future__ import annotations

import re
from types import TracebackType
from typing import Any, Final, Self

import httpx

from cessie.connectors.errors import AuthFailed, NotFound, OutcomeUnknown, Rejected, Temporary

SECONDS: Final = 20
#: What a service says of a refusal, no longer than this.
LONGEST: Final = 300
#: An e-mail address or a telephone number of somebody.
_PERSONAL: Final = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+|\+?\d{8,}")


class Service:
    """One service behind one address. ``name`` stands in its errors; ``headers`` open it and are never told."""

    def __init__(self, name: str, url: str, headers: dict[str, str] | None = None) -> None:
        self._name = name
        self._client = httpx.Client(base_url=url, headers=headers or {}, timeout=SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def read(
        self, operation: str, path: str, asked: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Ask for something: any trouble is ``Temporary``, for nothing was changed; ``NotFound`` where it is not."""
        return self._harmless(operation, "GET", path, params=asked, headers=headers)

    def read_by_post(self, operation: str, path: str, form: dict[str, str]) -> httpx.Response:
        """The same where a service wants its question (a log-in) posted."""
        return self._harmless(operation, "POST", path, data=form)

    def remove(self, operation: str, path: str, asked: dict[str, str]) -> httpx.Response:
        """Have something taken away, which may be asked again: any trouble is ``Temporary``."""
        return self._harmless(operation, "DELETE", path, params=asked)

    def change(self, operation: str, path: str) -> httpx.Response:
        """Have a mark set that may be set again: any trouble is ``Temporary``."""
        return self._harmless(operation, "PATCH", path)

    def write(self, operation: str, path: str, **body: Any) -> httpx.Response:
        """Have something done (``json``, ``data``, ``files`` as httpx takes them), once.

        ``Temporary`` only where nothing left this machine or the service says so; ``OutcomeUnknown`` where it may have
        been done.
        """
        try:
            answer = self._client.post(path, **body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise Temporary(self._name, operation, type(error).__name__) from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(self._name, operation, type(error).__name__) from error
        if answer.status_code >= 500:
            raise OutcomeUnknown(self._name, operation, "no clear answer", code=str(answer.status_code))
        return self._good(operation, answer)

    def _harmless(self, operation: str, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **what)
        except httpx.HTTPError as error:
            raise Temporary(self._name, operation, type(error).__name__) from error
        return self._good(operation, answer)

    def values(self, operation: str, answer: httpx.Response) -> dict[str, Any]:
        """The answer's JSON object; ``Rejected`` where it is none."""
        try:
            found = answer.json()
        except ValueError as error:
            raise Rejected(self._name, operation, "the answer cannot be read") from error
        if not isinstance(found, dict):
            raise Rejected(self._name, operation, "the answer cannot be read")
        return found

    def _good(self, operation: str, answer: httpx.Response) -> httpx.Response:
        code = str(answer.status_code)
        if answer.status_code in (401, 403):
            raise AuthFailed(self._name, operation, "not let in", code=code)
        if answer.status_code == 404:
            raise NotFound(self._name, operation, "not there", code=code)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise Temporary(self._name, operation, "not now", code=code)
        if answer.status_code not in (200, 201, 202):
            raise Rejected(self._name, operation, plain(answer.text) or "refused", code=code)
        return answer


def plain(words: str) -> str:
    """A service's words on one line, without anybody's address or number.

    >>> plain("no such\\nrecipient: ap@example.com, +32470123456")
    'no such recipient: *, *'
    """
    return " ".join(_PERSONAL.sub("*", words).split())[:LONGEST]
