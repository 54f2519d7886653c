"""A password that serves once: its owner chooses his own with it."""

from __future__ import annotations

import secrets

from cessie.domain.users.models import User

#: Letters and digits that nobody takes for each other; sixteen of them are beyond guessing.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """A password that a person can read out and type once.

    >>> len(one_time_password().replace("-", ""))
    16
    """
    signs = "".join(secrets.choice(_SIGNS) for _ in range(16))
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def give_one(user: User) -> str:
    """A new one for this user, whose row the caller holds; his sessions end with the old password."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password
