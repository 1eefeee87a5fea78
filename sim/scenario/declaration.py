"""The frozen value that every part of a scenario is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from sim.scenario.files.content import plain
from sim.scenario.files.validation import checked
from sim.scenario.files.validation_errors import Fault, ScenarioError
from sim.scenario.paths import NoSuchPathError, put


class Declaration(BaseModel):
    """Something said once and never changed; to vary it, ask for the same, *but*.

    Fields are keyword-only, unknown fields are refused.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        validate_default=True,
        use_attribute_docstrings=True,
        defer_build=True,
    )

    def model_post_init(self, context: Any, /) -> None:
        """Count the kind or family as given, so that it stays with the values when only those are written out."""
        self.__pydantic_fields_set__.update({"kind", "family"} & set(type(self).model_fields))

    def faults_in_file(self) -> list[Fault]:
        """What is wrong with it as the content of a file, beside what is wrong anywhere; the file adds the places."""
        return []

    def in_force(self, field: str) -> object:
        """What holds for a field, with what presets bring to it; by this, paths are found."""
        return getattr(self, field)

    def but(self, changes: Mapping[str, object] | None = None, /, **fields: object) -> Self:
        """The same declaration with some fields changed; the original stays as it was.

        A change deep inside is named by its path, where a list is entered by the name of its member:
        ``s.but({"firms.Azure.offer.price": 0.9}, horizon=52)``. Nothing but what the path names changes, in what a
        preset brings too: ``s.but({"exits.rows.price.shields.social": 0.9})``.

        Raises ``ScenarioError`` for a path that is not there and for bad values, all at once.
        """
        content = self.model_dump(mode="json", exclude_unset=True)
        faults: list[Fault] = []
        for path, value in {**(changes or {}), **fields}.items():
            strange: list[Fault] = []
            try:
                put(content, self, str(path).split("."), plain(value, strange))
            except NoSuchPathError as error:
                faults.append(Fault(path=str(path), message=str(error)))
            faults += [Fault(path=str(path), message=fault.message) for fault in strange]
        try:
            changed = checked(type(self), content)
        except ScenarioError as error:
            faults += error.faults
        if faults:
            raise ScenarioError(faults)
        return changed
