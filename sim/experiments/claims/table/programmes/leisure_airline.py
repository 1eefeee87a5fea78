"""Claims about a points card and a club begun together by an airline of holiday flights (B1, B2)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.experiments.claims.bound import above, below
from sim.experiments.claims.claim import Claim, Figure, Floats, Look, less, more
from sim.experiments.claims.market import ClaimMarket, Worlds
from sim.experiments.claims.readings import profit_of, share_of
from sim.registry import register
from sim.scenario.scenario import Scenario

SUNHOP = "Sunhop"
AT_ONCE = (26, 52)
FOURTH_YEAR = (156, 208)


def launched(*kinds: str, rivals: str = "course") -> Callable[[Scenario], Scenario]:
    """The market in which Sunhop launches programmes of these kinds only, among rivals with these habits."""

    def changed(asked: Scenario) -> Scenario:
        programmes = [programme for programme in asked.firms[0].programmes if programme.kind in kinds]
        habits = {"firms.Coastair.imitation": rivals, "firms.Isla.imitation": rivals}
        return asked.but({"firms.Sunhop.programmes": programmes, **habits})

    return changed


FLIGHTS = ClaimMarket(
    scenario="leisure_airline",
    worlds={
        "neither": launched(), "card": launched("frequency"), "club": launched("club"),
        "both": launched("frequency", "club"), "card, sleepy rivals": launched("frequency", rivals="never"),
        "club, sleepy rivals": launched("club", rivals="never"),
        "both, sleepy rivals": launched("frequency", "club", rivals="never"),
    },
)  # fmt: skip


def gain(worlds: Worlds, name: str, weeks: tuple[int, int]) -> Floats:
    """Sunhop's share of purchases beyond that without programmes."""
    read = share_of(SUNHOP, *weeks)
    return np.asarray(read(worlds[name])) - np.asarray(read(worlds["neither"]))


def apart(one: str, weeks: tuple[int, int], other: str, then: tuple[int, int], times: float = 1.0) -> Look:
    """The gain of one launch in some weeks less ``times`` that of a launch in the same or other weeks."""
    return lambda worlds: gain(worlds, one, weeks) - times * gain(worlds, other, then)


CLAIMS = {
    "card_is_copied_away_and_club_lasts": Claim(
        claim="A points card wins share at once and is copied away; a club wins share slowly and lasts.",
        source="course, A2 and B2",
        course=("A2", "B1", "B2"),
        market=FLIGHTS,
        figures=(
            Figure(what="gain in share at once, card less club", look=apart("card", AT_ONCE, "club", AT_ONCE),
                   expected=above(0), unit="points"),
            Figure(what="the card's gain in the fourth year less half of that at once",
                   look=apart("card", FOURTH_YEAR, "card", AT_ONCE, 0.5), expected=below(0), unit="points"),
            Figure(what="the club's gain in the fourth year less that at once",
                   look=apart("club", FOURTH_YEAR, "club", AT_ONCE), expected=above(0), unit="points"),
        ),
        put_in="delays and fidelity of the course's rivals",
    ),
    "card_and_club_together": Claim(
        claim="Both together begin like the card and end like the club.",
        source="course, B1 and B2",
        course=("B1", "B2"),
        market=FLIGHTS,
        figures=(
            Figure(what="gain in share at once, both less club", look=apart("both", AT_ONCE, "club", AT_ONCE),
                   expected=above(0), unit="points"),
            Figure(what="gain in the fourth year, both less card", look=apart("both", FOURTH_YEAR, "card", FOURTH_YEAR),
                   expected=above(0), unit="points"),
        ),
    ),
    "airline_launch_pays_only_while_rivals_sleep": Claim(
        claim="Copied, the launch costs more than it brings; with sleepy rivals it earns its running, the card more "
        "than the club.",
        source="a finding of the model: people who fly twice a year are dear to bind",
        course=("B1", "B2"),
        market=FLIGHTS,
        figures=(
            less("profit of both beyond neither, copied", profit_of(SUNHOP), "both", "neither"),
            more("the same in years three and four, sleepy rivals", profit_of(SUNHOP, 104, 208), "both, sleepy rivals",
                 "neither"),
            more("profit in years three and four, sleepy rivals, card less club", profit_of(SUNHOP, 104, 208),
                 "card, sleepy rivals", "club, sleepy rivals"),
        ),
    ),
}  # fmt: skip

for _name, _claim in CLAIMS.items():
    register("claim", _name)(_claim)
