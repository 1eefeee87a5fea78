"""The changes of the two clubs of the cases that the sweep of ``docs/discussion/programmes.md`` tries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.experiments.claims.table.programmes.clubs import SIXTH
from sim.scenario.files.load import load
from sim.scenario.scenario import Scenario

Expected = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a club, what it is expected to move, and by whom."""

    what: str
    before: Scenario
    after: Scenario
    expected: Expected
    """Measures with the sign of their change."""
    source: str


HARLEY_CLUB, HAIER_CLUB = "firms.Harley.programmes.club.", "firms.Haier.programmes.club."
SMALLER: dict[str, dict[str, object]] = {
    "harley_owners_group": SIXTH,
    # 1 : 1000, half of what ships: of the households, and of the fixed costs and places of the club
    "haier_club": {
        "population.segments.households.size": 16_600, f"{HAIER_CLUB}build_cost": 2000, f"{HAIER_CLUB}running_cost": 50,
        f"{HAIER_CLUB}events.capacity": 6,
    },
}  # fmt: skip
"""Changes that make a large market small enough for many replications, by scenario."""


def harley() -> Scenario:
    """The Harley Owners Group at 1 : 600, over eight years, with a line that makes all that is wanted."""
    line = "firms.Harley.departments.production_line."
    sixth = {path: value for path, value in SMALLER["harley_owners_group"].items() if not path.startswith(line)}
    return load("harley_owners_group").but(contrasts={}).but({**sixth, f"{line}machines": 2}, horizon=416)


def haier() -> Scenario:
    """The Haier Club at 1 : 1000."""
    return load("haier_club").but(contrasts={}).but(SMALLER["haier_club"])


FEES = "a fee deters some people and keeps those who have paid it (Iyengar, Park & Yu 2022)"
EVENTS = "events bind weakly tied members (McAlexander et al. 2002), who attends lapses less (Bhattacharya 1998)"
STATUS = "a larger elite has less status (Drèze & Nunes 2009)"
RIVALS = "a rival's club takes standing away (course, B2; Drèze & Nunes 2009)"
INVITED = "fewer people may join; an invitation is an honour (course, B2)"
BENEFIT = "people accept a relationship for its benefits (Ashley et al. 2011)"
FEWER: Expected = (("joins", -1), ("renewals", -1), ("exits", 1))


def _but(base: Scenario, firm: str, terms: Mapping[str, object]) -> Scenario:
    return base.but({f"firms.{firm}.programmes.club.{path}": value for path, value in terms.items()})


def _benefits_off(base: Scenario, firm: str, names: tuple[str, ...]) -> list[Change]:
    return [
        Change(what=f"no {name}", before=base, after=_but(base, firm, {f"anatomy.benefits.{name}.take_up": 0}),
               expected=(*FEWER, ("profit", -1)), source=BENEFIT)
        for name in names
    ]  # fmt: skip


