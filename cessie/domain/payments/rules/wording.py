"""What the bank will read otherwise than it was written: SEPA knows few characters (EPC217-08). Pure."""

from __future__ import annotations

from cessie.formats.payments.pain001 import as_sent, name_as_sent
from cessie.lib.reasons import N_, Reason


def read_otherwise(holder: str, text: str) -> tuple[Reason, ...]:
    """Notes for whoever prepares and releases: nothing is refused, nothing is changed in secret.

    >>> [reason.in_words() for reason in read_otherwise("Électricité SA", "nota 7")]
    ['The bank reads the name as “Electricite SA”.']
    """
    notes = []
    name = " ".join(holder.split())
    if (sent := name_as_sent(holder)) != name:
        notes.append(Reason("payments.name_as_sent", N_("The bank reads the name as “{name}”."), {"name": sent}))
    if (sent := as_sent(text)) != " ".join(text.split()):
        notes.append(Reason("payments.text_as_sent", N_("The bank reads the text as “{text}”."), {"text": sent}))
    return tuple(notes)
