"""By which channel a debtor is written to, and why.

>>> choose(can_mail=True, email="ap@example.com", mail_allowed=True, has_address=True)[0]
'email'
>>> choose(can_mail=True, email="ap@example.com", mail_allowed=False, has_address=False)[0]
''
"""

from __future__ import annotations

from typing import Final

from cessie.lib.reasons import N_, Reason

CHANNELS: Final = ("email", "post")


def choose(*, can_mail: bool, email: str, mail_allowed: bool, has_address: bool) -> tuple[str, Reason]:
    """The channel (none: somebody must find an address) and why it is this one.

    By mail where the house can send mail, the debtor's address is known and he did not refuse it; else by letter.
    """
    if email and mail_allowed and can_mail:
        return "email", Reason("letter.by_mail", N_("His e-mail address is known and may be used."))
    if not has_address:
        words = N_("Neither an e-mail address that may be used nor a whole postal address is known.")
        return "", Reason("letter.no_address", words)
    if not email:
        return "post", Reason("letter.no_email", N_("No e-mail address is known: a letter by post."))
    if not mail_allowed:
        return "post", Reason("letter.refused_email", N_("He does not want e-mail: a letter by post."))
    return "post", Reason("letter.no_server", N_("The house has no mail server: a letter by post."))
