"""The words in which the README and the guides speak: of the field, of the simulator, of experiments and of games.

What has a declaration of its own (a programme, a metric, a key) is explained from there; these are the words that have
none.
"""

from __future__ import annotations

CONCEPTS: dict[str, str] = {
    "guanxi": "关系, Chinese for relationship: ties between people that carry favours, trust and obligation.\n"
    "Also the name of this simulator, in which a firm's ties with its customers are financial, social and structural "
    "bonds.\nSource: Davies, Leung, Luk & Wong (1995), The benefits of guanxi, Industrial Marketing Management 24, "
    "207-214.",
    "relationship marketing": "attracting customers, and keeping and deepening the relationship with them.\n"
    "Source: Berry (1983), Relationship marketing, in Emerging Perspectives on Services Marketing, AMA, 25-28.",
    "loyalty": "a customer's lasting preference for a firm, shown in staying and in buying there again.\n"
    "No customer has a number called loyalty: it follows from satisfaction, bonds and the causes to leave. Measured by "
    "loyalty_analysis, retention and repeat_share.\n"
    "Source: Oliver (1999), Whence consumer loyalty?, Journal of Marketing 63, 33-44.",
    "trust": "confidence in the reliability and integrity of an exchange partner.\n"
    "Of key accounts, path_of_trust counts how many trust the manager and how many trust the firm: it is read from the "
    "social bond and from whom that bond is tied to.\n"
    "Source: Morgan & Hunt (1994), Journal of Marketing 58, 20-38; Doney & Cannon (1997), Journal of Marketing 61, "
    "35-51.",
    "satisfaction": "a customer's summary of how a firm has treated her so far, between 0 and 1.\n"
    "After each purchase it moves a step (satisfaction_step) towards what was experienced.\n"
    "Source: Oliver (1980), Journal of Marketing Research 17, 460-469.",
    "bond": "what ties a customer to a firm: financial, social or structural, each between 0 and 1.\n"
    "Bonds shield against causes to leave. Source: Berry & Parasuraman (1991), Marketing Services, ch. 8.",
    "customer": "a person (or an account) of the population: buys, chooses a firm, joins programmes, leaves.",
    "account": "a customer who is looked after by a manager by name: a key account.\nSee account_doors and visits.",
    "firm": "a seller in the market: its offer, programmes and departments, and the person or bot that decides for it.",
    "rival": "any other firm in the same market.\n"
    "How fast and how faithfully a rival copies a programme is its imitation.",
    "programme": "what a firm runs to bind its customers: frequency (points), a club, or goods made to measure.",
    "cause": "the reason for which a customer leaves, as the simulator knows it.\n"
    "There are six: price, product, service, market, technology, political. What customers say is the stated cause.",
    "market": "the world of a scenario: customers and firms over a time.\n"
    "In charts of exits, market is the cause of those who move away or no longer need the goods.",
    "population": "all customers of a market, in segments.",
    "scenario": "a market written in a file: segments, firms, programmes, causes to leave, length, seed.\n"
    "'guanxi list' shows those that come along, docs/how-to/scenarios.md how to write one.",
    "world": "one run of a market under one set of decisions.\n"
    "Two worlds with the same seed have the same customers with the same luck, so that they "
    "differ by what was changed and by nothing else.",
    "luck": "the random draws of a run: each has an address made of the seed, the replication, the customer and the "
    "purpose.\nThe same seed gives each customer the same luck in every world (common random numbers).",
    "seed": "the whole number from which all luck of a run follows; the same seed gives the same run.",
    "replication": "one of several runs of the same market, each with other luck; intervals are taken over them.",
    "interval": "the range that holds the true mean with the stated confidence, such as 95%.",
    "strategy": "what a firm does in an experiment, written as changes to a scenario; strategies are compared.",
    "metric": "a figure computed from the event log, with its formula and source: 'guanxi explain' lists all.",
    "measure": "the one figure by which strategies are judged in an experiment, such as profit per customer and year.",
    "policy": "a rule that decides for a firm, round by round; people and bots decide in its place.",
    "event log": "every event of a run in order; every figure is computed from it.\n"
    "Columns: docs/reference/metrics.md.",
    "report": "the page that 'guanxi run' writes beside the tables: pictures, figures and what they say.",
    "comparison": "strategies run under the same luck, with intervals of their differences.\n"
    "See docs/how-to/compare.md.",
    "two worlds": "one market under two strategies, customer by customer: who was saved, who was lost.\n"
    "See docs/how-to/two_worlds.md.",
    "calibration": "fitting a market to a transaction log, judged on weeks that were held out.\n"
    "See docs/how-to/calibrate.md.",
    "export": "synthetic records of a firm to be studied, with the truth kept apart from them.\n"
    "See docs/how-to/export.md.",
    "claims": "what the course and the literature hold to be so, each run in the simulator and judged.\n"
    "See docs/discussion/claims.md.",
    "gallery": "stylised facts of the field, each run in the simulator and judged.\nSee docs/discussion/gallery.md.",
    "stylised fact": "a regularity of markets that many studies found, such as double jeopardy.",
    "course": "the course in relationship marketing whose ideas the scenarios show, idea by idea.\n"
    "See docs/discussion/course.md.",
    "game": "a market steered round by round by people and bots at seats.\n"
    "'guanxi games' lists them; see docs/reference/game.md.",
    "exercise": "a task with a handout and an answer that is marked against the truth.\n"
    "See docs/reference/exercises.md.",
    "seat": "a role in a game: a firm, a department, an account manager, or the instructor.",
    "round": "the weeks between two decisions of a game.",
    "bot": "a policy at a seat where no person sits.",
    "debrief": "the page after a game: what was decided, what it changed, what was skill and what was luck.",
}
"""Each word and what it means: the first line says what it is."""

OTHER_WORDS: dict[str, str] = {
    "关系": "guanxi",
    "relationship": "guanxi",
    "points": "frequency",
    "card": "frequency",
    "points card": "frequency",
    "goods made to measure": "customised",
    "made to measure": "customised",
    "win back": "win_back",
    "attrition": "churn",
    "why they leave": "cause",
    "calibrate": "calibration",
    "compare": "comparison",
    "log": "event log",
    "role-play": "game",
    "lifetime": "mean_lifetime",
    "lifetime value": "lifetime_value",
}
"""Words that people say for something that is explained under another name."""
