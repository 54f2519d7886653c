"""The house's checks: what each does, who may clear it, and how two people change that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.invoices.decide_policy import decide_policy
from cessie.domain.invoices.house_policy import Standing, changes, default_of, policy_at, setting_of, standing
from cessie.domain.invoices.propose_policy import propose_policy
from cessie.domain.invoices.rules.catalogue import BY_CODE, CLEARERS, STRENGTHS, Check
from cessie.domain.invoices.rules.measures import Measure
from cessie.domain.invoices.rules.settings import Setting
from cessie.domain.keys.queries import names_of
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal
from cessie.portals.frame.access import Visit, attempt, for_kind
from cessie.portals.frame.typed import amount_of, day_of
from cessie.portals.staff.desk import show

#: Who looks for a check knows its name in the language of the law, the client or the manual.
LANGUAGES = ("en", "nl", "fr")


@dataclass(frozen=True, slots=True)
class Field:
    """A measure as a form shows it."""

    measure: Measure
    value: str


@require_safe
@for_kind("staff")
def checks_page(request: Visit) -> HttpResponse:
    """Every check as it stands; found by code or by words in any of the three languages."""
    text, which = request.GET.get("q", "").strip(), request.GET.get("which", "")
    rows = standing(viewer=request.viewer, at=timezone.now())
    return show(
        request,
        "checks",
        rows=[row for row in rows if _fits(row, text) and _is(row, which)],
        version=policy_at(timezone.now()).version,
        text=text,
        which=which,
        severities=STRENGTHS,
    )


def _fits(row: Standing, text: str) -> bool:
    wanted = text.casefold().split()
    said = [row.check.code]
    for language in LANGUAGES:
        with translation.override(language):
            said += [_(row.check.what), *(_(measure.what) for measure in row.check.measures)]
    whole = " ".join(said).casefold()
    return all(word in whole for word in wanted)


def _is(row: Standing, which: str) -> bool:
    if which == "changed":
        return row.version > 0
    return which in ("", row.setting.severity) or (which == "proposed" and row.proposed)


@require_safe
@for_kind("staff")
def check_page(request: Visit, check: str) -> HttpResponse:
    """One check: how it stands, its measures, every change, and the form for the next."""
    it, viewer, now = _check(check), request.viewer, timezone.now()
    history = changes(viewer=viewer, code=it.code, at=now)
    setting = policy_at(now).setting(it)
    people = {change.row.proposed_by for change in history} | {change.row.decided_by for change in history}
    return show(
        request,
        "check",
        check=it,
        setting=setting,
        fields=_fields(it, setting),
        default=default_of(it),
        defaults=_fields(it, default_of(it)),
        history=[(change, _fields(it, setting_of(change.row))) for change in history],
        names=names_of(people, viewer=viewer),
        severities=[strength for strength in STRENGTHS if it.allows(strength)],
        clearers=CLEARERS,
        today=booking_day(now),
        may_set=viewer.may("invoices.set_policy"),
    )


@require_POST
@for_kind("staff")
def check_propose(request: Visit, check: str) -> HttpResponse:
    """Propose a change of one check."""
    it = _check(check)

    def act() -> None:
        said = request.POST
        setting = Setting(
            code=it.code,
            severity=said.get("severity", ""),
            people=_count(said.get("people", "")),
            roles=tuple(role for role in CLEARERS if role in said.getlist("role")),
            measures={measure.name: _typed(measure, said.get(measure.name, "")) for measure in it.measures},
        )
        day: date = day_of(said.get("from", ""))
        propose_policy(setting=setting, valid_from=day, note=said.get("note", ""), by=request.viewer, at=timezone.now())

    attempt(request, act, _("Another person must confirm it now."))
    return redirect("staff:check", it.code)


@require_POST
@for_kind("staff")
def check_decide(request: Visit, check: str, change_id: UUID, act: str) -> HttpResponse:
    """Confirm or decline a change, as the second person."""
    it = _check(check)
    if act == "confirm":
        done = _("The check is changed from its day on.")
        attempt(
            request,
            lambda: decide_policy(change_id=change_id, event="confirm", by=request.viewer, at=timezone.now()),
            done,
        )
    elif act == "decline":
        done = _("The check stays as it is.")
        attempt(
            request,
            lambda: decide_policy(change_id=change_id, event="decline", by=request.viewer, at=timezone.now()),
            done,
        )
    else:
        raise Http404
    return redirect("staff:check", it.code)


def _check(code: str) -> Check:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _fields(check: Check, setting: Setting) -> list[Field]:
    return [Field(measure, _shown(measure, setting.measures.get(measure.name))) for measure in check.measures]


def _shown(measure: Measure, value: int | None) -> str:
    if value is None:
        return ""
    return f"{Money(value).decimal:f}" if measure.unit == "cents" else str(value)


def _typed(measure: Measure, text: str) -> int | None:
    plain = text.strip()
    if measure.unit == "yes":
        return int(plain == "1")
    if not plain:
        return None
    return amount_of(plain).cents if measure.unit == "cents" else _count(plain)


def _count(text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or len(text.strip()) > 9:
        raise Refusal("typed.no_count", N_("{text} is no whole number."), text=text.strip()[:20])
    return int(text)
