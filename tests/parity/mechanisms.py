"""One small market for each mechanism of the model, and the events by which one sees that it was at work."""

from __future__ import annotations

from sim.scenario.scenario import Scenario
from tests.worlds import world

VARIED: dict[str, object] = {
    "size": 40,
    "purchase_rate": {"family": "gamma", "shape": 1.5, "mean": 0.6},
    "spend": {"family": "gamma", "shape": 4.0, "mean": 30.0},
    "spend_shape": 3.0,
    "taste_concentration": 2.0,
    "idiosyncrasy": {"family": "exponential", "mean": 0.3},
    "sociability": {"family": "gamma", "shape": 2.0, "mean": 1.0},
    "norm": {"family": "beta", "a": 7.0, "b": 3.0},
}
FREQUENCY: dict[str, object] = {"kind": "frequency", "threshold": 100.0, "reward_worth": 12.0, "launch": 2.0}
CLUB: dict[str, object] = {"kind": "club", "quantity": 2, "benefit_worth": 60.0, "launch": 2.0, "period": 8.0}
CUSTOMISED: dict[str, object] = {"kind": "customised", "launch": 2.0}
QUICK_COPY: dict[str, object] = {
    "aware": {"family": "gamma", "shape": 9.0, "mean": 2.0},
    "decide": 1.0,
    "build": {"family": "uniform", "low": 1.0, "high": 3.0},
    "fidelity": 0.7,
    "cost_factor": 1.1,
}
LEAKY: dict[str, object] = {
    "rows": [{"name": name, "base": 0.01} for name in ("price", "product", "service", "technology", "political")]
    + [{"name": "market", "base": {"family": "gamma", "shape": 2.0, "mean": 0.01}}]
}
"""The six causes of the course, often."""


def three(*programmes: dict[str, object], others: dict[str, object] | None = None) -> list[dict[str, object]]:
    """Three unlike firms; the first runs these programmes, the others as they are told."""
    return [
        {"name": "Azure", "programmes": list(programmes)},
        {"name": "Beryl", "offer": {"price": 0.95, "service": 0.6}, **(others or {})},
        {"name": "Cedar", "offer": {"price": 1.05, "product": 1.1, "conduct": 0.9}, **(others or {})},
    ]


def copied(*programmes: dict[str, object], **row: object) -> list[dict[str, object]]:
    """Three firms, of which two copy, with these changes in their habits."""
    alarm = row.pop("alarm", 0.0)
    rows = {depth: {**QUICK_COPY, **row} for depth in ("financial", "social", "structural")}
    return three(*programmes, others={"imitation": {"rows": rows, "alarm": alarm}})


EVENTS: dict[str, object] = {"every": 3.0, "capacity": 4, "attendance": 0.6, "gain": 0.3}

ANATOMY: dict[str, object] = {
    "benefits": [
        {"name": "magazine", "worth": 20.0, "cost": 2.0, "bond": "social", "gain": 0.05, "associates": True},
        {"name": "insurance", "worth": 60.0, "cost": 9.0, "take_up": 0.5},
        {"name": "workshop", "worth": 10.0, "cost": 3.0, "bond": "structural", "gain": 0.1},
    ],
    "return_after": 6.0,
}
ANATOMICAL: dict[str, object] = {
    "kind": "club",
    "launch": 2.0,
    "quantity": 2,
    "period": 8.0,
    "fee": 20.0,
    "events": EVENTS,
    "notice": 2.0,
    "anatomy": ANATOMY,
}
"""A club whose members weigh what they live through."""
ANSWERED: list[dict[str, object]] = [
    {"what": "denial", "after": 1.0},
    {"what": "compensation", "after": 8.0, "each": 5.0, "cost": 20.0},
    {"what": "repair", "after": 3.0},
]
BRANCHES: dict[str, object] = {
    "kind": "branches",
    "presence": {"suburb": 0.0},
    "changes": [
        {"at": 8.0, "district": "suburb", "presence": 0.6, "cost": 30.0},
        {"at": 15.0, "district": "old town", "presence": 0.0},
        {"at": 22.0, "district": "old town", "presence": 1.0},
    ],
    "rent": {"suburb": 2.0},
}
PROMISES: dict[str, object] = {
    "kind": "promises",
    "delivery": {"family": "gamma", "shape": 2, "mean": 1.5},
    "faulty": 0.1,
    "promised": 1.0,
    "express": 0.3,
    "express_cost": 4.0,
    "guarantee": 0.4,
    "claims_paid": 0.7,
    "trust": {"commits": 0.2},
}
TIES: dict[str, object] = {
    "kind": "ties",
    "people": 2,
    "given": {"family": 0.02, "village": 0.1, "school": 0.2},
    "favours": 2.0,
    "favour_cost": 3.0,
    "returned_after": 2.0,
    "forgotten_after": 6.0,
    "trouble": 0.8,
    "turnover": 0.03,
    "meetings": 1.0,
}
WORKFORCE: dict[str, object] = {
    "kind": "workforce",
    "people": 4,
    "incentive": {"winning": 5.0, "keeping": 15.0},
    "appraisal": 4.0,
    "training": 8.0,
    "accompanied": 4.0,
    "autonomy": 0.8,
    "turnover": 0.1,
    "hiring": 2.0,
    "hiring_cost": 50.0,
    "wage": 10.0,
}
WEEKLY: list[float] = [0.5] * 26 + [1.5] * 26


