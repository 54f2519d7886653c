"""A person called or visited the debtor: what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.collection.door import locked_live, say, soon
from cessie.domain.collection.look import done
from cessie.domain.collection.models import RESULTS, Act
from cessie.domain.collection.rules.contact import Made, bad_time, why_not
from cessie.domain.collection.rules.tracks import may_act
from cessie.domain.collection.standing import contact_in_force, stand_of
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Reason, Refusal

#: Results that say why he does not pay, where that was not known better.
_CAUSES = {"refuses": "will_not", "insolvent": "insolvent", "wrong_number": "gone", "plan": "short"}


class NotNow(Refusal):
    """The law, an agreement or the house's limits of contact forbid the act at this moment."""


@transaction.atomic
def note_call(*, act_id: UUID, result: str, note: str = "", by: Viewer, at: datetime) -> Act:
    """The act was done with this result (``models.RESULTS``); the same again changes nothing. Lock: the dossier.

    Refused: no right (``NotAllowed``), not there (``NotFound``), no such result, a closed dossier (``NotLive``), an act
    that may not be done now (``NotNow``): at night, on a day without work, too often, against a guard of the law.
    """
    by.require("collection.work")
    key = Act.objects.filter(pk=act_id, kind__in=("call", "visit")).values_list("dossier_id", flat=True).first()
    if key is None:
        raise NotFound("collection.unknown_act", N_("There is no such act."))
    if result not in RESULTS:
        raise Refusal("collection.no_result", N_("Please say what came of it."))
    dossier = locked_live(key, by)
    act = Act.objects.select_related("dossier").get(pk=act_id)
    if act.state == "done" and act.result == result:
        return act
    if (no := _why_not(act, at)) is not None:
        raise NotNow(no.code, no.message, **no.facts)
    done(act, result, note, by=by, at=at)
    dossier.cause = dossier.cause or _CAUSES.get(result, "")
    dossier.vulnerable = dossier.vulnerable or result == "vulnerable"
    dossier.save(update_fields=["cause", "vulnerable"])
    if result == "vulnerable":
        say(dossier, "care", note, by=by, at=at)
    soon(dossier, at)
    return act


def _why_not(act: Act, at: datetime) -> Reason | None:
    """The first thing that stands in the way of a planned act at this moment."""
    if act.state != "planned":
        return None  # the table of states refuses it
    stand, rule = stand_of(act.dossier, booking_day(at)), contact_in_force()
    if stand.next.step is None or stand.next.number != act.step:
        words = N_("Something changed: this is not to be done any more.")
        return next(iter(stand.next.reasons), Reason("collection.changed", words))
    stops = may_act(stand.situation, stand.next.step, booking_day(at))
    made: tuple[Made, ...] = stand.situation.past
    return (
        next(iter(stops), None)
        or bad_time(rule, act.kind, stand.situation.country, at)
        or why_not(rule, act.kind, made, booking_day(at))
    )
