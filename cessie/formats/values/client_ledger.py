"""What a company's sales ledger did (invoices, credit notes, the money that came), and what is open in it on a day."""

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


OpenKind = Literal["invoice", "credit_note", "cash"]


class OpenItem(NamedTuple):
    """One open line of a debtor's account, signed as he owes: credit notes and unallocated money are negative.

    ``gross`` is what the document was for; of one that came and was paid between two ledgers nothing is open.
    ``number_of_debtor`` is his VAT or company number, where the ledger knows it. ``place``: the line in the file.
    """

    kind: OpenKind
    number: str
    debtor: str
    debtor_name: str
    number_of_debtor: str
    issued: date
    due: date | None
    open_cents: int
    gross_cents: int
    disputed: bool = False
    consumer: bool = False
    unperformed: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a ledger to a factor, as the heads of its layouts name him."""

    company: str
    as_of: date
    sent: date
    number: int = 1
    issuer: str = ""
    client: str = ""
    export: bool = False
    currency: str = "EUR"
