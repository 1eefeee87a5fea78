"""How well and how fast a firm copies what rivals launch, and whether it does so without working anything out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from sim.scenario.declaration import Declaration
from sim.scenario.firm.programme import Depth
from sim.scenario.market.distribution import Amount, Constant, Gamma


class Copying(Declaration):
    """How a firm copies programmes of one depth of bond. Delays in weeks."""

    aware: Amount
    """From the rival's launch to noticing it."""
    decide: Amount
    """From noticing to deciding."""
    build: Amount
    """From deciding to having built it; the launch is at the next tick."""
    fidelity: float = Field(ge=0, le=1)
    """Share of what makes the programme work that the first copy catches."""
    improves_to: float | None = Field(default=None, ge=0, le=1)
    """Share that a year of improving approaches; leave out for no improving."""
    cost_factor: float = Field(default=1.0, ge=0)
    """Cost of building the copy, as a multiple of the original's build cost."""


class Imitation(Declaration):
    """Whether and how a firm copies what its rivals launch."""

    rows: dict[Depth, Copying]
    """One row for each depth of bond that it copies."""
    alarm: float = Field(default=0.0, ge=0, le=1)
    """Share points it must have lost since the launch before it decides; 0 decides at once."""
    chance: float = Field(default=1.0, ge=0, le=1)
    """Chance that it answers a launch at all; drawn once for each launch."""


def _about(weeks: float) -> Gamma:
    return Gamma(family="gamma", shape=9.0, mean=weeks)


COURSE_IMITATION = Imitation(
    rows={
        # Assumed; only the order is the course's: points are copied soonest and fully, customisation last and least.
        "financial": Copying(aware=_about(2), decide=_about(3), build=_about(7), fidelity=1.0),
        "social": Copying(aware=_about(4), decide=_about(13), build=_about(35), fidelity=0.5, improves_to=0.7,
                          cost_factor=1.2),
        "structural": Copying(aware=_about(8), decide=_about(26), build=_about(70), fidelity=0.33, improves_to=0.5,
                              cost_factor=1.5),
    }
)  # fmt: skip
"""How a firm copies with ``imitation: course``, and how well it can copy with ``never`` and ``reckoning``."""


def _with_points_copied_at_the_next_tick() -> Imitation:
    at_once = Constant(value=0.0)
    points = COURSE_IMITATION.rows["financial"].model_copy(
        update={"aware": at_once, "decide": at_once, "build": Constant(value=0.7)}
    )
    return COURSE_IMITATION.model_copy(update={"rows": {**COURSE_IMITATION.rows, "financial": points}})


IMITATION_PRESETS: Mapping[str, Imitation] = MappingProxyType(
    {
        "course": COURSE_IMITATION,
        # Most do not react, and who does uses the same instrument: Steenkamp, Nijs, Hanssens & Dekimpe (2005),
        # Marketing Science 24(1), 35-54 (abstract read). The chance of 0.2 is assumed.
        "passive": COURSE_IMITATION.model_copy(update={"chance": 0.2}),
        # 15% imitate, after 85 weeks on average (Sinapuelas & Robinson, as the project's design notes quote them;
        # not read here). That large firms imitate more is left out. How the weeks are split is assumed.
        "slow": COURSE_IMITATION.model_copy(
            update={
                "chance": 0.15,
                "rows": {
                    depth: row.model_copy(update={"aware": _about(20), "decide": _about(40), "build": _about(25)})
                    for depth, row in COURSE_IMITATION.rows.items()
                },
            }
        ),
        # American Airlines began its miles programme on 1 May 1981, United followed within a week. Points only; what
        # time alone accumulates is copied as in the course. Five days are 0.7 weeks; the copy is out at the next tick.
        "overnight": _with_points_copied_at_the_next_tick(),
    }
)
"""How a firm copies by reflex, by the word that a scenario gives."""
