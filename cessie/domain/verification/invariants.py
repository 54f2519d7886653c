"""What must hold of samples, proofs and findings at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from cessie.lib.reasons import N_, Reason


def what_is_found_is_held() -> Iterator[Reason]:
    """An open finding that holds keeps what it is about out of what may be drawn; a cleared one keeps nothing out."""
    for contract, rule in _rows(
        """
        select c.number, f.rule from verification_finding f join contracts_contract c on c.id = f.contract_id
          left join availability_excluded x on x.source = 'finding:' || f.id::text and x.ended_at is null
         where (f.severity = 'hold' and f.state = 'open') <> (x.id is not null)
         order by 1, 2"""
    ):
        words = N_("{contract}: what was found ({rule}) is not held as the finding says.")
        yield Reason("verification.not_held", words, {"contract": contract, "rule": rule})


def what_was_handed_in_is_there() -> Iterator[Reason]:
    """A document whose proof was handed in has one, and what is missing or wrong has its finding."""
    for number, state in _rows(
        """
        select i.number, i.state from verification_item i
         where (i.state = 'handed_in' and not exists (select 1 from verification_proof p where p.item_id = i.id))
            or (i.state in ('missing', 'wrong')
                and not exists (select 1 from verification_finding f where f.item_id = i.id))
         order by 1"""
    ):
        words = N_("Document {number} of a sample is “{state}” and nothing stands behind it.")
        yield Reason("verification.nothing_behind", words, {"number": number, "state": state})


def samples_draw_from_what_there_was() -> Iterator[Reason]:
    """A sample has no more documents, worth no more, than could be drawn."""
    for contract, number in _rows(
        """
        select c.number, s.number from verification_sample s join contracts_contract c on c.id = s.contract_id
          left join verification_item i on i.sample_id = s.id
         group by c.number, s.number, s.population, s.population_cents
        having count(i.id) > s.population or coalesce(sum(i.open_cents), 0) > s.population_cents or count(i.id) = 0
         order by 1, 2"""
    ):
        words = N_("{contract}: sample {number} holds more than could be drawn.")
        yield Reason("verification.sample", words, {"contract": contract, "number": number})


def differences_are_found() -> Iterator[Reason]:
    """Who was asked about his balance and said another one is found; who agreed said what the books said."""
    for (contract,) in _rows(
        """
        select c.number from verification_enquiry e join contracts_contract c on c.id = e.contract_id
         where (e.state = 'agreed' and e.stated_cents <> e.amount_cents)
            or (e.state = 'differs' and (e.stated_cents = e.amount_cents or not exists (
                  select 1 from verification_finding f where f.enquiry_id = e.id)))
         order by 1"""
    ):
        yield Reason("verification.answer", N_("{contract}: the answer of a customer is not kept as he gave it."),
                     {"contract": contract})  # fmt: skip


def _rows(query: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


CHECKS = [
    what_is_found_is_held,
    what_was_handed_in_is_there,
    samples_draw_from_what_there_was,
    differences_are_found,
]
