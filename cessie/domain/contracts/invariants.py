"""What must hold of contracts and of all that was done under them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from cessie.lib.reasons import N_, Reason

#: Messages under terms that were not notified on the day on which they were written (unless the client himself wrote,
#: in confidence), or under no contract of the client. The resend of an older one counts from its own day.
_TOLD = """
    with terms as (
        select m.id, m.reference, v.terms->>'disclosure' as disclosure,
               c.client_id = coalesce(n.client_id, m.client_id) as own,
               coalesce((m.sender->>'confidential')::boolean, false) as silent
          from correspondence_message m left join correspondence_concern n on n.message_id = m.id
          left join contracts_contract c on c.id = coalesce(n.about, m.about)
          left join lateral (
            select terms from contracts_version v where v.contract_id = c.id
               and v.valid_from <= (m.written_at at time zone 'Europe/Brussels')::date
             order by v.valid_from desc limit 1) v on true)
    select distinct reference from terms
     where (disclosure is distinct from 'NOTIFIED' and not silent) or not coalesce(own, false)
     order by reference
"""


def no_debtor_of_a_confidential_contract_was_written_to() -> Iterator[Reason]:
    """Each message to a debtor is about a contract of its client that was notified on the day it was written; so no
    debtor whose contracts are all confidential was ever told. What the client writes in his own name tells nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
        for (reference,) in cursor.fetchall():
            words = N_("Letter {reference} went to a debtor under a contract that is confidential.")
            yield Reason("contracts.told_in_confidence", words, {"reference": reference})


CHECKS = [no_debtor_of_a_confidential_contract_was_written_to]
