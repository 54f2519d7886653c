"""How collections are laid into files: one block for each kind, no file larger than its bank takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What all collections of a block have in common."""

    account: UUID
    creditor_id: str
    scheme: str
    sequence: str
    day: date


@dataclass(frozen=True, slots=True)
class Block:
    """Collections of one kind in one file, by their keys."""

    kind: Kind
    collections: tuple[UUID, ...]


def files(collections: Iterable[tuple[Kind, UUID]], most: int) -> tuple[tuple[Block, ...], ...]:
    """The files of each account, with at most ``most`` collections: each collection in exactly one, a kind at most
    once in a file, in the order of kinds and keys, whatever the order in which they come."""
    if most < 1:
        raise ValueError("a file holds at least one collection")
    found: list[tuple[Block, ...]] = []
    rows = sorted(set(collections))
    for _, of_account in groupby(rows, key=lambda row: row[0].account):
        own = list(of_account)
        for start in range(0, len(own), most):
            found.append(_blocks(own[start : start + most]))
    return tuple(found)


def _blocks(rows: list[tuple[Kind, UUID]]) -> tuple[Block, ...]:
    return tuple(Block(kind, tuple(key for _, key in group)) for kind, group in groupby(rows, key=lambda row: row[0]))
