"""The pages of ladders and runs, as the client and the staff see them: what differs is whose they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cessie.domain.disputes.rules.grounds import GROUNDS
from cessie.domain.dunning import queries
from cessie.domain.dunning.begin_run import begin_run
from cessie.domain.dunning.cancel import cancel
from cessie.domain.dunning.confirm import confirm
from cessie.domain.dunning.decisions import simulated
from cessie.domain.dunning.hand_over import hand_over
from cessie.domain.dunning.ladders import in_force, versions
from cessie.domain.dunning.models import LadderVersion, Run, Touch
from cessie.domain.dunning.prices import prices_on
from cessie.domain.dunning.rules.faults import faults
from cessie.domain.dunning.rules.ladder import SEGMENTS, Ladder, Segment
from cessie.domain.dunning.rules.presets import preset
from cessie.domain.dunning.set_ladder import hosts_of, set_ladder
from cessie.domain.dunning.take_out import put_back, take_out
from cessie.domain.dunning.undo import undo
from cessie.domain.keys.queries import names_of
from cessie.domain.parties.queries import names as party_names
from cessie.domain.users.rules.viewer import NotAllowed, NotFound
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason, Refusal
from cessie.portals.frame import ladder_form, ladder_words
from cessie.portals.frame.access import Visit, attempt, key, number, say
from cessie.portals.frame.ladder_picture import picture
from cessie.portals.frame.lists import cut
from cessie.portals.frame.typed import day_of
from cessie.workflows.follow_up.calling import REACHED, call_made
from cessie.workflows.jobs import order_ladder_run

#: How far ahead a ladder is simulated.
DAYS: Final = 60
BY_HAND: Final = Reason("dunning.by_hand", N_("A person took it back."))


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose ladders a page is about, and where its pages are: ``portal`` and what stands behind each address."""

    portal: str
    client_id: UUID | None
    country: str
    may_set: bool
    may_run: bool
    preview: str = ""  # where the picture of a letter is

    def url(self, name: str, *args: object) -> str:
        """The address of a page of this portal."""
        tail = "" if self.portal == "client" else f"?client={self.client_id or ''}"
        return reverse(f"{self.portal}:{name}", args=args) + tail


def segment_of(text: str) -> Segment:
    """The segment of an address; another does not exist."""
    for segment in SEGMENTS:
        if segment == text:
            return segment
    raise Http404


def overview(request: Visit, whose: Whose) -> dict[str, Any]:
    """Each segment with its ladder, and the runs, newest first."""
    today = booking_day(timezone.now())
    force = in_force(whose.client_id, today)
    found = queries.runs(viewer=request.viewer)
    page = cut(request, found.filter(client=whose.client_id))
    packages = queries.hand_overs(viewer=request.viewer, client_id=whose.client_id)[:20]
    return {
        "segments": [
            (segment, _(ladder_words.SEGMENTS[segment]), row, _drawn(row), whose.url("ladder", segment))
            for segment in SEGMENTS
            for row in [force.get(segment)]
        ],
        "page": page,
        "runs": [(row, ladder_words.RUNS[row.state], whose.url("ladder_run", row.pk)) for row in page],
        "packages": [(row, reverse(f"{whose.portal}:package", args=[row.pk])) for row in packages],
        "on": any(row.mode != "off" for row in force.values()),
        "begin": whose.url("run_begin"),
        "whose_ladders": whose,
    }


def _drawn(row: LadderVersion | None) -> str:
    return picture(Ladder.from_json(row.ladder)) if row is not None else ""


def begin(request: Visit, whose: Whose) -> str:
    """Begin a run of today by hand; where to go on."""
    begun: list[Run] = []

    def act() -> None:
        run = begin_run(client_id=whose.client_id, on=booking_day(timezone.now()), by=request.viewer, at=timezone.now())
        order_ladder_run(run_id=run.pk)
        begun.append(run)

    attempt(request, act, _("The run is being gathered."))
    return whose.url("ladder_run", begun[0].pk) if begun else whose.url("ladders")


