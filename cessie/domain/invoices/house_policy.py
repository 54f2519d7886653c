"""The house's checks as they are in force at a moment, and how they came to be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cessie.domain.invoices.models import PolicyChange
from cessie.domain.invoices.rules.catalogue import CHECKS, Check
from cessie.domain.invoices.rules.policy import HOUSE, Policy, policy_of
from cessie.domain.invoices.rules.settings import Setting
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.reasons import N_


@dataclass(frozen=True, slots=True)
class Change:
    """A change with the version of the policy that begins with it; None while it is not in force."""

    row: PolicyChange
    version: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A check as it stands now: its setting, since which version (0: as it came), and whether a change is proposed."""

    check: Check
    setting: Setting
    version: int
    proposed: bool


def policy_at(at: datetime) -> Policy:
    """The policy in force: of each check the change that came into force last. Its version counts them all."""
    rows = list(in_force(at))
    return policy_of({row.code: setting_of(row) for row in rows}, len(rows))


def in_force(at: datetime) -> Iterable[PolicyChange]:
    """The changes in force at a moment, in the order in which they came to be."""
    return PolicyChange.objects.filter(state="confirmed", in_force_at__lte=at).order_by(
        "in_force_at", "decided_at", "pk"
    )


def setting_of(row: PolicyChange) -> Setting:
    """What a change says."""
    return Setting(row.code, row.severity, row.people, tuple(row.roles), row.measures)


def standing(*, viewer: Viewer, at: datetime) -> tuple[Standing, ...]:
    """Every check as it stands. For the staff alone (``NotFound``): who knows what is looked at can pass."""
    _require(viewer)
    policy, since = policy_at(at), {row.code: n for n, row in enumerate(in_force(at), 1)}
    waiting = set(PolicyChange.objects.filter(state="proposed").values_list("code", flat=True))
    return tuple(
        Standing(check, policy.setting(check), since.get(check.code, 0), check.code in waiting) for check in CHECKS
    )


def changes(*, viewer: Viewer, code: str, at: datetime) -> tuple[Change, ...]:
    """Every change of one check that was ever proposed, the newest first. For the staff."""
    _require(viewer)
    versions = {row.pk: n for n, row in enumerate(in_force(at), 1)}
    rows = PolicyChange.objects.filter(code=code).order_by("-proposed_at", "-pk")
    return tuple(Change(row, versions.get(row.pk)) for row in rows)


def default_of(check: Check) -> Setting:
    """The check as it comes, before any house changed it."""
    return HOUSE.setting(check)


def _require(viewer: Viewer) -> None:
    if not viewer.sees_all:
        raise NotFound("checks.unknown", N_("There is no check {code}."), code="")
