"""What got paid soonest: the reminders of the ladders by channel, wording and time, beside the control group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cessie.domain.dunning.rules.learning import Result, Way
from cessie.domain.dunning.worked import ASPECTS, Aspect, worked
from cessie.domain.parties import queries as parties
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_
from cessie.portals.frame.access import Visit, for_kind
from cessie.portals.frame.ladder_words import SEGMENTS
from cessie.portals.frame.vocabulary import CHANNELS, word
from cessie.portals.staff.desk import show

#: The messages that are looked at: of a year.
SPAN = timedelta(days=365)
ASPECT_WORDS: dict[Aspect, str] = {
    "channel": N_("By channel"),
    "wording": N_("By version of the ladder"),
    "weekday": N_("By weekday"),
    "part": N_("By part of the day"),
}
PARTS = {"morning": N_("in the morning"), "afternoon": N_("in the afternoon")}


@dataclass(frozen=True, slots=True)
class Line:
    """One way of writing at one step of a segment."""

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


@require_safe
@for_kind("staff")
def worked_page(request: Visit) -> HttpResponse:
    """The table of one aspect, of all creditors or of one."""
    asked = request.GET.get("by", "")
    aspect: Aspect = next((each for each in ASPECTS if each == asked), "channel")
    try:
        client_id = UUID(request.GET["client"]) if request.GET.get("client") else None
    except ValueError:
        client_id = None
    today = booking_day(timezone.now())
    found = worked(viewer=request.viewer, aspect=aspect, since=today - SPAN, today=today, client_id=client_id)
    return show(
        request,
        "worked",
        lines=[Line(word(SEGMENTS, each.segment), name_of(each.way), each) for each in found],
        aspects=[(each, _(ASPECT_WORDS[each])) for each in ASPECTS],
        aspect=aspect,
        client_id=client_id,
        choices=[(row.pk, row.company.name) for row in parties.clients(viewer=request.viewer)],
    )


def name_of(way: Way) -> str:
    """A way of writing in words, by the one respect in which it is looked at."""
    if way.channel:
        return word(CHANNELS, way.channel)
    if way.wording:
        return _("version {number}").format(number=way.wording)
    if way.weekday is not None:
        return str(WEEKDAYS[way.weekday])
    return _(PARTS[way.part]) if way.part else _("as set")


def percent(thousandths: int) -> Decimal:
    """Percent with one decimal."""
    return Decimal(thousandths) / 10
