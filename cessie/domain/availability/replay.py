"""Reckon a kept run again from what it stood on: yesterday's must give yesterday's, to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from cessie.domain.availability.models import Part, Pool, Run
from cessie.domain.availability.reckon import bridge_of, parts_of, pool_figures, pool_of, run_figures, stand_kept
from cessie.domain.availability.rules.snapshot import packed, unpacked
from cessie.domain.contracts.queries import terms_of
from cessie.lib.money import Money
from cessie.lib.reasons import N_, Reason
from cessie.terms.bridge import VERSION as BRIDGE_VERSION
from cessie.terms.eligibility import VERSION as RULES_VERSION


def replay(run_id: UUID) -> tuple[Reason, ...]:
    """What differs between a run and the same reckoned anew with the terms it was made under; nothing where it agrees.

    A run of other rules than these cannot be replayed here: that is said, and is no agreement.
    """
    run = Run.objects.select_related("pool").get(pk=run_id)
    return (*replay_pool(run.pool), *_bridge(run))


def replay_pool(pool: Pool) -> tuple[Reason, ...]:
    """The same of a pool alone: its facts, its steps, and each debtor's buckets."""
    if pool.rules_version != RULES_VERSION:
        return (_other_rules(pool.rules_version),)
    digest, snapshot = pool.facts_id, unpacked(bytes(pool.facts.data))
    if packed(snapshot)[0] != digest:
        return (Reason("availability.facts", N_("The facts that the run stood on were changed.")),)
    found = pool_of(snapshot, terms_of(pool.version_id), pool.run_date)
    kept = set(Part.objects.filter(pool=pool).values_list("debtor_id", "bucket", "cents", "documents"))
    differs = list(_differences(pool, pool_figures(found)))
    if kept != set(parts_of(found)):
        differs.append(Reason("availability.parts", N_("The buckets of the debtors are not those reckoned again.")))
    return tuple(differs)


def _bridge(run: Run) -> Iterator[Reason]:
    if run.rules_version != BRIDGE_VERSION:
        yield _other_rules(run.rules_version)
        return
    eligible = Money(run.pool.eligible_cents, run.currency)
    found = bridge_of(eligible, terms_of(run.pool.version_id), stand_kept(run))
    yield from _differences(run, run_figures(run.pool, found))


def _differences(row: Pool | Run, again: dict[str, object]) -> Iterator[Reason]:
    words = N_("{name} was {kept} and is {found} reckoned again.")
    for name, value in again.items():
        kept = getattr(row, name)
        if kept != value:
            yield Reason("availability.replay", words, {"name": name, "kept": str(kept), "found": str(value)})


def _other_rules(version: int) -> Reason:
    words = N_("It was reckoned by version {version} of the rules, which is not here any more.")
    return Reason("availability.other_rules", words, {"version": version})
