"""The case of sorting customers: a base without labels, and, apart from it, of which kind each customer is."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.game.exercises.exercise import write_tables
from sim.language.messages import _
from sim.metrics._shared.customer_database_view import cards, firm_at, on_file
from sim.metrics.customer_base.customer_analyses import profit_analysis
from sim.metrics.customer_base.customer_records import customer_records
from sim.registry import unknown
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.scenario.firm.firm import Firm
from sim.scenario.scenario import Scenario

DEGREES = ("basic", "reactive", "accountable", "proactive", "partnership")
"""The treatments that a group may get: the five degrees of a relationship."""
HABITS = (
    "first_seen", "last_seen", "purchases", "purchase_rate", "money", "spend", "complaints", "satisfaction",
    "promotions", "promotions_answered", "takes", "programmes",
)  # fmt: skip
"""What the file says of how a customer buys; the kind of customer that it may name is left out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Base:
    """The customers of a firm at some week, without labels: what the student gets."""

    title: str
    firm: str
    week: float
    customers: pd.DataFrame
    """customer (a number that gives nothing away, from 1 on), then how she buys, as on file."""
    purchases: pd.DataFrame
    """Purchases on file: customer, week, money."""

    def export(self, folder: str | Path) -> list[Path]:
        """Write both tables as CSV into a folder, which is made if need be; returns the files."""
        return write_tables(folder, self.tables())

    def tables(self) -> dict[str, pd.DataFrame]:
        """Both tables by name."""
        return {"customers": self.customers, "purchases": self.purchases}


@dataclass(frozen=True, kw_only=True, eq=False)
class SortingCase:
    """A base for the student; the true kinds and what treatments bring, for the person who marks."""

    base: Base
    kinds: tuple[str, ...] = dataclasses.field(repr=False)
    """The true segment of each customer, in the order of ``base.customers``."""
    worth: pd.DataFrame = dataclasses.field(repr=False)
    """What each customer brings after ``base.week``, net of what is spent on her, one column per treatment."""


def open_base(
    scenario: Scenario,
    firm: str | None = None,
    week: float = 52.0,
    seed: int | None = None,
    degrees: Sequence[str] = DEGREES,
) -> SortingCase:
    """A case out of a scenario: the base of a firm with the department ``contact`` after so many weeks.

    Up to ``week`` the firm calls nobody. From then on, in one world per treatment and with the same luck, it keeps in
    touch with all customers in that degree. What a customer brings in each world is read off the books: paid + fees −
    goods − what was spent on her, from ``week`` to the end. Where customers do not move each other (no word of mouth,
    no queue, no scarce team), she brings just that too when the others are treated in another way, so that any sort
    can be valued from these worlds.

    ``week``: whole rounds of the scenario (13 weeks, if it does not say otherwise). Raises ``ValueError`` for an
    unknown firm or degree, a firm without ``contact`` or with a policy, customers who move each other, or a week that
    is no round.
    """
    chosen = tuple(dict.fromkeys(degrees))
    _suits(scenario, firm := scenario.focal_firm if firm is None else firm, week, chosen)
    worlds = {degree: simulate(_called(scenario, firm, week, degree), seed=seed, replications=1) for degree in chosen}
    first = worlds[chosen[0]]
    number = firm_at(first, firm)
    records = customer_records(first, firm, week, truth=True)
    worth = pd.DataFrame({degree: _brought(world, firm, week, records["card"]) for degree, world in worlds.items()})
    known = on_file(first, first.runs[0], number, week)
    place = pd.Series(np.arange(1, len(records) + 1), index=records["card"].to_numpy())
    base = Base(
        title=scenario.title, firm=firm, week=week,
        customers=pd.DataFrame({"customer": place.to_numpy(), **{name: records[name] for name in HABITS}}),
        purchases=pd.DataFrame(
            {
                "customer": place.reindex(cards(first, known)[known.whose]).to_numpy(dtype=np.int64),
                "week": known.purchases["time"],
                "money": known.purchases["cents"] / 100,
            }
        ),
    )  # fmt: skip
    return SortingCase(base=base, kinds=tuple(map(str, records["true_segment"])), worth=worth)


def _suits(scenario: Scenario, firm: str, week: float, degrees: Sequence[str]) -> None:
    firms = {each.name: each for each in scenario.firms}
    if firm not in firms:
        raise ValueError(f"firm: {unknown('firm', firm, firms)}")
    for degree in degrees:
        if degree not in DEGREES:
            raise ValueError(f"degrees: {unknown('degree', degree, DEGREES)}")
    if len(degrees) < 2:
        raise ValueError(_("degrees: one treatment for all leaves nothing to sort for; give two or more"))
    if not 0 < week < scenario.horizon or week % scenario.round:
        said = _("week={week}: give a round of {weeks} weeks between 0 and {end}, the end")
        raise ValueError(said.format(week=f"{week:g}", weeks=f"{scenario.round:g}", end=f"{scenario.horizon:g}"))
    _suits_firm(scenario, firms[firm])


def _suits_firm(scenario: Scenario, firm: Firm) -> None:
    """Whether the firm's customers can be sorted: it keeps in touch, and no customer's treatment changes another's."""
    parts = {part.kind for part in firm.departments}
    if "contact" not in parts or firm.policy is not None:
        said = _("{firm}: sorting needs a firm with the department 'contact' and without a policy of its own")
        raise ValueError(said.format(firm=firm.name))
    contact = next(part for part in firm.departments if part.kind == "contact")
    together = parts & {"service_desk", "budget", "production_line", "relationship_managers"}
    if getattr(contact, "team", None) is not None:
        together |= {"contact with a team of limited size"}
    if any(programme.kind == "club" for programme in firm.programmes):
        together |= {"a club"}
    if scenario.behaviour.word_of_mouth is not None:
        together |= {"word of mouth"}
    if together:
        said = _(
            "{firm}: {parts}: what one customer gets would depend on the others, so the worth of a sort could not be "
            "told from worlds in which all are treated alike; leave it out"
        )
        raise ValueError(said.format(firm=firm.name, parts=", ".join(sorted(together))))


def _called(scenario: Scenario, firm: str, week: float, degree: str) -> Scenario:
    """The world in which everybody is kept in touch with in that degree from that week on."""
    nobody: Mapping[str, object] = {}
    every = {"degrees": {segment.name: degree for segment in scenario.population.segments}}
    rounds = [*[nobody] * round(week / scenario.round), every]
    basic = {segment.name: "basic" for segment in scenario.population.segments}
    return scenario.but(
        {
            f"firms.{firm}.departments.contact.degrees": basic,
            f"firms.{firm}.policy": {"kind": "script", "rounds": rounds},
        }
    )


def _brought(world: Results, firm: str, week: float, wanted: pd.Series[int]) -> NDArray[np.float64]:
    """What each of these customers brought after the week, net of what was spent on her."""
    before, after = (
        (table := profit_analysis(world, firm, until, of="truth").set_index("card"))["total"] - table["spent_on_her"]
        for until in (week, None)
    )
    cards_of = wanted.to_numpy()
    return (after.reindex(cards_of) - before.reindex(cards_of)).to_numpy(dtype=float)
