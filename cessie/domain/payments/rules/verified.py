"""What a bank's word on name and IBAN means for a payment (Regulation (EU) 2024/886, article 5c). Pure.

Outcomes: ``match``; ``close`` with the registered name; ``none``; ``impossible`` (the payee's bank could not say).
"""

from __future__ import annotations

from dataclasses import dataclass

from cessie.lib.reasons import N_, Reason

OUTCOMES = ("match", "close", "none", "impossible")


@dataclass(frozen=True, slots=True)
class Verified:
    """The latest answer about an account: what was asked, what came back."""

    outcome: str
    name: str
    found: str = ""


def doubts(verified: Verified | None, *, holder: str, asked: bool, vouched: bool) -> tuple[Reason, ...]:
    """Why money may not go there yet, by the verification of payee; empty when it may.

    ``asked``: the house asks its bank at all. No answer yet, or one about another name, waits for the answer; a name
    that the bank does not know waits for a second person's word (``vouched``), which lifts either. A close match and
    an account about which the bank could not say are shown to whoever releases, and hold nothing.

    >>> [reason.code for reason in doubts(Verified("none", "A"), holder="A", asked=True, vouched=False)]
    ['payments.name_differs']
    >>> doubts(Verified("close", "A", "A BV"), holder="A", asked=True, vouched=False)
    ()
    """
    if not asked or vouched:
        return ()
    if verified is None or verified.name != holder:
        return (Reason("payments.not_verified", N_("The bank was not asked yet whether the account is in this name.")),)
    if verified.outcome == "none":
        words = N_("The bank says that the account is not in the name of {holder}: a second person must vouch for it.")
        return (Reason("payments.name_differs", words, {"holder": holder}),)
    return ()
