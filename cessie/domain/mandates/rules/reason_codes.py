"""What follows when a collection does not succeed, by the bank's reason: one row a code. Pure data.

Codes: ISO 20022 external status and return reasons. The columns:

- ``mandate``: ``keep`` it, ``count`` the failure, ``pause`` it until a person has spoken with the debtor, ``block`` it
  until the debtor agreed to a change;
- ``claim``: ``ladder`` (reminders go on from the original due date), ``dispute`` (opened for it), ``wait`` (we try or
  put right first), ``hold`` (nobody writes to the debtor);
- ``step``: what a person or the house does next;
- ``stops``: ``batch`` (no further file until our data are put right),
  ``debtor`` (nothing is sent to or collected from him);
- ``told``: the desks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from cessie.lib.reasons import N_

MandateEffect = Literal["keep", "count", "pause", "block"]
ClaimEffect = Literal["ladder", "dispute", "wait", "hold"]
Step = Literal[
    "retry",
    "resend",
    "correct",
    "account",
    "mandate",
    "means",
    "ask",
    "prove",
    "check",
    "estate",
    "insolvency",
    "comply",
]
Stop = Literal["", "batch", "debtor"]


@dataclass(frozen=True, slots=True)
class Row:
    """What a code means and what follows."""

    meaning: str
    mandate: MandateEffect
    claim: ClaimEffect
    step: Step
    told: tuple[str, ...] = ("collection",)
    stops: Stop = ""


#: What each step asks of people, in words.
STEPS: Mapping[Step, str] = MappingProxyType(
    {
        "retry": N_("Collect once more on a later day, told to the debtor again."),
        "resend": N_("Send again with a new day."),
        "correct": N_("Put our data right, then send again."),
        "account": N_("Ask the debtor for another account."),
        "mandate": N_("Ask the debtor for a new mandate."),
        "means": N_("Agree on another way to pay."),
        "ask": N_("Ask the debtor why."),
        "prove": N_("Look up the signed mandate and have the law looked at."),
        "check": N_("Look whether we collected what we should not have."),
        "estate": N_("Only a person deals with the estate."),
        "insolvency": N_("Look whether the debtor is insolvent."),
        "comply": N_("The compliance desk decides."),
    }
)

_NO_MONEY = Row(N_("not enough money on the account"), "count", "wait", "retry")
_BLOCKED_ACCOUNT = Row(N_("no direct debits on this account"), "block", "ladder", "means", ("collection", "credit"))
_AT_DEBTORS_BANK = Row(N_("stopped by an arrangement of the debtor with his bank"), "pause", "ladder", "ask")
_OUR_DATA = ("treasury", "administrator")
_ALARM = Row(N_("our file is wrong"), "keep", "wait", "correct", _OUR_DATA, "batch")
_INSOLVENT = Row(
    N_("account in liquidation or sequestration"), "block", "hold", "insolvency", ("collection", "credit"), "debtor"
)

ROWS: Mapping[str, Row] = MappingProxyType(
    {
        "AC01": Row(N_("account unknown"), "block", "ladder", "account"),
        "AC04": Row(N_("account closed"), "block", "ladder", "account", ("collection", "credit")),
        "AC06": _BLOCKED_ACCOUNT,
        "AC13": Row(N_("a consumer's account, collected between businesses"), "block", "ladder", "mandate"),
        "AC15": Row(N_("the account has changed"), "block", "ladder", "account"),
        "AC16": _INSOLVENT,
        "AC17": _INSOLVENT,
        "AG01": _BLOCKED_ACCOUNT,
        "AG02": _ALARM,
        "AG07": _NO_MONEY,  # made to hide AM04
        "AM04": _NO_MONEY,
        "AM05": Row(N_("collected twice"), "keep", "hold", "check", ("treasury", "collection")),
        "BE04": Row(N_("the creditor's address is missing"), "keep", "wait", "correct", _OUR_DATA),
        "BE05": Row(N_("the creditor identifier is not known"), "keep", "wait", "correct", _OUR_DATA, "batch"),
        "CNOR": Row(N_("our bank is not in the scheme"), "keep", "wait", "correct", _OUR_DATA, "batch"),
        "CURR": _ALARM,
        "CUST": Row(N_("cancelled at the debtor's wish"), "pause", "dispute", "ask"),
        "DNOR": Row(N_("the debtor's bank is not in the scheme"), "block", "ladder", "means"),
        "FF01": _ALARM,
        "FF05": _ALARM,
        "FOCR": Row(N_("sent back after a recall"), "pause", "dispute", "ask"),
        "MD01": Row(N_("no mandate, or not authorised"), "block", "dispute", "prove", ("collection", "administrator")),
        "MD02": Row(N_("data of the mandate missing or wrong"), "keep", "wait", "correct", _OUR_DATA),
        "MD05": Row(N_("should not have been collected"), "pause", "hold", "check", ("collection", "treasury")),
        "MD06": Row(N_("the debtor wants his money back"), "pause", "dispute", "ask"),
        "MD07": Row(N_("the debtor has died"), "block", "hold", "estate", ("collection", "credit"), "debtor"),
        "MS02": Row(N_("refused by the debtor"), "pause", "ladder", "ask"),
        "MS03": Row(N_("refused by the bank without a reason"), "count", "wait", "retry"),
        "RC01": Row(N_("the bank's code is wrong"), "keep", "wait", "correct", _OUR_DATA),
        "RR01": Row(
            N_("the bank may not tell for reasons of law"), "pause", "hold", "comply", ("credit", "administrator")
        ),
        "RR02": Row(N_("name or address of the debtor missing"), "keep", "wait", "correct", _OUR_DATA),
        "RR03": Row(N_("name or address of the creditor missing"), "keep", "wait", "correct", _OUR_DATA),
        "RR04": Row(
            N_("the bank may not tell for reasons of law"), "pause", "hold", "comply", ("credit", "administrator")
        ),
        "SL01": _AT_DEBTORS_BANK,
        "SL11": _AT_DEBTORS_BANK,
        "SL12": _AT_DEBTORS_BANK,
        "SL13": _AT_DEBTORS_BANK,
        "SL14": _AT_DEBTORS_BANK,
        "TM01": Row(N_("too late at the bank"), "keep", "wait", "resend", ("treasury",)),
    }
)

#: A code that stands in no row: nothing happens by itself until a person has looked.
UNKNOWN = Row(N_("a reason that only this bank knows"), "pause", "hold", "ask", ("collection", "treasury"))


def row(code: str, own: Mapping[str, str] = MappingProxyType({})) -> Row:
    """The row of a code; ``own`` says which code of the standard a bank's own word stands for.

    >>> row("AM04").step, row("R001", {"R001": "TM01"}).step, row("?").claim
    ('retry', 'resend', 'hold')
    """
    return ROWS.get(own.get(code, code), UNKNOWN)
