"""Addresses of the shared pages on which offers are compared, for one portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cessie.portals.frame import comparing, comparing_runs
from cessie.portals.frame.access import for_kind
from cessie.portals.frame.comparing import Face

_READ, _POST, _BOTH = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
View = Callable[..., HttpResponse]


def pages(face: Face, *, whose: str, folder: str = "", keys: str = "") -> Iterator[URLPattern]:
    """All of them. ``whose``: what names the customer in his own addresses; ``folder``: in front of the others;
    ``keys``: in front of the names of their keys, since the same name is the same thing all over the house."""
    own = face.base.split(":")[1]
    for name, view, methods in _OF_CUSTOMER:
        yield path(f"{whose}{_CALLED.get(name, name)}", _door(face, view, methods), name=f"{own}{name}")
    for name, view, methods, there in _OF_THING:
        yield path(f"{folder}{there.format(keys)}", _door(face, _of_key(view), methods), name=f"{own}{name}")
    if own:  # a broker knows nothing of what a house charged
        there = f"comparisons/<uuid:{keys}comparison_id>/charged"
        yield path(f"{folder}{there}", _door(face, _of_key(comparing_runs.charged), _READ), name=f"{own}run_charged")


#: Pages of a customer: name, view, methods.
_OF_CUSTOMER: Final[Sequence[tuple[str, View, tuple[str, ...]]]] = (
    ("ledger_in", comparing.ledger_in, _POST), ("offers_in", comparing.offers_in, _POST),
    ("offer_new", comparing.offer_new, _BOTH), ("compare", comparing.compare, _POST),
)  # fmt: skip
#: Pages of one thing: name, view, methods, address.
_OF_THING: Final[Sequence[tuple[str, View, tuple[str, ...], str]]] = (
    ("ledger", comparing.ledger, _READ, "ledgers/<uuid:{}sales_id>"),
    ("offer", comparing.offer, _BOTH, "offers/<uuid:{}offer_id>"),
    ("offer_drop", comparing.offer_drop, _POST, "offers/<uuid:{}offer_id>/drop"),
    ("run", comparing_runs.run, _READ, "comparisons/<uuid:{}comparison_id>"),
    ("run_cancel", comparing_runs.cancelled, _POST, "comparisons/<uuid:{}comparison_id>/cancel"),
    ("run_report", comparing_runs.report, _READ, "comparisons/<uuid:{}comparison_id>/report.pdf"),
    ("run_workbook", comparing_runs.sheets, _READ, "comparisons/<uuid:{}comparison_id>/figures.xlsx"),
    ("run_json", comparing_runs.figures, _READ, "comparisons/<uuid:{}comparison_id>/figures.json"),
    ("outcome", comparing_runs.outcome, _READ, "outcomes/<uuid:{}outcome_id>"),
)
#: How an address is called where it differs from its name.
_CALLED = {"ledger_in": "ledger", "offers_in": "offers/file", "offer_new": "offers"}


def _door(face: Face, view: View, methods: tuple[str, ...]) -> View:
    page: View = never_cache(require_http_methods(list(methods))(for_kind(face.kind)(partial(view, face))))
    return page


def _of_key(view: View) -> View:
    """The view of one thing, whatever its key is called in the address."""

    def of(face: Face, request: Any, **keys: Any) -> HttpResponse:
        (key,) = keys.values()
        return view(face, request, key)

    return of
