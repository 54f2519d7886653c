"""The script of the call that a dossier waits for, filled with what is known today."""

from __future__ import annotations

from typing import Final

from cessie.domain.arrangements.queries import times_broken
from cessie.domain.collection.rules.scripts import Call, Script, script
from cessie.domain.collection.standing import Stand
from cessie.domain.parties.queries import house_company
from cessie.lib.days import add_bank_days

#: Results of calls that reached nobody.
MISSED: Final = ("no_answer", "wrong_number")
#: Bank days in which a payment that is promised on the telephone may come.
DAYS: Final = 5


def script_of(stand: Stand, agent: str) -> Script | None:
    """In the debtor's language; none where nobody is to be called."""
    planned, house, dossier = stand.known.planned, house_company(), stand.known.dossier
    if planned is None or planned.kind != "call" or house is None or not stand.asked:
        return None
    letters = [act.tone for act in stand.known.acts if act.kind == "letter" and act.state == "done"]
    call = Call(
        stand.situation.country, stand.situation.segment, agent, house.name, dossier.debtor.company.name,
        dossier.client.company.name, stand.total, min(each.up.facts.due for each in stand.asked),
        add_bank_days(stand.up.on, DAYS), tone=letters[-1] if letters else "", reached=calls_that(stand, missed=False),
        broken=broken(stand),
    )  # fmt: skip
    return script(call, dossier.debtor.company.language)


def calls_that(stand: Stand, *, missed: bool) -> int:
    """How many calls reached nobody, or somebody."""
    calls = [act for act in stand.known.acts if act.kind == "call" and act.state == "done"]
    return sum((act.result in MISSED) == missed for act in calls)


def broken(stand: Stand) -> int:
    """How often the debtor broke a promise about what is in the dossier."""
    rows = [row.invoice_id for row in stand.known.rows if row.invoice_id is not None]
    return sum(times_broken(rows).values())
