"""One family of errors for all outside services: what went wrong decides what the caller may do next."""

from __future__ import annotations


class ConnectorError(Exception):
    """An outside service did not do what it was asked. ``retryable``: the same call may be made again as it is.

    ``provider`` names the connector, ``operation`` the act (``"deliver"``), ``detail`` what a person must know;
    ``code`` is the provider's own code. Secrets and personal data never go into it.
    """

    retryable = False

    def __init__(self, provider: str, operation: str, detail: str, *, code: str | None = None) -> None:
        self.provider = provider
        self.operation = operation
        self.detail = detail
        self.code = code
        super().__init__(f"{provider}: {operation}: {detail}" + (f" [{code}]" if code else ""))


class AuthFailed(ConnectorError):
    """Not let in: stop the connection and tell a person; never loop."""


class Temporary(ConnectorError):
    """Out of reach for now; try again later."""

    retryable = True


class Rejected(ConnectorError):
    """The service says that the content is wrong; the same content will be refused again."""


class NotFound(ConnectorError):
    """The thing asked for is not there."""


class OutcomeUnknown(ConnectorError):
    """Sent, and no answer: it may have been done. Never send again blindly; ask, or let a person look."""