def with_department(
    firms: list[dict[str, object]], name: str, department: dict[str, object]
) -> list[dict[str, object]]:
    """The same firms, one of which has a department."""
    return [{**firm, "departments": [department]} if firm["name"] == name else firm for firm in firms]


MECHANISMS: dict[str, tuple[Scenario, set[str]]] = {
    "nothing but buying": (world(VARIED, exits={"preset": "none"}), {"acquisition", "purchase"}),
    "six causes": (world(VARIED, three(), exits=LEAKY), {"exit", "moving away"}),
    "one firm": (world(VARIED, [{"name": "Only", "programmes": [FREQUENCY]}], exits=LEAKY), {"exit", "reward"}),
    "outside alternative": (
        world(VARIED, three(), outside={"price": 0.9, "product": 1.2, "technology": 1.3}, exits=LEAKY),
        {"exit"},
    ),
    "a further attribute": (
        world(
            VARIED,
            [
                {"name": "Near", "offer": {"further": {"convenience": 1.3}}},
                {"name": "Far", "offer": {"further": {"convenience": 0.7}}},
            ],
            behaviour={"choice_weights": {"price": 2.0, "convenience": 1.5}},
            exits={
                "rows": [
                    {
                        "name": "inconvenience",
                        "base": 0.02,
                        "attribute": "convenience",
                        "compared_with": "best_rival",
                        "slope": 3.0,
                    }
                ]
            },
        ),
        {"exit"},
    ),
    "points by spend, tiers and expiry": (
        world(
            VARIED,
            three({**FREQUENCY, "expiry": 7.0, "tiers": {"first_spend": 60.0, "second_spend": 150.0, "period": 6.0}}),
            exits=LEAKY,
        ),
        {"join", "reward", "tier", "expiry", "end of membership"},
    ),
    "stamps, gifts and a near reward in an expandable market": (
        world(
            VARIED,
            three(
                {
                    **FREQUENCY,
                    "points_per_visit": 1.0,
                    "points_per_spend": 0.0,
                    "threshold": 4.0,
                    "reward": "gift",
                    "goal_pull": 0.8,
                }
            ),
            behaviour={"demand": "expandable"},
            exits=LEAKY,
        ),
        {"join", "reward"},
    ),
    "prize draws": (
        world(
            VARIED, three({**FREQUENCY, "threshold": 40.0, "reward": "prize_draw", "chance": 0.3, "reward_worth": 90.0})
        ),
        {"reward"},
    ),
    "club with events, capacity, associates and a fee": (
        world(
            VARIED,
            three({**CLUB, "quantity": 4, "associate_quantity": 1, "fee": 5.0, "events": EVENTS, "running_cost": 3.0}),
            exits=LEAKY,
        ),
        {"join", "renewal", "attendance", "benefit", "end of membership", "running cost"},
    ),
    "club that recruits": (
        world(
            {**VARIED, "purchase_rate": 0.1},
            three({**CLUB, "quantity": 0, "outside_pull": 0.02, "recruiting": 0.4, "notice": 1.0, "events": EVENTS}),
            exits=LEAKY,
        ),
        {"join", "attendance", "moving away"},
    ),
    "clubs with an anatomy at two firms, with associates and fees": (
        world(
            VARIED,
            [
                {"name": "Azure", "programmes": [{**ANATOMICAL, "quantity": 3, "associate_quantity": 1}]},
                {
                    "name": "Beryl",
                    "offer": {"price": 0.95, "service": 0.6},
                    "programmes": [{**ANATOMICAL, "launch": 9.0, "first_period_free": True}],
                },
                {"name": "Cedar", "offer": {"price": 1.05, "product": 1.1, "conduct": 0.9}},
            ],
            exits=LEAKY,
        ),
        {"join", "renewal", "attendance", "benefit", "end of membership", "exit"},
    ),
    "club with an anatomy that invites anyone": (
        world(
            {**VARIED, "purchase_rate": 0.2},
            three(
                {
                    **ANATOMICAL,
                    "benefit_worth": 60.0,
                    "quantity": 0,
                    "outside_pull": 0.02,
                    "recruiting": 0.4,
                    "notice": 1.0,
                    "anatomy": {
                        "owners_only": False,
                        "devotion": 0.0,
                        "learning": 0.0,
                        "renewal_noise": 0.0,
                        "usual_purchases": 0.0,
                    },
                }
            ),
            exits=LEAKY,
        ),
        {"join", "attendance", "renewal"},
    ),
    "customised with late orders": (
        world(
            VARIED,
            three(
                {
                    **CUSTOMISED,
                    "promised": 1.2,
                    "premium": 0.02,
                    "production_time": {"family": "lognormal", "mean": 1.2, "sigma": 0.4},
                }
            ),
            exits=LEAKY,
        ),
        {"join", "delivery late"},
    ),
    "three programmes at one firm": (
        world(VARIED, three(FREQUENCY, {**CLUB, "events": EVENTS}, CUSTOMISED), exits=LEAKY),
        {"join", "reward", "attendance"},
    ),
    "imitation": (
        world(VARIED, copied({**FREQUENCY, "build_cost": 100.0}, {**CLUB, "launch": 5.0}, CUSTOMISED)),
        {"imitation", "launch"},
    ),
    "imitation that improves": (
        world(VARIED, copied({**CLUB, "events": EVENTS}, improves_to=0.95), exits=LEAKY),
        {"imitation", "launch"},
    ),
    "imitation when alarmed": (
        world(VARIED, copied({**FREQUENCY, "reward_worth": 40.0}, alarm=0.02)),
        {"imitation", "launch"},
    ),
    "shocks": (
        world(
            VARIED,
            three(FREQUENCY),
            outside={"technology": 1.0},
            shocks=[
                {"kind": "offer", "at": 5.0, "firms": ["Beryl"], "attribute": "price", "factor": 0.7, "lasts": 6.0},
                {"kind": "offer", "at": 8.0, "firms": ["outside"], "attribute": "technology", "factor": 1.4},
                {"kind": "offer", "at": 9.0, "attribute": "service", "factor": 0.5, "lasts": 4.0},
                {"kind": "offer", "at": 12.0, "firms": ["Azure"], "attribute": "conduct", "factor": 0.5, "lasts": 9.0},
                {"kind": "relocation", "at": 20.0, "factor": 8.0, "lasts": 5.0},
            ],
            exits=LEAKY,
        ),
        {"shock", "exit", "moving away"},
    ),
    "newcomers": (
        world(
            {**VARIED, "newcomers_after": {"family": "exponential", "mean": 2.0}},
            three(FREQUENCY),
            exits={"rows": [{"name": "market", "base": 0.05}]},
        ),
        {"moving away", "arrival"},
    ),
    "forgetting and coming back": (
        world(
            VARIED,
            three(FREQUENCY, CLUB),
            exits=LEAKY,
            behaviour={"forgetting": {"family": "exponential", "mean": 3.0}},
        ),
        {"exit", "return"},
    ),
    "invitations, leaving and coming back": (
        world(
            {**VARIED, "purchase_rate": 2.0},
            three({**CLUB, "quantity": 0, "outside_pull": 0.3, "benefit_worth": 0.0, "belonging_worth": 60.0}),
            exits={"rows": [{"name": "price", "base": 0.3}]},
            behaviour={"forgetting": 3.0},
        ),
        {"exit", "return", "join"},
    ),
    "bad moments": (
        world(
            VARIED,
            three(FREQUENCY),
            exits={
                "rows": [
                    {
                        "name": "rudeness",
                        "at_purchase": {"chance": {"family": "beta", "a": 1.0, "b": 6.0}, "from_purchase": 2},
                    },
                    {"name": "ruin", "ends": "all_relations", "at_purchase": {"chance": 0.02}},
                ]
            },
        ),
        {"exit", "moving away"},
    ),
    "word of mouth": (
        world(
            {
                **VARIED,
                "size": 60,
                "arrival": {"kind": "by_pull", "outside_pull": 0.02, "word_of_mouth": 0.3},
                "first_purchase": "on_arrival",
            },
            three(FREQUENCY),
            exits=LEAKY,
        ),
        {"arrival"},
    ),
    "arrival over weeks, residence from arrival": (
        world(
            {
                **VARIED,
                "arrival": {"kind": "over_weeks", "counts": [3, 0, 5, 1, 2]},
                "residence": "from_arrival",
                "first_purchase": "on_arrival",
            },
            three(FREQUENCY),
            exits=LEAKY,
        ),
        {"arrival"},
    ),
    "two segments": (
        world(
            [{**VARIED, "size": 25}, {**VARIED, "size": 15, "norm": 0.9, "spend": 200.0}],
            three(FREQUENCY, CLUB),
            exits=LEAKY,
        ),
        {"exit"},
    ),
    "news four times a week": (
        world(
            {**VARIED, "size": 15},
            copied({**CLUB, "events": {**EVENTS, "every": 1.25}}),
            tick=0.25,
            horizon=15.0,
            exits=LEAKY,
        ),
        {"attendance"},
    ),
    "news every four weeks": (
        world(VARIED, copied({**CLUB, "events": EVENTS}, FREQUENCY), tick=4.0, horizon=42.5, exits=LEAKY),
        {"attendance", "imitation"},
    ),
    "ticks that no binary fraction hits": (
        world(
            {**VARIED, "size": 15}, three({**CLUB, "events": EVENTS}, FREQUENCY), tick=0.3, horizon=20.0, exits=LEAKY
        ),
        {"attendance"},
    ),
    "service desks, always open": (
        world(
            {**VARIED, "needs": 0.3, "need_at_purchase": 0.4, "newcomers_after": 2.0},
            [
                {**firm, "departments": [{"kind": "service_desk", "servers": 1, "handling_hours": 8.0}]}
                for firm in three()
            ],
            exits=LEAKY,
            behaviour={"forgetting": 4.0},
        ),
        {"need", "answer begins", "answer", "return"},
    ),
    "service desks with hours, patience and tiers": (
        world(
            {**VARIED, "needs": 0.5, "need_at_purchase": 0.4},
            [
                {
                    **firm,
                    "departments": [
                        {
                            "kind": "service_desk",
                            "servers": 1,
                            "handling_hours": {"family": "gamma", "shape": 2.0, "mean": 3.0},
                            "patience_hours": {"family": "exponential", "mean": 30.0},
                            "opening": {"days": 4, "opens": 10, "closes": 16},
                            "priority": "tier",
                            "failure": 0.3,
                            "wage": 10.0,
                        }
                    ],
                }
                for firm in copied({**FREQUENCY, "tiers": {"first_spend": 40.0, "period": 5.0}}, CLUB)[:2]
            ],
            exits=LEAKY,
            tick=0.5,
            horizon=25.0,
        ),
        {"need", "answer begins", "answer", "desk cost", "tier"},
    ),
    "a budget that cuts the desk": (
        world(
            {**VARIED, "needs": 0.5},
            [
                {
                    **firm,
                    "departments": [
                        {"kind": "service_desk", "servers": 3, "handling_hours": 9.0, "wage": 5.0},
                        {"kind": "budget", "programmes": 3.0, "review": 4.0, "keep": 0},
                    ],
                }
                for firm in three(FREQUENCY, CLUB)[:2]
            ],
            exits=LEAKY,
        ),
        {"staffing", "answer", "desk cost"},
    ),
    "win-back": (
        world(
            {**VARIED, "newcomers_after": 2.0},
            [{**firm, "departments": [{"kind": "win_back", "worth": 40.0, "every": 2.0}]} for firm in three(FREQUENCY)],
            exits=LEAKY,
        ),
        {"win-back", "return"},
    ),
    "win-back by what is offered": (
        world(
            VARIED,
            [
                {**firm, "departments": [{"kind": "win_back", "worth": 9.0, "every": 2.0, "offer": offer}]}
                for firm, offer in zip(three(FREQUENCY), ("price_cut", "upgrade", "both"), strict=True)
            ],
            exits=LEAKY,
        ),
        {"win-back", "return", "exit"},
    ),
    "a scandal that is answered, and talked of": (
        world(
            [{**VARIED, "size": 25, "newcomers_after": 2.0}, {**VARIED, "size": 15}],
            with_department(three(), "Azure", {"kind": "public_affairs", "answers": ANSWERED}),
            exits=LEAKY,
            shocks=[
                {
                    "kind": "scandal",
                    "at": 4.0,
                    "firm": "Azure",
                    "severity": 0.8,
                    "press": 0.2,
                    "care": {"people1": 2.0},
                    "contagion": {"Cedar": 0.5},
                    "found_out": 1.0,
                    "found_out_after": 6.0,
                },
                {"kind": "scandal", "name": "second", "at": 5.0, "firm": "Beryl", "severity": 0.3, "press": 0.5},
            ],
        ),
        {"heard", "indignant", "spending", "exit"},
    ),
    "inventions that firms take up, one upon the other": (
        world(
            {**VARIED, "newcomers_after": 2.0},
            with_department(
                with_department(
                    three(),
                    "Beryl",
                    {
                        "kind": "technology",
                        "adopts": [
                            {
                                "invention": "first",
                                "at": 3.0,
                                "takes": 2.0,
                                "success": 0.5,
                                "cost": 10.0,
                                "running_cost": 1.0,
                            }
                        ],
                    },
                ),
                "Cedar",
                {"kind": "technology", "adopts": [{"invention": "second", "at": 15.0, "takes": 0.0}]},
            ),
            exits=LEAKY,
            outside={},
            shocks=[
                {"kind": "invention", "name": "first", "at": 1.0, "advance": 1.0, "outside_pull": 0.1},
                {
                    "kind": "invention",
                    "name": "second",
                    "at": 9.0,
                    "advance": 0.5,
                    "outside_pull": 0.1,
                    "builds_on": "first",
                    "sold_outside": 12.0,
                },
            ],
        ),
        {"heard", "spending", "exit"},
    ),
    "ties": (
        world(
            {**VARIED, "newcomers_after": 2.0, "first_purchase": "on_arrival"},
            with_department(
                with_department(three(FREQUENCY), "Azure", TIES),
                "Beryl",
                {"kind": "ties", "people": 1, "favours": 1.0, "hires": [{"at": 20.0, "rival": "Azure", "cost": 50.0}]},
            ),
            exits=LEAKY,
        ),
        {"tie", "favour"},
    ),
    "promises": (
        world(
            {**VARIED, "newcomers_after": 2.0, "first_purchase": "on_arrival"},
            with_department(
                with_department(three(FREQUENCY), "Azure", PROMISES),
                "Beryl",
                {"kind": "promises", "delivery": 0.5, "promised": 2.0},
            ),
            exits=LEAKY,
            behaviour={"forgetting": 3.0},
        ),
        {"delivery", "delivery late", "promise", "compensation", "customer gain", "trust"},
    ),
    "a workforce": (
        world(
            {**VARIED, "newcomers_after": 2.0, "first_purchase": "on_arrival"},
            [
                {**firm, "departments": [WORKFORCE, {"kind": "internal_marketing", "spend": 5.0}]}
                if firm["name"] == "Azure"
                else firm
                for firm in with_department(three(FREQUENCY), "Beryl", {"kind": "workforce", "people": 2})
            ],
            exits=LEAKY,
        ),
        {"contact", "employee", "workforce"},
    ),
    "districts, flows between them, and branches": (
        world(
            {**VARIED, "newcomers_after": 2.0, "first_purchase": "on_arrival", "residence": "from_arrival"},
            with_department(three(FREQUENCY, CLUB), "Azure", BRANCHES),
            exits=LEAKY,
            districts=[{"name": "old town", "share": 0.7, "moving_away": 2.0}, {"name": "suburb", "share": 0.3}],
            shocks=[
                {
                    "kind": "district_change",
                    "at": 3.0,
                    "district": "old town",
                    "moving_away": 2.0,
                    "newcomers": 0.0,
                    "flows": {"suburb": 0.05},
                    "lasts": 20.0,
                }
            ],
        ),
        {"moves home", "moving away", "exit", "return", "spending"},
    ),
    "one firm that is not everywhere": (
        world(
            {**VARIED, "first_purchase": "on_arrival"},
            [{"name": "Only", "departments": [{"kind": "branches", "presence": {"far": 0.0}}]}],
            exits={"rows": [{"name": "market", "base": 0.01, "ends": "all_relations"}], "preset": "none"},
            districts=[{"name": "near", "share": 0.5}, {"name": "far", "share": 0.5}],
        ),
        {"acquisition"},
    ),
    "even purchases in a season": (
        world(
            [
                {**VARIED, "regularity": 3.0, "season": [2.0, 0.0] * 6},
                {**VARIED, "regularity": {"family": "gamma", "shape": 2.0, "mean": 2.0}, "season": WEEKLY},
                {**VARIED, "size": 10},
            ],
            three(FREQUENCY),
            exits=LEAKY,
        ),
        {"purchase"},
    ),
}
