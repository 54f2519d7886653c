"""Put companies into the books, and give them their roles: client, debtor, debtor of a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from uuid import UUID

from django.db import IntegrityError, transaction

from cessie.domain.audit.record import record
from cessie.domain.parties.models import Client, Company, Debtor, Identifier, Relation
from cessie.domain.parties.rules import identifiers as numbers
from cessie.domain.parties.rules.identifiers import Number
from cessie.domain.parties.rules.names import sort_name
from cessie.domain.users.rules.viewer import NotFound, Viewer
from cessie.lib.days import booking_day
from cessie.lib.reasons import N_, Refusal


class AnotherCompany(Refusal):
    """The numbers given belong to different companies."""


def register_company(
    *,
    name: str,
    country: str,
    identifiers: Mapping[str, str],
    street: str = "",
    building: str = "",
    postcode: str = "",
    town: str = "",
    language: str = "nl",
    email: str = "",
    keep_false: bool = False,
    by: Viewer,
    at: datetime,
) -> Company:
    """The company with these numbers: found if any of them is known, else made. Two at once give one company.

    ``identifiers`` by scheme (``rules.identifiers``). Numbers that a known company lacks are added to it; its name and
    address stay as they are. Refused: no name, no number at all, a number with wrong check digits (``FalseNumber``)
    unless a person keeps it so (``keep_false``: stored as not valid, and noted in the trail), numbers of two
    different companies (``AnotherCompany``).
    """
    by.require("parties.register")
    known = numbers.all_of(identifiers)
    _require(name, known, keep_false)
    place = {"street": street, "building": building, "postcode": postcode, "town": town}
    details = {"name": name.strip(), "country": country.upper(), "language": language, "email": email, **place}
    with transaction.atomic():
        company = _find(known)
        if company is None:
            company = _make(details, known, by, at) or _find(known)
        if company is None:
            raise AssertionError("a number that is taken belongs to a company")
        _add_numbers(company, known, by, at)
    return company


def _require(name: str, known: Sequence[Number], keep_false: bool) -> None:
    if not sort_name(name):
        raise Refusal("parties.no_name", N_("A company needs a name."))
    if not known:
        raise Refusal("parties.no_number", N_("{name} needs a number in a register, or a VAT number."), name=name)
    if not keep_false:
        numbers.require_valid(known)


def _find(known: Sequence[Number]) -> Company | None:
    """The one company that has any of these numbers, locked; ``AnotherCompany`` if they lead to two."""
    rows = Identifier.objects.filter(scheme__in=[n.scheme for n in known], value__in=[n.value for n in known])
    wanted = {(n.scheme, n.value) for n in known}
    ids = {row.company_id for row in rows if (row.scheme, row.value) in wanted}
    if len(ids) > 1:
        raise AnotherCompany("parties.two_companies", N_("These numbers belong to different companies."))
    return Company.objects.select_for_update().get(pk=ids.pop()) if ids else None


def _make(details: Mapping[str, str], known: Sequence[Number], by: Viewer, at: datetime) -> Company | None:
    """A new company with its numbers; None if another registration was faster with one of them."""
    try:
        with transaction.atomic():
            company = Company.objects.create(**details, sort_name=sort_name(details["name"]), created_at=at)
            _write(company, known)
    except IntegrityError:
        return None
    false = [n.scheme for n in known if not n.valid]
    record(action="parties.register_company", subject=company, by=by, at=at, data={"false_numbers": false})
    return company


def _add_numbers(company: Company, known: Sequence[Number], by: Viewer, at: datetime) -> None:
    """Give a company the numbers that it lacks; refused if it has another one where only one can be."""
    has = {(i.scheme, i.value) for i in Identifier.objects.filter(company=company)}
    new = [n for n in known if (n.scheme, n.value) not in has]
    taken = {scheme for scheme, _ in has} & numbers.SINGLE
    for number in new:
        if number.scheme in taken:
            raise AnotherCompany(
                "parties.other_number",
                N_("{name} has another number in the register {scheme}."),
                name=company.name,
                scheme=number.scheme,
            )
    if not new:
        return
    try:
        with transaction.atomic():
            _write(company, new)
    except IntegrityError:
        raise AnotherCompany("parties.two_companies", N_("These numbers belong to different companies.")) from None
    facts = {"schemes": [n.scheme for n in new], "false_numbers": [n.scheme for n in new if not n.valid]}
    record(action="parties.add_numbers", subject=company, by=by, at=at, data=facts)


def _write(company: Company, known: Sequence[Number]) -> None:
    rows = [Identifier(company=company, scheme=n.scheme, value=n.value, valid=n.valid) for n in known]
    Identifier.objects.bulk_create(rows)


def register_client(*, company_id: UUID, code: str, by: Viewer, at: datetime) -> Client:
    """Make a company a client under a short ``code``; again for the same one gives the same client.

    Refused: a code that another client has.
    """
    by.require("parties.register")
    with transaction.atomic():
        company = _locked(company_id)
        client = Client.objects.filter(company=company).first()
        if client is not None:
            return client
        try:
            with transaction.atomic():
                client = Client.objects.create(
                    company=company, code=code, since_date=booking_day(at), intake_code=token_hex(8)
                )
        except IntegrityError:
            raise Refusal("parties.code_taken", N_("Another client has the code {code}."), code=code) from None
        record(action="parties.register_client", subject=client, by=by, at=at, client_id=client.pk)
    return client


def register_debtor(*, company_id: UUID, by: Viewer, at: datetime) -> Debtor:
    """Make a company a debtor: one legal entity, whichever clients it owes."""
    by.require("parties.register")
    with transaction.atomic():
        debtor, is_new = Debtor.objects.get_or_create(company=_locked(company_id))
        if is_new:
            record(action="parties.register_debtor", subject=debtor, by=by, at=at)
    return debtor


def relate(*, client_id: UUID, debtor_id: UUID, reference: str = "", by: Viewer, at: datetime) -> Relation:
    """Note that a client sells to a debtor, under the client's own ``reference`` for him (the first one stays)."""
    by.require("parties.register")
    with transaction.atomic():
        relation, is_new = Relation.objects.get_or_create(
            client_id=client_id,
            debtor_id=debtor_id,
            defaults={"reference": reference, "since_date": booking_day(at)},
        )
        if is_new:
            record(action="parties.relate", subject=relation, by=by, at=at, client_id=client_id)
        elif reference and not relation.reference:
            relation.reference = reference
            relation.save(update_fields=["reference"])
    return relation


def _locked(company_id: UUID) -> Company:
    company = Company.objects.select_for_update().filter(pk=company_id).first()
    if company is None:
        raise NotFound("parties.unknown_company", N_("There is no such company."))
    return company
