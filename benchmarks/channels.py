"""What the choice of channels saves on one batch, beside always-post, always-mail and a greedy rule, lawfulness equal.

``python -m benchmarks.channels [--letters N] [--rounds N]``. A made-up hospital and wholesaler write N messages in
Belgium, the Netherlands and France: consumers with and without consent, known and unknown addresses, reminders and
notices of default. Every rule obeys the law: where its favourite may not be used it takes the first other that may.

always post    the house's machine, whatever it costs
always mail    mail where it may be used, else the house's machine
greedy         for each message the least price, without what follows a failure and without the batch
choice         for each message the least cost with what follows a failure, without the batch
batch          the same for the batch as a whole

The cost of each is computed alike: the prices of the batches that result, what each batch costs besides, and what
follows failures on average. Prices are examples but for stamps.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from cessie.domain.correspondence.rules.choice import Candidate, Choice, Offers, candidates
from cessie.domain.correspondence.rules.choice_batch import Asked, batch_cost, choose_batch
from cessie.domain.correspondence.rules.lawful import Need, Reach
from cessie.domain.correspondence.rules.means import CHANNELS
from cessie.domain.correspondence.rules.purpose import Purpose
from cessie.domain.correspondence.rules.seeds import SEEDS
from cessie.domain.correspondence.rules.tariff import Price, Tariff
from cessie.lib.money import Money
from cessie.lib.reasons import Reason

DAY = date(2026, 11, 23)
#: What a contract would say; made up.
CONTRACTS = (
    Price("print_partner", "batch", "", 0, 1, Money(45_00), DAY),
    Price("print_partner", "piece", "", 0, 1, Money(131), DAY),
    Price("print_partner", "piece", "", 0, 500, Money(112), DAY),
    Price("print_partner", "piece", "", 0, 5_000, Money(98), DAY),
    Price("sms", "piece", "", 0, 1, Money(8), DAY),
    Price("registered_email", "piece", "", 0, 1, Money(390), DAY),
    Price("registered_post", "piece", "BE", 0, 1, Money(10_15), DAY),
)
#: The house's own machine prints each page for so much, and takes so many letters.
PAPER = Price("post", "page", "", 0, 1, Money(6), DAY)
WHY = Reason("bench", "a rule of the benchmark")
OFFERS = Offers([c for c in CHANNELS if c != "portal"], Tariff((*SEEDS, *CONTRACTS, PAPER), DAY), most={"post": 2_000})


def main() -> int:
    """Print what each rule costs, and how long the batch takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    asked = batch(args.letters, random.Random(5))  # noqa: S311 - the same messages each time
    able = [[each for each in candidates(one.need, one.reach, OFFERS) if each.no is None] for one in asked]
    sent = [index for index, found in enumerate(able) if found]
    asked, able = [asked[i] for i in sent], [able[i] for i in sent]
    print(f"{args.letters} messages, {args.letters - len(sent)} of them reach nobody lawfully")
    rules: dict[str, Callable[[Sequence[Candidate]], Candidate]] = {
        "always post": lambda found: favourite(found, "post"),
        "always mail": lambda found: favourite(found, "email", "post"),
        "greedy": lambda found: min(found, key=lambda one: one.price.cents if one.price is not None else 10**9),
        "choice": lambda found: found[0],
    }
    costs = {name: total([rule(found) for found in able]) for name, rule in rules.items()}
    spent = []
    for _ in range(args.rounds):
        begun = time.process_time()
        chosen = choose_batch(asked, OFFERS)
        spent.append(time.process_time() - begun)
    costs["batch"] = batch_cost(chosen, OFFERS.tariff)
    for name, cost in costs.items():
        saved = 100 * (1 - costs["batch"] / cost)
        print(f"{name:12} {float(cost) / 100:12,.2f} EUR   the batch costs {float(saved):5.1f} % less")
    print("batch goes", ", ".join(f"{n} {way}" for way, n in Counter(one.channel for one in chosen).most_common()))
    print(f"chosen in {min(spent):.2f} s of processor time")
    return 0


def batch(letters: int, dice: random.Random) -> list[Asked]:
    """Made-up messages: two in three to consumers."""
    found = []
    for _ in range(letters):
        country = dice.choices(["BE", "NL", "FR"], [5, 3, 2])[0]
        consumer = dice.random() < 0.65
        purpose: Purpose = dice.choices(["pre_due", "reminder", "default_notice", "information"], [3, 10, 2, 1])[0]  # type: ignore[assignment]  # purposes
        agreed = frozenset(c for c in ("email", "sms", "registered_email") if dice.random() < 0.4)
        refused = frozenset(["email"] if not consumer and dice.random() < 0.1 else [])
        reach = Reach("yes", email=dice.random() < 0.7, mobile=dice.random() < 0.5, address=dice.random() < 0.97,
                      agreed=agreed, refused=refused)  # fmt: skip
        need = Need(purpose, "BE", country, consumer, DAY, pages=dice.choice([1, 1, 1, 2]))
        found.append(Asked(need, reach))
    return found


def favourite(found: Sequence[Candidate], *wanted: str) -> Candidate:
    """The first of the wanted channels that may be used, else the first that may."""
    return next((each for name in wanted for each in found if each.channel == name), found[0])


def total(chosen: Sequence[Candidate]) -> Fraction:
    """What it costs when each goes so, at the prices of the batches that result."""
    counts = Counter(each.channel for each in chosen)
    choices = [Choice(each.channel, WHY, (_priced(each, counts[each.channel]),)) for each in chosen]
    return batch_cost(choices, OFFERS.tariff)


def _priced(each: Candidate, pieces: int) -> Candidate:
    """The candidate at the price that its batch has."""
    if each.expected is None:
        raise SystemExit(f"the example has no price for {each.channel}")
    before = OFFERS.tariff.piece(each.channel, country="", grams=20, pages=1)
    now = OFFERS.tariff.piece(each.channel, country="", grams=20, pages=1, pieces=pieces)
    saved = before.cents - now.cents if before is not None and now is not None else 0
    return replace(each, expected=each.expected - saved)


if __name__ == "__main__":
    raise SystemExit(main())
