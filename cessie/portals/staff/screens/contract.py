"""One contract: how it stands in its life, what would be left of it, and how two people end it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cessie.domain.contracts import queries as contracts
from cessie.domain.contracts.change_terms import propose_terms
from cessie.domain.contracts.decide_end import decide_end
from cessie.domain.contracts.models import Contract, TermsChange
from cessie.domain.contracts.propose_end import propose_end, propose_to_go_on
from cessie.domain.contracts.rules.notice import GROUNDS, SIDES, earliest
from cessie.domain.keys.queries import names_of
from cessie.domain.onboarding.queries import of_client
from cessie.domain.purchase.queries import offers
from cessie.domain.purchase.under_contract import count_unsold
from cessie.ledger.chart import BOUGHT, CHART, FUNDS_IN_USE
from cessie.ledger.receivables import left_on
from cessie.lib.days import booking_day
from cessie.lib.money import Money
from cessie.portals.frame.access import Visit, attempt, for_kind, key
from cessie.portals.frame.conditions import conditions_of
from cessie.portals.frame.contract_words import TRIGGERS
from cessie.portals.frame.entry_score import shown_score
from cessie.portals.frame.terms import late_choices, late_in_words
from cessie.portals.frame.typed import day_of
from cessie.portals.staff.desk import show
from cessie.terms import codec
from cessie.terms.contract import LateClaims
from cessie.workflows.purchases import disclosing


@require_safe
@for_kind("staff")
def contract(request: Visit, contract_id: UUID) -> HttpResponse:
    """Its life, what is open under it, every proposal to end it, and the form for the next."""
    viewer, today = request.viewer, booking_day(timezone.now())
    row = contracts.contract(viewer=viewer, contract_id=contract_id)
    endings = contracts.endings(viewer=viewer, contract_id=contract_id)
    _version, terms = contracts.terms_on(contract_id, max(today, row.started_date))
    changes = contracts.changes(viewer=viewer, contract_id=contract_id)
    people = {person for each in endings for person in (each.proposed_by, each.decided_by)}
    people |= {person for each in changes for person in (each.proposed_by, each.decided_by)}
    return show(
        request,
        "contract",
        contract=row,
        standing=_standing(row),
        offers=[offer for offer in offers(viewer=viewer, client_id=row.client_id) if offer.contract_id == row.pk],
        unsold=count_unsold(viewer=viewer, contract_id=row.pk),
        minimum=terms.yearly_minimum,
        **conditions_of(terms, today),
        notice_days=terms.notice_days,
        first=earliest("notice", given=today, notice_days=terms.notice_days, today=today),
        endings=endings,
        waits=any(each.state == "proposed" for each in endings),
        over=row.ended_date is not None and row.ended_date <= today,
        names=names_of(people, viewer=viewer),
        grounds=GROUNDS,
        sides=SIDES,
        today=today,
        may_end=viewer.may("contracts.end"),
        changes=[(each, _changed(each)) for each in changes],
        confidential=terms.disclosure == "CONFIDENTIAL",
        change_waits=any(each.state == "proposed" for each in changes),
        late=late_choices(terms.late_claims),
        score=shown_score(entry) if (entry := of_client(viewer, row.client_id)) else None,
        may_amend=viewer.may("contracts.amend") and row.state != "closed",
    )


def _changed(change: TermsChange) -> list[tuple[str, str]]:
    """In words what a proposal changes: late interest and costs, or that debtors are told, and why."""
    said = change.changes
    found = late_in_words(codec.unpack(LateClaims, said["late_claims"])) if "late_claims" in said else []
    if change.trigger:
        found.append((_("Debtors are told"), _(TRIGGERS[change.trigger])))
    return found


def _standing(row: Contract) -> list[tuple[str, Money]]:
    """What must come to nothing before the contract is closed, account by account; a debt of the client is positive."""
    left = left_on([row.pk], currency=row.currency)[row.pk]
    nothing = Money(0, row.currency)
    found = [
        (_("Funds in use"), Money.total((left.get(code, nothing) for code in FUNDS_IN_USE), row.currency)),
        (_("Open on bought invoices"), Money.total((left.get(code, nothing) for code in BOUGHT), row.currency)),
        (_("Held back"), -left.get("2110", nothing)),
        (_("Guarantee fund"), -left.get("2120", nothing)),
        (_("Owed by the client on his account"), left.get("2100", nothing)),
    ]
    named = {*FUNDS_IN_USE}
    return found + [(_(CHART[code].name), amount) for code, amount in left.items() if code not in named]


@require_POST
@for_kind("staff")
def contract_propose(request: Visit, contract_id: UUID, wish: str) -> HttpResponse:
    """Propose the end, to go on, or other terms for late interest and costs."""
    contracts.contract(viewer=request.viewer, contract_id=contract_id)
    said, now = request.POST, timezone.now()

    def end() -> None:
        propose_end(
            contract_id=contract_id,
            last_day=day_of(said.get("last_day", "")),
            ground=said.get("ground", ""),  # type: ignore[arg-type]  # the verb refuses what is none
            given_by=said.get("given_by", ""),  # type: ignore[arg-type]
            given_date=day_of(said.get("given", "")),
            note=said.get("note", ""),
            by=request.viewer,
            at=now,
        )

    def go_on() -> None:
        propose_to_go_on(contract_id=contract_id, note=said.get("note", ""), by=request.viewer, at=now)

    def late_claims() -> None:
        wish = {name: said.get(name, "") for name in ("income", "imputation", "exact")}
        propose_terms(
            contract_id=contract_id, valid_from=day_of(said.get("from", "")), changes={"late_claims": wish},
            note=said.get("note", ""), by=request.viewer, at=now,
        )  # fmt: skip

    acts: dict[str, Callable[[], None]] = {"end": end, "go_on": go_on, "late_claims": late_claims}
    if wish not in acts:
        raise Http404
    attempt(request, acts[wish], _("Another person must agree now."))
    return redirect("staff:contract", contract_id)


@require_POST
@for_kind("staff")
def contract_decide(request: Visit, contract_id: UUID, act: str) -> HttpResponse:
    """Agree as the second person, or decline."""
    said = {"agree": _("It is agreed."), "decline": _("The contract stays as it is.")}
    if "change" in request.POST:
        return _decide_change(request, contract_id, act, said)
    known = {each.pk for each in contracts.endings(viewer=request.viewer, contract_id=contract_id)}
    ending_id = key(request.POST.get("ending", ""))
    if act not in said or ending_id not in known:
        raise Http404

    def decide() -> None:
        event = act  # one of the two, as looked at above
        decide_end(ending_id=ending_id, event=event, by=request.viewer, at=timezone.now())  # type: ignore[arg-type]

    attempt(request, decide, said[act])
    return redirect("staff:contract", contract_id)


def _decide_change(request: Visit, contract_id: UUID, act: str, said: dict[str, str]) -> HttpResponse:
    known = {each.pk for each in contracts.changes(viewer=request.viewer, contract_id=contract_id)}
    change_id = key(request.POST.get("change", ""))
    if act not in said or change_id not in known:
        raise Http404

    def decide() -> None:
        event = act  # one of the two, as looked at above
        disclosing.decide(change_id=change_id, event=event, by=request.viewer, at=timezone.now())  # type: ignore[arg-type]

    attempt(request, decide, said[act])
    return redirect("staff:contract", contract_id)
