"""What can be drawn and why, and drawings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from cessie.domain.availability import queries
from cessie.domain.availability.draw import draw
from cessie.domain.availability.models import Drawing as Row
from cessie.domain.availability.models import Run as RunRow
from cessie.domain.availability.run import run
from cessie.domain.keys.rules.scopes import DRAW
from cessie.lib.money import Money as Amount
from cessie.portals.api import ids
from cessie.portals.api.asking import Listing, RunPath
from cessie.portals.api.documented import CHANGING, ONCE, answers
from cessie.portals.api.door import Call, Needs
from cessie.portals.api.endpoints.ledgers import READ, running
from cessie.portals.api.ledger_shapes import DrawIn, Drawing, Opened, Run, RunDetail, Step, Taken
from cessie.portals.api.once import once
from cessie.portals.api.paging import newest_first
from cessie.portals.api.shapes import Money, Page
from cessie.portals.frame.bridge import RULES, rungs

router = Router(tags=["Drawings"])
CODES = [*RULES, "ELIGIBLE"]


class Which(Listing):
    """Which step is opened."""

    step: Annotated[str, Field(pattern=f"^({'|'.join(CODES)})$", json_schema_extra={"enum": CODES})] = "ELIGIBLE"


@router.get("/availability/now", auth=READ, response=answers(RunDetail, 404, 422), summary="What can be drawn now")
def read_drawable(request: HttpRequest) -> RunDetail:
    """Reckoned at this moment, with every step from your open invoices to euros; kept, and the same again later."""
    caller = cast(Call, request).auth
    found = run(contract_id=running(caller).pk, by=caller.viewer, at=timezone.now())
    return _detail(queries.run_of(viewer=caller.viewer, run_id=found.pk))


@router.get("/availability/runs", auth=READ, response=answers(Page[Run], 404, 422), summary="Kept reckonings")
def list_runs(request: HttpRequest, asked: Query[Listing]) -> Page[Run]:
    """Of the contract that runs today, newest first."""
    caller = cast(Call, request).auth
    rows = queries.runs(viewer=caller.viewer, contract_id=running(caller).pk)
    page, behind = newest_first(request, asked, "runs", rows)
    return Page[Run](data=[Run(**_head(row)) for row in page], next_cursor=behind)


@router.get("/availability/runs/{run_id}", auth=READ, response=answers(RunDetail, 404), summary="A kept reckoning")
def read_run(request: HttpRequest, run_id: RunPath) -> RunDetail:
    """With every step."""
    return _detail(queries.run_of(viewer=cast(Call, request).auth.viewer, run_id=ids.key_of(ids.RUN, run_id)))


@router.get(
    "/availability/runs/{run_id}/lines", auth=READ, response=answers(Opened, 404, 422), summary="Documents of a step"
)
def list_run_lines(request: HttpRequest, run_id: RunPath, asked: Query[Which]) -> Opened:
    """What a step took out, document by document, or what counts (`ELIGIBLE`)."""
    row = queries.run_of(viewer=cast(Call, request).auth.viewer, run_id=ids.key_of(ids.RUN, run_id))
    found = queries.opened(row, asked.step)
    told = [Taken(number=each.number, due_date=each.due_date, amount=Money.of(each.amount)) for each in found.invoices]
    return Opened(data=told, more=found.more)


@router.get("/drawings", auth=Needs("drawings:read"), response=answers(Page[Drawing], 422), summary="List drawings")
def list_drawings(request: HttpRequest, asked: Query[Listing]) -> Page[Drawing]:
    """Newest first, with how far each payment is."""
    caller = cast(Call, request).auth
    rows = queries.drawings(viewer=caller.viewer).filter(client_id=caller.client_id)
    page, behind = newest_first(request, asked, "drawings", rows)
    return Page[Drawing](data=_drawings(page), next_cursor=behind)


@router.post(
    "/drawings",
    auth=Needs(DRAW),
    response=answers(Drawing, 404, *CHANGING, status=201),
    openapi_extra=ONCE,
    summary="Draw",
)
def make_drawing(request: HttpRequest, body: DrawIn) -> HttpResponse:
    """To your confirmed account, as far as it is available at this moment. What is above the facility waits for a
    person where your contract lets it (`asked`)."""
    call = cast(Call, request)
    caller = call.auth

    def act() -> tuple[int, Drawing]:
        contract_id = running(caller).pk
        made = draw(
            contract_id=contract_id, amount=Amount.parse(body.amount), seen=Amount.parse(body.seen),
            by=caller.viewer, at=timezone.now(),
        )  # fmt: skip
        run(contract_id=contract_id, by=caller.viewer, at=timezone.now())  # what is left now is what the page shows
        return 201, _drawings([made])[0]

    return once(call, body.model_dump_json().encode(), act=act)


def _head(row: RunRow) -> dict[str, Any]:
    def money(cents: int) -> Money:
        return Money.of(Amount(cents, row.currency))

    return {
        "id": ids.shown(ids.RUN, row.pk), "contract": row.contract.number, "run_date": row.run_date,
        "made_at": row.made_at, "open": money(row.pool.gross_cents), "eligible": money(row.pool.eligible_cents),
        "in_use": money(row.in_use_cents), "available": money(row.net_cents),
    }  # fmt: skip


def _detail(row: RunRow) -> RunDetail:
    steps = [
        Step(
            code=each.code, words=each.name, amount=Money.of(each.amount), left=Money.of(each.left), total=each.total,
            todo=each.todo,
        )
        for each in rungs(queries.explained(row))
    ]  # fmt: skip
    return RunDetail(**_head(row), steps=steps)


def _drawings(rows: Sequence[Row]) -> list[Drawing]:
    paid = queries.order_states(rows)
    return [
        Drawing(
            id=ids.shown(ids.DRAWING, row.pk), number=row.number, contract=row.contract.number, state=row.state,
            amount=Money.of(Amount(row.amount_cents, row.currency)), payment=paid.get(row.pk, ""),
            above=Money.of(Amount(row.above_cents, row.currency)), asked_at=row.asked_at, note=row.note,
        )
        for row in rows
    ]  # fmt: skip
