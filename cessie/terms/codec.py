"""Frozen values of terms to JSON and back, by their own field types: strict, so that a stored contract reads the same.

Decimals are texts, money is ``{"cents", "currency"}``, days are ISO texts. A field that is missing takes its default
(an older version of the model); a field that nobody knows, a word outside a list or a wrong kind is refused.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast

from cessie.lib.money import Money
from cessie.lib.reasons import N_, Refusal

T = TypeVar("T")


class BadTerms(Refusal):
    """A value that is no term of a contract; the reason names the field."""


def pack(value: Any) -> Any:
    """The JSON value of a term."""
    if isinstance(value, Money):
        return {"cents": value.cents, "currency": value.currency}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: pack(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: pack(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [pack(part) for part in value]
    return value


def unpack(kind: type[T], value: Any, field: str = "") -> T:
    """The value of ``kind`` that ``pack`` wrote; refused (``BadTerms``) naming the field."""
    return cast(T, _read(kind, value, field))


def _read(kind: Any, value: Any, field: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(next(k for k in typing.get_args(kind) if k is not type(None)), value, field)
    if origin is Literal:
        if value not in typing.get_args(kind):
            raise _bad(field, value)
        return value
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _bad(field, value)
        part = typing.get_args(kind)[0]
        return tuple(_read(part, one, f"{field}[{n}]") for n, one in enumerate(value))
    if kind is Money:
        return _money(value, field)
    if is_dataclass(kind):
        return _record(cast("type[Any]", kind), value, field)
    return _plain(kind, value, field)


def _record(kind: type[Any], value: Any, field: str) -> Any:
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise _bad(field, value)
    hints, known = _fields_of(cast(Hashable, kind))
    for name in value:
        if name not in known:
            raise BadTerms("terms.unknown_field", N_("There is no term called {field}."), field=_at(field, str(name)))
    missing = [n for n, f in known.items() if n not in value and f.default is MISSING and f.default_factory is MISSING]
    if missing:
        raise BadTerms("terms.missing_field", N_("The term {field} is missing."), field=_at(field, missing[0]))
    return kind(**{name: _read(hints[name], part, _at(field, name)) for name, part in value.items()})


@cache
def _fields_of(kind: Any) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    """The types and the fields of a record by name, worked out once: contracts are read on every step of the road."""
    return typing.get_type_hints(kind), {f.name: f for f in fields(kind)}


def _money(value: Any, field: str) -> Money:
    if isinstance(value, Money):
        return value
    if not isinstance(value, Mapping) or set(value) != {"cents", "currency"}:
        raise _bad(field, value)
    return Money(_plain(int, value["cents"], field), _plain(str, value["currency"], field))


def _plain(kind: Any, value: Any, field: str) -> Any:
    if kind is Decimal:
        return _decimal(value, field)
    if kind is date:
        return value if isinstance(value, date) else _day(value, field)
    if kind not in (str, int, bool) or type(value) is not kind:
        raise _bad(field, value)
    return value


def _decimal(value: Any, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):  # never a binary fraction
        raise _bad(field, value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise _bad(field, value) from None
    if not number.is_finite():
        raise _bad(field, value)
    return number


def _day(value: Any, field: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _bad(field, value) from None


def _at(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _bad(field: str, value: Any) -> BadTerms:
    return BadTerms("terms.bad_value", N_("{value} is not possible for {field}."), field=field, value=str(value))
