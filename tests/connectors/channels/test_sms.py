"""A text message handed over once, and what the provider says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cessie.connectors.channels import Piece
from cessie.connectors.channels.sms.provider import LONGEST, Sms
from cessie.connectors.channels.sms.sandbox import KEY, Sandbox
from cessie.connectors.errors import AuthFailed, OutcomeUnknown, Rejected, Temporary

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
TEXT = Piece("R-1", b"", mobile="+32470123456", text="Herinnering: zie https://example.be/x")


@pytest.fixture
def there() -> Iterator[Sandbox]:
    with Sandbox(AT) as sandbox:
        yield sandbox


def test_it_is_handed_over_and_heard_of(there: Sandbox) -> None:
    with Sms(there.url, KEY, "Huis") as sms:
        good = sms.deliver("D1", [TEXT])
        bad = sms.deliver("D2", [replace(TEXT, mobile="+32470123499")])
        assert [each.fate for each in sms.news([good, bad, "S9"])] == ["delivered", "lost"]
    assert there.sent[0]["recipients"] == ["32470123456"]
    assert there.sent[0]["originator"] == "Huis"


@pytest.mark.parametrize("piece", [replace(TEXT, mobile="0470123456"), replace(TEXT, text=""),
                                   replace(TEXT, text="x" * (LONGEST + 1))])  # fmt: skip
def test_what_no_phone_takes_is_refused_here(there: Sandbox, piece: Piece) -> None:
    with Sms(there.url, KEY) as sms, pytest.raises(Rejected):
        sms.deliver("D", [piece])
    assert there.sent == []


def test_what_went_wrong_says_whether_it_may_be_done_again(there: Sandbox) -> None:
    with Sms(there.url, "other") as stranger, pytest.raises(AuthFailed):
        stranger.deliver("D", [TEXT])
    with Sms(there.url, KEY) as sms:
        there.cut = True
        with pytest.raises(OutcomeUnknown):
            sms.deliver("D", [TEXT])
        there.cut, there.trouble = False, 429
        with pytest.raises(Temporary):
            sms.deliver("D", [TEXT])
