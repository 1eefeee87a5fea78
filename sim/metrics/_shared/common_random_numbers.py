"""Whether two runs are the same customers with the same luck, so that their difference is the strategy's."""

from __future__ import annotations

from sim.results.results import Results


def require_common_random_numbers(results: Results, without: Results) -> None:
    """Refuse runs that do not share luck, firms and length. Raises ``ValueError``, which says what differs."""
    for what, one, other in (
        ("seed", results.seed, without.seed),
        ("replications", [run.replication for run in results.runs], [run.replication for run in without.runs]),
        ("firms", results.names.firms, without.names.firms),
        ("weeks", results.runs[0].weekly.shape[0], without.runs[0].weekly.shape[0]),
    ):
        if one != other:
            raise ValueError(
                f"two worlds of the same luck must share their {what}, but one has {one} and the other {other}; "
                "simulate scenario.but(...) with the same seed and number of replications, and the same firms"
            )
