"""Movements of CODA 2: the records of one movement, and the tree of totals and details (section 3 of the standard)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cessie.formats.statements._coda_fields import Line, other_account
from cessie.formats.statements._coda_text import Told, information, movement
from cessie.formats.values import Counterparty, StatementEntry
from cessie.lib.reasons import N_, Reason

_PARENT = {"5": "1", "6": "2", "7": "2", "8": "3", "9": "7"}
_TOTALS = {"1", "2"}
_NONE_GIVEN = {"NOTPROVIDED", "NOT PROVIDED"}


@dataclass
class Movement:
    """A record 2.1 with what follows it."""

    first: Line
    second: Line | None = None
    third: Line | None = None
    told: list[list[Line]] = field(default_factory=list)
    children: list[Movement] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The first digit of the transaction code: 0 to 3 booked, 5 to 9 detail."""
        return self.first.at(54, 54)

    @property
    def sequence(self) -> str:
        """The number that a movement shares with its details."""
        return self.first.at(3, 6)

    def continues(self, line: Line) -> bool:
        """Whether a record 2.2, 2.3, 3.2 or 3.3 belongs to what was read last."""
        if line.at(1, 1) == "3":
            return bool(self.told) and line.at(3, 10) == self.told[-1][0].at(3, 10)
        return not self.told and self.third is None and line.at(3, 10) == self.first.at(3, 10)

    def add(self, line: Line) -> None:
        """Keep a record that belongs to this movement."""
        match line.at(1, 2):
            case "22":
                self.second = line
            case "23":
                self.third = line
            case "31":
                self.told.append([line])
            case _:
                self.told[-1].append(line)

    def communication(self) -> str:
        """53 + 53 + 43 characters; a missing record counts as blanks so that structured text keeps its places."""
        second = self.second.at(11, 63) if self.second else " " * 53
        third = self.third.at(83, 125) if self.third else " " * 43
        return self.first.at(63, 115) + second + third

    def entry(self, currency: str | None, *, details_only: bool) -> StatementEntry:
        """As a statement entry, with its details under it."""
        first, second = self.first, self.second
        said = movement(first.at(62, 62) == "1", self.communication())
        told = [_told(lines) for lines in self.told]
        reference = second.word(64, 98) if second else None
        if reference is not None and reference.upper() in _NONE_GIVEN:
            reference = None
        own_type = second.at(113, 113).strip("0 ") if second else ""
        words = [said.information, *(t.text for t in told)]
        return StatementEntry(
            booked=first.day(116),
            value=first.day(48),
            amount=first.amount(32, 33),
            currency=currency,
            status="info" if details_only else "booked",
            bank_reference=first.word(11, 31),
            end_to_end_id=None if self.type in _TOTALS else reference,
            batch_reference=reference if self.type in _TOTALS else None,
            counterparty=self._counterparty(told),
            remittance=said.remittance,
            mandate=said.mandate,
            creditor_id=said.creditor_id,
            return_type=own_type or said.return_type,
            return_reason=(second.word(114, 117) if second else None) or said.return_reason,
            transaction_code=first.at(54, 61),
            breakdown=said.breakdown,
            information="\n".join(w for w in words if w) or None,
            details=tuple(child.entry(currency, details_only=details_only) for child in self.children),
        )

    def _counterparty(self, told: list[Told]) -> Counterparty:
        iban, account = other_account(self.third.at(11, 47)) if self.third else (None, None)
        name = next((t.name for t in told if t.name), None) or (self.third.word(48, 82) if self.third else None)
        return Counterparty(
            name=name,
            iban=iban,
            account=account,
            bic=self.second.word(99, 109) if self.second else None,
            ultimate=next((t.ultimate for t in told if t.ultimate), None),
        )


def _told(lines: list[Line]) -> Told:
    """Records 3.1, 3.2 and 3.3 joined."""
    zones = {"31": (41, 113), "32": (11, 115), "33": (11, 100)}
    raw = "".join(line.at(*zones[line.at(1, 2)]) for line in lines)
    return information(lines[0].at(40, 40) == "1", raw)


def entries_of(
    movements: list[Movement], currency: str | None, *, details_only: bool
) -> tuple[tuple[StatementEntry, ...], list[Reason]]:
    """The booked movements with their details under them, and what did not fit.

    The type digit decides; the detail number only where it contradicts (it wraps after 9,999 details).
    """
    top: list[Movement] = []
    warnings: list[Reason] = []
    open_by_type: dict[str, Movement] = {}
    for item in movements:
        parent = None if details_only else _parent(item, open_by_type, top, warnings)
        (parent.children if parent else top).append(item)
        open_by_type[item.type] = item
    entries = tuple(item.entry(currency, details_only=details_only) for item in top)
    return entries, warnings


def _parent(
    item: Movement, open_by_type: dict[str, Movement], top: list[Movement], warnings: list[Reason]
) -> Movement | None:
    numbered = item.first.at(7, 10) != "0000"
    is_detail = item.type in _PARENT
    if not is_detail and not numbered:
        return None
    expected = open_by_type.get(_PARENT[item.type]) if is_detail else None
    if expected is not None and expected.sequence == item.sequence:
        return expected
    total = top[-1] if top and top[-1].sequence == item.sequence and numbered else None
    words = (
        N_("Line {line}: a movement of type {type} does not fit under the one before it; it was read as a detail.")
        if total
        else N_("Line {line}: a detail of type {type} has no total; it was read as a booked movement.")
    )
    warnings.append(Reason("coda.tree", words, {"line": item.first.number, "type": item.type}))
    return total
