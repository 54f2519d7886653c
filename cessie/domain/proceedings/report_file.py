"""A partner reports acts and costs as a file: each row by the verb of form and API, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.collection.rules.numbers import typed
from cessie.domain.proceedings.models import Case, Cost, Partner, Step
from cessie.domain.proceedings.note_cost import note_cost
from cessie.domain.proceedings.report import report
from cessie.domain.proceedings.rights import partner_of, unknown, visible
from cessie.domain.proceedings.rules.states import OVER
from cessie.domain.users.rules.viewer import NotAllowed, Viewer
from cessie.formats import case_reports
from cessie.formats.laid_out import Row, place_of
from cessie.law.guards import Unlawful
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal

#: Rows of one file at most, and bytes.
MOST: Final = 500
LARGEST: Final = 2**20


@dataclass(frozen=True, slots=True)
class WrongRow:
    """Which row, and why; ``guard`` and ``article`` where the procedure has it so."""

    row: int
    why: Reason
    guard: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class FileReported:
    """``new``: acts and costs that were kept; ``known``: rows that said what was told before, each of another's telling
    named in ``notes``; ``wrong``: why nothing of the file was kept."""

    new: int
    known: int
    notes: tuple[Reason, ...] = ()
    wrong: tuple[WrongRow, ...] = ()


def report_file(*, name: str, data: bytes, by: Viewer, at: datetime) -> FileReported:
    """Read the rows (``formats.case_reports``) and do each, in their order; one wrong row and nothing is done.

    The same file again changes nothing: an act of a day is one, whoever tells it. Locks: the cases, by key.
    Refused: who is no partner (``NotAllowed``), what is no such file, one that is empty or too large.
    """
    partner = partner_of(by)
    if partner is None:
        raise NotAllowed("proceedings.no_partner_here", N_("This is for lawyers and bailiffs."))
    if len(data) > LARGEST:
        raise Refusal("proceedings.file_large", N_("The file is too large."))
    sheet = case_reports.read(name, data)
    if not 0 < len(sheet.rows) + len(sheet.wrong) <= MOST:
        raise Refusal("proceedings.file_rows", N_("A file has one to {most} rows."), most=MOST)
    told: list[Reason | None] = []
    wrong = [WrongRow(place_of(why)[0], why) for why in sheet.wrong]
    new = 0
    with transaction.atomic():
        cases = _cases(sheet.rows, partner)
        for row in sheet.rows:
            try:
                with transaction.atomic():
                    is_new, note = _row(row, cases, partner, by, at)
            except Refusal as no:
                guard, article = (no.guard, no.article) if isinstance(no, Unlawful) else ("", "")
                wrong.append(WrongRow(row.number, no.reason, guard or "", article or ""))
            else:
                new += is_new
                told += [] if is_new else [note]
        if wrong:
            transaction.set_rollback(True)
            return FileReported(0, 0, wrong=tuple(sorted(wrong, key=lambda each: each.row)))
        facts = {"rows": len(sheet.rows), "new": new}
        record(action="proceedings.report_file", subject=partner, by=by, at=at, data=facts)
    return FileReported(new, len(told), notes=tuple(note for note in told if note is not None))


def _cases(rows: tuple[Row, ...], partner: Partner) -> Mapping[int, list[Case]]:
    """By dossier the cases that he has or had, under their locks."""
    numbers = {number for row in rows if (number := typed(row.texts.get("dossier", "")))}
    his = Case.objects.filter(assignments__partner=partner, dossier__number__in=numbers).values("pk")
    found: dict[int, list[Case]] = {}
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=his).select_related("dossier").order_by("pk")
    for case in locked:
        found.setdefault(case.dossier.number, []).append(case)
    return found


def _row(
    row: Row, cases: Mapping[int, list[Case]], partner: Partner, by: Viewer, at: datetime
) -> tuple[bool, Reason | None]:
    """Whether it said something new; else who had told it, where that was another."""
    kind, act, on = row.texts["kind"].lower(), row.texts["act"].lower(), row.days["on"]
    if kind not in ("act", "cost"):
        words = N_("{text} is no kind of row: act or cost.")
        raise Refusal("proceedings.row_kind", words, text=row.texts["kind"][:60])
    case_id = _case(row, cases.get(typed(row.texts["dossier"]) or 0, []), act, by)
    seen = visible(by).filter(pk=case_id).exists()
    words = row.texts.get("words", "")[:4000]
    if kind == "cost":
        return _cost(row, case_id, partner, seen, by, at), None
    if "amount" in row.amounts:
        raise Refusal("proceedings.row_amount", N_("An amount belongs to a cost, in a row of its own."))
    told = Step.objects.filter(case=case_id, key=f"{act} {on}").first()
    if told is not None and (seen or told.side == partner.role):
        another = told.by != by.key and told.side != partner.role
        note = N_("Row {row}: somebody else told this act of {day} before. It counts once.")
        return False, Reason("proceedings.told_before", note, {"row": row.number, "day": on}) if another else None
    report(
        case_id=case_id, act=act, on=on, stated=row.texts.get("vouched", "").split(), fixed=row.days.get("fixed"),
        words=words, by=by, at=at,
    )  # fmt: skip
    return True, None


def _cost(row: Row, case_id: UUID, partner: Partner, seen: bool, by: Viewer, at: datetime) -> bool:
    """A cost of an act and day is asked once; another amount for it is no repetition."""
    act, on = row.texts["act"].lower(), row.days["on"]
    if "amount" not in row.amounts:
        raise Refusal("proceedings.row_no_amount", N_("A cost needs an amount."))
    amount = Money.of(row.amounts["amount"])
    known = Cost.objects.filter(case=case_id, partner=partner, act=act, on=on).first()
    if known is not None:
        if known.amount_cents != amount.cents:
            words = N_("{amount} was asked for this act and day before.")
            raise Refusal("proceedings.row_other_amount", words, amount=Money(known.amount_cents, known.currency))
        return False
    if not seen:
        raise unknown()
    note_cost(case_id=case_id, act=act, on=on, amount=amount, words=row.texts.get("words", "")[:4000], by=by, at=at)
    return True


def _case(row: Row, found: list[Case], act: str, by: Viewer) -> UUID:
    """Of several, the one that is not over, else the one in which the act was told."""
    if len(found) > 1:
        told = [each for each in found if each.steps.filter(key=f"{act} {row.days['on']}").exists()]
        found = told if len(told) == 1 else [each for each in found if each.state not in OVER]
    if len(found) != 1:
        raise unknown()
    return found[0].pk
