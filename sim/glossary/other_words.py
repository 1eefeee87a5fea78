"""Other words for things that are explained under a name of their own."""

from __future__ import annotations

OTHER_WORDS: dict[str, str] = {
    "relationship": "guanxi",
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
