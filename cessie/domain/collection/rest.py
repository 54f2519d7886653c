"""The small rest of a dossier whose debtor paid what his letter asked, only later than it said."""

from __future__ import annotations

from cessie.domain.arrangements.rules.leniency import MOST, Leniency
from cessie.domain.collection.models import Act, Turn
from cessie.domain.collection.standing import Stand
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason


def little(stand: Stand) -> bool:
    """Whether any policy could let this rest: asked before the policy is."""
    return 0 < stand.up.open.total.cents <= MOST


def small_rest(stand: Stand, policy: Leniency) -> Reason | None:
    """Why nobody presses for what is left, by the policy of the house; None where somebody does.

    What came since the last letter that left is all that it asked for, and what is left is small: interest of the days
    in which the money was on its way. A dossier that a person opened again is his to end.
    """
    left = stand.up.open.total
    letter = _last_letter(stand)
    if not policy.lets_rest(left) or letter is None or letter.message is None or letter.message.told_at is None:
        return None
    since, asked = booking_day(letter.message.told_at), _asked_by(letter)
    came = Money.total((each.amount for each in stand.known.facts.paid if each.on >= since), left.currency)
    if came < asked or Turn.objects.filter(dossier=stand.known.dossier, event="reopen").exists():
        return None
    words = N_("He paid the {asked} that his letter asked; the {left} left is let be by the policy of the house.")
    return Reason("collection.small_rest", words, {"asked": asked, "left": left})


def _last_letter(stand: Stand) -> Act | None:
    """The last that left, a letter that followed a bounce being its own first one here."""
    sent = [act for act in stand.known.acts if act.kind == "letter" and act.message is not None]
    return next((act for act in reversed(sent) if act.message is not None and act.message.told_at is not None), None)


def _asked_by(letter: Act) -> Money:
    """Principal, interest and costs of its list, as ``ReminderItem.to_json`` wrote them."""
    items = letter.message.says["items"] if letter.message is not None else []
    return Money(sum(sum(item[4:7]) for item in items))
