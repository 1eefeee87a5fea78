"""The ideas of the course by the ids that scenarios name; docs/discussion/course.md shows where each can be seen."""

from __future__ import annotations

from sim.language.messages import mark

COURSE_IDEAS: dict[str, str] = {
    "A1": mark(
        "Sell once, or stay: Transaction marketing hunts for sales, relationship marketing for exchanges that last."
    ),
    "A2": mark(
        "Three depths of bond: Financial, social, structural: each holds, and is harder to copy than the one before."
    ),
    "A3": mark("Principles: Speak first, keep promises, let both sides gain."),
    "A4": mark(
        "Steps: Screen who is worth a relationship, give each account a manager, plan contacts, follow up "
        "and feed back."
    ),
    "A5": mark(
        "Five degrees of relationship: Basic, reactive, accountable, proactive, partnership, by number of "
        "customers and margin."
    ),
    "A6": mark("Five kinds of need: Stated, real, unstated, delight, secret: a visit reveals some of them."),
    "A7": mark(
        "Four doors of an account: Outside, on speaking terms, help inside, the account calls; a visit that "
        "brings nothing has failed."
    ),
    "A8": mark(
        "Path of trust: Stranger, familiar, trust in the person, trust in the organisation; when the seller "
        "leaves, the seller's ties go too."
    ),
    "A9": mark(
        "Stages, and mean lifetime = 1 / churn: Prospect, development, growth, maturity, decline, end, recovery."
    ),
    "A10": mark("Lifetime value by its lines: Base profit, cross-selling, savings; acquisition, rewards, loss."),
    "A11": mark("Serve in tiers: A fifth of customers bring most; they are served first."),
    "A12": mark(
        "Four claims: Winning costs 4 to 6 times keeping; old customers bring 20–80% more; 5% more kept, 25% "
        "more profit; 250 acquaintances."
    ),
    "A13": mark(
        "The flat middle: The satisfied still switch for a better offer; only delight makes an emotional bond."
    ),
    "A14": mark(
        "Competitors need not fight; staff who are ignored serve badly. Scenarios: price_war, seller_who_left, "
        "what_is_rewarded."
    ),
    "A15": mark("Vocabulary of levers: 4P, 6P, 11P, 4C, 4R."),
    "A16": mark("Five communication tools used together. Scenario: five_channels."),
    "A17": mark(
        "A CRM plan and its scorecard; profile, loyalty and profit analysis. Scenarios: sell_or_stay, "
        "department_store_without_files."
    ),
    "A18": mark("Five orientations: Production, product, selling, marketing, societal."),
    "B1": mark("Frequency programme: Rewards for buying often; copied easily, left easily, and service may sink."),
    "B2": mark("Club programme: Standing and belonging; rarer is stronger."),
    "B3": mark("Customised programme: Made for each customer on a flexible line."),
    "B4": mark("Database marketing: Four kinds of record, which go stale."),
    "B5": mark("Personal contact: Visits and favours bind, to the person first."),
    "B6": mark(
        "Relationship organisation: A manager is the one point where all knowledge of an account meets; "
        "dealers share it."
    ),
    "B7": mark(
        "Strategy menu: Go deeper into a market in three ways or open a new one; over a quarter, a year, years."
    ),
    "C1": mark("Price: A lower price elsewhere."),
    "C2": mark("Product: A better product elsewhere."),
    "C3": mark("Service: Dissatisfied with it."),
    "C4": mark("Moved away: Nothing would have kept the customer."),
    "C5": mark("Technology: A substitute of more advanced technology."),
    "C6": mark("Political: Disapproves of the firm's conduct."),
    "C7": mark("Measure the churn rate: By period, segment, tier."),
    "C8": mark("Find the reasons: The exit distribution chart, true and as stated."),
    "C9": mark("Work out the profit lost: For each customer and for the group."),
    "C10": mark("Work out the cost of lowering churn: Worth it where that is below the profit lost."),
    "C11": mark("Act: Measures for each cause; some exits no one can stop."),
    "D1": mark("Exercise for the room: guanxi play name_means_service."),
    "D2": mark("Exercise for the room: guanxi play head_of_the_firm."),
    "D3": mark("Exercise for the room: guanxi play imitation_race."),
    "D4": mark("Exercise for the room: guanxi play key_account_game."),
    "D5": mark("Exercise for the room: guanxi play sort_your_customers."),
    "D6": mark("Exercise for the room: guanxi play true_or_false."),
    "D7": mark("Exercise for the room: guanxi play well_led_visit."),
    "G5": mark(
        "Preconditions: Keeping rewarded above winning; what is measured changes what is done. Scenario: "
        "what_is_rewarded."
    ),
    "G6": mark(
        "Managers' duties: Training, appraisal, the novice and the experienced colleague. Scenario: what_is_rewarded."
    ),
    "G7": mark(
        "Six rules: Both sides gain, respect, honesty, clear aims, the long term, the other's culture. "
        "Scenario: promises_kept."
    ),
    "G8": mark(
        "Ties, East and West: In the East ties of birth, village and school come first; in the West benefit comes "
        "first. Scenario: ties_first."
    ),
    "G19": mark("Guarantee: A promise beforehand, and compensation where it is broken. Scenario: promises_kept."),
}
"""Each id and what it stands for: ideas A1 to A18, programmes B1 to B7, exits C1 to C11, exercises D1 to D7; of part G
what is built."""

PARTS = {"A": "relationship marketing", "B": "programmes", "C": "exits", "D": "exercises", "G": "six markets"}
"""What the ids with this letter are about."""


def short_ids(ids: tuple[str, ...]) -> str:
    """Ids in a few signs: neighbours are drawn together.

    >>> short_ids(("A2", "C1", "C2", "C3", "C9", "B1"))
    'A2 B1 C1-3 C9'
    """
    runs: list[tuple[str, int, int]] = []
    for letter, number in sorted((one[0], int(one[1:])) for one in set(ids)):
        if runs and runs[-1][0] == letter and runs[-1][2] == number - 1:
            runs[-1] = (letter, runs[-1][1], number)
        else:
            runs.append((letter, number, number))
    return " ".join(f"{letter}{first}" if first == last else f"{letter}{first}-{last}" for letter, first, last in runs)
