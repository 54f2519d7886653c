"""Words of the ladders: steps and tones, runs, what debtors get, results of calls; tasks and rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cessie.lib.reasons import N_
from cessie.portals.frame.standing import Standing

SEGMENTS: Final[Mapping[str, str]] = {
    "b2b": N_("Businesses"),
    "b2c": N_("Consumers"),
    "public": N_("Public bodies"),
    "vip": N_("VIPs"),
}
MODES: Final[Mapping[str, str]] = {
    "off": N_("Switched off"),
    "draft": N_("In drafts that a person looks through"),
    "automatic": N_("By itself"),
}
STEP_ACTS: Final[Mapping[str, str]] = {
    "message": N_("Message"),
    "call": N_("Call"),
    "hand_over": N_("Hand-over"),
}
PARTS: Final[Mapping[str, str]] = {"morning": N_("in the morning"), "afternoon": N_("in the afternoon")}
RESULTS: Final[Mapping[str, str]] = {
    "no_answer": N_("No answer"),
    "promise": N_("Promises to pay"),
    "plan": N_("Pays in instalments"),
    "dispute": N_("Contests it"),
    "copy": N_("Asks for a copy"),
    "refuses": N_("Refuses to pay"),
    "insolvent": N_("Says that he is insolvent"),
    "deceased": N_("Has died"),
    "in_care": N_("A social service or guardian deals with his debts"),
    "wrong_number": N_("Wrong number"),
    "moved": N_("Has moved, or is reached elsewhere"),
}
#: Where a run stands.
RUNS: Final[Mapping[str, Standing]] = {
    "gathering": Standing("gathering", N_("Being gathered"), "info"),
    "draft": Standing("draft", N_("To be looked through"), "warn"),
    "confirmed": Standing("confirmed", N_("Going out"), "info"),
    "done": Standing("done", N_("Done"), "good"),
    "cancelled": Standing("cancelled", N_("Cancelled")),
}
#: What becomes of what a debtor gets.
TOUCHES: Final[Mapping[str, Standing]] = {
    "planned": Standing("planned", N_("Planned"), "info"),
    "out": Standing("out", N_("Taken out"), "warn"),
    "written": Standing("written", N_("Written"), "good"),
    "calling": Standing("calling", N_("To be called"), "warn"),
    "called": Standing("called", N_("Called"), "good"),
    "offered": Standing("offered", N_("To be handed over"), "warn"),
    "handed_over": Standing("handed_over", N_("Given out of hand"), "good"),
    "void": Standing("void", N_("Nothing left to ask")),
    "undone": Standing("undone", N_("Taken back before it left")),
}
TASKS: Final[Mapping[str, str]] = {
    "dunning.draft": N_("Reminders to look through"),
    "dunning.stuck": N_("Run of reminders stands still"),
    "dunning.call": N_("Debtor to call"),
    "dunning.said": N_("Said of a debtor in a call"),
    "dunning.hand_over": N_("Claims to hand over"),
    "dunning.waiver": N_("Interest and costs to give up"),
}
RIGHTS: Final[Mapping[str, str]] = {
    "dunning.set": N_("set ladders of reminders"),
    "dunning.run": N_("decide on runs of reminders"),
    "dunning.hand_over": N_("hand claims over"),
}
