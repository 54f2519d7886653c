"""How often, when and how soon again a debtor may be contacted. Pure.

No figure of a statute is known here (Belgium: the law of 20 December 2002 and Book XIX, the Netherlands: the decree of
the Wki; *unverified*): these are the house's own limits, which two people change together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from cessie.lib.calendars import is_working_day
from cessie.lib.reasons import N_, Reason, Refusal

_ZONE: Final = ZoneInfo("Europe/Brussels")
#: What is said in person, at a time that may disturb.
IN_PERSON: Final = ("call", "sms", "visit")


@dataclass(frozen=True, slots=True)
class Contact:
    """At most ``a_week`` contacts and ``calls_a_week`` calls in seven days, ``rest`` days after each letter; in person
    between two hours (of Brussels) on working days, ``saturday`` too or not."""

    a_week: int = 3
    calls_a_week: int = 2
    rest: int = 4
    from_hour: int = 8
    until_hour: int = 20
    saturday: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON value that ``from_json`` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Contact:
        """The one that ``to_json`` wrote; refused where a figure cannot stand."""
        found = cls(**value)
        hours = 0 <= found.from_hour < found.until_hour <= 24
        if not hours or not 1 <= found.calls_a_week <= found.a_week <= 14 or not 0 <= found.rest <= 60:
            raise Refusal("collection.contact_figures", N_("These limits of contact cannot stand."))
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """A contact that was made."""

    kind: str
    on: date


def first_day(rule: Contact, kind: str, past: Iterable[Made], day: date) -> date:
    """The first day from ``day`` on at which one more contact of this kind keeps the limits.

    >>> monday = date(2026, 3, 2)
    >>> first_day(Contact(), "call", [Made("letter", monday)], monday + timedelta(days=1))
    datetime.date(2026, 3, 6)
    """
    made = tuple(past)
    while why_not(rule, kind, made, day) is not None:
        day += timedelta(days=1)
    return day


def why_not(rule: Contact, kind: str, past: Iterable[Made], day: date) -> Reason | None:
    """Which limit one more contact on a day would break."""
    week = [each for each in past if 0 <= (day - each.on).days < 7]
    if len(week) >= rule.a_week:
        words = N_("No more than {count} contacts in seven days.")
        return Reason("collection.contacts", words, {"count": rule.a_week})
    if kind == "call" and sum(each.kind == "call" for each in week) >= rule.calls_a_week:
        return Reason("collection.calls", N_("No more than {count} calls in seven days."), {"count": rule.calls_a_week})
    if any(each.kind == "letter" and 0 <= (day - each.on).days < rule.rest for each in past):
        words = N_("After a letter the debtor is left in peace for {days} days.")
        return Reason("collection.rest", words, {"days": rule.rest})
    return None


def bad_time(rule: Contact, kind: str, country: str, at: datetime) -> Reason | None:
    """Why nobody is called, texted or visited at this moment; letters and mails may go at any time."""
    if kind not in IN_PERSON:
        return None
    here = at.astimezone(_ZONE)
    if not is_working_day(country, here.date(), saturday=rule.saturday):
        return Reason("collection.free_day", N_("Nobody is called, texted or visited on a day without work."))
    if not rule.from_hour <= here.hour < rule.until_hour:
        words = N_("Debtors are called, texted and visited between {first} and {last} o'clock.")
        return Reason("collection.hours", words, {"first": rule.from_hour, "last": rule.until_hour})
    return None
