"""The viewer: who looks or acts, as a frozen value that every verb and query takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cessie.lib.reasons import N_, Refusal

KINDS = ("staff", "client", "debtor", "partner", "broker")
STAFF_ROLES = ("credit", "treasury", "collection", "administrator")

#: What each staff role may do. A client's rights come from his membership: see ``Viewer.acts_for``.
GRANTS: Mapping[str, frozenset[str]] = {
    "credit": frozenset(
        [
            "invoices.clear",
            "invoices.reject",
            "invoices.set_policy",
            "disputes.decide",
            "arrangements.decide",
            "credit.set_limit",
            "purchase.propose",
            "purchase.bend",
            "purchase.register",
            "credit.insure",
            "charges.set_allowance",
            "ledgers.decide",
            "availability.run",
            "availability.set_aside",
            "availability.decide",
            "verification.work",
            "verification.judge",
            "verification.clear",
            "verification.set_policy",
            "onboarding.assess",
            "onboarding.decide",
            "contracts.amend",
            "contracts.end",
            "parties.register",
            "parties.mark",
            "parties.add_account",
            "parties.confirm_account",
            "documents.upload",
            "users.agree",
            "correspondence.decide",
            "reports.confirm",
            "work.decide",
            "work.hand_over",
        ]
    ),
    "treasury": frozenset(
        [
            "payments.order",
            "payments.prepare",
            "payments.vouch",
            "payments.release",
            "mandates.enter",
            "mandates.confirm",
            "mandates.collect",
            "mandates.prepare",
            "mandates.release",
            "mandates.send",
            "banking.import",
            "banking.decide",
            "matching.decide",
            "purchase.release",
            "purchase.register",
            "parties.add_account",
            "parties.confirm_account",
            "invoices.clear",
            "house.agree",
            "charges.enter_rates",
            "charges.confirm_rates",
            "statutes.enter",
            "statutes.confirm",
            "charges.end_month",
            "reports.confirm",
            "charges.set_allowance",
            "users.agree",
            "charges.accrue",
            "work.decide",
            "work.hand_over",
        ]
    ),
    "collection": frozenset(
        [
            "disputes.decide",
            "arrangements.decide",
            "mandates.enter",
            "mandates.confirm",
            "mandates.collect",
            "users.agree",
            "matching.decide",
            "correspondence.decide",
            "parties.mark",
            "dunning.set",
            "dunning.run",
            "dunning.hand_over",
            "collection.open",
            "collection.work",
            "collection.close",
            "collection.set_contact",
            "collection.confirm_contact",
            "proceedings.work",
            "proceedings.set",
            "proceedings.decide",
            "work.decide",
            "work.hand_over",
        ]
    ),
    "administrator": frozenset(
        [
            "users.manage",
            "users.agree",
            "users.erase",
            "invoices.set_policy",
            "verification.set_policy",
            "contracts.amend",
            "contracts.end",
            "parties.register",
            "parties.mark",
            "parties.add_account",
            "banking.accounts",
            "dunning.set",
            "collection.open",
            "collection.set_contact",
            "collection.confirm_contact",
            "proceedings.set",
            "proceedings.decide",
            "comparison.set",
            "house.clock",
            "house.erase",
            "house.jobs",
            "house.import",
            "house.lay_down",
            "house.agree",
            "correspondence.set_prices",
            "charges.enter_rates",
            "charges.confirm_rates",
            "statutes.enter",
            "statutes.confirm",
            "charges.end_month",
            "reports.confirm",
            "charges.set_allowance",
            "work.hand_over",
        ]
    ),
}

#: What needs a person: no job may do it, whatever its name.
PEOPLE_ONLY = frozenset(
    {
        "payments.prepare",
        "payments.vouch",
        "payments.release",
        "mandates.confirm",
        "mandates.prepare",
        "mandates.release",
        "banking.decide",
        "invoices.clear",
        "invoices.set_policy",
        "parties.confirm_account",
        "purchase.bend",
        "purchase.register",
        "credit.insure",
        "ledgers.decide",
        "contracts.end",
        "correspondence.decide",
        "dunning.hand_over",
        "collection.confirm_contact",
        "proceedings.decide",
        "users.manage",
        "users.agree",
        "users.erase",
        "house.lay_down",
        "house.agree",
        "charges.confirm_rates",
        "statutes.confirm",
        "charges.end_month",
        "charges.set_allowance",
        "availability.set_aside",
        "availability.decide",
        "verification.judge",
        "verification.clear",
        "verification.set_policy",
        "onboarding.decide",
    }
)


class NotAllowed(Refusal):
    """The viewer's role does not allow the act."""


class NotFound(Refusal):
    """There is no such thing for this viewer: what is not his does not exist (the portals answer 404)."""


@dataclass(frozen=True)
class Viewer:
    """Who looks or acts. ``key`` goes into the audit trail: ``user:<uuid>`` or ``system:<job>``.

    ``client_ids``: clients whose things he sees; ``acts_for``: those for which he may also act (not a reader);
    ``signs_for``: those that he may bind (the owner). ``owes``: client and debtor, of whoever came by a debtor's link:
    what this debtor owes this client, and nothing else, exists for him. Staff and system see all clients.
    """

    key: str
    kind: str
    name: str = ""
    language: str = "en"
    roles: frozenset[str] = field(default_factory=frozenset)
    client_ids: frozenset[UUID] = field(default_factory=frozenset)
    acts_for: frozenset[UUID] = field(default_factory=frozenset)
    signs_for: frozenset[UUID] = field(default_factory=frozenset)
    user_id: UUID | None = None
    owes: tuple[UUID, UUID] | None = None

    @property
    def sees_all(self) -> bool:
        """Whether he sees every client's things."""
        return self.kind in ("staff", "system")

    @property
    def person(self) -> UUID:
        """The key of the user who acts; refused (``NotAllowed``) where it is no person but a job or a program."""
        if self.user_id is None:
            raise NotAllowed("users.no_person", N_("A person must do this."))
        return self.user_id

    def sees_client(self, client_id: UUID) -> bool:
        """Whether things of this client exist for him."""
        return self.sees_all or client_id in self.client_ids

    def may(self, act: str) -> bool:
        """Whether his role allows the act."""
        if self.kind == "system":
            return act not in PEOPLE_ONLY
        return self.kind == "staff" and any(act in GRANTS.get(role, frozenset()) for role in self.roles)

    def require(self, act: str) -> None:
        """Refuse (``NotAllowed``) unless his role allows the act."""
        if not self.may(act):
            raise NotAllowed("users.not_allowed", N_("Your role does not allow this: {act}."), act=act)

    def require_client(self, client_id: UUID) -> None:
        """Refuse (``NotAllowed``) unless he may act for this client (system may, staff may not sign for a client)."""
        if self.kind != "system" and client_id not in self.acts_for:
            raise NotAllowed("users.not_for_client", N_("You may not act for this client."))

    def require_signer(self, client_id: UUID) -> None:
        """Refuse (``NotAllowed``) unless he may bind this client: sell its invoices, sign for it. No job may."""
        if client_id not in self.signs_for:
            raise NotAllowed("users.not_signer", N_("Only an owner of this client may sign this."))


def system(name: str) -> Viewer:
    """The viewer of a job or a command: sees all, may not do what needs a person."""
    return Viewer(key=f"system:{name}", kind="system", name=name)
