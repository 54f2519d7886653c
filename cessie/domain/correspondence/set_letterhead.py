"""A client says how the letters look that are written in his name: a new version each time, none ever changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.correspondence.letterheads import current
from cessie.domain.correspondence.letters.pdf import logo_of
from cessie.domain.correspondence.models import Letterhead
from cessie.domain.correspondence.rules.address import can_be_mailed
from cessie.domain.correspondence.rules.head import ACCENT, ENOUGH, contrast, is_colour
from cessie.domain.correspondence.rules.markdown import harmless
from cessie.domain.correspondence.rules.picture import logo_svg
from cessie.domain.parties.models import Client
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_, Refusal

#: Lines of the address and of the footer at most, signs of one line, hosts to which links may lead.
LINES, FOOTER, SIGNS, HOSTS = 5, 3, 120, 5
_HOST: Final = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


@dataclass(frozen=True, slots=True)
class Look:
    """What a client enters: ``logo`` as he handed it in (none: the one that is there stays, unless ``no_logo``)."""

    lines: tuple[str, ...] = ()
    colour: str = ACCENT
    logo: bytes = b""
    no_logo: bool = False
    footer: tuple[str, ...] = ()
    email: str = ""
    reply_to: str = ""
    hosts: tuple[str, ...] = ()


@transaction.atomic
def set_letterhead(*, client_id: UUID, look: Look, by: Viewer, at: datetime) -> Letterhead:
    """The version that holds from now on; entered again unchanged it stays the one that holds.

    Refused: anybody but an owner of the client (``NotAllowed``), a stranger (``NotFound``), a colour that cannot be
    read on paper, too many or too long lines, what is no e-mail address or no host, a logo that is none.
    """
    if not by.sees_client(client_id):
        raise NotFound("parties.no_client", N_("There is no such client."))
    by.require_signer(client_id)
    client = Client.objects.select_for_update(of=("self",)).get(pk=client_id)
    before = current(client_id)
    said = {
        "lines": _lines(look.lines, LINES),
        "colour": _colour(look.colour),
        "logo": _logo(look, before),
        "footer": _lines(look.footer, FOOTER),
        "email": _email(look.email),
        "reply_to": _email(look.reply_to),
        "hosts": _hosts(look.hosts),
    }
    if before is not None and all(_kept(before, name) == value for name, value in said.items()):
        return before
    number = before.number + 1 if before is not None else 1
    new = Letterhead.objects.create(client=client, number=number, made_at=at, made_by=by.key, **said)
    record(
        action="correspondence.set_letterhead", subject=new, by=by, at=at, client_id=client_id, data={"number": number}
    )
    return new


def _kept(row: Letterhead, name: str) -> object:
    value = getattr(row, name)
    return bytes(value) if name == "logo" else value


def _lines(lines: tuple[str, ...], most: int) -> list[str]:
    found = [" ".join(harmless(line).split()) for line in lines if line.strip()]
    if len(found) > most or any(len(line) > SIGNS for line in found):
        words = N_("At most {lines} lines of at most {signs} signs each.")
        raise Refusal("letter.lines", words, lines=most, signs=SIGNS)
    return found


def _colour(colour: str) -> str:
    plain = colour.strip().lower() or ACCENT
    if not is_colour(plain):
        raise Refusal("letter.colour", N_("A colour is written as #0d6e6e."))
    if contrast(plain) < ENOUGH:
        words = N_("Nobody can read this colour on white paper: choose a darker one.")
        raise Refusal("letter.contrast", words)
    return plain


def _logo(look: Look, before: Letterhead | None) -> bytes:
    if look.logo:
        return drawn(look.logo)
    return b"" if look.no_logo or before is None else bytes(before.logo)


def drawn(data: bytes) -> bytes:
    """The picture alone, drawn anew; refused (``letter.logo``) where it cannot be."""
    drawing, kind, size = logo_svg(data)
    try:
        return logo_of(drawing, kind, size)
    except RuntimeError:  # the type setter's word for a picture that is broken
        raise Refusal("letter.broken_logo", N_("This picture is damaged: nothing can be drawn of it.")) from None


def _email(email: str) -> str:
    plain = email.strip()
    if plain and not can_be_mailed(plain):
        raise Refusal("letter.email", N_("This is no e-mail address."))
    return plain


def _hosts(hosts: tuple[str, ...]) -> list[str]:
    found = sorted({host.strip().lower() for host in hosts if host.strip()})
    if len(found) > HOSTS or not all(_HOST.fullmatch(host) for host in found):
        words = N_("A site is written as www.example.com; at most {hosts} of them.")
        raise Refusal("letter.host", words, hosts=HOSTS)
    return found
