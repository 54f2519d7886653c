"""What got paid soonest: reminders by channel, words and time beside a control group, and the days after each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from cessie.domain.dunning.rules.learning import Result, Way, results
from cessie.domain.dunning.rules.steps import StepPaid, by_step
from cessie.domain.dunning.worked import ASPECTS, Aspect, outcomes
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit
from cessie.portals.frame.charts import spans
from cessie.portals.frame.ladder_words import PARTS, SEGMENTS
from cessie.portals.frame.table import Cell, csv_file
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.portals.frame.vocabulary import CHANNELS, word

#: The messages that are looked at: of a year.
SPAN: Final = timedelta(days=365)
#: Rows of the picture at most.
DRAWN: Final = 12
ASPECT_WORDS: Final[dict[Aspect, str]] = {
    "channel": N_("By channel"),
    "wording": N_("By version and wording of the ladder"),
    "weekday": N_("By weekday"),
    "part": N_("By part of the day"),
    "lot": N_("By what was given by lot"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One way of writing at one step of a segment; shares in percent."""

    segment: str
    name: str
    result: Result

    @property
    def share(self) -> Decimal:
        """Percent paid within 14 days."""
        return percent(self.result.soon.thousandths)

    @property
    def low(self) -> Decimal:
        """The lower end of its interval."""
        return percent(self.result.soon.low)

    @property
    def high(self) -> Decimal:
        """The upper end."""
        return percent(self.result.soon.high)

    @property
    def control(self) -> Decimal | None:
        """The same of the control group; None while there is none."""
        return percent(self.result.control.thousandths) if self.result.control.of else None


def worked_of(request: Visit, client_id: UUID | None) -> dict[str, Any]:
    """The table of one aspect with its picture, and the days after each step: of one creditor, or of all."""
    aspect = aspect_of(request)
    lines = lines_of(request, client_id, aspect)
    return {
        "lots": aspect == "lot",
        "lines": lines,
        "picture": _drawn(lines) if lines else "",
        "steps": [(word(SEGMENTS, each.segment), each) for each in steps_of(request, client_id)] if lines else [],
        "aspects": [(each, _(ASPECT_WORDS[each])) for each in ASPECTS],
        "aspect": aspect,
    }


def aspect_of(request: Visit) -> Aspect:
    """What is compared: as the address says, else the channel."""
    asked = request.GET.get("by", "")
    return next((each for each in ASPECTS if each == asked), "channel")


def lines_of(request: Visit, client_id: UUID | None, aspect: Aspect) -> list[Line]:
    """Every way of writing of the last year."""
    today = booking_day(timezone.now())
    found = outcomes(viewer=request.viewer, aspect=aspect, since=today - SPAN, today=today, client_id=client_id)
    return [
        Line(word(SEGMENTS, each.segment), name_of(each.way), each) for each in results(found, lots=aspect == "lot")
    ]


def steps_of(request: Visit, client_id: UUID | None) -> tuple[StepPaid, ...]:
    """How soon each step of the last year was followed by the money; the control group is among them."""
    today = booking_day(timezone.now())
    return by_step(
        outcomes(viewer=request.viewer, aspect="channel", since=today - SPAN, today=today, client_id=client_id)
    )


def worked_file(lines: Iterable[Line]) -> HttpResponse:
    """The table as a file for a spreadsheet."""
    head = [
        _("Way"), _("Segment"), _("Step"), _("Messages"), _("Paid, %"), _("From, %"), _("To, %"), _("Control group, %"),
        _("Half had paid after (days)"), _("Conclusion"),
    ]  # fmt: skip
    return csv_file("worked.csv", head, _cells(lines))


def _cells(lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    for line in lines:
        each = line.result
        yield (
            line.name, line.segment, each.step, each.soon.of, *map(_tenths, (line.share, line.low, line.high)),
            "" if line.control is None else _tenths(line.control), each.median, in_words(each.said),
        )  # fmt: skip


def _tenths(value: Decimal) -> str:
    return str(formats.number_format(value, decimal_pos=1, use_l10n=True))


def _drawn(lines: Sequence[Line]) -> str:
    figures = [
        (f"{line.name} · {line.segment} {line.result.step}", line.low, line.share, line.high) for line in lines[:DRAWN]
    ]
    return spans(_("Paid within 14 days, percent, with what is surely between"), figures)


def name_of(way: Way) -> str:
    """A way of writing in words, by the one respect in which it is looked at."""
    if way.channel:
        return word(CHANNELS, way.channel)
    if way.wording:
        return _wording(way.wording)
    if way.weekday is not None:
        return str(WEEKDAYS[way.weekday])
    return _(PARTS[way.part]) if way.part else _("as set")


def _wording(told: str) -> str:
    """A version with its first or (``+``) its second wording; without a number a second wording that was drawn."""
    number, second, _rest = told.partition("+")
    if not number.isdecimal() or len(number) == len("c8f4519d"):
        return _("second wording ({mark})").format(mark=told)
    words = _("version {number}, second wording") if second else _("version {number}")
    return words.format(number=number)


def percent(thousandths: int) -> Decimal:
    """Percent with one decimal."""
    return Decimal(thousandths) / 10