def editor(request: Visit, whose: Whose, segment: Segment) -> tuple[dict[str, Any], bool]:
    """The form of a ladder with its picture, its faults, and the next weeks where asked; and whether it was kept."""
    kept = versions(viewer=request.viewer, client_id=whose.client_id, segment=segment)
    last, said = kept.first(), request.POST
    ladder = Ladder.from_json(last.ladder) if last is not None else preset(whose.country, segment)
    wrong: tuple[Reason, ...] = ()
    rows, found = ladder_form.rows_of(ladder), None
    if request.method == "POST":
        rows = ladder_form.rows_typed(said)
        try:
            ladder = ladder_form.ladder_typed(said, segment)
            wrong = faults(ladder, whose.country, hosts_of(whose.client_id))
            if said.get("act") == "save" and not wrong:
                _keep(request, whose, ladder)
                return {}, True
            if said.get("act") == "simulate" and not wrong:
                found = _weeks(request, whose, ladder)
        except (NotFound, NotAllowed):
            raise
        except Refusal as no:
            wrong = (no.reason,)
    newest = list(kept[:20])
    shown = [{**row, "letters": ladder_form.letters(row)} for row in rows]
    context = {
        "segment": segment, "segment_words": _(ladder_words.SEGMENTS[segment]), "rows": shown, "ladder": ladder,
        "drawn": picture(ladder) if not wrong else "", "wrong": wrong, "found": found, "days": DAYS,
        "mode": said.get("mode", last.mode if last else "off"), "hour": said.get("hour", last.hour if last else 6),
        "note": said.get("note", ""), "quiet": ladder_form.quiet_words(ladder.quiet), "versions": newest,
        "names": names_of({row.set_by for row in newest}, viewer=request.viewer), "new": last is None,
        "back": whose.url("ladders"), "here": whose.url("ladder", segment), "whose_ladders": whose,
        **ladder_form.choices(),
    }  # fmt: skip
    return context, False


def _keep(request: Visit, whose: Whose, ladder: Ladder) -> None:
    said, now = request.POST, timezone.now()
    hour = said.get("hour", "6")
    row = set_ladder(
        client_id=whose.client_id, ladder=ladder, mode=said.get("mode", "off"), valid_from=booking_day(now),
        hour=int(hour) if hour.isascii() and hour.isdecimal() and len(hour) < 3 else 6, note=said.get("note", ""),
        by=request.viewer, at=now,
    )  # fmt: skip
    say(request, "good", Reason("dunning.kept", N_("Version {number} holds from now on."), {"number": row.number}))


def _weeks(request: Visit, whose: Whose, ladder: Ladder) -> dict[str, Any]:
    """Who would get what over the next weeks, with the sums."""
    today = booking_day(timezone.now())
    found = simulated(
        viewer=request.viewer, client_id=whose.client_id, ladder=ladder, start=today, days=DAYS,
        prices=prices_on(today, whose.country),
    )  # fmt: skip
    called = party_names({row.debtor_id for row in found.rows[:200]})
    return {
        "rows": [(row, called.get(row.debtor_id, "")) for row in found.rows[:200]],
        "count": len(found.rows),
        "debtors": found.debtors,
        "of": found.of,
        "cost": Money.total(row.cost for row in found.rows),
        "steps": _by_step(found.rows),
    }


def _by_step(rows: Any) -> list[tuple[int, int]]:
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.step] = counts.get(row.step, 0) + 1
    return sorted(counts.items())


def run_page(request: Visit, whose_of: Callable[[UUID | None], Whose], run_id: UUID) -> dict[str, Any]:
    """A run: how far it is, and who gets what in it."""
    run = queries.run(viewer=request.viewer, run_id=run_id)
    whose, get = whose_of(run.client_id), request.GET
    states = (get["state"],) if get.get("state") in ladder_words.TOUCHES else ()
    found = queries.touches(
        viewer=request.viewer, run_id=run.pk, text=get.get("q", ""), states=states, sort=get.get("sort", "")
    )
    page = cut(request, found)
    return {
        "run": run, "standing": ladder_words.RUNS[run.state], "progress": queries.progress(run), "page": page,
        "rows": [(row, *_shown(row, whose)) for row in page], "text": get.get("q", ""), "state": get.get("state", ""),
        "filters": [("", _("All")), *((code, _(each.label)) for code, each in ladder_words.TOUCHES.items())],
        "acts": {act: whose.url("ladder_run_act", run.pk, act) for act in RUN_ACTS}, "back": whose.url("ladders"),
        "may_run": whose.may_run, "names": names_of({run.begun_by, run.confirmed_by}, viewer=request.viewer),
    }  # fmt: skip


def _shown(row: Touch, whose: Whose) -> tuple[Any, ...]:
    """Where it stands, the sums, and the addresses of what can be done with it."""
    currency = row.version.ladder.get("currency", "EUR")
    sums = row.asked or 0, row.beside or 0  # type: ignore[attr-defined]  # the question adds them
    acts = {act: whose.url("touch_act", row.pk, act) for act in TOUCH_ACTS}
    amounts = (Money(cents, currency) for cents in sums)
    return ladder_words.TOUCHES[row.state], *amounts, whose.url("touch", row.pk), acts


