"""Belgian periods: the first reminder to a consumer, the summons for uncontested debts (IOS), limitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cessie.law.facts import Deadlines
from cessie.law.guards import Unlawful
from cessie.law.periods import ROLLED, eop, limitation
from cessie.law.regime import Procedure
from cessie.lib.calendars import VERSION, add_working_days, working_day_from
from cessie.lib.days import add_months
from cessie.lib.reasons import N_, Reason

BOOK = "Code of Economic Law, art. XIX.2"
SATURDAY = Reason(
    "law.be_saturday", N_("Whether Saturday is a working day in Book XIX is not settled: the later date is taken.")
)
NOTICE = Reason(
    "law.be_notice", N_("Book XIX gives 14 days, an older page of the authority 15: the longer period is taken.")
)
TEN = Reason("law.be_limitation", N_("Ten years hold for most Belgian debts; shorter terms were not checked."))


@dataclass(frozen=True, slots=True)
class Reminded:
    """The free period of a first reminder: 14 days from ``starts``; costs and interest from ``act_from`` on."""

    starts: date
    last_free_day: date
    act_from: date
    starts_early: date
    unverified: tuple[Reason, ...]


def reminded(sent: date, channel: str) -> Reminded:
    """Electronic: from the day after sending. By post: from the third working day after it."""
    if channel == "electronic":
        start = early = sent + timedelta(days=1)
    elif channel == "post":
        start = add_working_days("BE", sent, 3)
        early = add_working_days("BE", sent, 3, saturday=True)
    else:
        raise Unlawful(
            None, "law.channel", N_("A reminder goes by post or electronic, not by {channel}."), channel=channel
        )
    last = start + timedelta(days=13)
    return Reminded(start, last, last + timedelta(days=1), early, () if start == early else (SATURDAY,))


def first_reminder(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The consumer's free period after ``sent`` (``channel`` post or electronic)."""
    period = reminded(days["sent"], words.get("channel", "post"))
    dates = {"period_starts": period.starts, "last_free_day": period.last_free_day, "act_from": period.act_from}
    if period.starts_early != period.starts:
        dates["period_starts_if_saturday_counts"] = period.starts_early
        dates["last_free_day_if_saturday_counts"] = period.starts_early + timedelta(days=13)
    dates["interest_from_sme"] = days["sent"] + timedelta(days=1)
    return Deadlines(dates, (BOOK,), VERSION, period.unverified)


def third_party_notice(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """The collector's written notice to a consumer: act after 15 days."""
    last = days["sent"] + timedelta(days=15)
    return Deadlines({"last_free_day": last, "act_from": last + timedelta(days=1)}, (BOOK,), None, (NOTICE,))


def ios(days: Mapping[str, date], words: Mapping[str, str]) -> Deadlines:
    """One month to answer the summons, rolled to a working day; the record at the earliest eight days later."""
    month_ends = add_months(days["served"], 1)
    reply = working_day_from("BE", month_ends)
    eight = timedelta(days=8)
    dates = {
        "month_ends": month_ends,
        "reply_until": reply,
        "record_earliest_strict": month_ends + eight,
        "record_earliest": reply + eight,
    }
    return Deadlines(
        dates, ("Judicial Code, art. 1394/20 to 1394/27", "Judicial Code, art. 52 to 54"), VERSION, (ROLLED,)
    )


PROCEDURES: Mapping[str, Procedure] = {
    "ios": ios,
    "first_reminder": first_reminder,
    "third_party_notice": third_party_notice,
    "eop": eop("BE"),
    "limitation": limitation(10, "Civil Code, art. 2262bis", doubts=(TEN,)),
}
