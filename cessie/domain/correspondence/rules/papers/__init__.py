"""What a message says, one file a kind: facts, frozen when it is written, so that it can be made anew and explained.

A new kind is a dataclass with what ``Paper`` names, and its line in ``PAPERS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from cessie.domain.correspondence.rules.blocks import Said
from cessie.domain.correspondence.rules.frame import Frame
from cessie.domain.correspondence.rules.papers.answer import Answer
from cessie.domain.correspondence.rules.papers.demand import Demand
from cessie.domain.correspondence.rules.papers.enquiry import Enquiry
from cessie.domain.correspondence.rules.papers.invoice import InvoicePaper
from cessie.domain.correspondence.rules.papers.notice import Notice
from cessie.domain.correspondence.rules.papers.prenotification import Prenotification
from cessie.domain.correspondence.rules.papers.reminder import Reminder


class Paper(Protocol):
    """Every kind of paper."""

    @property
    def kind(self) -> str:
        """Under which it is kept."""

    @property
    def iban(self) -> str:
        """The account that the debtor is told to pay to; blank where none is named."""

    def to_json(self) -> dict[str, Any]:
        """A JSON value that its kind reads back."""

    def without_people(self) -> Paper:
        """The same with nothing that names what a person bought or owes: what stays when its time is over."""

    def subject(self, frame: Frame) -> str:
        """The mail's subject; it names no debt."""

    def said(self, frame: Frame) -> Said:
        """All that it says, in the frame's language."""


PAPERS: Final[
    Mapping[
        str,
        type[Notice]
        | type[Reminder]
        | type[Demand]
        | type[Answer]
        | type[Prenotification]
        | type[InvoicePaper]
        | type[Enquiry],
    ]
] = {each.kind: each for each in (Notice, Reminder, Demand, Answer, Prenotification, InvoicePaper, Enquiry)}
KINDS: Final = tuple(PAPERS)


def paper_from(kind: str, value: Mapping[str, Any]) -> Paper:
    """The paper that ``to_json`` of its kind wrote."""
    return PAPERS[kind].from_json(value)


def copies_of(paper: Paper) -> tuple[str, ...]:
    """The documents that a mail brings along beside the letter, by hash."""
    if isinstance(paper, InvoicePaper):
        return tuple(filter(None, (paper.pdf, paper.e_invoice)))
    return paper.copies if isinstance(paper, Reminder) else ()


def e_invoice_of(paper: Paper) -> str:
    """The hash of the e-invoice that goes over the network; blank where the paper is none."""
    return paper.e_invoice if isinstance(paper, InvoicePaper) else ""


def printed_of(paper: Paper) -> str:
    """The hash of the PDF that is printed behind the letter; blank where there is none."""
    return paper.pdf if isinstance(paper, InvoicePaper) else ""
