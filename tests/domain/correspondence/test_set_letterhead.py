"""A client's letterhead: a version each time it changes, whatever is handed in made harmless, and read on paper."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from cessie.domain.correspondence.letterheads import head_of, letterheads, sender_of
from cessie.domain.correspondence.models import Letterhead
from cessie.domain.correspondence.rules.picture import png_size
from cessie.domain.correspondence.set_letterhead import Look, set_letterhead
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotAllowed, NotFound, Viewer
from cessie.lib.reasons import Refusal
from tests.domain.conftest import NOBODY, of_client

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><rect width="300" height="100" fill="#930"/></svg>'
)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def setting(client: Client, by: Viewer | None = None, **look: object) -> Letterhead:
    return set_letterhead(client_id=client.pk, look=Look(**look), by=by or of_client(client.pk), at=AT)  # type: ignore[arg-type]  # a test's


def test_each_change_is_a_version_and_the_last_one_holds(client_: Client) -> None:
    first = setting(
        client_, colour="#993300", logo=SVG, reply_to="facturen@meuse.example", lines=("Quai 1", "4000 Liège")
    )
    assert (
        setting(client_, colour="#993300", lines=("Quai 1", " 4000  Liège"), reply_to="facturen@meuse.example") == first
    )
    second = setting(client_, colour="#003366", no_logo=True)
    assert [row.number for row in letterheads(viewer=of_client(client_.pk), client_id=client_.pk)] == [2, 1]
    assert bytes(second.logo) == b""
    assert png_size(bytes(first.logo)) == (900, 300), "drawn anew, in our own size"
    sender = sender_of(client_id=client_.pk, under_client_name=True)
    assert (sender.letterhead, head_of(sender).colour) == (str(second.pk), "#003366")


def test_what_was_written_keeps_the_look_of_its_day(client_: Client) -> None:
    setting(client_, colour="#993300", logo=DOT, lines=("Quai 1",), reply_to="facturen@meuse.example")
    sender = sender_of(client_id=client_.pk, confidential=True)
    setting(client_, colour="#003366")
    assert (sender.lines, sender.reply_to, head_of(sender).colour) == (("Quai 1",), "facturen@meuse.example", "#993300")
    assert "data:image/png;base64," in head_of(sender).logo


def test_only_an_owner_sets_it_and_a_stranger_knows_of_none(client_: Client, other_client: Client, an: Viewer) -> None:
    with pytest.raises(NotAllowed):
        setting(client_, of_client(client_.pk, signs=False))
    with pytest.raises(NotAllowed):
        setting(client_, an)
    for stranger in (of_client(other_client.pk), NOBODY):
        with pytest.raises(NotFound):
            setting(client_, stranger)
        assert not letterheads(viewer=stranger, client_id=client_.pk).exists()


@pytest.mark.parametrize(
    ("look", "code"),
    [
        ({"colour": "#7fd0d0"}, "letter.contrast"), ({"colour": "red"}, "letter.colour"),
        ({"lines": ("x",) * 6}, "letter.lines"), ({"footer": ("x" * 121,)}, "letter.lines"),
        ({"reply_to": "jan"}, "letter.email"), ({"email": "a@b\nBcc: c@d"}, "letter.email"),
        ({"hosts": ("localhost",)}, "letter.host"), ({"hosts": ("https://x.example",)}, "letter.host"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_reached_is_refused(client_: Client, look: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as no:
        setting(client_, **look)
    assert no.value.reason.code == code
    assert not Letterhead.objects.exists()


@pytest.mark.parametrize(
    "logo",
    [
        b"GIF89a", b"<svg/>", b"", DOT[:30] + b"\x00" * 40,
        SVG.replace(b"<rect", b"<script>x</script><rect"), SVG.replace(b"<rect", b'<image href="http://x.example"/><rect'),
        SVG.replace(b"<rect", b'<rect onload="x"'), SVG.replace(b'"#930"', b'"url(http://x.example#a)"'),
        SVG.replace(b"300 100", b"0 0"), SVG.replace(b"300 100", b"99999 1"), SVG.replace(b"<rect", b"<g>" * 3_000),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\xff" * 16,
    ],
)  # fmt: skip
def test_a_logo_that_is_none_is_refused(client_: Client, logo: bytes) -> None:
    if not logo:
        assert bytes(setting(client_, logo=logo).logo) == b"", "none handed in"
        return
    with pytest.raises(Refusal) as no:
        setting(client_, logo=logo)
    assert no.value.reason.code in ("letter.logo", "letter.broken_logo")
