"""Exit interviews: whom a firm can ask why she left, and what she says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from sim.scenario.declaration import Declaration
from sim.scenario.market.population import Name

Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]

ASSUMED_ANSWERS: dict[str, dict[str, float]] = {
    # Assumed throughout. Price is the easy answer and is named too often; the firm's service and its conduct are
    # embarrassing to speak of and are named too seldom; who moves away has no reason to say anything else, or almost.
    "price": {"price": 0.90, "product": 0.05, "service": 0.05},
    "product": {"product": 0.60, "price": 0.35, "service": 0.05},
    "service": {"service": 0.55, "price": 0.35, "product": 0.10},
    "market": {"market": 0.95, "price": 0.05},
    "technology": {"technology": 0.60, "product": 0.25, "price": 0.15},
    "political": {"political": 0.40, "price": 0.40, "service": 0.20},
}


class ExitInterviews(Declaration):
    """Asking those who leave for their reason: not all answer, and some name another reason than the true one."""

    response: Part = 0.4
    """Part of those who leave who answer. Assumed 0.4."""
    preset: Literal["assumed", "honest"] = "assumed"
    """``assumed`` starts from a table in which price is named too often; in ``honest`` everybody says the truth."""
    stated: dict[Name, dict[Name, Part]] = Field(default={})
    """For a true cause, the part of those who answer that names each cause; a row sums to 1 and replaces the preset's.
    A cause without a row is stated as it is."""

    @model_validator(mode="after")
    def _whole_rows(self) -> ExitInterviews:
        wrong = {cause: sum(row.values()) for cause, row in self.stated.items() if abs(sum(row.values()) - 1) > 1e-6}
        if wrong:
            raise ValueError(
                "; ".join(
                    f"stated.{cause}: the parts sum to {total:g}; the answers to one true cause must sum to 1"
                    for cause, total in wrong.items()
                )
            )
        return self

    def in_force(self, field: str) -> object:
        """The rows of the preset stand beside those that are given."""
        if field == "stated" and self.preset == "assumed":
            return {**ASSUMED_ANSWERS, **self.stated}
        return super().in_force(field)

    def answers(self, cause: str) -> Mapping[str, float]:
        """What is said by those who left for this cause: stated causes with their parts, which sum to 1."""
        preset = ASSUMED_ANSWERS if self.preset == "assumed" else {}
        return self.stated.get(cause) or preset.get(cause) or {cause: 1.0}
