"""Who sits at the command line: a named user with his password and second factor, where an act needs a person."""

from __future__ import annotations

import argparse
import os
from getpass import getpass
from typing import TYPE_CHECKING

from cessie.lib.reasons import N_, Refusal

if TYPE_CHECKING:
    from cessie.domain.users.rules.viewer import Viewer


class NotHim(Refusal):
    """The password or the second factor is not that of the user."""


def argument(parser: argparse.ArgumentParser) -> None:
    """``--as EMAIL``."""
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="act as this user (asks for his password)")


def person(email: str | None) -> Viewer:
    """The viewer of the user with this address, once he has proved himself.

    Password and code of the second factor come from ``CESSIE_PASSWORD`` and ``CESSIE_CODE``, else they are asked for.
    Refused: nobody named, wrong words (``NotHim``: which of them is not told).
    """
    from django_otp import match_token, user_has_device  # the apps are loaded only now

    from cessie.domain.parties.queries import viewer_for
    from cessie.domain.users.models import User

    if not email:
        raise Refusal("person.nobody", N_("This needs a person: name him with --as EMAIL."))
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    password = os.environ.get("CESSIE_PASSWORD") or getpass(f"Password of {email}: ")
    right = user is not None and user.check_password(password)
    if user is None or not right:
        raise NotHim("person.wrong", N_("Address, password or code is wrong."))
    if user_has_device(user):
        code = os.environ.get("CESSIE_CODE") or getpass("Code of the second factor: ")
        if match_token(user, code) is None:
            raise NotHim("person.wrong", N_("Address, password or code is wrong."))
    return viewer_for(user)
