"""Offers: read them, approve exactly what was read, or decline."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from cessie.domain.keys.rules.scopes import SIGN
from cessie.domain.purchase import queries
from cessie.domain.purchase.refusals import Blocked
from cessie.domain.purchase.reject import reject
from cessie.domain.purchase.rules.states import PROPOSAL
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing, ProposalPath
from cessie.portals.api.cursors import cursor_of, place_of, question_of
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.once import once
from cessie.portals.api.problems import body_of, of_refusal
from cessie.portals.api.shapes import Approval, Declined, Item, Money, Page, ProblemBody, Proposal, Purchased, Reason
from cessie.portals.frame.templatetags.cessie import in_words
from cessie.workflows.purchases import buying

READ = Needs("proposals:read")
router = Router(tags=["Offers"])
_STATES = list(PROPOSAL.states)


class Filters(Listing):
    """What a list of offers may be asked for."""

    state: Annotated[str, Field(pattern=f"^({'|'.join(_STATES)})$", json_schema_extra={"enum": _STATES})] | None = None


@router.get("/proposals", auth=READ, response=answers(Page[Proposal], 404, 422), summary="List offers, newest first")
def list_proposals(request: HttpRequest, asked: Query[Filters]) -> Page[Proposal]:
    """`state=offered` are those that wait for your word."""
    caller = cast(Call, request).auth
    question = question_of(caller, "proposals", {"state": asked.state})
    place = place_of(asked.cursor, question)
    found = queries.proposals(
        viewer=caller.viewer,
        client_id=caller.client_id,
        states=[asked.state] if asked.state else None,
        before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
        limit=asked.limit + 1,
    )
    page = found[: asked.limit]
    behind = None
    if len(found) > asked.limit:
        behind = cursor_of((page[-1].offered_at.isoformat(), page[-1].id.hex), question)
    return Page[Proposal](data=[_proposal(offer) for offer in page], next_cursor=behind)


@router.get("/proposals/{proposal_id}", auth=READ, response=answers(Proposal, 404), summary="Read one offer")
def read_proposal(request: HttpRequest, proposal_id: ProposalPath) -> Proposal:
    """Every figure, and how it came about."""
    caller = cast(Call, request).auth
    return _proposal(queries.proposal(viewer=caller.viewer, proposal_id=ids.key_of(ids.PROPOSAL, proposal_id)))


@router.post(
    "/proposals/{proposal_id}/approve",
    auth=Needs(SIGN),
    response=answers(Purchased, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="Approve an offer: sells its invoices",
)
def approve(request: HttpRequest, proposal_id: ProposalPath, approval: Approval) -> HttpResponse:
    """Buys as offered and orders the payout, once. `digest` is the one that you read with the offer: if any figure is
    another by now nothing happens (409). What the offer stood on may have changed: then it is withdrawn with its
    reasons (409 `purchase.blocked`) and a new one follows where that is possible."""
    call, key = cast(Call, request), ids.key_of(ids.PROPOSAL, proposal_id)
    viewer = call.auth.viewer

    def act() -> tuple[int, Purchased | ProblemBody]:
        try:
            bought = buying.approve(proposal_id=key, digest=approval.digest, by=viewer, at=timezone.now())
        except Blocked as no:  # the offer is withdrawn: that stays done, and is the answer to a repetition too
            return 409, ProblemBody.model_validate(body_of(of_refusal(no), call.path))
        return 200, Purchased(
            id=ids.shown(ids.PROPOSAL, bought.proposal_id),
            number=bought.number,
            state="purchased",
            payout=Money.of(bought.payout),
            invoice_ids=[ids.shown(ids.INVOICE, invoice_id) for invoice_id in bought.invoice_ids],
        )

    return once(call, json.dumps(approval.digest).encode(), act=act)


@router.post(
    "/proposals/{proposal_id}/reject",
    auth=Needs(SIGN),
    response=answers(Declined, 404, *CHANGING),
    openapi_extra=ONCE,
    summary="Decline an offer",
)
def decline(request: HttpRequest, proposal_id: ProposalPath) -> HttpResponse:
    """Its invoices can be offered again."""
    call, key = cast(Call, request), ids.key_of(ids.PROPOSAL, proposal_id)

    def act() -> tuple[int, Declined]:
        done = reject(proposal_id=key, by=call.auth.viewer, at=timezone.now())
        return 200, Declined(id=ids.shown(ids.PROPOSAL, done.pk), state="rejected")

    return once(call, act=act)


def _proposal(offer: queries.ProposalFacts) -> Proposal:
    return Proposal(
        id=ids.shown(ids.PROPOSAL, offer.id),
        number=offer.number,
        contract_id=ids.shown(ids.CONTRACT, offer.contract_id),
        state=offer.state,
        digest=offer.digest,
        offered_at=offer.offered_at,
        expires_at=offer.expires_at,
        decided_at=offer.decided_at,
        face=Money.of(offer.face),
        financed=Money.of(offer.financed),
        held_back=Money.of(offer.holdback),
        fee=Money.of(offer.fee),
        vat=Money.of(offer.vat),
        set_off=Money.of(offer.set_off),
        payout=Money.of(offer.payout),
        items=[_item(item) for item in offer.items],
    )


def _item(item: queries.ItemFacts) -> Item:
    return Item(
        invoice_id=ids.shown(ids.INVOICE, item.invoice_id),
        number=item.invoice_number,
        debtor=item.debtor_name,
        due_date=item.due_date,
        face=Money.of(item.face),
        financed=Money.of(item.financed),
        held_back=Money.of(item.holdback),
        fee=Money.of(item.fee),
        vat=Money.of(item.vat),
        steps=[Reason(code=step.code, words=in_words(step)) for step in item.steps],
    )
