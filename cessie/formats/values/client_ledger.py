"""What a company's sales ledger did: its invoices, credit notes and the money that came, one movement a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from cessie.lib.reasons import Reason

MovementKind = Literal["invoice", "credit_note", "payment"]


class Movement(NamedTuple):
    """One movement of a debtor's account. ``cents`` is positive whatever the kind.

    ``number`` names the document; of a payment (or where a credit note says so) ``of`` names the invoice that it is
    about. A ledger that knows no due dates leaves ``due`` empty. ``place``: the line in the file.
    """

    kind: MovementKind
    number: str
    debtor: str
    debtor_name: str
    day: date
    cents: int
    due: date | None = None
    of: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class ClientLedger:
    """The movements of a file in the order of the file, or everything that is wrong with it: then nothing is used.

    ``line`` is a fact of each problem.
    """

    movements: tuple[Movement, ...]
    problems: tuple[Reason, ...] = ()
