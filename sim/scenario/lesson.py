"""What a scenario and a game have in common: a name, and something that they teach."""

from __future__ import annotations

from pydantic import Field

from sim.scenario.declaration import Declaration


class Lesson(Declaration):
    """Something to be run or played, from which a person should learn."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,59}$",
        json_schema_extra={
            "patternErrorMessage": "a name of up to 60 small letters, digits and _, beginning with a letter"
        },
    )
    title: str = Field(min_length=1, max_length=120)
    teaches: str = Field(min_length=1)
    """What a person should see in it."""
    course: tuple[str, ...] = ()
    """Ids of the course's claims and exercises that it is about, such as B1, C4 or D2."""
