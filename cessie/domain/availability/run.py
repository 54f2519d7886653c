"""Reckon what a client may draw now, and keep it with all it stood on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from cessie.domain.availability.balances import ledger_snapshot
from cessie.domain.availability.debtors import facts_of
from cessie.domain.availability.excluded import excluded
from cessie.domain.availability.lines import bought_lines
from cessie.domain.availability.models import Facts, Pool, Run
from cessie.domain.availability.reckon import bridge_of, parts_of, pool_figures, pool_of, run_figures
from cessie.domain.availability.rules.snapshot import Snapshot, packed
from cessie.domain.availability.stand import stand_of
from cessie.domain.availability.uncovered import uncovered
from cessie.domain.client_ledgers.queries import latest
from cessie.domain.contracts.models import Contract
from cessie.domain.contracts.queries import lock, terms_on
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.ids import uuid7
from cessie.lib.money import Money
from cessie.lib.reasons import N_
from cessie.terms.bridge import VERSION as BRIDGE_VERSION
from cessie.terms.bridge import Stand
from cessie.terms.contract import Terms
from cessie.terms.eligibility import VERSION as RULES_VERSION


def run(*, contract_id: UUID, by: Viewer, at: datetime) -> Run:
    """The run of a contract as it stands now; where nothing changed since the last of the day, that one.

    Its pool is kept once for a day, terms and facts. Nothing is booked. Lock: the contract. Refused: a contract that is
    not his or under which nothing is drawn (``NotFound``), no terms that day.
    """
    with transaction.atomic():
        contract = lock(contract_id)
        if not by.sees_client(contract.client_id):
            raise NotFound("contracts.unknown", N_("There is no such contract."))
        day = booking_day(at)
        version, terms = terms_on(contract_id, day)
        if not terms.drawn:
            raise NotFound("availability.not_drawn", N_("Under this contract nothing is drawn on request."))
        pool = _pool(contract, version.pk, terms, day, at)
        stand = stand_of(contract, terms, day=day, at=at)
        return _kept(pool, terms, stand, by, at)


def _pool(contract: Contract, version_id: UUID, terms: Terms, day: date, at: datetime) -> Pool:
    """The pool of these facts on this day, reckoned and stored unless it is there."""
    snapshot = _snapshot(contract, terms, day, at)
    digest, data = packed(snapshot)
    known = Pool.objects.filter(contract=contract, run_date=day, version_id=version_id, facts_id=digest).first()
    if known is not None:
        return known
    found = pool_of(snapshot, terms, day)
    facts, _ = Facts.objects.get_or_create(digest=digest, defaults={"data": data})
    row = Pool.objects.create(
        contract=contract,
        version_id=version_id,
        run_date=day,
        source="submission" if snapshot.submission else "ledger",
        submission_id=snapshot.submission,
        facts=facts,
        rules_version=RULES_VERSION,
        currency=contract.currency,
        made_at=at,
        **pool_figures(found),
    )
    _store_parts(row.pk, parts_of(found))
    return row


def _snapshot(contract: Contract, terms: Terms, day: date, at: datetime) -> Snapshot:
    """The client's ledger in force where he sends balances, else what was bought; nothing where none came yet."""
    if terms.transmission == "BALANCE":
        sent = latest(contract.pk, day)
        return ledger_snapshot(contract, terms, sent, day=day, at=at) if sent else Snapshot(None, {})
    lines = bought_lines(contract, day, registered=terms.waits_for_registration)
    debtors = {UUID(str(line.open.debtor)) for line in lines}
    facts = facts_of(contract, terms, debtors, day=day, at=at)
    return Snapshot(None, facts, lines, excluded(contract.pk, day), uncovered(contract, terms, day, lines))


def _store_parts(pool_id: UUID, parts: Iterable[tuple[UUID, str, int, int]]) -> None:
    """Rows by COPY: a large ledger has a hundred thousand of them."""
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY availability_part (pool_id, debtor_id, bucket, cents, documents) FROM STDIN") as copy,
    ):
        for part in parts:
            copy.write_row((pool_id, *part))


def _kept(pool: Pool, terms: Terms, stand: Stand, by: Viewer, at: datetime) -> Run:
    """The run of this pool and this standing: the last one of the day if nothing moved, else a new one."""
    found = bridge_of(Money(pool.eligible_cents, pool.currency), terms, stand)
    new = Run(
        id=uuid7(),
        pool=pool,
        contract_id=pool.contract_id,
        run_date=pool.run_date,
        in_use_cents=stand.in_use.cents,
        ordered_cents=stand.ordered.cents,
        outstanding_cents=stand.outstanding.cents,
        accrued_cents=stand.accrued.cents,
        unmatched_cents=stand.unmatched.cents,
        manual_cents=stand.manual.cents,
        diluted_percent=stand.diluted,
        account_cents=stand.account.cents if stand.account is not None else 0,
        group_room_cents=None if stand.group_room is None else stand.group_room.cents,
        late_days=stand.late,
        rules_version=BRIDGE_VERSION,
        made_at=at,
        made_by=by.key,
        **run_figures(pool, found),
    )
    last = Run.objects.filter(contract_id=pool.contract_id).order_by("-made_at", "-id").first()
    if last is not None and _same(last, new):
        return last
    new.save(force_insert=True)
    return new


#: What makes one run another: all it stood on, and what followed.
_TOLD = tuple(field.attname for field in Run._meta.concrete_fields if field.attname not in ("id", "made_at", "made_by"))


def _same(one: Run, other: Run) -> bool:
    return all(_plain(getattr(one, name)) == _plain(getattr(other, name)) for name in _TOLD)


def _plain(value: object) -> object:
    return value.normalize() if isinstance(value, Decimal) else value
