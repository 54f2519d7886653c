"""A postal address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address in parts; ``lines`` holds what the file gave without parts."""

    street: str | None = None
    number: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    lines: tuple[str, ...] = ()
