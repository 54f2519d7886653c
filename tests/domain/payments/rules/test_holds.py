"""A new account number waits for five days or for a second person's word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from cessie.domain.payments.rules.holds import Payee, holds
from cessie.domain.payments.rules.identity import Transfer, digest, end_to_end_id

AT = datetime(2026, 3, 6, 9, tzinfo=UTC)
YESTERDAY = AT - timedelta(days=1)


@pytest.mark.parametrize(
    ("payee", "vouched", "code"),
    [
        (Payee("confirmed", AT - timedelta(days=5), first=False), False, None),
        (Payee("confirmed", AT - timedelta(days=5) + timedelta(seconds=1), first=False), False, "account_changed"),
        (Payee("confirmed", YESTERDAY, first=False), True, None),
        (Payee("confirmed", YESTERDAY, first=True), False, None),
        (Payee("claimed", AT - timedelta(days=90), first=True), False, "account_unconfirmed"),
        (Payee("claimed", YESTERDAY, first=False), True, "account_unconfirmed"),
        (Payee("ended", AT - timedelta(days=90), first=True), True, "account_ended"),
        (Payee("confirmed", YESTERDAY, first=True, countries=frozenset({"BE", "FR"})), False, None),
        (Payee("confirmed", YESTERDAY, first=True, countries=frozenset({"BE", "PT"})), False, "abroad"),
        (Payee("confirmed", YESTERDAY, first=True, countries=frozenset({"PT"})), True, None),
    ],
)
def test_what_keeps_an_order_back(payee: Payee, vouched: bool, code: str | None) -> None:
    found = [reason.code for reason in holds(payee, vouched=vouched, at=AT)]
    assert found == ([f"payments.{code}"] if code else [])


def test_the_reference_fits_every_bank() -> None:
    names = {end_to_end_id(uuid4()) for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) <= 35 and name.isalnum() and name.isascii() for name in names)


def test_a_digest_knows_every_field_and_no_order() -> None:
    one = Transfer("CSA", 100, "EUR", "BE1", "", "Jan", "t")
    two = Transfer("CSB", 200, "EUR", "BE2", "", "Piet", "u")
    day = AT.date()
    base = digest("BE0", day, [one, two])
    assert digest("BE0", day, [two, one]) == base
    others = [Transfer(*(f"{v}9" if f == i else v for f, v in enumerate(one.__getstate__()))) for i in range(7)]
    changed = [digest("BE0", day, [other, two]) for other in others]
    changed += [
        digest("BE9", day, [one, two]),
        digest("BE0", day + timedelta(days=1), [one, two]),
        digest("BE0", day, [one]),
    ]
    assert base not in changed
    assert len(set(changed)) == len(changed)
