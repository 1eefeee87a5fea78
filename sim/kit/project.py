"""The project: a data set with a hidden truth for each team, and the truth in the instructor's folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import move

from sim.course.text import drawn
from sim.experiments.synthetic_data.export_dataset import ANSWER, OPEN, export_dataset
from sim.game.exercises.exit_case import open_case
from sim.glossary.labels import cause_name
from sim.kit.pages import sheet_page
from sim.kit.sheet import Part, Sheet, Table
from sim.language.formats import decimal_number, percentage
from sim.language.messages import _, pgettext
from sim.results.results import Results
from sim.results.simulate import simulate
from sim.results.tables import weekly
from sim.scenario.files.load import load

SCENARIO, FIRM = "first_look", "Azure"
RIVALS = ("Crimson", "Jade")
FIRST_WEEK, LAST_WEEK = 44, 60
"""Between which weeks the change of a team's market lies."""
SEEDS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changes in a team's market."""

    cause: str
    """The cause of exits that it works on."""
    shock: dict[str, object]
    """The change as a shock of the scenario, without its week."""


CHANGES = (
    Change(cause="price", shock={"kind": "offer", "firms": list(RIVALS), "attribute": "price", "factor": 0.8}),
    Change(cause="product", shock={"kind": "offer", "firms": list(RIVALS), "attribute": "product", "factor": 1.3}),
    Change(cause="market", shock={"kind": "relocation", "factor": 5.0, "lasts": 104.0}),
    Change(cause="political", shock={"kind": "offer", "firms": [FIRM], "attribute": "conduct", "factor": 0.5}),
)
"""The changes from which each team's is drawn. How strong they are is assumed."""


@dataclass(frozen=True, kw_only=True)
class TeamTruth:
    """What happened in a team's market."""

    team: int
    seed: int
    cause: str
    week: int
    shares: dict[str, float]
    """Share of each cause in all exits."""
    yearly: tuple[float, float]
    """Exits for 100 customers in the first and in the second year."""
    lost: float
    """Profit lost with all who left, money."""


def team_change(secret: str, team: int) -> tuple[int, Change, int]:
    """Seed, change and week of a team's market; neighbours have different changes.

    Args:
        secret: Text that only the instructor knows; the same text gives the same markets.
        team: Number of the team, from 1.

    Returns:
        Seed of the market, the change, and the week in which it begins.
    """
    first = drawn(f"project/first/{secret}")
    change = CHANGES[(first + team) % len(CHANGES)]
    week = FIRST_WEEK + drawn(f"project/week/{secret}/{team}") % (LAST_WEEK - FIRST_WEEK + 1)
    return 1 + drawn(f"project/seed/{secret}/{team}") % SEEDS, change, week


def write_team(folder: Path, secret: str, team: int) -> TeamTruth:
    """Run a team's market, and write its data for the team and its truth for the instructor.

    Args:
        folder: The kit's folder; ``students/project/team_N`` and ``instructor/project/team_N`` are made in it.
        secret: Text that only the instructor knows.
        team: Number of the team, from 1.

    Returns:
        What happened in the market.
    """
    seed, change, week = team_change(secret, team)
    asked = load(SCENARIO).but(shocks=[{**change.shock, "at": float(week)}])
    results = simulate(asked, seed=seed, replications=1)
    place = folder / f"team_{team}"
    export_dataset(results, place, firm=FIRM)
    for half, whose in ((OPEN, "students"), (ANSWER, "instructor")):
        target = folder / whose / "project" / f"team_{team}"
        target.parent.mkdir(parents=True, exist_ok=True)
        move(place / half, target)
    place.rmdir()
    truth = open_case(results, FIRM).truth
    return TeamTruth(
        team=team,
        seed=seed,
        cause=change.cause,
        week=week,
        shares=truth.shares,
        yearly=_exits_a_year(results),
        lost=sum(truth.profit_lost.values()),
    )


def _exits_a_year(results: Results) -> tuple[float, float]:
    books = weekly(results)
    mine = books[books["firm"] == FIRM]
    first, second = (mine[(mine["week"] >= since) & (mine["week"] < since + 52)] for since in (0, 52))
    one, other = (100 * part["exits"].sum() / part["customers"].mean() for part in (first, second))
    return float(one), float(other)


def write_teams(folder: Path, secret: str, teams: int, on_done: Callable[[], object]) -> str:
    """Write the data of all teams. Returns the page with the truth, for the instructor."""
    truths = []
    for team in range(1, teams + 1):
        truths.append(write_team(folder, secret, team))
        on_done()
    return truth_page(truths)


def truth_page(truths: list[TeamTruth]) -> str:
    """The truth of all teams on a page."""
    rows = tuple(
        (
            one.team,
            cause_name(one.cause),
            one.week,
            decimal_number(one.yearly[0], 1),
            decimal_number(one.yearly[1], 1),
            "; ".join(f"{cause_name(cause)} {percentage(part)}" for cause, part in _largest(one.shares)),
            decimal_number(one.lost),
            one.seed,
        )
        for one in truths
    )
    columns = (
        pgettext("kit", "team"),
        pgettext("kit", "what changed"),
        pgettext("kit", "from week"),
        _("exits a year per 100, year 1"),
        pgettext("kit", "year 2"),
        pgettext("kit", "largest causes"),
        _("profit lost, all exits"),
        pgettext("kit", "seed"),
    )
    about = _(
        "What happened in each team's market. The folder team_N beside this page holds the whole truth of a team: "
        "every exit with its cause, and the scenario with its seed."
    )
    notes = (
        _(
            "Price: rivals become cheaper. Product: rivals' goods become better. Moved away: "
            "more people move than before. Political: Azure's conduct falls."
        ),
        _(
            "Compare a team's prediction with its row: a range is right if it holds the figure. Of all ranges of a "
            "team about 8 in 10 should be right."
        ),
    )
    part = Part(table=Table(columns=columns, rows=rows), bullets=notes)
    return sheet_page(Sheet(title=_("Project: the truth of each team"), about=about, parts=(part,)))


def _largest(shares: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(shares.items(), key=lambda one: -one[1])[:3]
