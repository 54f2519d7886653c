"""What a debtor answers on the reply form: he pays, asks for instalments, contests all, or a part. Pure.

>>> total, day = Money(840_00), date(2026, 6, 20)
>>> why_not(Reply("contest", "Jan Peeters", words=""), total, day).code
'proceedings.reply_reason'
>>> why_not(Reply("contest_part", "Jan Peeters", words="2 of 10 boxes", amount=Money(840_00)), total, day).code
'proceedings.reply_part'
>>> why_not(Reply("instalments", "Jan Peeters", amount=Money(210_00), on=day), total, day) is None
True
>>> parts_of(Reply("instalments", "Jan Peeters", amount=Money(250_00), on=day), total)
4
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason

Kind = Literal["pay", "instalments", "contest", "contest_part"]
KINDS: Final = ("pay", "instalments", "contest", "contest_part")
#: The act of a procedure that an answer is, where it can still be done.
ACTS: Final[Mapping[str, str]] = {
    "instalments": "instalments_asked",
    "contest": "contested",
    "contest_part": "contested_in_part",
}
#: Signs of a reason at most.
SIGNS: Final = 2000


@dataclass(frozen=True, slots=True)
class Reply:
    """One box ticked and signed by ``name``. ``amount``: a month (instalments) or contested (a part); ``on``: the day
    of the payment, or of the first one."""

    kind: str
    name: str
    words: str = ""
    amount: Money | None = None
    on: date | None = None


def why_not(reply: Reply, total: Money, today: date) -> Reason | None:
    """What the form lacks to be an answer; None if it is one. A contest needs its reason (Judicial Code 1394/21)."""
    if reply.kind not in KINDS:
        return Reason("proceedings.reply_kind", N_("Tick one of the boxes."))
    if not reply.name.strip():
        return Reason("proceedings.reply_name", N_("Write your name: it stands for your signature."))
    if reply.kind in ("pay", "instalments") and (reply.on is None or reply.on < today):
        return Reason("proceedings.reply_day", N_("Say on which day you pay; it may not be past."))
    if reply.kind == "instalments" and (reply.amount is None or reply.amount.cents <= 0):
        return Reason("proceedings.reply_month", N_("Say what you can pay each month."))
    if reply.kind.startswith("contest") and not reply.words.strip():
        return Reason("proceedings.reply_reason", N_("Say why you contest it: without a reason it may not count."))
    part = reply.amount if reply.amount is not None else Money(0, total.currency)
    if reply.kind == "contest_part" and not 0 < part.cents < total.cents:
        return Reason("proceedings.reply_part", N_("The contested part lies above zero and below all that is asked."))
    return None


def parts_of(reply: Reply, total: Money) -> int:
    """How many months the instalments take, at least two."""
    month = reply.amount.cents if reply.amount is not None else 0
    return max(2, -(-total.cents // max(1, month)))
