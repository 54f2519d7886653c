"""What a creditor's own words for a step may not say, and when a second wording can stand beside the first. Pure.

The sentences of the law (who stands behind the claim, the free period, the announced costs, the notice) and the list of
what is owed are the letter's own: they stand below either wording. So a wording can harm them only by contradicting
them, and that is refused here: a period of its own towards a consumer, costs where none are claimed.

>>> ladder = Ladder("b2c", (Step(1, 7, second=(("", "Betaal binnen 5 dagen."),)),))
>>> [fault.code for fault in of_wordings(ladder)]
['dunning.own_period']
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from cessie.domain.correspondence.rules.language import LANGUAGES
from cessie.domain.correspondence.rules.markdown import require_sound
from cessie.domain.correspondence.rules.papers.reminder import FIELDS
from cessie.domain.dunning.rules.ladder import Ladder, Step
from cessie.lib.reasons import N_, Reason, Refusal

#: The longest text of a step.
LONGEST: Final = 4000
_NUMBER: Final = (
    r"(?:\d{1,3}|two|three|five|seven|eight|ten|fourteen|fifteen|twee|drie|vijf|zeven|acht|tien|veertien|vijftien"
    r"|deux|trois|cinq|sept|huit|dix|quatorze|quinze)"
)
#: A period in days, weeks or hours, as it is written in the languages of letters.
_PERIOD: Final = re.compile(
    rf"\b{_NUMBER}\s+(?:(?:calendar|working|business|kalender|werk)[\s-]*)?"
    r"(?:days?|hours?|weeks?|dagen|uren|uur|weken|jours?|heures?|semaines?)\b|\b(?:kalender|werk)dagen\b",
    re.IGNORECASE,
)
_CLAIMS: Final = ("{interest}", "{costs}")


def of_wordings(ladder: Ladder, hosts: Collection[str] = ()) -> Iterator[Reason]:
    """What is wrong with the texts of the steps, in their order. ``hosts``: where links in them may lead."""
    claims = False
    for step in ladder.steps:
        claims = claims or step.costs == "law"
        for text in _texts(step):
            yield from _of_text(step, text, ladder.segment == "b2c", claims, hosts)
        if step.second:
            yield from _of_second(step)


def _texts(step: Step) -> Iterator[str]:
    yield from (text for _, text in (("", step.text), *step.texts, *step.second) if text)


def _of_text(step: Step, text: str, consumer: bool, claims: bool, hosts: Collection[str]) -> Iterator[Reason]:
    if len(text) > LONGEST:
        words = N_("The text of step {step} has more than {most} characters.")
        yield Reason("dunning.text", words, {"step": step.number, "most": LONGEST})
        return
    try:
        require_sound(text, fields=FIELDS, hosts=hosts)
    except Refusal as no:
        yield no.reason
    if consumer and (found := _PERIOD.search(text)):
        words = N_(
            "The text of step {step} gives a consumer a period of its own ({said}): the law's stands below it, and two"
            " that differ can take its effect. Write {field} instead."
        )
        yield Reason("dunning.own_period", words, {"step": step.number, "said": found[0], "field": "{pay_by}"})
    if not claims and any(field in text for field in _CLAIMS):
        words = N_("The text of step {step} speaks of interest or costs, but nothing claims any by then.")
        yield Reason("dunning.no_claim", words, {"step": step.number})


def _of_second(step: Step) -> Iterator[Reason]:
    second, facts = dict(step.second), {"step": step.number}
    if step.act != "message":
        yield Reason("dunning.second_unsaid", N_("Step {step} sends no message: it has no second wording."), {**facts})
    if unknown := sorted(set(second) - {"", *LANGUAGES}):
        words = N_("The second wording of step {step} is in a language in which nobody is written to: {language}.")
        yield Reason("dunning.second_unknown", words, {**facts, "language": unknown[0]})
    if "" not in second and (missing := [language for language in LANGUAGES if language not in second]):
        words = N_("The second wording of step {step} is missing in {languages}: readers of all languages get it.")
        yield Reason("dunning.second_missing", words, {**facts, "languages": ", ".join(missing)})
    first = {"": step.text, **dict(step.texts)}
    if any(text.strip() == (first.get(language) or step.text).strip() for language, text in second.items()):
        words = N_("The second wording of step {step} is the same as the first.")
        yield Reason("dunning.second_same", words, {**facts})