def run_act(request: Visit, whose_of: Callable[[UUID | None], Whose], run_id: UUID, act: str) -> str:
    """Confirm or cancel a run; where to go on."""
    run = queries.run(viewer=request.viewer, run_id=run_id)
    if act not in RUN_ACTS:
        raise Http404
    verb, done = RUN_ACTS[act]

    def do() -> None:
        verb(run_id=run.pk, by=request.viewer, at=timezone.now())
        order_ladder_run(run_id=run.pk)

    attempt(request, do, _(done))
    return whose_of(run.client_id).url("ladder_run", run.pk)


RUN_ACTS: Final[dict[str, tuple[Callable[..., object], str]]] = {
    "confirm": (confirm, N_("The reminders go out.")),
    "cancel": (cancel, N_("The run is cancelled: nothing more goes out.")),
}


def touch_page(request: Visit, whose_of: Callable[[UUID | None], Whose], touch_id: UUID) -> dict[str, Any]:
    """What one debtor gets: why, with which invoices, what was left out, and what can be done."""
    row = queries.touch(viewer=request.viewer, touch_id=touch_id)
    whose = whose_of(row.run.client_id)
    standing, asked, beside, _url, acts = _shown(row, whose)
    return {
        "touch": row, "standing": standing, "asked": asked, "beside": beside, "acts": acts,
        "lines": queries.lines(row), "left_out": queries.left_out(row), "may_run": whose.may_run,
        "grounds": [(code, _(words)) for code, words in GROUNDS.items()],
        "results": [(code, _(words)) for code, words in ladder_words.RESULTS.items()],
        "run_url": whose.url("ladder_run", row.run_id), "names": names_of({row.noted_by}, viewer=request.viewer),
        "letter": reverse("staff:letter", args=[row.message_id]) if whose.portal == "staff" and row.message_id else "",
        "called": ladder_words.RESULTS.get(row.result, ""),
    }  # fmt: skip


def touch_act(request: Visit, whose_of: Callable[[UUID | None], Whose], touch_id: UUID, act: str) -> str:
    """Take a debtor out, put him back, take his reminder back, note a call, hand his claims over; where to go on."""
    row = queries.touch(viewer=request.viewer, touch_id=touch_id)
    if act not in TOUCH_ACTS:
        raise Http404
    verb, done = TOUCH_ACTS[act]
    attempt(request, lambda: verb(request, row), _(done))
    whose = whose_of(row.run.client_id)
    return whose.url("ladder_run", row.run_id) if act in ("out", "back") else whose.url("touch", row.pk)


def _out(request: Visit, row: Touch) -> object:
    return take_out(touch_id=row.pk, note=request.POST.get("note", ""), by=request.viewer, at=timezone.now())


def _back(request: Visit, row: Touch) -> object:
    return put_back(touch_id=row.pk, by=request.viewer, at=timezone.now())


def _undo(request: Visit, row: Touch) -> object:
    return undo(touch_id=row.pk, reason=BY_HAND, by=request.viewer, at=timezone.now())


def _call(request: Visit, row: Touch) -> object:
    said = request.POST
    invoice = said.get("invoice", "")
    return call_made(
        touch_id=row.pk, result=said.get("result", ""), note=said.get("note", ""),
        on=day_of(said["on"]) if said.get("on") else None, invoice_id=key(invoice) if invoice else None,
        ground=said.get("ground", ""), parts=number(said.get("parts")),
        reached={name: said.get(name, "") for name in REACHED}, by=request.viewer, at=timezone.now(),
    )  # fmt: skip


def _hand(request: Visit, row: Touch) -> object:
    if row.client_id is None or row.contract_id is None:
        raise NotFound("dunning.unknown", N_("There is no such ladder or run."))
    return hand_over(
        client_id=row.client_id, contract_id=row.contract_id, debtor_id=row.debtor_id, by=request.viewer,
        at=timezone.now(),
    )  # fmt: skip


TOUCH_ACTS: Final[dict[str, tuple[Callable[[Visit, Touch], object], str]]] = {
    "out": (_out, N_("He gets nothing in this run.")),
    "back": (_back, N_("He gets it after all.")),
    "undo": (_undo, N_("It does not leave.")),
    "call": (_call, N_("The call is noted.")),
    "hand": (_hand, N_("The claims are handed over: the package lies ready.")),
}
