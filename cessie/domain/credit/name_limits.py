"""What the insurer of a client decided on his debtors: named by hand, from a file, or by the insurer's service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cessie.domain.audit.record import record
from cessie.domain.credit import locks
from cessie.domain.credit.delegated import limits_under, named_limits
from cessie.domain.credit.models import NamedLimit, Policy
from cessie.domain.credit.rules.states import NAMED
from cessie.domain.parties import queries as parties
from cessie.domain.parties.models import Identifier, Relation
from cessie.domain.parties.rules.identifiers import compact
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.formats import insured_limits
from cessie.formats.insured_limits import Told
from cessie.lib.money import EUR, Money
from cessie.lib.reasons import N_, Reason, Refusal


@dataclass(frozen=True, slots=True)
class Named:
    """One decision incl. VAT from a day on; 0 refuses or withdraws. ``covered_until``: a notice, as ``set_limit``."""

    debtor_id: UUID
    amount: Money
    valid_from: date
    valid_until: date | None = None
    covered_until: date | None = None
    source: str = ""


class WrongLines(Refusal):
    """Lines of the file cannot be: ``reasons`` has each with its line, the words are the first one's."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        super().__init__(reasons[0].code, reasons[0].message, **reasons[0].facts)
        self.reasons = tuple(reasons)


@transaction.atomic
def name_limits(*, policy_id: UUID, named: Sequence[Named], by: Viewer, at: datetime) -> list[NamedLimit]:
    """Keep the decisions; each replaces the ones before on its debtor. What is the newest already is not written again.

    A person's word that gives less room than before counts at once; one that gives as much or more is noted, and counts
    once another person has seen the insurer's paper (``decide_named``). The insurer's own service counts at once.

    Locks: the debtors and their groups. Refused: no right, no such policy of a client (``NotFound``), a debtor who is
    not his (``NotFound``), a negative amount, another currency, an end before the start.
    """
    by.require("credit.set_limit")
    policy = Policy.objects.filter(pk=policy_id, client__isnull=False).exclude(state="declined").first()
    if policy is None or policy.client_id is None:
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    _require(policy.client_id, named, by)
    locks.take(contract_ids=(), debtor_ids=[each.debtor_id for each in named])
    made = [row for each in named if (row := _keep(policy, each, by, at)) is not None]
    if made:
        facts = {"number": policy.number, "debtors": len(made), "sum": Money(sum(row.amount_cents for row in made))}
        record(action="credit.name_limits", subject=policy, by=by, at=at, client_id=policy.client_id, data=facts)
    return made


def name_from_file(*, policy_id: UUID, data: bytes, by: Viewer, at: datetime) -> list[NamedLimit]:
    """Keep what a file says (``formats.insured_limits``), all of it or nothing; the same file again changes nothing.

    Refused (``WrongLines``): lines that cannot be read, debtors whom the client does not have. Else as ``name_limits``.
    """
    policy = Policy.objects.filter(pk=policy_id, client__isnull=False).first()
    if policy is None or policy.client_id is None or not by.sees_all:
        raise NotFound("credit.unknown_policy", N_("There is no such policy."))
    told, wrong = insured_limits.read(data)
    known, problems, named = _known(policy.client_id), list(wrong), list[Named]()
    for each in told:
        debtor_id = known.get(compact("", each.debtor))
        if debtor_id is None:
            words = N_("Line {line}: the client has no debtor {debtor}.")
            problems.append(Reason("credit.no_such_debtor", words, {"line": each.place, "debtor": each.debtor}))
        else:
            named.append(_named(each, debtor_id, policy))
    if problems:
        raise WrongLines(problems)
    return name_limits(policy_id=policy_id, named=named, by=by, at=at)


def _named(told: Told, debtor_id: UUID, policy: Policy) -> Named:
    begin = told.valid_from or policy.valid_from
    return Named(debtor_id, Money(told.cents), begin, told.valid_until, told.covered_until, told.reference)


def _known(client_id: UUID) -> dict[str, UUID]:
    """The client's debtors by his own number of them and by their register numbers, compact; an own number first."""
    rows = Relation.objects.filter(client_id=client_id)
    of_company = dict(rows.values_list("debtor__company_id", "debtor_id"))
    numbers = Identifier.objects.filter(company_id__in=of_company).values_list("value", "company_id")
    found = {value: of_company[company] for value, company in numbers}
    return found | {compact("", own): debtor for own, debtor in rows.values_list("reference", "debtor_id") if own}


def _require(client_id: UUID, named: Sequence[Named], by: Viewer) -> None:
    wanted = {each.debtor_id for each in named}
    own = parties.debtors(viewer=by, client_id=client_id).filter(pk__in=wanted)
    if own.count() != len(wanted):
        raise NotFound("parties.unknown_debtor", N_("There is no such debtor."))
    for each in named:
        if each.amount.cents < 0 or each.amount.currency != EUR:
            raise Refusal("credit.limit_negative", N_("A limit cannot be negative."))
        if each.valid_until is not None and each.valid_until < each.valid_from:
            raise Refusal("credit.limit_ends_early", N_("The limit would end before it begins."))


def _keep(policy: Policy, each: Named, by: Viewer, at: datetime) -> NamedLimit | None:
    said = {
        "amount_cents": each.amount.cents, "currency": each.amount.currency, "valid_from": each.valid_from,
        "valid_until": each.valid_until, "covered_until_date": each.covered_until, "source": each.source.strip(),
    }  # fmt: skip
    of_debtor = limits_under(policy).filter(debtor_id=each.debtor_id).exclude(state="declined")
    newest = of_debtor.filter(valid_from=each.valid_from).order_by("-decided_at", "-id").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in said.items()):
        return None
    before = named_limits(policy, [each.debtor_id], each.valid_from).get(each.debtor_id, Money(0))
    at_once = by.kind == "system" or not each.amount or each.amount < before
    return NamedLimit.objects.create(
        policy=policy, debtor_id=each.debtor_id, decided_at=at, decided_by=by.key,
        state="counts" if at_once else NAMED.initial, **said,
    )  # fmt: skip
