"""Verification of payee: is this account in this name? One file a service (Regulation (EU) 2024/886, article 5c).

A verifier is an object with ``name`` and ``verify(holder, iban)``. It asks and tells; what the answer means for a
payment is decided elsewhere. Errors are those of ``cessie.connectors.errors``: asking moves nothing, so a question
without an answer is ``Temporary`` and may be asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Outcome = Literal["match", "close", "none", "impossible"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: ``found`` is the registered name at a close match, ``reference`` the service's own."""

    outcome: Outcome
    found: str = ""
    reference: str = ""


class Verifier(Protocol):
    """What every file of this folder offers."""

    @property
    def name(self) -> str:
        """The service's name, kept with each answer."""

    def verify(self, holder: str, iban: str) -> Verdict:
        """Whether the account is in the holder's name."""
