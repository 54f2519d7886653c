"""What a status report (pain.002) says about each order of a file: at three levels, the nearest word counts. Pure.

Levels: the whole file (group), a block (payment information), a transaction. A word at a higher level counts for all
below it that say nothing themselves: a refused file refuses each order, an accepted one moves nothing, since only the
statement proves. Words (ISO 20022 external status codes): RJCT and CANC refuse; RCVD, ACTC, ACCP, ACSP, ACSC, ACWC,
PATC, PDNG and PART are told; RVNM, RVMC and RVNA are the payee's bank on the name (verification of payee).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cessie.formats.values import BatchStatus, StatusReason, StatusReport
from cessie.lib.reasons import N_, Refusal

REFUSED = frozenset({"RJCT", "CANC"})
#: The payee's bank on the name, as outcomes of a verification.
NAMES: Mapping[str, str] = {"RVNM": "none", "RVMC": "close", "RVNA": "impossible"}


class UnknownFile(Refusal):
    """The report is about a file, a block or an order that is not ours."""


@dataclass(frozen=True, slots=True)
class Word:
    """The bank's word on one order."""

    end_to_end_id: str
    status: str
    code: str
    text: str


def words(report: StatusReport, blocks: Mapping[str, str]) -> tuple[Word, ...]:
    """The bank's word on every order about which it says anything, each order once.

    ``blocks``: the block of each end-to-end id of our file. Refused: a block or an order that was not in the file.
    """
    said: dict[str, Word] = {}
    if report.status and report.status != "PART":
        said |= {key: _word(key, report.status, report.reasons) for key in blocks}
    for part in report.batches:
        said |= {word.end_to_end_id: word for word in _of_block(part, blocks)}
    return tuple(said[key] for key in sorted(said))


def _of_block(part: BatchStatus, blocks: Mapping[str, str]) -> Iterator[Word]:
    if part.id is not None and part.id not in blocks.values():
        raise _not_in_file(part.id)
    if part.status and part.status != "PART":
        yield from (_word(key, part.status, part.reasons) for key, block in blocks.items() if block == part.id)
    for transfer in part.transactions:
        key = transfer.end_to_end_id or "?"
        if key not in blocks or part.id not in (None, blocks[key]):
            raise _not_in_file(key)
        if status := transfer.status or part.status:
            yield _word(key, status, transfer.reasons or part.reasons)


def _word(key: str, status: str, reasons: tuple[StatusReason, ...]) -> Word:
    first = reasons[0] if reasons else StatusReason(code=None)
    return Word(key, status, first.code or "", first.text or "")


def _not_in_file(name: str) -> UnknownFile:
    return UnknownFile("payments.not_in_file", N_("The report speaks of {id}, which was not in the file."), id=name)