def _harley_changes() -> tuple[Change, ...]:
    base, firm = harley(), "Harley"
    free, dear = (_but(base, firm, {"fee": fee}) for fee in (0, 150))
    start = _but(base, firm, {"first_period_free": False})
    start_free, start_dear = (_but(start, firm, {"fee": fee}) for fee in (0, 150))
    none, double = _but(base, firm, {"events": None}), _but(base, firm, {"events.every": 2})
    club = next(part for part in base.firms[0].programmes).model_dump(mode="json", exclude_unset=True)
    return (
        Change(what="fee 0 → 45, first year free", before=free, after=base, expected=(("renewals", -1), ("profit", 1)),
               source=FEES),
        Change(what="fee 45 → 150, first year free", before=base, after=dear, expected=(("renewals", -1),),
               source=FEES),
        Change(what="fee 0 → 45 from the first year", before=start_free, after=start,
               expected=(("joins", -1), ("renewals", -1)), source=FEES),
        Change(what="fee 45 → 150 from the first year", before=start, after=start_dear,
               expected=(("joins", -1), ("renewals", -1)), source=FEES),
        Change(what="fee not felt as sunk", before=base, after=_but(base, firm, {"anatomy.sunk_fee": 0}),
               expected=(("exits", 1),), source="sunk cost (Iyengar, Park & Yu 2022)"),
        Change(what="events none → every four weeks", before=none, after=base,
               expected=(("joins", 1), ("renewals", 1), ("exits", -1)), source=EVENTS),
        Change(what="events every four → every two weeks", before=base, after=double,
               expected=(("joins", 1), ("renewals", 1), ("exits", -1)), source=EVENTS),
        Change(what="commonness 0.3 → 0.1", before=base, after=_but(base, firm, {"commonness": 0.1}), expected=FEWER,
               source=STATUS),
        Change(what="commonness 0.3 → 3", before=base, after=_but(base, firm, {"commonness": 3}),
               expected=(("joins", 1), ("renewals", 1), ("exits", -1)), source=STATUS),
        Change(what="Eastern Four has the same club", before=base,
               after=base.but({"firms.Eastern Four.programmes": [club]}),
               expected=(*FEWER, ("profit", -1)), source=RIVALS),
        Change(what="entry: one purchase → three", before=base, after=_but(base, firm, {"quantity": 3}),
               expected=(("joins", -1),), source="fewer people may join"),
        Change(what="entry: fee from the first year instead of a free one", before=base, after=start,
               expected=(("joins", -1), ("profit", 1)), source=FEES),
        Change(what="entry: by invitation only", before=base,
               after=_but(base, firm, {"quantity": 0, "outside_pull": 0.001, "recruiting": 0.05}),
               expected=(("joins", -1), ("exits", 1)), source=INVITED),
        *_benefits_off(base, firm, (
            "magazine", "touring handbook", "emergency repair", "insurance", "hotel rates", "training",
            "holiday rental", "parts voucher",
        )),
    )  # fmt: skip


def _haier_changes() -> tuple[Change, ...]:
    base, firm = haier(), "Haier"
    paid, dear = (_but(base, firm, {"fee": fee}) for fee in (45, 150))
    none = _but(base, firm, {"events": None})
    double = _but(base, firm, {"events.every": 6.5})
    two = base.model_dump(mode="json", exclude_unset=True)
    two["firms"] = [*two["firms"], {"name": "Second Maker"}]
    makers = type(base).model_validate(two)
    club = base.firms[0].programmes[0].model_dump(mode="json", exclude_unset=True)
    return (
        Change(what="fee 0 → 45, once for life", before=base, after=paid, expected=(("joins", -1),), source=FEES),
        Change(what="fee 45 → 150, once for life", before=paid, after=dear, expected=(("joins", -1),), source=FEES),
        Change(what="events none → each quarter", before=none, after=base, expected=(("joins", 1), ("exits", -1)),
               source=EVENTS),
        Change(what="events each quarter → twice", before=base, after=double, expected=(("joins", 1), ("exits", -1)),
               source=EVENTS),
        Change(what="commonness 0.05 → 0.005", before=base, after=_but(base, firm, {"commonness": 0.005}),
               expected=(("joins", -1), ("exits", 1)), source=STATUS),
        Change(what="commonness 0.05 → 5", before=base, after=_but(base, firm, {"commonness": 5}),
               expected=(("joins", 1), ("exits", -1)), source=STATUS),
        Change(what="a second maker opens the same club", before=makers,
               after=makers.but({"firms.Second Maker.programmes": [club]}),
               expected=(("joins", -1), ("exits", 1), ("profit", -1)), source=RIVALS),
        Change(what="entry: eight purchases → one purchase and a fee of 45", before=base,
               after=_but(base, firm, {"quantity": 1, "fee": 45}), expected=(("joins", -1),), source=FEES),
        Change(what="entry: eight purchases → invitation only", before=base, after=_but(base, firm, {"quantity": 0}),
               expected=(("joins", -1), ("exits", 1)), source=INVITED),
        *_benefits_off(base, firm, (
            "members prices", "early news", "visits to headquarters", "courses", "service card",
        )),
    )  # fmt: skip


MARKETS: dict[str, tuple[str, tuple[Change, ...]]] = {
    "Harley": ("Harley", _harley_changes()),
    "Haier": ("Haier", _haier_changes()),
}
"""Firm and changes by market."""
